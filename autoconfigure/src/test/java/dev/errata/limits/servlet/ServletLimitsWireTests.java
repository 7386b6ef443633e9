package dev.errata.limits.servlet;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.errata.limits.SizedBodies;
import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import dev.errata.wire.InEachContainer;
import dev.errata.wire.Service;
import dev.errata.wire.WireTests;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.WebAsyncTask;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.post;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What goes beyond a limit of its path.
 */
@InEachContainer
class ServletLimitsWireTests {

	@Parameter
	Service.Container container;

	private Service service;

	private Map<String, CompletableFuture<Answer>> timedOut;

	private Map<String, CompletableFuture<Answer>> late;

	@BeforeParameterizedClassInvocation
	void start() {
		this.service = Service.start(this.container, false, List.of(Application.class), WireTests.ENVELOPE,
				"errata.paths=/**", "errata.limits.body.most.paths=/body/**", "errata.limits.body.most.max=2KB",
				"errata.limits.async-timeout.quick.paths=/quick/**,/servlet",
				"errata.limits.async-timeout.quick.timeout=300ms",
				"errata.limits.async-timeout.patient.paths=/quick/patient/**",
				"errata.limits.async-timeout.patient.timeout=1m", "spring.mvc.async.request-timeout=20s");
		// these wait, Tomcat for up to a second more; meanwhile, the other tests run
		this.timedOut = later("/quick/callable", "/quick/deferred", "/quick/future", "/quick/streaming", "/quick/sse",
				"/quick/task", "/servlet");
		this.late = later("/quick/own/task", "/quick/own/deferred", "/quick/own/sse", "/quick/patient/callable",
				"/other/callable");
	}

	private Map<String, CompletableFuture<Answer>> later(String... paths) {
		return Stream.of(paths)
			.collect(Collectors.toMap(Function.identity(), (path) -> CompletableFuture
				.supplyAsync(() -> answer(get(path)), (task) -> new Thread(task).start())));
	}

	@AfterParameterizedClassInvocation
	void stop() {
		this.service.close();
	}

	private Answer answer(Exchange exchange) {
		return this.service.answer(exchange);
	}

	private void assertTooLarge(Exchange exchange) {
		SizedBodies.assertTooLarge(answer(exchange));
		assertThat(answer(get("/fine")).body()).isEqualTo("fine");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/body/stream", "/body/reader", "/body/form", "/body/upload" })
	void bodyBeyondTheLimitIsTooLarge(String path) {
		assertTooLarge(SizedBodies.of(path, 5000));
		assertTooLarge(SizedBodies.of(path, 5000).chunked());
	}

	@ParameterizedTest
	@ValueSource(strings = { "/body/stream", "/body/reader", "/body/form", "/body/upload" })
	void bodyWithinTheLimitIsTaken(String path) {
		assertThat(answer(SizedBodies.of(path, 1500)).body()).isEqualTo("1500");
		assertThat(answer(SizedBodies.of(path, 1500).chunked()).body()).isEqualTo("1500");
	}

	@Test
	void formBeyondTheLimitOfTheContainerIsTooLarge() {
		try (Service service = Service.start(this.container, false, List.of(Application.class), WireTests.ENVELOPE,
				"server.tomcat.max-http-form-post-size=1KB", "server.jetty.max-http-form-post-size=1KB")) {
			SizedBodies.assertTooLarge(service.answer(SizedBodies.of("/body/form", 5000)));
			assertThat(service.answer(get("/fine")).body()).isEqualTo("fine");
		}
	}

	@Test
	void asynchronousHandlerIsCountedThroughItsDispatches() {
		assertThat(answer(SizedBodies.of("/body/later", 1500).chunked()).body()).isEqualTo("1500");
		assertTooLarge(SizedBodies.of("/body/later", 5000).chunked());
	}

	@Test
	void timeIsUp() {
		assertThat(this.timedOut).allSatisfy((path, later) -> {
			Answer answer = later.join();
			assertThat(answer.body()).isEqualTo(WireTests.document(504, "timeout", "The request took too long."));
			assertThat(answer.status()).isEqualTo(504);
		});
	}

	@Test
	void timeOfItsOwnComesFirst() {
		assertThat(this.late).allSatisfy((path, later) -> {
			Answer answer = later.join();
			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.body()).contains("late");
		});
	}

