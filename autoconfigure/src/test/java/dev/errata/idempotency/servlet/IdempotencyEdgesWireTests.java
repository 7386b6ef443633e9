package dev.errata.idempotency.servlet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import dev.errata.web.servlet.FilterOrder;
import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import dev.errata.wire.WireTests;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for keys where applications do as they like: threads and dispatches of their own,
 * filters that change what is sent, handlers of other kinds.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { WireTests.ENVELOPE, "errata.idempotency.enabled=true", "errata.idempotency.store=memory",
				"errata.idempotency.max-memory=1KB", "errata.idempotency.max-body-size=8KB",
				"management.endpoints.web.exposure.include=loggers" })
class IdempotencyEdgesWireTests extends WireTests {

	private static final AtomicInteger keys = new AtomicInteger();

	private static final AtomicInteger runs = new AtomicInteger();

	private static Exchange keyed(Exchange exchange, String key) {
		return exchange.header("Idempotency-Key: " + key);
	}

	private static String newKey() {
		return "edge-" + keys.incrementAndGet();
	}

	private void assertReplayed(String target) {
		String key = newKey();
		Answer first = answer(keyed(Exchange.post(target), key));
		Answer second = answer(keyed(Exchange.post(target), key));
		assertThat(second.status()).as("%s then %s", first, second).isEqualTo(first.status());
		assertThat(second.body()).isEqualTo(first.body()).isNotEmpty();
		assertThat(second.header("Idempotency-Replayed")).as("%s then %s", first, second).isEqualTo("true");
		for (String header : new String[] { "Content-Type", "Content-Language", "X-Sealed" }) {
			assertThat(second.headers().get(header)).as(header).isEqualTo(first.headers().get(header));
		}
	}

	@TestFactory
	Stream<DynamicTest> answersOfOtherThreads() {
		return Stream.of("writer", "flushed-writer", "stream", "at-once")
			.map((kind) -> DynamicTest.dynamicTest(kind, () -> {
				String key = newKey();
				Answer first = answer(keyed(Exchange.post("/thread/" + kind), key));
				assertThat(first.status()).isEqualTo(200);
				assertThat(first.body()).isEqualTo("gr\u00fcn");
				assertThat(first.whole()).isTrue();
				Answer second = answer(keyed(Exchange.post("/thread/" + kind), key));
				assertThat(second.body()).isEqualTo(document(409, "idempotency_response_not_replayable",
						"The request with this Idempotency-Key has completed; its response cannot be replayed."));
				assertStillServing();
			}));
	}

	@Test
	void errorSentByAnotherThreadArrivesAndReopens() {
		String key = newKey();
		int before = runs.get();
		assertThat(answer(keyed(Exchange.post("/thread/error"), key)).status()).isEqualTo(503);
		assertThat(answer(keyed(Exchange.post("/thread/error"), key)).status()).isEqualTo(503);
		assertThat(runs.get()).isEqualTo(before + 2);
	}

	@Test
	void redirectSentByAnotherThreadArrives() {
		Answer answer = answer(keyed(Exchange.post("/thread/redirect"), newKey()));
		assertThat(answer.status()).isEqualTo(302);
		assertThat(answer.header("Location")).endsWith("/x");
	}

	@TestFactory
	Stream<DynamicTest> replays() {
		return Stream
			.of("/dispatched", "/routed", "/language", "/charset", "/content-type-header", "/sealed/text",
					"/sealed/writer")
			.map((target) -> DynamicTest.dynamicTest(target, () -> assertReplayed(target)));
	}

	@Test
	void redirectToNowhereLeavesNoClaimBehind() {
		String key = newKey();
		answer(keyed(Exchange.post("/nowhere-redirect"), key));
		assertThat(answer(keyed(Exchange.post("/nowhere-redirect"), key)).body())
			.doesNotContain("idempotency_in_progress");
	}

