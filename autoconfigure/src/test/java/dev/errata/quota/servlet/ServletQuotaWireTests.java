package dev.errata.quota.servlet;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import dev.errata.catalog.StandardCode;
import dev.errata.error.ErrorCodeException;
import dev.errata.quota.Quota;
import dev.errata.quota.QuotaProvider;
import dev.errata.quota.QuotaRequest;
import dev.errata.wire.Answer;
import dev.errata.wire.InEachContainer;
import dev.errata.wire.Service;
import dev.errata.wire.WireTests;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

import static dev.errata.wire.Exchange.get;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The headers of quotas, on every answer, whatever the provider does.
 */
@InEachContainer
class ServletQuotaWireTests {

	private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");

	@Parameter
	Service.Container container;

	private Service service;

	@BeforeParameterizedClassInvocation
	void start() {
		this.service = Service.start(this.container, false, List.of(Application.class), WireTests.ENVELOPE,
				"errata.quota.headers.X-Used={used}", "errata.quota.headers.X-Cap=of {cap}",
				"errata.quota.headers.X-Reset={reset}", "errata.quota.timeout=1s",
				"errata.codes.daily_quota.status=429", "errata.codes.daily_quota.replaces=quota_exceeded",
				"errata.codes.spent.status=429", "errata.codes.spent.retryable=false",
				"errata.codes.spent.replaces=concurrency_limit", "errata.contracts.plain.paths=/plain/**",
				"errata.contracts.plain.quota.preset=none", "errata.contracts.draft.paths=/draft/**",
				"errata.contracts.draft.quota.preset=ratelimit", "errata.contracts.usual.paths=/usual/**",
				"errata.contracts.usual.quota.preset=x-ratelimit");
	}

	@AfterParameterizedClassInvocation
	void stop() {
		this.service.close();
	}

	@BeforeEach
	void reset() {
		Application.used.set(0);
		Application.asked.set(0);
		Application.now.set(NOW);
		Application.provider.set(Application::usual);
	}

	private Answer answer(String path) {
		return this.service.answer(get(path));
	}

