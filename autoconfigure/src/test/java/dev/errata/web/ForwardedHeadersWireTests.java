package dev.errata.web;

import java.util.List;
import java.util.stream.Stream;

import dev.errata.wire.Row;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import dev.errata.wire.WireTests;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Row.row;

/**
 * What proxies tell of a request, where there is no proxy and the client makes it up. Who
 * reads it depends on the stack and on {@code server.forward-headers-strategy}.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(Container.class)
class ForwardedHeadersWireTests {

	@Parameter
	private Container container;

	@TestFactory
	Stream<DynamicTest> readBySpring() {
		return table("framework",
				Stream
					.of("X-Forwarded-Port: abc", "X-Forwarded-Port: 99999999999", "X-Forwarded-Host: a:b",
							"X-Forwarded-Prefix: %zz", "Forwarded: host=\"a:b\"", "Forwarded: for=\"1.2.3.4:abc\"")
					.map((header) -> isMalformed(row(header, get("/fine").header(header))).isLoggedOnce()));
	}

	@TestFactory
	Stream<DynamicTest> readByTheServer() {
		return table("native",
				Stream
					.of("X-Forwarded-Port: abc", "X-Forwarded-Port: 99999999999", "X-Forwarded-Host: a:b",
							"Forwarded: host=\"a:b\"")
					.map((header) -> isMalformed(row(header, get("/fine").header(header)))
						.on(Container.TOMCAT, "ignores it", (row) -> row.isForeign(200, "fine"))
						.on(Container.REACTIVE_TOMCAT, "ignores it", (row) -> row.isForeign(200, "fine"))));
	}

	@TestFactory
	Stream<DynamicTest> schemeThatIsNone() {
		return table("native",
				Stream
					.of("X-Forwarded-Proto: %zz", "X-Forwarded-Proto: b c", "X-Forwarded-Proto: 1",
							"Forwarded: proto=%zz")
					.map((header) -> row(header, get("/fine").header(header)).isForeign(200, "fine")
						.on(Container.REACTIVE_JETTY, "needs a URI", ForwardedHeadersWireTests::isMalformed)));
	}

	private static Row isMalformed(Row row) {
		return row.is(400, "malformed_request", "The request could not be read.");
	}

	private Stream<DynamicTest> table(String strategy, Stream<Row> rows) {
		Service service = Service.start(this.container, false, List.of(Application.class), WireTests.ENVELOPE,
				"server.forward-headers-strategy=" + strategy);
		return service.table(get("/fine"), rows.toArray(Row[]::new)).onClose(service::close);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(WireTests.FineController.class)
	static class Application {

	}

}
