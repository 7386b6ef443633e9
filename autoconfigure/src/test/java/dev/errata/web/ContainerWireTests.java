package dev.errata.web;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import dev.errata.wire.Failures;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import dev.errata.wire.WireTests;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a container finds wrong with a request, mostly before the application sees it. A
 * row tells what Tomcat, Jetty and Netty say; {@code PATH} in it stands for a path of
 * each contract.
 */
class ContainerWireTests {

	private static final String END = "\nHost: localhost\nConnection: close\n\n";

	private static final String POST_END = "\nHost: localhost\nContent-Type: application/json\nConnection: close\n";

	/** Says that the container has not come as far as to the path. */
	private static final String NO_PATH = " somewhere";

	private static final String HTTP_OK = "(?s)HTTP/\\d.\\d 200 .*";

	private static final Pattern OF_DEFAULT = Pattern
		.compile("\\{\"code\":\"(\\w+)\",\"status\":\\d+,\"message\":\"[^\"]+\",\"request_id\":\"([0-9a-f-]{36})\"}");

	private static final Pattern OF_V1 = Pattern
		.compile("\\{\"v1\":\\{\"code\":\"(\\w+)\",\"id\":\"([0-9a-f-]{36})\"}}");

	/** A request that the container takes for a valid one. */
	private static final String NONE = "none";

	/** Netty closes a connection whose other end was closed. */
	private static final String CLOSED = "closed";

	/**
	 * A servlet container that fails to read between two calls of a listener closes the
	 * connection, and Spring WebFlux may respond before.
	 */
	private static final String CLOSED_OR_400 = "closed or 400";

	private static final List<Container> CONTAINERS = List.of(Container.values());

	private static final Map<Container, Service> services = new EnumMap<>(Container.class);

	@BeforeAll
	static void start() {
		for (Container container : CONTAINERS) {
			services.put(container, Service.start(container, false, List.of(Application.class), WireTests.ENVELOPE,
					"errata.contracts.v1.paths=/v1/**",
					"errata.contracts.v1.envelope.body={\"v1\":{\"code\":\"{code}\",\"id\":\"{request-id}\"}}",
					"errata.contracts.v2.paths=/v2/**", "errata.contracts.v2.envelope.body={\"v2\":\"{instance}\"}",
					// Spring WebFlux on Jetty waits for the rest of a body that was cut
					// off
					"server.jetty.connection-idle-timeout=1s"));
		}
	}

	@AfterAll
	static void stop() {
		services.values().forEach(Service::close);
		services.clear();
	}

