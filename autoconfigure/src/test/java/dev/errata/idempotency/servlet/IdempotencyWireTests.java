package dev.errata.idempotency.servlet;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import dev.errata.error.ErrorCodeException;
import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import dev.errata.wire.WireTests;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.mock.http.MockHttpInputMessage;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for requests that have a key, for what handlers do to servlets alone.
 */
@SpringBootTest(classes = IdempotencyWireTests.Application.class,
		webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { WireTests.ENVELOPE, "errata.codes.too_poor=402", "errata.idempotency.enabled=true",
				"errata.idempotency.store=memory", "errata.idempotency.max-memory=1KB",
				"errata.idempotency.max-body-size=64KB", "errata.idempotency.max-response-size=8KB",
				"spring.mvc.async.request-timeout=300ms" })
class IdempotencyWireTests extends WireTests {

	private static final AtomicInteger keys = new AtomicInteger();

	@Autowired
	private Counter counter;

	private static String newKey() {
		return "key-" + keys.incrementAndGet();
	}

	private static Exchange keyed(Exchange exchange, String key) {
		return exchange.header("Idempotency-Key: " + key);
	}

	@TestFactory
	Stream<DynamicTest> storedAnswers() {
		return Stream
			.of("redirect", "writer", "empty", "send-error-404", "view", "flushed", "reset", "callable", "deferred",
					"async-error-402", "service-unreadable", "service-validation", "sent-redirect-303",
					"large-writer-402", "large-writer-error-404")
			.map((kind) -> DynamicTest.dynamicTest(kind, () -> {
				String key = newKey();
				Answer first = answer(keyed(Exchange.post("/kind/" + kind), key));
				Answer second = answer(keyed(Exchange.post("/kind/" + kind), key));
				assertThat(second.status()).as("%s then %s", first, second).isEqualTo(first.status());
				assertThat(second.body()).isEqualTo(first.body());
				assertThat(second.whole()).isTrue();
				assertThat(second.header("Idempotency-Replayed")).as("%s then %s", first, second).isEqualTo("true");
				for (String header : List.of("Content-Type", "Location", "Vary")) {
					assertThat(second.headers().get(header)).as(header).isEqualTo(first.headers().get(header));
				}
				assertThat(this.counter.of("/kind/" + kind, key)).isEqualTo(1);
				assertStillServing();
			}));
	}

	@TestFactory
	Stream<DynamicTest> reopenedKeys() {
		return Stream.of("send-error-500", "async-exception", "streaming-failure", "sse-timeout")
			.map((kind) -> DynamicTest.dynamicTest(kind, () -> {
				String key = newKey();
				answer(keyed(Exchange.post("/kind/" + kind), key));
				assertThat(answer(keyed(Exchange.post("/kind/" + kind + "?other"), key)).status()).isEqualTo(422);
				Answer second = answerOnceSettled(keyed(Exchange.post("/kind/" + kind), key));
				assertThat(second.header("Idempotency-Replayed")).isNull();
				assertThat(this.counter.of("/kind/" + kind, key)).isEqualTo(2);
				assertStillServing();
			}));
	}

	/**
	 * Send a request until its key is settled: what another thread writes, or breaks off,
	 * has left before that.
	 */
	private Answer answerOnceSettled(Exchange exchange) {
		return Awaitility.await()
			.until(() -> answer(exchange), (answer) -> !answer.body().contains("idempotency_in_progress"));
	}

	@Test
	void bodyCanBeReadWithTheReader() {
		String key = newKey();
		for (int i = 0; i < 2; i++) {
			Answer answer = answer(
					keyed(Exchange.post("/reader").header("Content-Type: text/plain;charset=utf-8").body("grün"), key));
			assertThat(answer.body()).isEqualTo("grün");
			assertThat(answer.header("Idempotency-Replayed")).isEqualTo((i == 0) ? null : "true");
		}
	}

	@TestFactory
	Stream<DynamicTest> answersThatAreNotKept() {
		return Stream.of("streamed", "sse", "large", "large-writer", "just-too-large-writer", "completed")
			.map((kind) -> DynamicTest.dynamicTest(kind, () -> {
				String key = newKey();
				Answer plain = answer(Exchange.post("/kind/" + kind));
				Answer first = answer(keyed(Exchange.post("/kind/" + kind), key));
				assertThat(first.body()).isEqualTo(plain.body());
				assertThat(first.status()).isEqualTo(200);
				assertThat(first.whole()).isTrue();
				Answer second = answerOnceSettled(keyed(Exchange.post("/kind/" + kind), key));
				assertThat(second.body()).isEqualTo(document(409, "idempotency_response_not_replayable",
						"The request with this Idempotency-Key has completed; its response cannot be replayed."));
				assertThat(this.counter.of("/kind/" + kind, key)).isEqualTo(1);
			}));
	}