	@Test
	void ownResolverOfArgumentsForgets() {
		String key = newKey();
		assertThat(answer(keyed(Exchange.post("/tenant"), key)).status()).isEqualTo(422);
		assertThat(answer(keyed(Exchange.post("/tenant?tenant=t-1"), key)).body()).isEqualTo("t-1");
	}

	@Test
	void typeThatOnlyBeginsLikeAFormIsABody() {
		String key = newKey();
		String type = "Content-Type: application/x-www-form-urlencoded-2";
		Answer first = answer(keyed(Exchange.post("/raw").header(type).body("a=1"), key));
		assertThat(first.body()).isEqualTo("a=1");
		assertThat(answer(keyed(Exchange.post("/raw").header(type).body("a=2"), key)).status()).isEqualTo(422);
	}

	@Test
	void endpointsOfTheActuatorAreUntouched() {
		String key = newKey();
		for (int i = 0; i < 2; i++) {
			Answer answer = answer(
					keyed(Exchange.json("/actuator/loggers/some.edge", "{\"configuredLevel\":\"WARN\"}"), key));
			assertThat(answer.status()).isEqualTo(204);
			assertThat(answer.headers()).doesNotContainKey("Idempotency-Replayed");
		}
	}

	record Tenant(String name) {
	}

	static class TenantResolver implements HandlerMethodArgumentResolver, WebMvcConfigurer {

		@Override
		public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
			resolvers.add(this);
		}

		@Override
		public boolean supportsParameter(MethodParameter parameter) {
			return parameter.getParameterType() == Tenant.class;
		}

