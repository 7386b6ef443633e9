package dev.errata.web;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import dev.errata.wire.Failures;
import dev.errata.wire.InEveryStack;
import dev.errata.wire.Service;
import dev.errata.wire.WireTests;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.server.PathContainer;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.MatrixVariable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.of;
import static dev.errata.wire.Exchange.post;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a client sends that makes no sense to whoever reads it: the fault is never that of
 * the service, and what the service reads in vain itself stays its own. In both
 * containers, plain and with Spring Security, a context path and a named contract.
 */
@InEveryStack
class ClientFaultsWireTests {

	private static final String TYPE = "Content-Type: ";

	private static final String ACCEPT = "Accept: ";

	private static final String MAX_PARTS = "spring.webflux.multipart.max-parts=1000";

	private static final byte[] NO_TEXT = { 'a', (byte) 0xFF, (byte) 0xFE, (byte) 0xC3 };

	@Parameter
	private Service.Container container;

	private Service plain;

	private Service surrounded;

	@BeforeParameterizedClassInvocation
	void start() {
		this.plain = Service.start(this.container, false, List.of(Application.class, functions()), WireTests.ENVELOPE,
				MAX_PARTS, Service.WITH_ENDPOINTS);
		this.surrounded = Service.start(this.container, true,
				List.of(Application.class, functions(),
						this.container.isReactive() ? ClientFaultsOfWebFlux.Security.class
								: ClientFaultsOfMvc.Security.class),
				WireTests.ENVELOPE, MAX_PARTS, Service.WITH_ENDPOINTS, "server.servlet.context-path=/app",
				"spring.webflux.base-path=/app", "errata.contracts.v1.paths=/**", "errata.paths=/other/**",
				"spring.main.lazy-initialization=true", "spring.threads.virtual.enabled=true");
	}

	private Class<?> functions() {
		return this.container.isReactive() ? ClientFaultsOfWebFlux.Functions.class : ClientFaultsOfMvc.Functions.class;
	}

	@AfterParameterizedClassInvocation
	void stop() {
		this.plain.close();
		this.surrounded.close();
	}

	@TestFactory
	Stream<DynamicTest> contentTypes() {
		Stream<DynamicTest> wild = Stream.of("*/*", "*", "text/*;q=1")
			.flatMap((type) -> wildlyTyped().flatMap((path) -> row(path + " " + type,
					(base) -> post(base + path).header(TYPE + type).body("{}"), "415 unsupported_media_type")));
		Stream<DynamicTest> broken = Stream
			.of("json", "/", "text/plain;charset=", "text/plain;charset=nope", "application/json;a=\"", "\u00E4/\u00E4")
			.flatMap((type) -> Stream.of("/json", "/text", "/consuming", "/fn/json", "/fn/typed", "/type", "/own-type")
				.flatMap((path) -> row(path + " " + type, (base) -> post(base + path).header(TYPE + type).body("{}"),
						"415 unsupported_media_type")));
		return Stream.concat(wild, broken);
	}

	private Stream<String> wildlyTyped() {
		// most readers of Spring WebFlux take a range for a type
		return this.container.isReactive() ? Stream.of("/json", "/consuming")
				: Stream.of("/json", "/text", "/form", "/upload", "/consuming", "/fn/json", "/fn/typed", "/fn/parts");
	}

	@TestFactory
	Stream<DynamicTest> partsOfWhatIsNotMultipart() {
		return Stream.of("/parts", "/fn/parts")
			.flatMap((path) -> row(path, (base) -> post(base + path).header(TYPE + "text/plain").body("x"),
					// in Spring WebFlux it has no parts
					this.container.isReactive() ? "200" : "400 malformed_request"));
	}

	@TestFactory
	Stream<DynamicTest> accepted() {
		Stream<DynamicTest> empty = Stream.of("", ",", ", ,", "application/json,", ",application/json")
			.flatMap((accept) -> Stream.of("/negotiating", "/fn/accepting", "/accepted")
				.flatMap(
						(path) -> row(path + " " + accept, (base) -> get(base + path).header(ACCEPT + accept), "200")));
		Stream<DynamicTest> broken = Stream
			.of("json", ";", ";q=1", "application/json, ;q=1", "text/", "application/json;q=2", "a/b;charset=nope",
					"*/json", String.join(",", Collections.nCopies(60, "a/b")))
			.flatMap((accept) -> Stream.of("/negotiating", "/fn/accepting", "/actuator/health")
				.flatMap((path) -> row(path + " " + accept, (base) -> get(base + path).header(ACCEPT + accept),
						"406 not_acceptable")));
		return Stream.of(empty, broken,
				row("/accepted", (base) -> get(base + "/accepted").header(ACCEPT + "application/json,;q=1"),
						"406 not_acceptable"),
				// Spring WebFlux adds no charset to it
				row("/fine", (base) -> get(base + "/fine").header(ACCEPT + "text/plain;a=\"\\\""),
						this.container.isReactive() ? "200" : "406 not_acceptable"),
				row("/actuator/health", (base) -> get(base + "/actuator/health").header(ACCEPT + ","),
						"406 not_acceptable"))
			.flatMap((rows) -> rows);
	}