	@TestFactory
	Stream<DynamicTest> rows() {
		return Stream.of(row("garbage", "\u0001\u0002garbage\n\n", "400 malformed_request"),
				row("words", "this is no http at all\n\n", "400 malformed_request"),
				row("unknown version", "GET PATH/fine HTTP/9.9" + END, "505 server_error", "505 server_error somewhere",
						NONE),
				row("odd version", "GET PATH/fine HTTX/1.1" + END, "400 malformed_request",
						"505 server_error somewhere", "400 malformed_request somewhere"),
				row("illegal character", "GET PATH/fi\"ne HTTP/1.1" + END, "400 malformed_request somewhere",
						"400 malformed_request", "400 malformed_request"),
				row("control character", "GET PATH/fi\u0001ne HTTP/1.1" + END, "400 malformed_request somewhere",
						"400 malformed_request somewhere", "400 malformed_request"),
				row("high character", "GET PATH/fi\u00e9ne HTTP/1.1" + END, "400 malformed_request somewhere",
						"400 malformed_request", "404 not_found"),
				row("bad escape", "GET PATH/fine%zz HTTP/1.1" + END, "400 malformed_request",
						"400 malformed_request somewhere", "400 malformed_request"),
				row("cut escape", "GET PATH/fine% HTTP/1.1" + END, "400 malformed_request",
						"400 malformed_request somewhere", "400 malformed_request"),
				row("bad utf-8", "GET PATH/fine%ff%fe HTTP/1.1" + END, "400 malformed_request", "400 malformed_request",
						"404 not_found"),
				row("null", "GET PATH/fine%00 HTTP/1.1" + END, "400 malformed_request",
						"400 malformed_request somewhere", "404 not_found"),
				row("encoded slash", "GET PATH/a%2fb HTTP/1.1" + END, "400 malformed_request", "400 malformed_request",
						"404 not_found"),
				row("double dot", "GET PATH/../../../etc/passwd HTTP/1.1" + END, "400 malformed_request somewhere",
						"400 malformed_request somewhere", "404 not_found"),
				row("encoded double dot", "GET PATH/%2e%2e/%2e%2e/etc HTTP/1.1" + END,
						"400 malformed_request somewhere", "400 malformed_request somewhere", "404 not_found"),
				row("backslash", "GET PATH/a\\b HTTP/1.1" + END, "400 malformed_request somewhere",
						"400 malformed_request", "400 malformed_request"),
				row("encoded backslash", "GET PATH/a%5cb HTTP/1.1" + END, "400 malformed_request",
						"400 malformed_request", "404 not_found"),
				row("missing host", "GET PATH/fine HTTP/1.1\nConnection: close\n\n", "400 malformed_request",
						"400 malformed_request", NONE),
				row("bad host", "GET PATH/fine HTTP/1.1\nHost: a b/c\nConnection: close\n\n", "400 malformed_request",
						"400 malformed_request", NONE),
				row("bad host port", "GET PATH/fine HTTP/1.1\nHost: localhost:x\nConnection: close\n\n",
						"400 malformed_request"),
				row("two hosts", "GET PATH/fine HTTP/1.1\nHost: a\nHost: b\nConnection: close\n\n",
						"400 malformed_request", "400 malformed_request", NONE),
				row("bad length", "POST PATH/echo HTTP/1.1" + POST_END + "Content-Length: ten\n\n{}",
						"400 malformed_request"),
				row("negative length", "POST PATH/echo HTTP/1.1" + POST_END + "Content-Length: -1\n\n{}",
						"400 malformed_request"),
				row("two lengths", "POST PATH/echo HTTP/1.1" + POST_END + "Content-Length: 2\nContent-Length: 3\n\n{}",
						"400 malformed_request"),
				row("bad encoding", "POST PATH/echo HTTP/1.1" + POST_END + "Transfer-Encoding: nope\n\n{}",
						"501 not_implemented", "400 malformed_request", "400 body_missing"),
				row("length and encoding",
						"POST PATH/echo HTTP/1.1" + POST_END + "Content-Length: 2\nTransfer-Encoding: nope\n\n{}",
						"501 not_implemented", "400 malformed_request", NONE),
				row("unknown expectation",
						"POST PATH/echo HTTP/1.1" + POST_END + "Expect: magic\nContent-Length: 2\n\n{}",
						"417 client_error", "417 client_error", NONE),
				row("headers too large", "GET PATH/fine HTTP/1.1\nX-Large: " + "x".repeat(20_000) + END,
						"400 malformed_request", "431 headers_too_large", "431 headers_too_large"),
				row("path too large", "GET PATH/" + "x".repeat(20_000) + " HTTP/1.1" + END,
						"400 malformed_request somewhere", "414 uri_too_long somewhere", "414 uri_too_long somewhere"),
				row("query too large", "GET PATH/fine?q=" + "x".repeat(20_000) + " HTTP/1.1" + END,
						"400 malformed_request somewhere", "414 uri_too_long somewhere", "414 uri_too_long somewhere"),
				row("bad header name", "GET PATH/fine HTTP/1.1\nBad Name: x" + END, "400 malformed_request"),
				row("header without colon", "GET PATH/fine HTTP/1.1\nNoColon" + END, "400 malformed_request"),
				row("connect", "CONNECT example.com:443 HTTP/1.1\nHost: example.com:443\nConnection: close\n\n",
						"501 not_implemented", "404 not_found", "404 not_found"),
				row("bad method", "G@T PATH/fine HTTP/1.1" + END, "400 malformed_request somewhere"),
				row("unknown method", "BREW PATH/query HTTP/1.1" + END, "405 method_not_allowed"),
				row("bad chunk", "POST PATH/echo HTTP/1.1" + POST_END + "Transfer-Encoding: chunked\n\nzz\n{}\n0\n\n",
						"400 malformed_request", "400 malformed_request", "400 malformed_request", CLOSED_OR_400),
				row("truncated chunk", "POST PATH/echo HTTP/1.1" + POST_END + "Transfer-Encoding: chunked\n\n5\n{",
						"400 malformed_request", "400 malformed_request", CLOSED, CLOSED_OR_400),
				row("truncated body", "POST PATH/echo HTTP/1.1" + POST_END + "Content-Length: 100\n\n{",
						"400 malformed_request", "400 malformed_request", CLOSED, CLOSED_OR_400),
				row("broken query escape", "GET PATH/query?q=%zz HTTP/1.1" + END, "400 malformed_request",
						"400 malformed_request", "400 malformed_request", NONE),
				row("broken form escape",
						"POST PATH/form HTTP/1.1\nHost: localhost\nConnection: close\nContent-Type: application/x-www-form-urlencoded\nContent-Length: 5\n\nq=%zz",
						"400 malformed_request"),
				row("absolute target", "GET http://localhostPATH/nowhere HTTP/1.1" + END, "404 not_found"),
				row("target without slash", "GET fine HTTP/1.1" + END, "400 malformed_request", "400 malformed_request",
						NONE))
			.flatMap(List::stream);
	}