	@Test
	void bootAnswersOutsideOfContracts() {
		try (Service service = Service.start(this.container, false, List.of(Application.class), "errata.paths=/api/**",
				"errata.limits.body.most.paths=/body/**", "errata.limits.body.most.max=2KB")) {
			Answer answer = service.answer(SizedBodies.of("/body/stream", 5000));
			assertThat(answer.status()).isEqualTo(413);
			assertThat(answer.body()).contains("\"status\":413");
			assertThat(service.answer(SizedBodies.of("/body/stream", 5000).chunked()).status()).isIn(413, 500);
		}
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import(WireTests.FineController.class)
	static class Application {

		@Bean
		ServletRegistrationBean<HttpServlet> servlet() {
			ServletRegistrationBean<HttpServlet> registration = new ServletRegistrationBean<>(new HttpServlet() {

				@Override
				protected void doGet(HttpServletRequest request, HttpServletResponse response) {
					request.startAsync();
				}

			}, "/servlet");
			registration.setAsyncSupported(true);
			return registration;
		}

		@RestController
		static class ReadingController {

			@PostMapping("/body/stream")
			int stream(InputStream body) throws IOException {
				return body.readAllBytes().length;
			}

			@PostMapping("/body/reader")
			int reader(HttpServletRequest request) throws IOException {
				return request.getReader().lines().mapToInt(String::length).sum();
			}

			@PostMapping("/body/form")
			int form(@RequestParam String file) {
				return file.length();
			}

			@PostMapping("/body/upload")
			long upload(@RequestParam MultipartFile file) {
				return file.getSize();
			}

			@PostMapping("/body/later")
			Callable<Integer> later(InputStream body) {
				return () -> body.readAllBytes().length;
			}

		}

		@RestController
		static class SlowController {

			private static String sleep(int millis) throws InterruptedException {
				Thread.sleep(millis);
				return "late";
			}

			@GetMapping("/quick/callable")
			Callable<String> callable() {
				return () -> sleep(6000);
			}

			@GetMapping({ "/quick/patient/callable", "/other/callable" })
			Callable<String> patient() {
				return () -> sleep(2500);
			}

			@GetMapping("/quick/task")
			WebAsyncTask<String> task() {
				return new WebAsyncTask<>(() -> sleep(6000));
			}

			@GetMapping("/quick/own/task")
			WebAsyncTask<String> ownTask() {
				return new WebAsyncTask<>(9000, () -> sleep(2500));
			}

			@GetMapping("/quick/deferred")
			DeferredResult<String> deferred() {
				return new DeferredResult<>();
			}

			@GetMapping("/quick/own/deferred")
			DeferredResult<String> ownDeferred() {
				DeferredResult<String> result = new DeferredResult<>(9000L);
				CompletableFuture.runAsync(() -> {
					try {
						result.setResult(sleep(2500));
					}
					catch (InterruptedException ex) {
						result.setErrorResult(ex);
					}
				}, (task) -> new Thread(task).start());
				return result;
			}

			@GetMapping("/quick/future")
			CompletableFuture<String> future() {
				return new CompletableFuture<>();
			}

			@GetMapping("/quick/streaming")
			StreamingResponseBody streaming() {
				return (output) -> {
					try {
						output.write(sleep(6000).getBytes());
					}
					catch (InterruptedException ex) {
						throw new IOException(ex);
					}
				};
			}

			@GetMapping("/quick/sse")
			SseEmitter sse() {
				return new SseEmitter();
			}

			@GetMapping("/quick/own/sse")
			SseEmitter ownSse() {
				SseEmitter emitter = new SseEmitter(0L);
				CompletableFuture.runAsync(() -> {
					try {
						emitter.send(sleep(2500));
						emitter.complete();
					}
					catch (IOException | InterruptedException ex) {
						emitter.completeWithError(ex);
					}
				}, (task) -> new Thread(task).start());
				return emitter;
			}

		}

	}

}
