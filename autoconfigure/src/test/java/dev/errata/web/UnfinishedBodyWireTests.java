package dev.errata.web;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

import dev.errata.wire.Answer;
import dev.errata.wire.Connection;
import dev.errata.wire.ContainerTests;
import dev.errata.wire.Exchange;
import dev.errata.wire.Failures;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

/**
 * Bodies that break off, and those that do not come in time.
 */
@Tag("full")
@ParameterizedClass(name = "{0}")
@EnumSource(Container.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnfinishedBodyWireTests extends ContainerTests {

	private static final String FORM = "Content-Type: application/x-www-form-urlencoded";

	private static final String JSON = "Content-Type: application/json";

	private static final String TEXT = "Content-Type: text/plain";

	private static final String MULTIPART = "Content-Type: multipart/form-data; boundary=B";

	private static final String PART = "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\na";

	@Override
	protected Service start(Container container) {
		return Service.start(container, false,
				List.of(Application.class,
						container.pick(UnfinishedBodiesOfMvc.Reading.class, UnfinishedBodiesOfWebFlux.Reading.class)),
				ENVELOPE, "errata.limits.body.small.paths=/limited", "errata.limits.body.small.max=1KB",
				"server.tomcat.connection-timeout=200ms", "server.jetty.connection-idle-timeout=600ms");
	}

	@TestFactory
	Stream<DynamicTest> breaksOff() {
		return Stream
			.of(new Body("/parameter", FORM, "name=a"), new Body("/map", FORM, "name=a"),
					new Body("/stream", FORM, "name=a"), new Body("/limited", FORM, "name=a"),
					new Body("/text", JSON, "{\"a\":"), new Body("/json", JSON, "{\"a\":"),
					new Body("/part", MULTIPART, PART), new Body("/stream", TEXT, "a"))
			.flatMap((body) -> Stream.of(
					body.test("announced", () -> verifyBreak(body.exchange().header("Content-Length: 100").framed())),
					body.test("in chunks", () -> verifyBreak(body.chunked()))));
	}

	private void verifyBreak(Exchange exchange) {
		if (isCut()) {
			assertThat(exchange.bytesFrom(port())).isEmpty();
		}
		else {
			verify(exchange, 400, "malformed_request");
		}
	}

	/**
	 * Return whether a client that ends its side of a connection is cut off. Reactor
	 * Netty takes it for one that has left, and so does Tomcat if it reads without
	 * blocking.
	 */
	private boolean isCut() {
		return container() == Container.NETTY || container() == Container.REACTIVE_TOMCAT;
	}

	/** Nobody waits for the time-out of the connection. */
	@ParameterizedTest
	@CsvSource({ "/map,zz|", "/text,zz|", "/stream,zz|", "/map,5|hello|zz|", "/text,5|hello|zz|",
			"/stream,5|hello|zz|" })
	void isMalformed(String path, String chunks) throws IOException {
		try (Connection connection = new Connection(port())) {
			connection.send("POST " + path + " HTTP/1.1\nHost: localhost\nX-Request-Id: r-1\n"
					+ (path.equals("/map") ? FORM : TEXT) + "\nTransfer-Encoding: chunked\n\n"
					+ chunks.replace('|', '\n'));
			if (container() == Container.REACTIVE_TOMCAT) {
				// which closes it for anything that is wrong while it reads without
				// blocking
				assertThat(connection.isClosed()).isTrue();
				return;
			}
			Answer answer = connection.answer(false);
			assertThat(answer.status()).isEqualTo(400);
			assertThat(answer.body()).startsWith("{\"code\":\"malformed_request\"").contains("\"request_id\":\"r-1\"");
		}
	}

	@TestFactory
	Stream<DynamicTest> comesTooLate() {
		return Stream.of(new Body("/parameter", FORM, "name=a"), new Body("/map", FORM, "name=a"),
				new Body("/stream", FORM, "name=a"), new Body("/text", TEXT, "a"), new Body("/json", JSON, "{\"a\":"),
				new Body("/part", MULTIPART, PART), new Body("/stream", TEXT, "a"))
			.map((body) -> body.test("late", () -> verify(body.exchange().unfinished(), 408, "request_timeout")));
	}

	@Test
	void handlerIsKeptFromPartsThatBreakOff() {
		assumeFalse(container().isReactive(), "Spring WebFlux reads parts when a handler asks for them");
		verify(Exchange.post("/streaming")
			.header(MULTIPART)
			.header("Transfer-Encoding: chunked")
			.body("zz\r\n")
			.framed(), 400, "malformed_request");
		assertThat(bean(UnfinishedBodiesOfMvc.Reading.class).streamed).hasValue(0);
	}

	@Test
	void connectionOfFormsIsUsable() {
		String form = "POST /parameter HTTP/1.1\nHost: localhost\nX-Request-Id: r-1\n" + FORM
				+ "\nContent-Length: %d\n\nname=a";
		String answers = new String(
				Exchange.raw(form.formatted(6) + form.formatted(6) + form.formatted(100)).bytesFrom(port()));
		assertThat(answers.split("HTTP/1.1 200", -1)).hasSize(3);
		if (isCut()) {
			assertThat(answers).doesNotContain("HTTP/1.1 4");
		}
		else {
			assertThat(answers).containsOnlyOnce("HTTP/1.1 400").endsWith("\"request_id\":\"r-1\"}");
		}
	}

	private void verify(Exchange exchange, int status, String code) {
		try (Failures failures = Failures.logged()) {
			Answer answer = answer(exchange);
			assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
			assertThat(answer.body()).startsWith("{\"code\":\"" + code + "\",\"status\":" + status)
				.contains("\"request_id\":\"r-1\"");
			assertThat(answer.whole()).isTrue();
			assertThat(answer.header("X-Request-Id")).isEqualTo(Exchange.ID);
			// a client that was cut off may be told of later
			assertThat(failures.lines()).filteredOn((line) -> line.getFormattedMessage().contains(" " + status + " "))
				.hasSize(1);
			assertThat(answer(Exchange.form("/parameter", "name=a")).body()).isEqualTo("a");
		}
	}

	private record Body(String path, String type, String text) {

		Exchange exchange() {
			return Exchange.post(this.path).header(this.type).body(this.text);
		}

		Exchange chunked() {
			return Exchange.post(this.path)
				.header(this.type)
				.header("Transfer-Encoding: chunked")
				.body(Integer.toHexString(this.text.length() + 9) + "\r\n" + this.text)
				.framed();
		}

		DynamicTest test(String how, Executable verification) {
			return DynamicTest.dynamicTest(this.path + ", " + this.type + ", " + how, verification);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Application {

		@PostMapping("/text")
		String text(@RequestBody String text) {
			return text;
		}

		@PostMapping("/json")
		String json(@RequestBody Named named) {
			return "json";
		}

	}

	record Named(String name) {
	}

}