	@ParameterizedTest
	@CsvSource({ "/fine,200", "/spend,200", "/large,200", "/bytes,200", "/writer,200", "/redirect,302", "/empty,204",
			"/forward/spend,200", "/forward/empty,204", "/forward/throw,500", "/throw,500", "/code,429", "/nowhere,404",
			"/send-error,418", "/callable,200", "/callable-throw,500", "/deferred,200", "/future,200", "/streaming,200",
			"/sse,200", "/emitter-throw,500", "/filter-throw,500", "/filter-send,403", "/slow,504" })
	void everyAnswerTellsTheStateThatTheHandlerLeft(String path, int status) {
		Answer answer = answer(path);
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.header("X-Used")).isEqualTo(String.valueOf(Application.used.get()));
		assertThat(answer.header("X-Cap")).isEqualTo("of 1000");
		assertThat(answer.header("X-Reset")).isEqualTo(String.valueOf(NOW.plusSeconds(90).getEpochSecond()));
		assertThat(Application.asked.get()).isEqualTo(1);
		assertThat(answer.whole()).isTrue();
	}

	@Test
	void servletThatGoesOnElsewhereTellsTheStateItFound() {
		Answer answer = answer("/plain-servlet");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.header("X-Used")).isEqualTo("0");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/errors", "/errors/default", "/errors/nope" })
	void catalogIsNobodysQuota(String path) {
		assertThat(answer(path).headers()).doesNotContainKeys("X-Used", "X-Cap");
		assertThat(Application.asked.get()).isZero();
		assertThat(answer("/errorsome").headers()).containsKey("X-Used");
	}

	@Test
	void providerSeesTheRequest() {
		Application.provider.set((request) -> {
			assertThat(request.contract()).isEqualTo("default");
			assertThat(request.method()).isEqualTo("GET");
			assertThat(request.path()).isEqualTo("/attribute");
			return List.of(Quota.of(request.header("X-Account") + request.attribute("account"), 1, 2));
		});
		Answer answer = this.service.answer(get("/attribute").header("X-Account: a"));
		assertThat(answer.header("X-Cap")).isEqualTo("of 2");
		assertThat(answer.headers()).doesNotContainKey("X-Reset");
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import(WireTests.FineController.class)
	static class Application {

		static final AtomicInteger used = new AtomicInteger();

		static final AtomicInteger asked = new AtomicInteger();

		static final AtomicReference<Instant> now = new AtomicReference<>(NOW);

		static final AtomicReference<QuotaProvider> provider = new AtomicReference<>(Application::usual);

		static List<Quota> usual(QuotaRequest request) {
			asked.incrementAndGet();
			return List.of(Quota.of("daily", used.get(), 1000).resetAt(NOW.plusSeconds(90)).per(Duration.ofDays(1)));
		}

		@SuppressWarnings("unchecked")
		static <E extends Throwable> RuntimeException sneaky(Throwable failure) throws E {
			throw (E) failure;
		}

		@Bean
		QuotaProvider quotas() {
			return (request) -> provider.get().quotasOf(request);
		}

		@Bean
		Clock clock() {
			return new Clock() {

				@Override
				public ZoneId getZone() {
					return ZoneOffset.UTC;
				}

				@Override
				public Clock withZone(ZoneId zone) {
					return this;
				}

				@Override
				public Instant instant() {
					return now.get();
				}

			};
		}

		@Bean
		jakarta.servlet.Filter filter() {
			return (request, response, chain) -> {
				String path = ((HttpServletRequest) request).getRequestURI();
				if (path.equals("/filter-throw")) {
					used.addAndGet(7);
					throw new IOException(WireTests.SECRET);
				}
				if (path.equals("/filter-send")) {
					used.addAndGet(7);
					((HttpServletResponse) response).sendError(403);
					return;
				}
				chain.doFilter(request, response);
			};
		}

		@Bean
		ServletRegistrationBean<HttpServlet> servlet() {
			ServletRegistrationBean<HttpServlet> registration = new ServletRegistrationBean<>(new HttpServlet() {

				@Override
				protected void doGet(HttpServletRequest request, HttpServletResponse response) {
					AsyncContext context = request.startAsync();
					context.start(() -> {
						try {
							used.addAndGet(7);
							context.getResponse().getWriter().write("late");
						}
						catch (IOException ex) {
							throw new IllegalStateException(ex);
						}
						context.complete();
					});
				}

			}, "/plain-servlet");
			registration.setAsyncSupported(true);
			return registration;
		}

		@RestController
		static class SpendingController {

			private static String spend() {
				used.addAndGet(7);
				return "spent";
			}

			@GetMapping({ "/spend", "/draft/fine" })
			String small(HttpServletRequest request) {
				return request.getRequestURI().equals("/spend") ? spend() : "fine";
			}

			@GetMapping("/attribute")
			String attribute(HttpServletRequest request) {
				request.setAttribute("account", "b");
				return "seen";
			}

			@GetMapping("/large")
			String large() {
				return spend().repeat(10_000);
			}

			@GetMapping("/bytes")
			void bytes(HttpServletResponse response) throws IOException {
				response.setContentLength(3);
				spend();
				response.getOutputStream().write('a');
				spend();
				response.getOutputStream().write('b');
				spend();
				response.getOutputStream().write('c');
			}

			@GetMapping("/writer")
			void writer(HttpServletResponse response) throws IOException {
				response.getWriter().println("few");
				spend();
			}

			@GetMapping("/redirect")
			void redirect(HttpServletResponse response) throws IOException {
				spend();
				response.sendRedirect("/fine");
			}

			@GetMapping("/empty")
			void empty(HttpServletResponse response) {
				spend();
				response.setStatus(204);
			}

			@GetMapping("/forward/{to}")
			void forward(@PathVariable String to, HttpServletRequest request, HttpServletResponse response)
					throws IOException, ServletException {
				request.getRequestDispatcher("/" + to).forward(request, response);
			}

			@GetMapping("/throw")
			void fail() {
				spend();
				throw new IllegalStateException(WireTests.SECRET);
			}

			@GetMapping("/code")
			void code() {
				throw new ErrorCodeException(StandardCode.TOO_MANY_REQUESTS);
			}

			@GetMapping({ "/refuse", "/draft/refuse" })
			void refuse(HttpServletRequest request) {
				String wait = request.getHeader("X-Wait");
				throw new ErrorCodeException(request.getHeader("X-Code"))
					.retryAfter((wait != null) ? Duration.ofSeconds(Long.parseLong(wait)) : null);
			}

			@GetMapping("/send-error")
			void sendError(HttpServletResponse response) throws IOException {
				spend();
				response.sendError(418);
			}

			@GetMapping("/callable")
			Callable<String> callable() {
				return SpendingController::spend;
			}

			@GetMapping("/callable-throw")
			Callable<String> callableThrow() {
				return () -> {
					spend();
					throw new IOException(WireTests.SECRET);
				};
			}

			@GetMapping("/deferred")
			DeferredResult<String> deferred() {
				DeferredResult<String> result = new DeferredResult<>();
				CompletableFuture.runAsync(() -> result.setResult(spend()));
				return result;
			}

			@GetMapping("/future")
			CompletableFuture<String> future() {
				return CompletableFuture.supplyAsync(SpendingController::spend);
			}

			@GetMapping("/slow")
			DeferredResult<String> slow() {
				return new DeferredResult<>(50L);
			}

			@GetMapping("/streaming")
			StreamingResponseBody streaming() {
				return (output) -> {
					spend();
					output.write("first".getBytes());
					output.flush();
					output.write("second".getBytes());
				};
			}

			@GetMapping("/sse")
			SseEmitter sse() {
				SseEmitter emitter = new SseEmitter();
				CompletableFuture.runAsync(() -> {
					try {
						spend();
						emitter.send("first");
						emitter.complete();
					}
					catch (IOException ex) {
						emitter.completeWithError(ex);
					}
				});
				return emitter;
			}

			@GetMapping("/emitter-throw")
			SseEmitter emitterThrow() {
				SseEmitter emitter = new SseEmitter();
				CompletableFuture.runAsync(() -> {
					spend();
					emitter.completeWithError(new IllegalStateException(WireTests.SECRET));
				});
				return emitter;
			}

		}

	}

}
