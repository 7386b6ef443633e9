package dev.errata.web.servlet;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import dev.errata.web.LastEventTests;
import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import dev.errata.wire.InEachContainer;
import dev.errata.wire.WireTests;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

import static dev.errata.wire.Exchange.get;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Streams that fail after their beginning under a contract that has a last event: it is
 * sent once, and the stream ends well. Elsewhere, they are cut off.
 */
@InEachContainer
class LastEventWireTests extends LastEventTests {

	private static final String TIMEOUT_EVENT = "data: " + TIMEOUT + "\n\n";

	LastEventWireTests() {
		super(Application.class, "spring.mvc.async.request-timeout=1s");
	}

	/** Which are all the ways to write a stream, and to fail. */
	@TestFactory
	Stream<DynamicTest> streamEndsWithError() {
		return Stream
			.of(Map.entry("/sse", "data:1\n\n" + EVENT), Map.entry("/sse/thrown", "data:1\n\n" + EVENT),
					Map.entry("/sse/unwritable", "data:1\n\ndata:{\"first\":[\"0123456789\"]}\n\n" + INTERNAL),
					Map.entry("/flux", "data:1\n\n" + EVENT), Map.entry("/flux/events", "id:7\ndata:1\n\n" + EVENT),
					Map.entry("/streaming", "data: 1\r\n\r\n" + EVENT), Map.entry("/streaming/none", EVENT),
					Map.entry("/streaming/half", "data: 1\n\ndata: {\"a\n\n" + EVENT),
					Map.entry("/streaming/line", "data: 1\n\ndata: {\"a\n\n" + EVENT),
					Map.entry("/streaming/return", "data: 1\r\rdata: {\"a\r\n\n" + EVENT),
					Map.entry("/streaming/error", "data: 1\n\n" + INTERNAL),
					Map.entry("/writer", "data: 1\n\n" + EVENT), Map.entry("/writer/half", "data: \u00e4\n\n" + EVENT),
					Map.entry("/servlet", "data: 1\n\n" + EVENT), Map.entry("/servlet/async", "data: 1\n\n" + EVENT),
					Map.entry("/named/sse",
							"data:1\n\nevent: error\n"
									+ "data: {\"type\":\"error\",\"error\":{\"type\":\"order_shipped\"}}\n\n"),
					Map.entry("/own/sse", "data:1\n\ndata: {\"code\":\"order_shipped\"}\n\n"))
			.map((expected) -> DynamicTest.dynamicTest(expected.getKey(),
					() -> assertEnds(expected.getKey(), expected.getValue())));
	}

	@ParameterizedTest
	@CsvSource({ "application/x-ndjson,", "application/jsonl,", "application/stream+json;charset=UTF-8,",
			"application/vnd.shop+x-ndjson,", "application/json-seq,'\u001e'" })
	void linesEndWithError(String type, String separator) throws IOException {
		String before = (separator != null) ? separator : "";
		Answer answer = assertEnds("/lines/whole", "{}\n" + before + ERROR + "\n", "Accept: " + type);
		assertThat(answer.header("Content-Type")).startsWith(type);
		assertEnds("/lines/half", "{}\n{\"a" + ((separator != null) ? "" : "\n") + before + ERROR + "\n",
				"Accept: " + type);
	}

	@Test
	void linesOfFluxEndWithError() throws IOException {
		assertEnds("/flux/lines", "{\"a\":1}\n" + ERROR + "\n", "Accept: application/x-ndjson");
	}

	/** Tomcat looks for timeouts once a second. */
	@ParameterizedTest
	@ValueSource(strings = { "/sse/slow", "/streaming/slow" })
	void timeoutIsLastEvent(String path) throws IOException {
		assertThat(answerOnce(path).body()).isEqualTo("data:1\n\n" + TIMEOUT_EVENT);
	}

	@Test
	void nothingIsMixedWithLastEventOrFollowsIt() throws IOException {
		String body = answerOnce("/streaming/endless").body();
		assertThat(body).endsWith("\n\n" + TIMEOUT_EVENT);
		assertThat(body.substring(0, body.length() - TIMEOUT_EVENT.length()).split("\n\n"))
			.allMatch((event) -> event.matches("data: [0-9]*"));
	}