	@TestFactory
	Stream<DynamicTest> rowsOfOneContainer() {
		return Stream
			.of(DynamicTest.dynamicTest("missing version, JETTY",
					() -> verify(Container.JETTY, "GET /fine\nHost: localhost\n\n", "", "505 server_error")),
					DynamicTest.dynamicTest("trace, TOMCAT",
							() -> verify(Container.TOMCAT, "TRACE /v1/fine HTTP/1.1" + END, "/v1",
									"405 method_not_allowed")),
					DynamicTest.dynamicTest("trace with parts that cannot be read, TOMCAT",
							() -> verify(Container.TOMCAT,
									"TRACE /v1/fine HTTP/1.1\nContent-Type: multipart/form-data; "
											+ "boundary=B\nTransfer-Encoding: chunked" + END + "zz\n",
									"/v1", "405 method_not_allowed")),
					DynamicTest.dynamicTest("charset that nobody knows, for a path that Jetty keeps to itself, JETTY",
							() -> verify(Container.JETTY,
									"GET /META-INF/ HTTP/1.1\nContent-Type: text/plain;charset=nope" + END, "",
									"404 not_found")),
					DynamicTest.dynamicTest("options of all, JETTY",
							() -> verify(Container.JETTY, "OPTIONS * HTTP/1.1" + END, "", "404 not_found")));
	}