		@Override
		public Object resolveArgument(MethodParameter parameter, @Nullable ModelAndViewContainer container,
				NativeWebRequest request, @Nullable WebDataBinderFactory binders) {
			String name = request.getParameter("tenant");
			if (name == null) {
				throw new ResponseStatusException(HttpStatus.UNPROCESSABLE_CONTENT);
			}
			return new Tenant(name);
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ FineController.class, EdgeController.class, TenantResolver.class })
	static class Application {

		@Bean
		RouterFunction<ServerResponse> routes() {
			return RouterFunctions.route()
				.POST("/routed", (request) -> ServerResponse.ok().body("routed " + runs.incrementAndGet()))
				.build();
		}

		@Bean
		FilterRegistrationBean<SealingFilter> sealingFilter() {
			FilterRegistrationBean<SealingFilter> registration = new FilterRegistrationBean<>(new SealingFilter());
			registration.addUrlPatterns("/sealed/*");
			return registration;
		}

		@Bean
		FilterRegistrationBean<ReturningFilter> returningFilter() {
			FilterRegistrationBean<ReturningFilter> registration = new FilterRegistrationBean<>(new ReturningFilter());
			registration.addUrlPatterns("/thread/*");
			// around the filter for keys
			registration.setOrder(FilterOrder.IDEMPOTENCY - 1);
			return registration;
		}

	}

	@RestController
	static class EdgeController {

		@PostMapping("/thread/{kind}")
		void thread(@PathVariable String kind, HttpServletRequest request, HttpServletResponse response)
				throws Exception {
			runs.incrementAndGet();
			response.setContentType("text/plain;charset=utf-8");
			AsyncContext context = request.startAsync(request, response);
			CountDownLatch returned = ReturningFilter.latch(request);
			CountDownLatch written = new CountDownLatch(1);
			new Thread(() -> {
				try {
					if (!kind.equals("at-once")) {
						assertThat(returned.await(10, TimeUnit.SECONDS)).isTrue();
					}
					write(kind, (HttpServletResponse) context.getResponse());
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
				finally {
					context.complete();
					written.countDown();
				}
			}).start();
			if (kind.equals("at-once")) {
				written.await(10, TimeUnit.SECONDS);
			}
		}

		private static void write(String kind, HttpServletResponse response) throws IOException {
			switch (kind) {
				case "error" -> response.sendError(503);
				case "redirect" -> response.sendRedirect("/x");
				case "stream", "at-once" ->
					response.getOutputStream().write("gr\u00fcn".getBytes(StandardCharsets.UTF_8));
				default -> {
					response.getWriter().print("gr\u00fcn");
					if (kind.equals("flushed-writer")) {
						response.getWriter().flush();
					}
				}
			}
		}

		@PostMapping("/dispatched")
		void dispatched(HttpServletRequest request) {
			AsyncContext context = request.startAsync();
			context.start(() -> context.dispatch("/text"));
		}

		@RequestMapping("/text")
		String text() {
			return "text " + runs.incrementAndGet();
		}

		@PostMapping("/sealed/text")
		@ResponseStatus(HttpStatus.CREATED)
		String sealed() {
			return "text " + runs.incrementAndGet();
		}

		@PostMapping("/sealed/writer")
		void sealedWriter(HttpServletResponse response) throws IOException {
			response.getWriter().print("text " + runs.incrementAndGet());
		}

		@PostMapping("/language")
		String language(HttpServletResponse response) {
			response.setLocale(Locale.CANADA_FRENCH);
			return "bonjour " + runs.incrementAndGet();
		}

		@PostMapping("/charset")
		void charset(HttpServletResponse response) throws IOException {
			response.setContentType("text/plain;charset=utf-8");
			PrintWriter writer = response.getWriter();
			response.setCharacterEncoding(StandardCharsets.UTF_16);
			writer.print("gr\u00fcn " + runs.incrementAndGet());
			assertThat(response.getContentType()).containsIgnoringCase("utf-8");
		}

		@PostMapping("/content-type-header")
		void contentTypeHeader(HttpServletResponse response) throws IOException {
			response.setContentType("text/plain;charset=utf-8");
			PrintWriter writer = response.getWriter();
			response.setHeader("Content-Type", "text/html;charset=utf-16");
			writer.print("gr\u00fcn " + runs.incrementAndGet());
			assertThat(response.getContentType()).containsIgnoringCase("utf-8");
		}

		@PostMapping("/nowhere-redirect")
		void nowhere(HttpServletResponse response) throws IOException {
			response.sendRedirect(null);
		}

		@PostMapping("/tenant")
		String tenant(Tenant tenant) {
			return tenant.name();
		}

		@PostMapping("/raw")
		byte[] raw(InputStream body) throws IOException {
			return body.readAllBytes();
		}

	}

	/**
	 * Lets handlers know that the dispatch has returned from the filter for keys.
	 */
	static final class ReturningFilter implements Filter {

		private static final String RETURNED = ReturningFilter.class.getName();

		static CountDownLatch latch(ServletRequest request) {
			return (CountDownLatch) request.getAttribute(RETURNED);
		}

		@Override
		public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
				throws IOException, ServletException {
			CountDownLatch returned = new CountDownLatch(1);
			request.setAttribute(RETURNED, returned);
			chain.doFilter(request, response);
			returned.countDown();
		}

	}

	/**
	 * Seals what leaves the application, as filters that encrypt, compress or sign do.
	 */
	static final class SealingFilter implements Filter {

		@Override
		public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
				throws IOException, ServletException {
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			PrintWriter writer = new PrintWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8));
			chain.doFilter(request, new HttpServletResponseWrapper((HttpServletResponse) response) {

				@Override
				public void setContentLength(int length) {
				}

				@Override
				public void setContentLengthLong(long length) {
				}

				@Override
				public PrintWriter getWriter() {
					return writer;
				}

				@Override
				public ServletOutputStream getOutputStream() {
					return new ServletOutputStream() {

						@Override
						public void write(int value) {
							bytes.write(value);
						}

						@Override
						public boolean isReady() {
							return true;
						}

						@Override
						public void setWriteListener(WriteListener listener) {
						}

					};
				}

			});
			writer.flush();
			((HttpServletResponse) response).addHeader("X-Sealed",
					"yes " + ((HttpServletResponse) response).getStatus());
			response.getOutputStream().write(("<" + bytes + ">").getBytes(StandardCharsets.UTF_8));
		}

	}

}