	@Test
	void errorIsSentOnce() throws IOException {
		for (int i = 0; i < 20; i++) {
			assertThat(answerOnce("/sse/race").body()).isIn("data:1\n\n", "data:1\n\n" + EVENT);
		}
	}

	@ParameterizedTest
	@CsvSource({ "/sse/first,409", "/streaming/buffered,500" })
	void nothingSentYetIsAnsweredAsEver(String path, int status) {
		Answer answer = this.service.answer(get(path));
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.body()).startsWith("{\"error\":").endsWith("\"id\":\"r-1\"}}");
		assertThat(answer.header("Content-Type")).isEqualTo("application/json");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/sse", "/writer" })
	void headHasNoLastEvent(String path) throws IOException {
		assertHeadHasNoBody(path);
	}

	@Test
	void timeoutOfServletIsLastEvent() throws IOException {
		assertThat(answerOnce("/servlet/slow").body()).isEqualTo("data: 1\n\n" + TIMEOUT_EVENT);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/off/sse", "/off/servlet/slow", "/off/streaming/slow", "/text", "/announced" })
	void othersAreCut(String path) {
		Answer answer = this.service.answer(get(path).persistent());
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).isIn("data:1\n\n", "data: 1\n\n");
		assertThat(answer.whole()).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "/sse,order_shipped", "/sse/thrown,order_shipped", "/sse/unwritable,internal_error",
			"/flux,order_shipped", "/streaming,order_shipped", "/servlet,order_shipped", "/servlet/async,order_shipped",
			"/servlet/slow,timeout", "/streaming/slow,timeout", "/off/servlet/slow,timeout",
			"/off/streaming/slow,timeout" })
	void failureIsOneLine(String path, String code) {
		assertOneLine(path, code);
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import({ WireTests.FineController.class, StreamController.class })
	static class Application {

		@Bean
		ServletRegistrationBean<StreamServlet> streamServlet() {
			ServletRegistrationBean<StreamServlet> registration = new ServletRegistrationBean<>(new StreamServlet(),
					"/servlet/*", "/off/servlet/*");
			registration.setAsyncSupported(true);
			return registration;
		}

	}

	static class StreamServlet extends HttpServlet {

		@Override
		protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
			response.setContentType("text/event-stream");
			if (request.getPathInfo() != null) {
				request.startAsync().setTimeout(50);
			}
			response.getOutputStream().print("data: 1\n\n");
			response.flushBuffer();
			if (!"/slow".equals(request.getPathInfo())) {
				throw code();
			}
		}

	}

	@RestController
	static class StreamController {

		@GetMapping({ "/sse", "/named/sse", "/own/sse", "/off/sse" })
		SseEmitter sse() throws IOException {
			SseEmitter emitter = new SseEmitter();
			emitter.send(1);
			emitter.completeWithError(code());
			return emitter;
		}

		@GetMapping("/sse/thrown")
		SseEmitter sseThrown(HttpServletResponse response) throws IOException {
			return later(response, (emitter) -> {
				throw code();
			});
		}

		@GetMapping("/sse/unwritable")
		SseEmitter sseUnwritable(HttpServletResponse response) throws IOException {
			return later(response,
					(emitter) -> emitter.send(new ResponseWireTests.Unserializable(1), MediaType.APPLICATION_JSON));
		}

		private static SseEmitter later(HttpServletResponse response, Sending sending) throws IOException {
			SseEmitter emitter = new SseEmitter();
			emitter.send(1);
			CompletableFuture.runAsync(() -> {
				Awaitility.await().until(response::isCommitted);
				try {
					sending.to(emitter);
				}
				catch (Exception ex) {
					emitter.completeWithError(ex);
				}
			});
			return emitter;
		}

		private interface Sending {

			void to(SseEmitter emitter) throws Exception;

		}

		@GetMapping("/sse/first")
		SseEmitter sseFirst() {
			SseEmitter emitter = new SseEmitter();
			emitter.completeWithError(code());
			return emitter;
		}

		@GetMapping("/sse/complete")
		SseEmitter sseComplete(HttpServletResponse response) throws IOException {
			return later(response, (emitter) -> {
				emitter.complete();
				throw code();
			});
		}

		@GetMapping("/sse/race")
		SseEmitter sseRace(HttpServletResponse response) throws IOException {
			return later(response, (emitter) -> {
				CountDownLatch latch = new CountDownLatch(1);
				Stream
					.<Runnable>of(emitter::complete, () -> emitter.completeWithError(code()),
							() -> emitter.completeWithError(code()))
					.forEach((end) -> new Thread(() -> {
						await(latch);
						end.run();
					}).start());
				latch.countDown();
			});
		}

		@GetMapping("/sse/slow")
		SseEmitter sseSlow() throws IOException {
			SseEmitter emitter = new SseEmitter(50L);
			emitter.send(1);
			return emitter;
		}

		@GetMapping(path = "/flux", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<Integer> flux() {
			return Flux.just(1).concatWith(Flux.error(code()));
		}

		@GetMapping("/flux/events")
		Flux<ServerSentEvent<Integer>> fluxEvents() {
			return Flux.just(ServerSentEvent.builder(1).id("7").build()).concatWith(Flux.error(code()));
		}

		@GetMapping(path = "/flux/lines", produces = MediaType.APPLICATION_NDJSON_VALUE)
		Flux<Map<String, Integer>> fluxLines() {
			return Flux.just(Map.of("a", 1)).concatWith(Flux.error(code()));
		}

		@GetMapping({ "/streaming", "/streaming/{how}", "/off/streaming/{how}" })
		ResponseEntity<StreamingResponseBody> streaming(@PathVariable(required = false) String how,
				HttpServletResponse response) {
			return ResponseEntity.ok().contentType(MediaType.TEXT_EVENT_STREAM).body((output) -> {
				String first = switch ((how != null) ? how : "") {
					case "none" -> "";
					case "half" -> "data: 1\n\ndata: {\"a";
					case "line" -> "data: 1\n\ndata: {\"a\n";
					case "return" -> "data: 1\r\rdata: {\"a\r";
					case "slow" -> "data:1\n\n";
					case "error", "endless" -> "data: 1\n\n";
					default -> "data: 1\r\n\r\n";
				};
				output.write(first.getBytes(StandardCharsets.UTF_8));
				if ("buffered".equals(how)) {
					throw new StackOverflowError();
				}
				// Spring's stream ignores a flush
				response.flushBuffer();
				if ("error".equals(how)) {
					throw new StackOverflowError();
				}
				if ("slow".equals(how)) {
					await(new CountDownLatch(1));
				}
				for (int i = 2; "endless".equals(how); i++) {
					output.write("data: ".getBytes(StandardCharsets.UTF_8));
					output.write((i + "\n\n").getBytes(StandardCharsets.UTF_8));
					response.flushBuffer();
					LockSupport.parkNanos(1_000_000);
				}
				throw code();
			});
		}

		@GetMapping({ "/writer", "/writer/{how}", "/text", "/announced" })
		void writer(@PathVariable(required = false) String how, HttpServletRequest request,
				HttpServletResponse response) throws IOException {
			response.setContentType(
					(request.getRequestURI().equals("/text") ? "text/plain" : "text/event-stream") + ";charset=UTF-8");
			if (request.getRequestURI().equals("/announced")) {
				response.setContentLength(100);
			}
			PrintWriter writer = response.getWriter();
			writer.print((how != null) ? "data: \u00e4" : "data: 1\n\n");
			writer.flush();
			throw code();
		}

		@GetMapping("/lines/{how}")
		ResponseBodyEmitter lines(@PathVariable String how, HttpServletRequest request, HttpServletResponse response)
				throws IOException {
			response.setContentType(request.getHeader("Accept"));
			ResponseBodyEmitter emitter = new ResponseBodyEmitter();
			emitter.send("{}\n");
			if (how.equals("half")) {
				emitter.send("{\"a");
			}
			emitter.completeWithError(code());
			return emitter;
		}

		private static void await(CountDownLatch latch) {
			try {
				latch.await(5, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