	@TestFactory
	Stream<DynamicTest> otherHeaders() {
		return Stream.of(
				row("/headers/language", (base) -> get(base + "/headers/language").header("Accept-Language: ;;"),
						"400 malformed_request"),
				row("/headers/language", (base) -> get(base + "/headers/language").header("Accept-Language: en;q=x"),
						"400 malformed_request"),
				row("/headers/charset", (base) -> get(base + "/headers/charset").header("Accept-Charset: nope"),
						"400 malformed_request"),
				row("/headers/charset", (base) -> get(base + "/headers/charset").header("Accept-Charset: %%"),
						"400 malformed_request"),
				row("/headers/match", (base) -> get(base + "/headers/match").header("If-Match: nope"),
						"400 malformed_request"),
				row("/headers/none-match", (base) -> get(base + "/headers/none-match").header("If-None-Match: \"a"),
						"400 malformed_request"),
				row("/headers/range", (base) -> get(base + "/headers/range").header("Range: nope"), "416 client_error"),
				row("/headers/range", (base) -> get(base + "/headers/range").header("Range: bytes=x-"),
						"416 client_error"),
				row("/headers/range",
						(base) -> get(base + "/headers/range").header("Range: bytes=" + "0-1,".repeat(200) + "0-1"),
						"416 client_error"),
				row("/fn/language", (base) -> get(base + "/fn/language").header("Accept-Language: ;;"),
						"400 malformed_request"),
				row("/fn/range", (base) -> get(base + "/fn/range").header("Range: bytes=5-1"), "416 client_error"))
			.flatMap((rows) -> rows);
	}

	@TestFactory
	Stream<DynamicTest> headersThatContainersParse() {
		return this.container.isReactive() ? Stream.of()
				: Stream.of(
						row("/headers/date", (base) -> get(base + "/headers/date").header("If-Modified-Since: nope"),
								"400 malformed_request"),
						row("/headers/number", (base) -> get(base + "/headers/number").header("X-Number: nope"),
								"400 malformed_request"))
					.flatMap((rows) -> rows);
	}

	/**
	 * They break into the path of a request before anybody has found a handler for it.
	 */
	@TestFactory
	Stream<DynamicTest> pathParameters() {
		return Stream
			.of("/fine;a=%zz", "/fine;jsessionid=A%0", "/nowhere;a=%u1f", "/fine;a=%", "/fine;%zz", "/fine;a=1;b=%2",
					"/red;shade=%zz/matrix", "/json;a=%zz", "/fn/language;a=%zz", "/;a=%zz", "/errors;a=%u1f")
			.flatMap((path) -> Stream.of("GET", "POST")
				.flatMap((method) -> row(method + path, (base) -> of(method, base + path), "400 malformed_request")));
	}

	/**
	 * It is read when the answer is to be written.
	 */
	@TestFactory
	Stream<DynamicTest> pathParameterWithoutName() {
		return row("GET", (base) -> get(base + "/fine;=%"), "400 malformed_request");
	}

	@TestFactory
	Stream<DynamicTest> text() {
		boolean strict = this.container == Service.Container.TOMCAT;
		// there are no readers of text in Spring WebFlux
		return this.container.isReactive() ? Stream.of() : Stream
			.of("text/plain", "text/plain;charset=UTF-8", "application/json", "application/x-www-form-urlencoded")
			.flatMap((type) -> row(type, (base) -> post(base + "/reader").header(TYPE + type).body(NO_TEXT),
					// Jetty puts a replacement for what it cannot read
					strict ? "400 malformed_body" : "200"));
	}

	@TestFactory
	Stream<DynamicTest> partsForText() {
		return this.container.isReactive() ? Stream.of()
				: row("parts", (base) -> Exchange.multipart(base + "/reader", "name=\"a\"\n\nb"),
						(this.container == Service.Container.TOMCAT) ? "415 unsupported_media_type" : "200");
	}

	@TestFactory
	Stream<DynamicTest> encodedNameOfFile() {
		return row("encoded",
				(base) -> Exchange.multipart(base + "/upload", "name=\"file\"; filename=\"=?UTF-8?B?%%%?=\"\n\nx"),
				(this.container == Service.Container.TOMCAT) ? "400 malformed_request" : "200");
	}

	@TestFactory
	Stream<DynamicTest> tooManyParts() {
		String[] parts = IntStream.range(0, 1200).mapToObj((i) -> "name=\"p" + i + "\"\n\nx").toArray(String[]::new);
		// Spring WebFlux counts parts that somebody wants, and only if told to
		return (this.container.isReactive() ? Stream.of("/upload", "/parts", "/fn/parts")
				: Stream.of("/upload", "/parts", "/fn/parts", "/json"))
			.flatMap((path) -> row(path, (base) -> Exchange.multipart(base + path, parts), "413 payload_too_large"));
	}

