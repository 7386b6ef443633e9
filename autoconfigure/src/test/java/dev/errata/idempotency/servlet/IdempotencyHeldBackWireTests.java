package dev.errata.idempotency.servlet;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import dev.errata.wire.Failures;
import dev.errata.wire.Service;
import dev.errata.wire.WireTests;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.server.ResponseStatusException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for how an answer that is held back leaves, where others than its handler have a
 * say: those that it is forwarded to, and other threads.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IdempotencyHeldBackWireTests {

	private static final AtomicInteger keys = new AtomicInteger();

	private static final AtomicInteger runs = new AtomicInteger();

	private Service service;

	Service.Container container() {
		return Service.Container.TOMCAT;
	}

	@BeforeAll
	void start() {
		this.service = Service.start(container(), false, List.of(Application.class), WireTests.ENVELOPE,
				"errata.idempotency.enabled=true", "errata.idempotency.store=memory", "server.http2.enabled=true");
	}

	@AfterAll
	void stop() {
		this.service.close();
	}

	private Answer post(String target, String key) {
		return this.service.answer(Exchange.post(target).header("Idempotency-Key: " + key));
	}

	private static String newKey() {
		return "held-" + keys.incrementAndGet();
	}

	private static String withoutNumbers(Answer answer) {
		return answer.body().replaceAll("[0-9]+", "");
	}

	private static void assertReplayed(Answer second, Answer first) {
		assertThat(second.header("Idempotency-Replayed")).as("%s then %s", first, second).isEqualTo("true");
		assertThat(second.status()).isEqualTo(first.status());
		assertThat(second.body()).isEqualTo(first.body());
		assertThat(second.whole()).isTrue();
		assertThat(second.headers().get("Location")).isEqualTo(first.headers().get("Location"));
		assertThat(second.headers().get("Content-Type")).isEqualTo(first.headers().get("Content-Type"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "page", "nothing", "redirect", "refusal", "async", "twice" })
	void answerOfThoseItIsForwardedToIsReplayed(String to) {
		String target = "/forward/" + to;
		Answer unkeyed = this.service.answer(Exchange.post(target));
		String key = newKey();
		int before = runs.get();
		Answer first = post(target, key);
		assertThat(first.status()).isEqualTo(unkeyed.status());
		assertThat(withoutNumbers(first)).isEqualTo(withoutNumbers(unkeyed));
		assertThat(first.whole()).isTrue();
		assertReplayed(post(target, key), first);
		assertThat(runs.get()).isEqualTo(before + 1);
	}

	@Test
	void failureOfThoseItIsForwardedToReopens() {
		String key = newKey();
		int before = runs.get();
		assertThat(post("/forward/broken", key).status()).isEqualTo(500);
		assertThat(post("/forward/broken", key).status()).isEqualTo(500);
		assertThat(runs.get()).isEqualTo(before + 2);
	}

	@Test
	void whatComesAfterAForwardChangesNothing() {
		String key = newKey();
		Answer first = post("/forward-and-fail", key);
		assertThat(first.body()).startsWith("page ");
		assertReplayed(post("/forward-and-fail", key), first);
	}

	@Test
	void requestThatAFilterForwardsIsProtected() {
		String key = newKey();
		Answer first = post("/moved", key);
		assertThat(first.body()).startsWith("page ");
		assertReplayed(post("/moved", key), first);
	}

	@Test
	void redirectKeepsWhatWasWrittenIfAskedTo() {
		String key = newKey();
		Answer first = post("/redirect-with-note", key);
		assertThat(first.status()).isEqualTo(307);
		assertThat(first.body()).isEqualTo("See there.");
		assertReplayed(post("/redirect-with-note", key), first);
	}

	@Test
	void charactersOfAnotherThreadArrive() {
		Answer answer = post("/thread", newKey());
		assertThat(answer.body()).isEqualTo("gr\u00fcn");
		assertThat(answer.whole()).isTrue();
	}

	/**
	 * Containers tell Spring MVC of a client that leaves with HTTP/2, and its response is
	 * nobody's then. The work may go on.
	 */
	@Test
	void responseIsLostIfTheClientLeaves() throws Exception {
		URI target = URI.create("http://localhost:" + this.service.port());
		HttpClient client = HttpClient.newHttpClient();
		assertThat(client.send(HttpRequest.newBuilder(target.resolve("/nowhere")).build(), BodyHandlers.discarding())
			.version()).isEqualTo(HttpClient.Version.HTTP_2);
		String key = newKey();
		CompletableFuture<?> left = client.sendAsync(HttpRequest.newBuilder(target.resolve("/late"))
			.POST(BodyPublishers.noBody())
			.header("Idempotency-Key", key)
			.build(), BodyHandlers.discarding());
		DeferredResult<String> result = Forwards.late.take();
		await().until(() -> isWaiting(Forwards.thread));
		left.cancel(true);
		await()
			.untilAsserted(() -> assertThat(post("/late", key).body()).contains("idempotency_response_not_replayable"));
		result.setResult("late");
		assertThat(post("/late", key).body()).contains("idempotency_response_not_replayable");
		assertThat(Forwards.late).isEmpty();
	}

	/**
	 * Jetty tells nobody of a client that leaves while its request is still dispatched.
	 */
	static boolean isWaiting(Thread thread) {
		return Stream.of(thread.getStackTrace()).noneMatch((frame) -> frame.getClassName().contains(".servlet."));
	}

	/**
	 * Spring MVC closes the response of a client that leaves between the result and the
	 * dispatch that writes it.
	 */
	@Test
	void emptyResponseIsNotReplayedIfTheClientLeavesBeforeTheResultIsWritten() {
		String key = newKey();
		post("/lost", key);
		assertThat(post("/lost", key).body()).contains("idempotency_response_not_replayable");
	}

	@Test
	void errorForAClientThatHasLeftIsNoOtherFailure() {
		assertThat(Failures.loggersThatComplain(() -> {
			String key = newKey();
			try (Socket socket = new Socket("localhost", this.service.port())) {
				socket.setSoLinger(true, 0);
				socket.getOutputStream()
					.write(("POST /late HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nIdempotency-Key: " + key
							+ "\r\n\r\n")
						.getBytes(StandardCharsets.US_ASCII));
				DeferredResult<String> result = Forwards.late.take();
				socket.close();
				Thread.sleep(200);
				result.setErrorResult(new ResponseStatusException(HttpStatus.NOT_FOUND));
			}
			catch (IOException | InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			await().untilAsserted(() -> assertThat(post("/late", key).status()).isEqualTo(404));
		})).isEmpty();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Forwards.class)
	static class Application {

		@Bean
		OncePerRequestFilter moved() {
			return new OncePerRequestFilter() {

				@Override
				protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response,
						FilterChain chain) throws IOException, ServletException {
					if (request.getRequestURI().equals("/moved")) {
						request.getRequestDispatcher("/to/page").forward(request, response);
					}
					else {
						chain.doFilter(request, response);
					}
				}

			};
		}

	}

	@Controller
	static class Forwards {

		static final BlockingQueue<DeferredResult<String>> late = new LinkedBlockingQueue<>();

		static volatile Thread thread;

		@PostMapping("/late")
		@ResponseBody
		DeferredResult<String> late() {
			DeferredResult<String> result = new DeferredResult<>();
			thread = Thread.currentThread();
			late.add(result);
			return result;
		}

		@PostMapping("/lost")
		@ResponseBody
		DeferredResult<String> lost() {
			DeferredResult<String> result = new DeferredResult<>();
			result.setResult("lost");
			return result;
		}

		@ModelAttribute
		void lose(HttpServletRequest request) throws IOException {
			if (request.getRequestURI().equals("/lost") && request.getDispatcherType() == DispatcherType.ASYNC) {
				throw new AsyncRequestNotUsableException("Response not usable after async request error.");
			}
		}

		@PostMapping("/forward/{to}")
		String forward(@PathVariable String to) {
			runs.incrementAndGet();
			return "forward:/to/" + to;
		}

		@PostMapping("/forward-and-fail")
		void forwardAndFail(HttpServletRequest request, HttpServletResponse response)
				throws IOException, ServletException {
			request.getRequestDispatcher("/to/page").forward(request, response);
			throw new IllegalStateException(WireTests.SECRET);
		}

		@RequestMapping("/to/page")
		void page(HttpServletResponse response) throws IOException {
			response.setContentType("text/plain;charset=UTF-8");
			response.getWriter().print("page " + runs.get());
		}

		@RequestMapping("/to/nothing")
		ResponseEntity<Void> nothing() {
			return ResponseEntity.status(202).build();
		}

		@RequestMapping("/to/redirect")
		String redirect() {
			return "redirect:/elsewhere";
		}

		@RequestMapping("/to/refusal")
		void refusal(HttpServletResponse response) throws IOException {
			response.sendError(410);
		}

		@RequestMapping("/to/async")
		@ResponseBody
		DeferredResult<String> async() {
			DeferredResult<String> result = new DeferredResult<>();
			result.setResult("later " + runs.get());
			return result;
		}

		@RequestMapping("/to/twice")
		String twice() {
			return "forward:/to/page";
		}

		@RequestMapping("/to/broken")
		void broken() {
			throw new IllegalStateException(WireTests.SECRET);
		}

		@PostMapping("/redirect-with-note")
		void redirectWithNote(HttpServletResponse response) throws IOException {
			response.setContentType("text/plain;charset=UTF-8");
			response.getWriter().print("See there.");
			response.sendRedirect("/there", 307, false);
		}

		@PostMapping("/thread")
		void thread(HttpServletRequest request, HttpServletResponse response) throws IOException {
			response.setContentType("text/plain;charset=UTF-8");
			AsyncContext context = request.startAsync();
			context.start(() -> {
				try {
					context.getResponse().getWriter().print("gr\u00fcn");
				}
				catch (IOException ex) {
					throw new IllegalStateException(ex);
				}
				context.complete();
			});
		}

	}

}
