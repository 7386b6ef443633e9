package dev.errata.web.reactive;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import dev.errata.error.ErrorCodeException;
import dev.errata.web.LastEventTests;
import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import dev.errata.wire.Failures;
import dev.errata.wire.Service;
import dev.errata.wire.WireTests;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

import static dev.errata.wire.Exchange.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Responses of Spring WebFlux that fail after their beginning: those that are streams
 * under a contract with a last event get it, and end well. Others are cut off, so that no
 * client takes the half for the whole.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(value = Service.Container.class, names = { "NETTY", "REACTIVE_TOMCAT", "REACTIVE_JETTY" })
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamWireTests extends LastEventTests {

	StreamWireTests() {
		super(Application.class, "errata.limits.async-timeout.slow.paths=/slow/**,/off/slow/**",
				"errata.limits.async-timeout.slow.timeout=300ms", "server.http2.enabled=true",
				"server.compression.enabled=true", "server.compression.min-response-size=1B",
				"server.compression.mime-types=text/event-stream,application/x-ndjson");
	}

	@TestFactory
	Stream<DynamicTest> streamEndsWithError() {
		return Stream
			.of(Map.entry("/sse", "data:1\n\n" + EVENT), Map.entry("/sse/later", "data:1\n\n" + EVENT),
					Map.entry("/sse/thrown", "data:1\n\n" + INTERNAL),
					Map.entry("/sse/unwritable", "data:1\n\n" + INTERNAL),
					Map.entry("/sse/events", "id:7\ndata:1\n\n" + EVENT),
					Map.entry("/sse/half", "data: 1\n\ndata: {\"a\n\n" + EVENT),
					Map.entry("/functional", "data:1\n\n" + EVENT),
					Map.entry("/named/sse",
							"data:1\n\nevent: error\n"
									+ "data: {\"type\":\"error\",\"error\":{\"type\":\"order_shipped\"}}\n\n"),
					Map.entry("/own/sse", "data:1\n\ndata: {\"code\":\"order_shipped\"}\n\n"))
			.map((expected) -> DynamicTest.dynamicTest(expected.getKey(),
					() -> assertEnds(expected.getKey(), expected.getValue())));
	}

	@Test
	void linesEndWithError() throws IOException {
		assertEnds("/lines", "{\"a\":1}\n" + ERROR + "\n");
		assertEnds("/lines/half", "{}\n{\"a\n" + ERROR + "\n");
	}

	@ParameterizedTest
	@EnumSource(HttpClient.Version.class)
	void compressedStreamEndsWithError(HttpClient.Version version) throws Exception {
		HttpClient client = HttpClient.newBuilder().version(version).build();
		for (Map.Entry<String, String> expected : Map
			.of("/sse/later", "data:1\n\n" + EVENT, "/lines", "{\"a\":1}\n" + ERROR + "\n")
			.entrySet()) {
			HttpResponse<InputStream> response = client
				.send(HttpRequest.newBuilder(URI.create("http://localhost:" + this.service.port() + expected.getKey()))
					.header("X-Request-Id", "r-1")
					.header("Accept-Encoding", "gzip")
					.build(), HttpResponse.BodyHandlers.ofInputStream());
			assertThat(response.version()).isEqualTo(version);
			try (InputStream unzipped = new GZIPInputStream(response.body())) {
				assertThat(unzipped).asString(StandardCharsets.UTF_8).isEqualTo(expected.getValue());
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "/slow/sse,data:1\\n\\ndata: %s\\n\\n", "/slow/lines,1\\n%s\\n",
			"/slow/raw,data: 1\\n\\ndata: %s\\n\\n" })
	void streamThatTimesOutEndsWithError(String path, String body) throws IOException {
		int over = Application.ended.get();
		try (Failures failures = Failures.logged()) {
			assertEnds(path, body.replace("\\n", "\n").formatted(TIMEOUT));
			assertThat(failures.lines()).singleElement()
				.satisfies((line) -> assertThat(line.getLoggerName()).isEqualTo("errata.failure.timeout"));
		}
		Awaitility.await().until(() -> Application.ended.get() > over);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/sse/first", "/lines/first", "/array/first", "/text/first", "/buffers/first",
			"/resource/first", "/announced/first", "/off/sse/first", "/functional/first", "/interrupted" })
	void nothingSentYetIsAnswered(String path) throws IOException {
		Answer answer = answerOnce(path);
		assertThat(answer.status()).isEqualTo(path.startsWith("/resource") ? 500 : 409);
		assertThat(answer.body()).startsWith("{\"error\":").endsWith("\"id\":\"r-1\"}}");
		assertThat(answer.header("Content-Type")).isEqualTo("application/json");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/off/sse", "/off/sse/later", "/array", "/text", "/array/interrupted", "/buffers",
			"/resource", "/announced", "/large", "/off/slow/sse", "/slow/text" })
	void othersAreCut(String path) {
		Answer answer = this.service.answer(get(path).persistent());
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.whole()).as("%s", answer).isFalse();
	}

	/** There the end of the connection is the end of the response. */
	@Test
	void endOfConnectionIsNotTheEnd() throws IOException {
		assumeTrue(this.container == Service.Container.NETTY, "Others only close it, as under Spring MVC");
		try (Socket socket = new Socket("localhost", this.service.port())) {
			socket.setSoTimeout(10_000);
			socket.getOutputStream()
				.write("GET /text/later HTTP/1.0\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			String all = "";
			boolean reset = false;
			try {
				all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
			}
			catch (SocketException ex) {
				reset = true;
			}
			assertThat(reset || all.contains("chunked")).as(all).isTrue();
		}
	}

	@Test
	void headHasNoLastEvent() throws IOException {
		assertHeadHasNoBody("/sse");
	}

	@ParameterizedTest
	@CsvSource({ "/sse,order_shipped", "/sse/unwritable,internal_error", "/lines,order_shipped",
			"/off/sse,order_shipped", "/array,internal_error", "/text,internal_error", "/resource,internal_error",
			"/announced,order_shipped", "/array/first,order_shipped", "/fatal,internal_error", "/twice,order_shipped" })
	void failureIsOneLine(String path, String code) {
		assertOneLine(path, code);
	}

	@Test
	void anotherFailureThatIsTooLateIsTold() {
		try (Failures dropped = Failures.logged("reactor.core.publisher.Operators")) {
			this.service.answer(get("/twice?other=true"));
			Awaitility.await().until(() -> dropped.lines().size() == 1);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ WireTests.FineController.class, StreamController.class })
	static class Application {

		static final AtomicInteger ended = new AtomicInteger();

		@Bean
		RouterFunction<ServerResponse> functional() {
			return RouterFunctions.route()
				.GET("/functional",
						(request) -> ServerResponse.ok()
							.contentType(MediaType.TEXT_EVENT_STREAM)
							.body(Flux.just(1).concatWith(Flux.error(code())), Integer.class))
				.GET("/functional/first",
						(request) -> ServerResponse.ok()
							.contentType(MediaType.TEXT_EVENT_STREAM)
							.body(Flux.error(code()), Integer.class))
				.build();
		}

	}

	@RestController
	static class StreamController {

		private static final String SSE = MediaType.TEXT_EVENT_STREAM_VALUE;

		private static final String LINES = MediaType.APPLICATION_NDJSON_VALUE;

		@GetMapping(path = { "/sse", "/named/sse", "/own/sse", "/off/sse" }, produces = SSE)
		Flux<Integer> sse() {
			return Flux.just(1).concatWith(Flux.error(code()));
		}

		@GetMapping(path = { "/sse/later", "/off/sse/later" }, produces = SSE)
		Flux<Integer> sseLater() {
			return Flux.just(1).concatWith(later());
		}

		private static <T> Mono<T> later() {
			return Mono.delay(Duration.ofMillis(50)).then(Mono.error(code()));
		}

		@GetMapping(path = "/sse/thrown", produces = SSE)
		Flux<Integer> sseThrown() {
			return Flux.just(1, 0).map((value) -> 1 / value);
		}

		@GetMapping(path = "/sse/unwritable", produces = SSE)
		Flux<Object> sseUnwritable() {
			return Flux.just(1, new Unwritable());
		}

		@GetMapping("/sse/events")
		Flux<ServerSentEvent<Integer>> sseEvents() {
			return Flux.just(ServerSentEvent.builder(1).id("7").build()).concatWith(Flux.error(code()));
		}

		@GetMapping(path = { "/slow/sse", "/off/slow/sse" }, produces = SSE)
		Flux<Integer> slowSse() {
			return Flux.just(1).concatWith(never());
		}

		@GetMapping(path = "/slow/lines", produces = LINES)
		Flux<Integer> slowLines() {
			return Flux.just(1).concatWith(never());
		}

		private static <T> Mono<T> never() {
			return Mono.<T>never().doFinally((signal) -> Application.ended.incrementAndGet());
		}

		@GetMapping("/slow/raw")
		Mono<Void> slowRaw(ServerHttpResponse response) {
			response.getHeaders().set("Content-Type", SSE);
			return response.writeWith(buffers("data: 1\n\n").onErrorResume((ex) -> never()));
		}

		@GetMapping(path = "/slow/text", produces = "text/plain")
		Flux<String> slowText() {
			return Flux.just("one").concatWith(never());
		}

		@GetMapping("/sse/half")
		Mono<Void> sseHalf(ServerHttpResponse response) {
			response.getHeaders().set("Content-Type", SSE);
			return response.writeWith(buffers("data: 1\n\n", "data: {\"a"));
		}

		@GetMapping(path = "/sse/complete", produces = SSE)
		Flux<Integer> sseComplete() {
			return Flux.just(1);
		}

		@GetMapping(path = { "/sse/first", "/off/sse/first" }, produces = SSE)
		Flux<Integer> sseFirst() {
			return Flux.error(code());
		}

		@GetMapping(path = "/lines", produces = LINES)
		Flux<Map<String, Integer>> lines() {
			return Flux.just(Map.of("a", 1)).concatWith(Flux.error(code()));
		}

		@GetMapping("/lines/half")
		Mono<Void> linesHalf(ServerHttpResponse response) {
			response.getHeaders().set("Content-Type", LINES);
			return response.writeWith(buffers("{}\n", "{\"a"));
		}

		@GetMapping(path = "/lines/first", produces = LINES)
		Flux<Map<String, Integer>> linesFirst() {
			return Flux.error(code());
		}

		@GetMapping("/array")
		Flux<Object> array() {
			return Flux.just(Map.of("a", 1), new Unwritable());
		}

		@GetMapping("/array/first")
		Flux<Object> arrayFirst() {
			return Flux.error(code());
		}

		@GetMapping(path = "/text", produces = "text/plain")
		Flux<String> text() {
			return Flux.just("one").concatWith(Flux.error(new IllegalStateException("text")));
		}

		@GetMapping(path = "/text/later", produces = "text/plain")
		Flux<String> textLater() {
			return Flux.just("one").concatWith(later());
		}

		@GetMapping(path = "/text/first", produces = "text/plain")
		Flux<String> textFirst() {
			return Flux.error(code());
		}

		@GetMapping(path = "/fatal", produces = "text/plain")
		Flux<String> fatal() {
			return Flux.just("one", "two").map((text) -> {
				if (text.equals("two")) {
					throw new NoClassDefFoundError("fatal");
				}
				return text;
			});
		}

		@GetMapping("/twice")
		Mono<String> twice(@RequestParam(defaultValue = "false") boolean other) {
			ErrorCodeException first = code();
			Publisher<String> twice = (subscriber) -> {
				subscriber.onSubscribe(Operators.emptySubscription());
				subscriber.onError(first);
				subscriber.onError(other ? new IllegalStateException("other") : first);
			};
			return Flux.from(twice).map(String::trim).next();
		}

		/** As Reactor does with a worker that has failed before it was known. */
		@GetMapping("/interrupted")
		Mono<String> interrupted() {
			// the worker is known by then, so that Reactor does not interrupt it at any
			// time
			return Mono.delay(Duration.ofMillis(50)).then(Mono.fromCallable(() -> {
				Thread.currentThread().interrupt();
				throw code();
			}));
		}

		@GetMapping("/array/interrupted")
		Flux<Object> arrayInterrupted() {
			return Flux.<Object>just(Map.of())
				.hide()
				.publishOn(Schedulers.parallel())
				.concatWith(Mono.fromCallable(() -> {
					Thread.currentThread().interrupt();
					throw code();
				}));
		}

		@GetMapping("/buffers")
		Flux<DataBuffer> buffers() {
			return buffers("one", "two");
		}

		@GetMapping("/buffers/first")
		Flux<DataBuffer> buffersFirst() {
			return Flux.error(code());
		}

		private static Flux<DataBuffer> buffers(String... texts) {
			return Flux.just(texts)
				.<DataBuffer>map(
						(text) -> DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.UTF_8)))
				.concatWith(Flux.error(code()));
		}

		@GetMapping("/resource")
		ResponseEntity<Resource> resource() {
			return ResponseEntity.ok()
				.contentType(MediaType.TEXT_PLAIN)
				.body(new InputStreamResource(
						new SequenceInputStream(new ByteArrayInputStream(new byte[10_000]), broken())));
		}

		@GetMapping("/resource/first")
		ResponseEntity<Resource> resourceFirst() {
			return ResponseEntity.ok().contentType(MediaType.TEXT_PLAIN).body(new InputStreamResource(broken()));
		}

		private static InputStream broken() {
			return new InputStream() {

				@Override
				public int read() throws IOException {
					throw new IOException("broken");
				}

			};
		}

		@GetMapping("/announced")
		ResponseEntity<Publisher<DataBuffer>> announced() {
			return ResponseEntity.ok().contentLength(100).body(buffers("one", "two"));
		}

		@GetMapping("/announced/first")
		ResponseEntity<Publisher<DataBuffer>> announcedFirst() {
			return ResponseEntity.ok().contentLength(100).body(Flux.error(code()));
		}

		@GetMapping("/large")
		Flux<DataBuffer> large() {
			return Flux.range(0, 200)
				.<DataBuffer>map((i) -> DefaultDataBufferFactory.sharedInstance.wrap(new byte[10_000]))
				.concatWith(Flux.error(code()));
		}

	}

	static class Unwritable {

		public String getText() {
			throw new IllegalStateException("unwritable");
		}

	}

}
