package dev.errata.idempotency.servlet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import dev.errata.wire.Answer;
import dev.errata.wire.ContainerTests;
import dev.errata.wire.Exchange;
import dev.errata.wire.Failures;
import dev.errata.wire.Http2Connection;
import dev.errata.wire.InEachContainer;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.tomcat.TomcatProtocolHandlerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.support.TaskExecutorAdapter;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.async.CallableProcessingInterceptor;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.WebAsyncTask;
import org.springframework.web.context.request.async.WebAsyncUtils;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for clients that leave, of which containers tell Spring MVC with HTTP/2: what
 * becomes of a key depends on how the work ends, and not on who is first.
 */
@InEachContainer
class LeavingClientWireTests extends ContainerTests {

	private static final AtomicInteger keys = new AtomicInteger();

	@Override
	protected Service start(Container container) {
		return Service.start(container, false, List.of(Application.class), ENVELOPE, "errata.idempotency.enabled=true",
				"errata.idempotency.store=memory", "server.http2.enabled=true",
				"test.tomcat=" + (container == Container.TOMCAT));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void clientThatLeavesIsNotReported(boolean whileDispatched) {
		String path = whileDispatched ? "/slow" : "/deferred";
		assertThat(Failures.loggersThatComplain(() -> {
			try (Http2Connection connection = post(path, newKey())) {
				if (whileDispatched) {
					acquire(Handlers.begun);
					connection.reset();
					Handlers.proceed.release();
				}
				DeferredResult<String> deferred = poll(Handlers.deferred);
				if (!whileDispatched) {
					leave(connection);
				}
				await().until(DeferringExecutor::isIdle);
				deferred.setResult("late");
				await().until(DeferringExecutor::isIdle);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		})).isEmpty();
	}

	@Test
	void callableThatHasNotBegunRunsInARepetition() throws Exception {
		String key = newKey();
		int before = Handlers.runs.get();
		try (Http2Connection connection = post("/held", key)) {
			Runnable task = poll(Handlers.held);
			leave(connection);
			await().untilAsserted(() -> assertThat(repeat("/held", key).body()).isEqualTo("done"));
			task.run();
		}
		assertThat(Handlers.runs.get()).isEqualTo(before + 1);
	}

	/**
	 * Spring MVC interrupts it.
	 */
	@Test
	void callableThatFailsRunsAgainOnceItHas() throws Exception {
		String key = newKey();
		int before = Handlers.runs.get();
		try (Http2Connection connection = post("/interrupted/fails", key)) {
			acquire(Handlers.begun);
			leave(connection);
			acquire(Handlers.interrupted);
			assertThat(repeat("/interrupted/fails", key).body()).contains("idempotency_in_progress");
			Handlers.proceed.release();
			await().untilAsserted(() -> assertThat(repeat("/interrupted/fails", key).body()).startsWith("done"));
		}
		assertThat(Handlers.runs.get()).isEqualTo(before + 2);
	}

	@Test
	void callableThatFailsBeforeSpringMvcKnowsRunsAgain() {
		String key = newKey();
		int before = Handlers.runs.get();
		assertThat(Failures.loggersThatComplain(() -> {
			try (Http2Connection connection = post("/first", key)) {
				acquire(Handlers.begun);
				leave(connection);
				await().untilAsserted(() -> assertThat(repeat("/first", key).body()).startsWith("done"));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		})).isEmpty();
		assertThat(Handlers.runs.get()).isEqualTo(before + 2);
	}

	@ParameterizedTest
	@CsvSource({ "/interrupted/goes-on", "/interrupted/streams" })
	void callableThatGoesOnIsNotRepeated(String path) throws Exception {
		String key = newKey();
		int before = Handlers.runs.get();
		try (Http2Connection connection = post(path, key)) {
			acquire(Handlers.begun);
			leave(connection);
			acquire(Handlers.interrupted);
			assertThat(repeat(path, key).body()).contains("idempotency_in_progress");
			Handlers.proceed.release();
			await().untilAsserted(
					() -> assertThat(repeat(path, key).body()).contains("idempotency_response_not_replayable"));
		}
		assertThat(Handlers.runs.get()).isEqualTo(before + 1);
	}

	/**
	 * Tomcat would dispatch the request for an error then, rather than for the result.
	 */
	@ParameterizedTest
	@CsvSource({ "done, idempotency_response_not_replayable, 1", "failed, done, 2" })
	void keyIsThatOfAResultWhoseDispatchComesTooLate(String result, String repeated, int runs) {
		assumeThat(container()).isEqualTo(Container.TOMCAT);
		String key = newKey();
		int before = Handlers.runs.get();
		assertThat(Failures.loggersThatComplain(() -> {
			try (Http2Connection connection = post("/deferred", key)) {
				DeferredResult<String> deferred = poll(Handlers.deferred);
				await().until(() -> isIdle(Handlers.thread));
				DeferringExecutor.defer.release();
				if (result.equals("failed")) {
					deferred.setErrorResult(new IllegalStateException(SECRET));
				}
				else {
					deferred.setResult(result);
				}
				Runnable dispatch = poll(DeferringExecutor.deferred);
				connection.reset();
				await().untilAsserted(() -> assertThat(repeat("/deferred", key).body()).contains(repeated));
				dispatch.run();
				assertThat(repeat("/deferred", key).body()).contains(repeated);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		})).isEmpty();
		assertThat(Handlers.runs.get()).isEqualTo(before + runs);
	}

	@Test
	void emitterWhoseBeginningCannotBeSentIsNotRepeated() {
		String key = newKey();
		int before = Handlers.runs.get();
		assertThat(Failures.loggersThatComplain(() -> {
			try (Http2Connection connection = post("/emitting", key)) {
				acquire(Handlers.begun);
				connection.reset();
				Handlers.proceed.release();
				await().untilAsserted(() -> assertThat(repeat("/emitting", key).body())
					.contains("idempotency_response_not_replayable"));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		})).isEmpty();
		assertThat(Handlers.runs.get()).isEqualTo(before + 1);
	}

	/**
	 * Nobody else is told by Jetty, and Spring MVC relies on the container.
	 */
	@Test
	void emitterThatFailsToSendAndIsNotCompletedIsNotRepeated() throws Exception {
		String key = newKey();
		int before = Handlers.runs.get();
		ResponseBodyEmitter emitter;
		try (Socket socket = new Socket("localhost", port())) {
			socket.getOutputStream()
				.write(("POST /emitter HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nIdempotency-Key: " + key
						+ "\r\n\r\n")
					.getBytes(StandardCharsets.US_ASCII));
			emitter = poll(Handlers.emitters);
			emitter.send("first");
			assertThat(socket.getInputStream().read()).isPositive();
			socket.setSoLinger(true, 0);
		}
		await().until(() -> fails(emitter));
		await().untilAsserted(
				() -> assertThat(repeat("/emitter", key).body()).contains("idempotency_response_not_replayable"));
		assertThat(Handlers.runs.get()).isEqualTo(before + 1);
	}

	private static boolean fails(ResponseBodyEmitter emitter) {
		try {
			emitter.send("next");
			return false;
		}
		catch (IOException ex) {
			return true;
		}
	}

	private Http2Connection post(String path, String key) throws IOException {
		Http2Connection connection = new Http2Connection(port());
		connection.post(path, "Content-Length: 0", "Idempotency-Key: " + key);
		connection.lastData("");
		return connection;
	}

	private static void leave(Http2Connection connection) throws IOException {
		await().until(() -> IdempotencyHeldBackWireTests.isWaiting(Handlers.thread));
		connection.reset();
	}

	/**
	 * Until then, a thread of Tomcat would dispatch a result itself.
	 */
	private static boolean isIdle(Thread thread) {
		return Stream.of(thread.getStackTrace()).noneMatch((frame) -> frame.getClassName().startsWith("org.apache."));
	}

	private Answer repeat(String path, String key) {
		return answer(Exchange.post(path).header("Idempotency-Key: " + key).header("Repeated: yes"));
	}

	private static void acquire(Semaphore semaphore) {
		await().until(semaphore::tryAcquire);
	}

	private static <T> T poll(Queue<T> queue) {
		return await().until(queue::poll, Objects::nonNull);
	}

	private static String newKey() {
		return "leaving-" + keys.incrementAndGet();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Handlers.class, TomcatConfiguration.class })
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty("test.tomcat")
	@ConditionalOnClass(TomcatProtocolHandlerCustomizer.class)
	static class TomcatConfiguration {

		@Bean
		TomcatProtocolHandlerCustomizer<?> executor() {
			return (protocol) -> protocol.setExecutor(new DeferringExecutor());
		}

	}

	/** The threads of Tomcat, which may be late. */
	static class DeferringExecutor implements Executor {

		static final Semaphore defer = new Semaphore(0);

		static final BlockingQueue<Runnable> deferred = new LinkedBlockingQueue<>();

		private final ExecutorService threads = Executors.newCachedThreadPool((task) -> {
			Thread thread = new Thread(task);
			thread.setDaemon(true);
			return thread;
		});

		private static final AtomicInteger running = new AtomicInteger();

		static boolean isIdle() {
			return running.get() == 0;
		}

		@Override
		public void execute(Runnable task) {
			if (defer.tryAcquire()) {
				deferred.add(task);
				return;
			}
			running.incrementAndGet();
			this.threads.execute(() -> {
				try {
					task.run();
				}
				finally {
					running.decrementAndGet();
				}
			});
		}

	}

	/**
	 * Waits for the result of what Spring MVC has interrupted before it says itself why.
	 */
	private static final class WaitingInterceptor implements CallableProcessingInterceptor {

		@Override
		public <T> Object handleError(NativeWebRequest request, Callable<T> task, Throwable error) {
			HttpServletRequest servletRequest = request.getNativeRequest(HttpServletRequest.class);
			await().until(() -> WebAsyncUtils.getAsyncManager(servletRequest).hasConcurrentResult());
			return RESULT_NONE;
		}

	}

	@RestController
	static class Handlers {

		static final AtomicInteger runs = new AtomicInteger();

		static final BlockingQueue<Runnable> held = new LinkedBlockingQueue<>();

		static final BlockingQueue<DeferredResult<String>> deferred = new LinkedBlockingQueue<>();

		static final BlockingQueue<ResponseBodyEmitter> emitters = new LinkedBlockingQueue<>();

		static final Semaphore begun = new Semaphore(0);

		static final Semaphore interrupted = new Semaphore(0);

		static final Semaphore proceed = new Semaphore(0);

		static volatile @Nullable Thread thread;

		@PostMapping("/held")
		Object held(@RequestHeader(required = false) @Nullable String repeated) {
			Callable<String> work = () -> {
				runs.incrementAndGet();
				return "done";
			};
			if (repeated != null) {
				return work;
			}
			thread = Thread.currentThread();
			return new WebAsyncTask<>(null, new TaskExecutorAdapter(held::add), work);
		}

		@PostMapping("/interrupted/fails")
		Callable<String> fails(@RequestHeader(required = false) @Nullable String repeated) {
			if (repeated != null) {
				return () -> "done " + runs.incrementAndGet();
			}
			thread = Thread.currentThread();
			return () -> {
				runs.incrementAndGet();
				waitForInterruption();
				throw new InterruptedException();
			};
		}

		@PostMapping("/first")
		Callable<String> first(@RequestHeader(required = false) @Nullable String repeated, HttpServletRequest request) {
			if (repeated != null) {
				return () -> "done " + runs.incrementAndGet();
			}
			WebAsyncUtils.getAsyncManager(request).registerCallableInterceptor("first", new WaitingInterceptor());
			thread = Thread.currentThread();
			return () -> {
				runs.incrementAndGet();
				begun.release();
				new Semaphore(0).acquire();
				return "never";
			};
		}

		@PostMapping("/interrupted/goes-on")
		Callable<String> goesOn() {
			thread = Thread.currentThread();
			return () -> {
				runs.incrementAndGet();
				waitForInterruption();
				return "done";
			};
		}

		@PostMapping("/interrupted/streams")
		StreamingResponseBody streams() {
			thread = Thread.currentThread();
			return (output) -> {
				runs.incrementAndGet();
				waitForInterruption();
				output.write('x');
				output.flush();
			};
		}

		@PostMapping("/emitting")
		Object emitting(@RequestHeader(required = false) @Nullable String repeated) throws IOException {
			runs.incrementAndGet();
			if (repeated != null) {
				return "again";
			}
			begun.release();
			proceed.acquireUninterruptibly();
			ResponseBodyEmitter emitter = new ResponseBodyEmitter(0L);
			emitter.send("x".repeat(100_000));
			return emitter;
		}

		@PostMapping("/emitter")
		Object emitter(@RequestHeader(required = false) @Nullable String repeated) {
			runs.incrementAndGet();
			if (repeated != null) {
				return "again";
			}
			ResponseBodyEmitter emitter = new ResponseBodyEmitter(0L);
			emitters.add(emitter);
			return emitter;
		}

		private static void waitForInterruption() {
			begun.release();
			try {
				new Semaphore(0).acquire();
			}
			catch (InterruptedException ex) {
				interrupted.release();
				proceed.acquireUninterruptibly();
			}
		}

		@PostMapping("/slow")
		Object slow() {
			begun.release();
			proceed.acquireUninterruptibly();
			return deferred(null);
		}

		@PostMapping("/deferred")
		Object deferred(@RequestHeader(required = false) @Nullable String repeated) {
			runs.incrementAndGet();
			if (repeated != null) {
				return "done";
			}
			DeferredResult<String> result = new DeferredResult<>();
			thread = Thread.currentThread();
			deferred.add(result);
			return result;
		}

	}

}
