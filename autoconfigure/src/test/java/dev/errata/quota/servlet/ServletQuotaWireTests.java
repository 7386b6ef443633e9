package dev.errata.quota.servlet;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import dev.errata.quota.Quota;
import dev.errata.quota.SpentQuota;
import dev.errata.wire.Answer;
import dev.errata.wire.ContainerTests;
import dev.errata.wire.InEachContainer;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.util.StringUtils;
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
class ServletQuotaWireTests extends ContainerTests {

	@Override
	protected Service start(Container container) {
		return Service.start(container, false, List.of(Application.class),
				StringUtils.addStringToArray(SpentQuota.HEADERS, ENVELOPE));
	}

	@BeforeEach
	void reset() {
		SpentQuota.reset();
	}

	private Answer answer(String path) {
		return answer(get(path));
	}

	@ParameterizedTest
	@CsvSource({ "/bytes,200", "/writer,200", "/redirect,302", "/empty,204", "/forward/spend,200", "/forward/empty,204",
			"/forward/throw,500", "/send-error,418", "/callable,200", "/callable-throw,500", "/deferred,200",
			"/streaming,200", "/sse,200", "/emitter-throw,500", "/filter-throw,500", "/filter-send,403", "/slow,504" })
	void everyAnswerTellsTheStateThatTheHandlerLeft(String path, int status) {
		Answer answer = answer(path);
		assertThat(answer.status()).isEqualTo(status);
		SpentQuota.assertTold(answer);
	}

	@Test
	void servletThatGoesOnElsewhereTellsTheStateItFound() {
		Answer answer = answer("/plain-servlet");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.header("X-Used")).isEqualTo("0");
	}

	@Test
	void providerSeesAttributesOfTheRequest() {
		SpentQuota.provider
			.set((request) -> List.of(Quota.of("daily", 1, "b".equals(request.attribute("account")) ? 2 : 3)));
		assertThat(answer("/attribute").header("X-Cap")).isEqualTo("of 2");
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import(SpentQuota.class)
	static class Application {

		@Bean
		jakarta.servlet.Filter filter() {
			return (request, response, chain) -> {
				String path = ((HttpServletRequest) request).getRequestURI();
				if (path.equals("/filter-throw")) {
					SpentQuota.spend();
					throw new IOException(SECRET);
				}
				if (path.equals("/filter-send")) {
					SpentQuota.spend();
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
							SpentQuota.spend();
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

			@GetMapping("/spend")
			String small() {
				return SpentQuota.spend();
			}

			@GetMapping("/attribute")
			String attribute(HttpServletRequest request) {
				request.setAttribute("account", "b");
				return "seen";
			}

			@GetMapping("/bytes")
			void bytes(HttpServletResponse response) throws IOException {
				response.setContentLength(3);
				SpentQuota.spend();
				response.getOutputStream().write('a');
				SpentQuota.spend();
				response.getOutputStream().write('b');
				SpentQuota.spend();
				response.getOutputStream().write('c');
			}

			@GetMapping("/writer")
			void writer(HttpServletResponse response) throws IOException {
				response.getWriter().println("few");
				SpentQuota.spend();
			}

			@GetMapping("/redirect")
			void redirect(HttpServletResponse response) throws IOException {
				SpentQuota.spend();
				response.sendRedirect("/fine");
			}

			@GetMapping("/empty")
			void empty(HttpServletResponse response) {
				SpentQuota.spend();
				response.setStatus(204);
			}

			@GetMapping("/forward/{to}")
			void forward(@PathVariable String to, HttpServletRequest request, HttpServletResponse response)
					throws IOException, ServletException {
				request.getRequestDispatcher("/" + to).forward(request, response);
			}

			@GetMapping("/throw")
			void fail() {
				SpentQuota.spend();
				throw new IllegalStateException(SECRET);
			}

			@GetMapping("/send-error")
			void sendError(HttpServletResponse response) throws IOException {
				SpentQuota.spend();
				response.sendError(418);
			}

			@GetMapping("/callable")
			Callable<String> callable() {
				return SpentQuota::spend;
			}

			@GetMapping("/callable-throw")
			Callable<String> callableThrow() {
				return () -> {
					SpentQuota.spend();
					throw new IOException(SECRET);
				};
			}

			@GetMapping("/deferred")
			DeferredResult<String> deferred() {
				DeferredResult<String> result = new DeferredResult<>();
				CompletableFuture.runAsync(() -> result.setResult(SpentQuota.spend()));
				return result;
			}

			@GetMapping("/slow")
			DeferredResult<String> slow() {
				return new DeferredResult<>(50L);
			}

			@GetMapping("/streaming")
			StreamingResponseBody streaming() {
				return (output) -> {
					SpentQuota.spend();
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
						SpentQuota.spend();
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
					SpentQuota.spend();
					emitter.completeWithError(new IllegalStateException(SECRET));
				});
				return emitter;
			}

		}

	}

}
