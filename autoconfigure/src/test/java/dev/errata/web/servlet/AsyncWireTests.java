package dev.errata.web.servlet;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.errata.error.ErrorCodeException;
import dev.errata.requestid.RequestId;
import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import dev.errata.wire.Failures;
import dev.errata.wire.WireTests;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.WebAsyncTask;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Row.row;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What fails in another thread, or never ends.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = { WireTests.ENVELOPE,
		"errata.codes.order_shipped.status=409", "spring.mvc.async.request-timeout=300ms" })
class AsyncWireTests extends WireTests {

	@TestFactory
	Stream<DynamicTest> codes() {
		return Stream
			.of("/callable/code", "/deferred/code", "/deferred/set", "/future/code", "/streaming/code", "/emitter/code",
					"/sse/code", "/stage/code")
			.map((path) -> row(path, get(path)).is(409, "order_shipped", "Conflict").test(this));
	}

	@TestFactory
	Stream<DynamicTest> unexpected() {
		return Stream
			.of("/callable/throw", "/callable/error", "/deferred/throw", "/future/throw", "/streaming/throw",
					"/streaming/written", "/emitter/throw", "/sse/throw", "/callable/wrong-type")
			.map((path) -> row(path, get(path)).is(500, "internal_error", "An unexpected error occurred.").test(this));
	}

	/** Tomcat looks for timeouts once a second, so these wait together. */
	@Test
	void timeouts() {
		Map<String, CompletableFuture<Answer>> answers = Stream
			.of("/callable/slow", "/task/slow", "/deferred/slow", "/future/slow", "/emitter/slow", "/sse/slow",
					"/streaming/slow")
			.collect(Collectors.toMap(Function.identity(), this::later));
		assertThat(answers).allSatisfy((path, later) -> {
			Answer answer = later.join();
			assertThat(answer.status()).isEqualTo(504);
			assertThat(answer.body()).isEqualTo(document(504, "timeout", "The request took too long."));
			assertThat(answer.header("Content-Type")).isEqualTo("application/json");
			assertThat(answer.header("X-Request-Id")).isEqualTo(Exchange.ID);
		});
	}

	private CompletableFuture<Answer> later(String path) {
		CompletableFuture<Answer> answer = new CompletableFuture<>();
		new Thread(() -> answer.completeAsync(() -> answer(get(path)), Runnable::run)).start();
		return answer;
	}

	/** The emitter has made the request asynchronous when its first event fails. */
	@Test
	void eventThatCannotBeWrittenEndsTheRequest() {
		assertThat(Failures.loggersThatComplain(() -> {
			Answer answer = answer(get("/sse/unwritable"));
			assertThat(answer.body()).isEqualTo(document(500, "internal_error", "An unexpected error occurred."));
			assertThat(answer.status()).isEqualTo(500);
			assertThat(answer.whole()).isTrue();
		})).containsExactly("errata.failure.internal_error");
		assertStillServing();
	}