	@Test
	void asynchronousTimeoutReopens() {
		String key = newKey();
		assertThat(answer(keyed(Exchange.post("/kind/never"), key)).status()).isEqualTo(504);
		answer(keyed(Exchange.post("/kind/never"), key));
		assertThat(this.counter.of("/kind/never", key)).isEqualTo(2);
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ FineController.class, Counter.class, BodyController.class, KindController.class })
	static class Application {

	}

	/**
	 * Counts what has run, by path and key.
	 */
	static class Counter {

		private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();

		int count(HttpServletRequest request) {
			return this.counts
				.computeIfAbsent(request.getRequestURI() + " " + request.getHeader("Idempotency-Key"),
						(name) -> new AtomicInteger())
				.incrementAndGet();
		}

		int of(String path, String key) {
			AtomicInteger count = this.counts.get(path + " " + key);
			return (count != null) ? count.get() : 0;
		}

	}

	@RestController
	static class BodyController {

		@PostMapping("/reader")
		String reader(HttpServletRequest request) throws IOException {
			return request.getReader().readLine();
		}

	}

	@RestController
	static class KindController {

		private final Counter counter;

		KindController(Counter counter) {
			this.counter = counter;
		}

		@PostMapping("/kind/{kind}")
		Object kind(@PathVariable String kind, HttpServletRequest request, HttpServletResponse response)
				throws Exception {
			int count = this.counter.count(request);
			return switch (kind) {
				case "service-unreadable" ->
					throw new HttpMessageNotReadableException("x", new MockHttpInputMessage(new byte[0]));
				case "service-validation" -> throw new MissingServletRequestParameterException("x", "String");
				case "callable" -> (Callable<String>) () -> "n" + count;
				case "async-error-402" -> (Callable<String>) () -> {
					throw new ErrorCodeException("too_poor").detail("n" + count);
				};
				case "async-exception" -> (Callable<String>) () -> {
					throw new IOException(SECRET);
				};
				case "deferred" -> deferred("n" + count);
				case "never" -> new DeferredResult<String>();
				case "streamed" -> (StreamingResponseBody) (output) -> write(output, 5, "chunk");
				case "streaming-failure" -> (StreamingResponseBody) (output) -> {
					write(output, 5, "chunk");
					throw new IOException(SECRET);
				};
				case "sse" -> sse();
				case "sse-timeout" -> {
					SseEmitter emitter = new SseEmitter();
					emitter.send("one");
					yield emitter;
				}
				default -> {
					direct(kind, count, request, response);
					yield null;
				}
			};
		}

		private static DeferredResult<String> deferred(String value) {
			DeferredResult<String> result = new DeferredResult<>();
			CompletableFuture.runAsync(() -> result.setResult(value));
			return result;
		}

		private static void write(OutputStream output, int times, String text) throws IOException {
			for (int i = 0; i < times; i++) {
				output.write(text.getBytes(StandardCharsets.UTF_8));
				output.flush();
			}
		}

		private static SseEmitter sse() {
			SseEmitter emitter = new SseEmitter();
			CompletableFuture.runAsync(() -> {
				try {
					emitter.send("one");
					emitter.send("two");
					emitter.complete();
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			});
			return emitter;
		}

		private static void direct(String kind, int count, HttpServletRequest request, HttpServletResponse response)
				throws IOException {
			switch (kind) {
				case "writer" -> {
					response.setContentType("text/plain;charset=ISO-8859-1");
					response.getWriter().print("grün " + count);
				}
				case "redirect" -> response.sendRedirect("/orders/1");
				case "empty" -> response.setStatus(202);
				case "send-error-404" -> response.sendError(404, "n" + count);
				case "send-error-500" -> response.sendError(500);
				case "sent-redirect-303" -> response.sendRedirect("relative", 303);
				case "view" -> response.setHeader("Vary", "Accept");
				case "flushed" -> {
					response.getOutputStream().print("a" + count);
					response.flushBuffer();
					response.getOutputStream().print("b");
				}
				case "reset" -> {
					response.getWriter().print("dropped");
					response.reset();
					response.getOutputStream().print("n" + count);
				}
				case "large" -> response.getOutputStream().write(new byte[20_000]);
				case "large-writer" -> response.getWriter().print("ü".repeat(20_000));
				case "just-too-large-writer" -> response.getWriter().print("x".repeat(8 * 1024 + 1));
				case "large-writer-402" -> {
					response.getWriter().print("x".repeat(8 * 1024 + 1));
					throw new ErrorCodeException("too_poor").detail("n" + count);
				}
				case "large-writer-error-404" -> {
					response.getWriter().print("x".repeat(8 * 1024 + 1));
					response.sendError(404);
				}
				case "completed" -> {
					var context = request.startAsync();
					context.start(() -> {
						try {
							context.getResponse().getOutputStream().print("completed");
							context.complete();
						}
						catch (IOException ex) {
							throw new UncheckedIOException(ex);
						}
					});
				}
				default -> throw new IllegalArgumentException(kind);
			}
		}

	}

}