	/**
	 * What proxies tell of themselves is the client's where there is none.
	 */
	@TestFactory
	Stream<DynamicTest> forwarded() {
		try (Service service = Service.start(this.container, false, List.of(Application.class, functions()),
				WireTests.ENVELOPE, "server.forward-headers-strategy=framework")) {
			return Stream
				.of("X-Forwarded-Prefix: %zz", "X-Forwarded-Prefix: nope", "X-Forwarded-Proto: %zz",
						"X-Forwarded-Host: [", "Forwarded: host=\"[\"")
				.map((header) -> {
					Answer answer = service.answer(get("/redirect").header(header));
					return DynamicTest.dynamicTest(header, () -> assertThat(answer.body())
						.isEqualTo(WireTests.document(400, "malformed_request", "The request could not be read.")));
				})
				.toList()
				.stream();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "argument", "type", "path", "bytes", "file", "state", "number", "charset" })
	void whatTheServiceCannotReadIsItsOwn(String what) {
		Answer answer = this.plain.answer(post("/own/" + what).header(TYPE + "text/plain")
			.header(ACCEPT + "text/plain, application/json")
			.body(NO_TEXT));
		assertThat(answer.body()).isEqualTo(WireTests.document(500, "internal_error", "An unexpected error occurred."));
	}

	/**
	 * Send a request to both services, below the path of each.
	 */
	private Stream<DynamicTest> row(String name, Function<String, Exchange> exchange, String expected) {
		return Stream.of(
				DynamicTest.dynamicTest(name + ", plain", () -> verify(this.plain, exchange.apply(""), expected)),
				DynamicTest.dynamicTest(name + ", surrounded",
						() -> verify(this.surrounded, exchange.apply("/app"), expected)));
	}

	private static void verify(Service service, Exchange exchange, String expected) {
		try (Failures failures = Failures.logged()) {
			Answer answer = service.answer(exchange);
			if (expected.equals("200")) {
				assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
				assertThat(failures.lines()).isEmpty();
				return;
			}
			String code = expected.substring(4);
			assertThat(answer.body())
				.startsWith("{\"code\":\"%s\",\"status\":%s,".formatted(code, expected.substring(0, 3)))
				.contains("\"request_id\":\"" + Exchange.ID + "\"");
			assertThat(answer.status()).isEqualTo(Integer.parseInt(expected.substring(0, 3)));
			assertThat(answer.whole()).isTrue();
			assertThat(failures.lines()).singleElement().extracting(ILoggingEvent::getLevel).isEqualTo(Level.DEBUG);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(WireTests.FineController.class)
	@RestController
	static class Application {

		@PostMapping("/json")
		String json(@RequestBody Map<String, Object> body) {
			return "taken";
		}

		@PostMapping("/text")
		String text(@RequestBody String body) {
			return "taken";
		}

		@PostMapping("/form")
		String form(@RequestParam(required = false) String name) {
			return "taken";
		}

		@PostMapping(path = "/consuming", consumes = "application/json")
		String consuming() {
			return "taken";
		}

		@PostMapping("/type")
		String type(@RequestHeader HttpHeaders headers) {
			return "taken as " + headers.getContentType();
		}

		@GetMapping("/negotiating")
		Map<String, Object> negotiating() {
			return Map.of();
		}

		@GetMapping("/accepted")
		String accepted(@RequestHeader HttpHeaders headers) {
			return "accepted " + headers.getAccept().size();
		}

		@GetMapping("/headers/{name}")
		String header(@PathVariable String name, @RequestHeader HttpHeaders headers) {
			return "read " + switch (name) {
				case "language" -> headers.getAcceptLanguageAsLocales();
				case "charset" -> headers.getAcceptCharset();
				case "match" -> headers.getIfMatch();
				case "none-match" -> headers.getIfNoneMatch();
				default -> headers.getRange();
			};
		}

		@RequestMapping("/{colour}/matrix")
		String matrix(@PathVariable String colour, @MatrixVariable String shade) {
			return "taken";
		}

		@PostMapping("/own/{what}")
		String own(@PathVariable String what) throws IOException {
			return switch (what) {
				case "type" -> "read " + MediaType.parseMediaType("json");
				case "path" -> "read " + PathContainer.parsePath("/a;b=%zz");
				case "bytes" -> "read " + StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(NO_TEXT));
				case "file" -> new BufferedReader(
						new InputStreamReader(new ByteArrayInputStream(NO_TEXT), StandardCharsets.UTF_8.newDecoder()))
					.readLine();
				case "number" -> "read " + Integer.parseInt("nope");
				case "charset" -> "read " + Charset.forName("nope");
				case "state" -> throw new IllegalStateException(WireTests.SECRET);
				default -> throw new IllegalArgumentException(WireTests.SECRET);
			};
		}

	}

}