	@Test
	void resultInsteadOfTimeoutIsTheApplicationsOwn() {
		assertThat(answer(get("/deferred/fallback")).body()).isEqualTo("fallback");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "/streaming/committed", "/emitter/committed", "/sse/committed", "/emitter/slow-committed" })
	void committedAnswerIsCut(String path) {
		Answer answer = answer(get(path));
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).contains("half").doesNotContain("\"code\"");
		assertThat(answer.whole()).isFalse();
		assertThat(answer.toString()).doesNotContain(SECRET);
		assertStillServing();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "/callable/throw", "/callable/slow", "/deferred/throw", "/deferred/slow", "/streaming/throw",
					"/streaming/committed", "/sse/throw", "/sse/committed", "/emitter/committed", "/sse/slow" })
	void failureIsOneLine(String path) {
		try (Failures failures = Failures.logged()) {
			answer(get(path));
			assertStillServing();
			assertThat(failures.lines()).singleElement().satisfies((line) -> {
				assertThat(line.getFormattedMessage()).startsWith("GET " + path).contains("[" + Exchange.ID + "]");
				assertThat(line.getMDCPropertyMap()).containsEntry("requestId", Exchange.ID);
			});
		}
	}

	@Test
	void requestIdStandsInTheLoggingContextOfCallables() {
		assertThat(answer(get("/future/id")).body()).isEqualTo(Exchange.ID);
		Answer answer = answer(get("/callable/id"));
		assertThat(answer.body()).isEqualTo(Exchange.ID);
		assertThat(answer.header("X-Request-Id")).isEqualTo(Exchange.ID);
	}

	@ParameterizedTest
	@CsvSource({ "/callable/throw,internal_error", "/callable/slow,timeout", "/deferred/throw,internal_error",
			"/sse/throw,internal_error", "/streaming/throw,internal_error", "/callable/code,", "/future/code," })
	void nobodyElseLogsTheFailure(String target, String code) {
		assertThat(Failures.loggersThatComplain(() -> answer(get(target))))
			.isEqualTo((code != null) ? List.of("errata.failure." + code) : List.of());
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import(FineController.class)
	static class Application {

		@RestController
		static class AsyncController {

			@Autowired
			@Qualifier("applicationTaskExecutor")
			private Executor executor;

			@GetMapping("/callable/code")
			Callable<String> callableCode() {
				return () -> {
					throw code();
				};
			}

			@GetMapping("/callable/throw")
			Callable<String> callableThrow() {
				return () -> {
					throw new Exception(SECRET);
				};
			}

			@GetMapping("/callable/error")
			Callable<String> callableError() {
				return () -> {
					throw new Error(SECRET);
				};
			}

			@GetMapping("/callable/wrong-type")
			Callable<Object> callableWrongType() {
				return () -> new ResponseWireTests.Unserializable(1);
			}

			@GetMapping("/callable/slow")
			Callable<String> callableSlow() {
				return AsyncController::sleep;
			}

			@GetMapping("/callable/id")
			Callable<String> callableId() {
				return RequestId::current;
			}

			@GetMapping("/task/slow")
			WebAsyncTask<String> taskSlow() {
				return new WebAsyncTask<>(50, AsyncController::sleep);
			}

			@GetMapping("/deferred/code")
			DeferredResult<String> deferredCode() {
				return failed(code());
			}

			@GetMapping("/deferred/throw")
			DeferredResult<String> deferredThrow() {
				return failed(new IllegalStateException(SECRET));
			}

			@GetMapping("/deferred/set")
			DeferredResult<String> deferredSet() {
				DeferredResult<String> result = new DeferredResult<>(50L);
				result.onTimeout(() -> result.setErrorResult(code()));
				return result;
			}

			@GetMapping("/deferred/slow")
			DeferredResult<String> deferredSlow() {
				return new DeferredResult<>(50L);
			}

			@GetMapping("/deferred/fallback")
			DeferredResult<String> deferredFallback() {
				return new DeferredResult<>(50L, "fallback");
			}

			@GetMapping("/future/id")
			CompletableFuture<String> futureId() {
				return CompletableFuture.supplyAsync(RequestId::current, this.executor);
			}

			@GetMapping("/future/code")
			CompletableFuture<String> futureCode() {
				return CompletableFuture.supplyAsync(() -> {
					throw code();
				});
			}

			@GetMapping("/stage/code")
			CompletableFuture<String> stageCode() {
				return CompletableFuture.<String>supplyAsync(() -> {
					throw code();
				}).thenApply(String::trim).thenApply(String::trim);
			}

			@GetMapping("/future/throw")
			CompletableFuture<String> futureThrow() {
				return CompletableFuture.failedFuture(new IOException(SECRET));
			}

			@GetMapping("/future/slow")
			CompletableFuture<String> futureSlow() {
				return new CompletableFuture<>();
			}

			@GetMapping("/streaming/code")
			StreamingResponseBody streamingCode() {
				return (output) -> {
					throw code();
				};
			}

			@GetMapping("/streaming/throw")
			StreamingResponseBody streamingThrow() {
				return (output) -> {
					throw new IOException(SECRET);
				};
			}

			@GetMapping("/streaming/written")
			StreamingResponseBody streamingWritten() {
				return (output) -> {
					output.write("half".getBytes());
					throw new IllegalStateException(SECRET);
				};
			}

			@GetMapping("/streaming/committed")
			StreamingResponseBody streamingCommitted() {
				return (output) -> {
					output.write("half".repeat(10_000).getBytes());
					throw new IllegalStateException(SECRET);
				};
			}

			@GetMapping("/streaming/slow")
			StreamingResponseBody streamingSlow() {
				return (output) -> {
					try {
						sleep();
					}
					catch (InterruptedException ex) {
						throw new IOException(ex);
					}
				};
			}

			@GetMapping("/emitter/code")
			ResponseBodyEmitter emitterCode() {
				return emit(new ResponseBodyEmitter(), null, code());
			}

			@GetMapping("/emitter/throw")
			ResponseBodyEmitter emitterThrow() {
				return emit(new ResponseBodyEmitter(), null, new IllegalStateException(SECRET));
			}

			@GetMapping("/emitter/committed")
			ResponseBodyEmitter emitterCommitted() {
				return emit(new ResponseBodyEmitter(), "half", new IllegalStateException(SECRET));
			}

			@GetMapping("/emitter/slow")
			ResponseBodyEmitter emitterSlow() {
				return new ResponseBodyEmitter(50L);
			}

			@GetMapping("/emitter/slow-committed")
			ResponseBodyEmitter emitterSlowCommitted() throws IOException {
				ResponseBodyEmitter emitter = new ResponseBodyEmitter(50L);
				emitter.send("half");
				return emitter;
			}

			@GetMapping("/sse/code")
			SseEmitter sseCode() {
				return (SseEmitter) emit(new SseEmitter(), null, code());
			}

			@GetMapping("/sse/throw")
			SseEmitter sseThrow() {
				return (SseEmitter) emit(new SseEmitter(), null, new IllegalStateException(SECRET));
			}

			@GetMapping("/sse/unwritable")
			SseEmitter sseUnwritable() throws IOException {
				SseEmitter emitter = new SseEmitter(100L);
				emitter.send(new ResponseWireTests.Unserializable(1), MediaType.APPLICATION_JSON);
				return emitter;
			}

			@GetMapping("/sse/committed")
			SseEmitter sseCommitted() {
				return (SseEmitter) emit(new SseEmitter(), "half", new IllegalStateException(SECRET));
			}

			@GetMapping("/sse/slow")
			SseEmitter sseSlow() {
				return new SseEmitter(50L);
			}

			private static ErrorCodeException code() {
				return new ErrorCodeException("order_shipped");
			}

			private static String sleep() throws InterruptedException {
				// until it is interrupted, or long enough to fail
				new CountDownLatch(1).await(5, TimeUnit.SECONDS);
				return "late";
			}

			private static DeferredResult<String> failed(Throwable failure) {
				DeferredResult<String> result = new DeferredResult<>();
				CompletableFuture.runAsync(() -> result.setErrorResult(failure));
				return result;
			}

			private static ResponseBodyEmitter emit(ResponseBodyEmitter emitter, String first, Throwable failure) {
				CompletableFuture.runAsync(() -> {
					try {
						if (first != null) {
							emitter.send(first);
						}
						emitter.completeWithError(failure);
					}
					catch (IOException ex) {
						emitter.completeWithError(ex);
					}
				});
				return emitter;
			}

		}

	}

}