	@ParameterizedTest
	@FieldSource("CONTAINERS")
	void matrixParametersAreNotTold(Container container) {
		Answer answer = services.get(container)
			.answer(Exchange.raw("POST /v2/a;jsessionid=" + WireTests.SECRET + "/b;c HTTP/1.1" + POST_END
					+ "Content-Length: 2\nContent-Length: 3\n\n{}"));
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.body()).isEqualTo("{\"v2\":\"/v2/a/b\"}");
	}

	/**
	 * Without a version it speaks the HTTP of 1991, which has neither status nor headers.
	 */
	@Test
	void tomcatKnowsOldestVersion() {
		String answer = new String(Exchange.raw("GET /v1/nowhere\n\n").bytesFrom(services.get(Container.TOMCAT).port()),
				StandardCharsets.US_ASCII);
		assertThat(OF_V1.matcher(answer).matches()).as(answer).isTrue();
	}

	/**
	 * Spring Boot has Tomcat's own report, at another place among its valves, if error
	 * views show stack traces, as they do with its developer tools.
	 */
	@ParameterizedTest
	@CsvSource({ "TOMCAT, always", "TOMCAT, never", "REACTIVE_TOMCAT, always", "REACTIVE_TOMCAT, never" })
	void reportOfTomcatIsForPathsWithoutContract(Container container, String stacktrace) {
		String property = "spring.web.error.include-stacktrace=" + stacktrace;
		try (Service service = Service.start(container, false, List.of(Application.class), WireTests.ENVELOPE,
				"errata.paths=/api/**", property);
				Service without = Service.start(container, false, List.of(Application.class), Service.WITHOUT_ERRATA,
						property)) {
			assertThat(service.answer(Exchange.get("/api/%zz")).body())
				.isEqualTo(WireTests.document(400, "malformed_request", "The request could not be read."));
			assertThat(service.answer(Exchange.get("/%zz")).body()).startsWith("<!doctype html>")
				.isEqualTo(without.answer(Exchange.get("/%zz")).body());
		}
	}

	/**
	 * A row that is the same in all containers.
	 */
	private List<DynamicTest> row(String name, String request, String all) {
		return row(name, request, all, all, all, "");
	}

	private List<DynamicTest> row(String name, String request, String tomcat, String jetty, String netty) {
		return row(name, request, tomcat, jetty, netty, "");
	}

	/**
	 * A row that is another one for Spring WebFlux in a servlet container.
	 */
	private List<DynamicTest> row(String name, String request, String tomcat, String jetty, String netty,
			String reactive) {
		List<DynamicTest> tests = new ArrayList<>();
		for (Container container : CONTAINERS) {
			String expected = switch (container) {
				case TOMCAT -> tomcat;
				case JETTY -> jetty;
				case NETTY -> netty;
				case REACTIVE_TOMCAT, REACTIVE_JETTY ->
					reactive.isEmpty() ? ((container == Container.REACTIVE_TOMCAT) ? tomcat : jetty) : reactive;
			};
			if (container == Container.REACTIVE_JETTY && expected.equals(CLOSED_OR_400)) {
				// it waits for ever, with Spring WebFlux alone as well
				continue;
			}
			for (String path : request.contains("PATH") ? List.of("", "/v1") : List.of("")) {
				tests.add(DynamicTest.dynamicTest("%s, %s%s".formatted(name, container, path),
						() -> verify(container, request.replace("PATH", path), path, expected)));
			}
		}
		return tests;
	}

	private void verify(Container container, String request, String path, String expected) {
		Service service = services.get(container);
		if (expected.equals(NONE)) {
			assertThat(Exchange.raw(request).bytesFrom(service.port())).asString().matches(HTTP_OK);
			return;
		}
		if (expected.equals(CLOSED_OR_400)) {
			assertThat(Exchange.raw(request).bytesFrom(service.port())).asString().matches("(?s)(HTTP/1.1 400.*)?");
			return;
		}
		if (expected.equals(CLOSED)) {
			verifyClosed(service, request);
			return;
		}
		try (Failures failures = Failures.logged()) {
			Answer answer = service.answer(Exchange.raw(request));
			boolean named = !path.isEmpty() && !expected.endsWith(NO_PATH);
			Matcher body = (named ? OF_V1 : OF_DEFAULT).matcher(answer.body());
			assertThat(body.matches()).as("body of %s", answer).isTrue();
			assertThat(answer.status() + " " + body.group(1)).isEqualTo(expected.replace(NO_PATH, ""));
			assertThat(answer.header("X-Request-Id")).isEqualTo(body.group(2));
			assertThat(answer.header("Content-Type")).isEqualTo("application/json");
			assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
			assertThat(answer.headers()).doesNotContainKeys("Server", "X-Powered-By", "Content-Language");
			assertThat(answer.whole()).isTrue();
			// a client must not fill the log
			assertThat(failures.lines()).extracting(ILoggingEvent::getLevel).containsOnly(Level.DEBUG);
			assertThat(failures.lines().get(0).getMDCPropertyMap()).containsEntry("requestId", body.group(2));
			assertThat(failures.lines()).singleElement()
				.extracting(ILoggingEvent::getFormattedMessage, InstanceOfAssertFactories.STRING)
				.contains(body.group(2))
				.doesNotContain("badMessage");
		}
		assertThat(service.answer(Exchange.get("/fine")).body()).isEqualTo("fine");
	}

	private static void verifyClosed(Service service, String request) {
		try (Failures failures = Failures.logged()) {
			assertThat(Exchange.raw(request).bytesFrom(service.port())).isEmpty();
			await().untilAsserted(() -> assertThat(failures.lines()).singleElement()
				.extracting(ILoggingEvent::getLevel)
				.isEqualTo(Level.DEBUG));
		}
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import(WireTests.FineController.class)
	static class Application {

		record Form(String q) {
		}

		@RestController
		static class EchoController {

			@PostMapping({ "/echo", "/v1/echo" })
			Map<String, Object> echo(@RequestBody Map<String, Object> body) {
				return body;
			}

			@GetMapping({ "/query", "/v1/query" })
			String query(@RequestParam String q) {
				return q;
			}

			@PostMapping({ "/form", "/v1/form" })
			String form(Form form) {
				return form.q();
			}

			@GetMapping({ "/v1/fine" })
			String fine() {
				return "fine";
			}

		}

	}

}
