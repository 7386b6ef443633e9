package dev.errata.web.servlet;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import dev.errata.error.ErrorCodeException;
import dev.errata.idempotency.Idempotent;
import dev.errata.quota.QuotaProvider;
import dev.errata.wire.Answer;
import dev.errata.wire.ContainerTests;
import dev.errata.wire.Exchange;
import dev.errata.wire.InEachContainer;
import dev.errata.wire.Row;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.handler.MappedInterceptor;
import org.springframework.web.util.ContentCachingResponseWrapper;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.of;
import static dev.errata.wire.Exchange.post;
import static dev.errata.wire.Row.row;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Filters and interceptors that set an error status and do not pass the request on.
 */
@InEachContainer
class RefusingFilterWireTests extends ContainerTests {

	@Override
	protected Service start(Container container) {
		return Service.start(container, false, List.of(Application.class), ENVELOPE,
				"errata.paths=/fine,/nowhere,/nothing,/sending,/throwing,/servlet,/function,/order,/callable,/view,/direct,/passed",
				"errata.quota.preset=ratelimit", "errata.idempotency.enabled=true", "errata.idempotency.store=memory");
	}

	@TestFactory
	Stream<DynamicTest> refusals() {
		return service().table(get("/fine"), refused("bare", get("/fine")), refused("bare", get("/nowhere")),
				refused("wrapped", get("/fine")), stopped("bare", get("/fine")), stopped("typed", get("/fine")),
				stopped("bare", get("/function")), stopped("bare", get("/nothing")),
				stopped("bare", get("/fine").header("Caching: yes")),
				stopped("bare", post("/order").header("Idempotency-Key: stopped")), stopped("mapped", get("/fine")),
				stopped("again", get("/callable")), stopped("bare", get("/fine").header("Own: yes")),
				row("forwarded with a status", refuse("forwarded", get("/fine")))
					.is(401, "unauthorized", "Authentication is required.")
					.isLoggedOnce(),
				row("forwarded with an exception", refuse("known", get("/fine")))
					.is(409, "conflict", "The request conflicts with the state of the resource.")
					.isLoggedOnce(),
				row("forwarded with nothing", refuse("lost", get("/fine"))).is(500, "internal_error",
						"An unexpected error occurred."),
				row("with a time", refuse("later", get("/fine"))).is(429, "too_many_requests", "Too many requests.")
					.with("Retry-After", "7")
					.isLoggedOnce());
	}

	@TestFactory
	Stream<DynamicTest> forwardsThatAreStopped() {
		return service().table(get("/fine"), stopped("forward", get("/view")), stopped("forward", get("/direct")),
				stopped("forward", get("/passed")), stopped("forward", get("/view").header("Own: yes")),
				stopped("forward", get("/view").header("Target: /function")),
				stopped("twice", get("/view").header("Target: /direct")), stopped("forward typed", get("/view")),
				stopped("forward", post("/view").header("Idempotency-Key: forwarded").header("Target: /order")));
	}

	@ParameterizedTest
	@CsvSource({ "/fine,forward body,theirs", "/fine,forward flush,''", "/fine,forward late,fine",
			"/nothing,forward late,''", "/function,forward late,''", "/servlet,none,''", "/gone,none,''",
			"/elsewhere,forward,''" })
	void whatInterceptorsAnswerToAForwardIsTheirs(String target, String how, String body) {
		Exchange exchange = get(target.equals("/elsewhere") ? "/elsewhere/view" : "/view").header("Target: " + target);
		Answer answer = answer(how.equals("none") ? exchange : stop(how, exchange));
		assertThat(answer.status()).isEqualTo(401);
		assertThat(answer.body()).isEqualTo(body);
	}

	private static Row stopped(String how, Exchange exchange) {
		return row("interceptor: " + exchange, stop(how, exchange))
			.is(401, "unauthorized", "Authentication is required.")
			.isLoggedOnce();
	}

	private static Exchange stop(String how, Exchange exchange) {
		return exchange.header("Stopped: " + how);
	}

	private static Row refused(String how, Exchange exchange) {
		return row(how + ": " + exchange, refuse(how, exchange)).is(401, "unauthorized", "Authentication is required.")
			.isLoggedOnce();
	}

	@ParameterizedTest
	@ValueSource(strings = { "bare", "wrapped" })
	void headHasNoBody(String how) {
		Answer answer = answer(refuse(how, of("HEAD", "/fine")));
		assertThat(answer.status()).isEqualTo(401);
		assertThat(answer.body()).isEmpty();
		assertThat(answer.header("Content-Length")).isNotEqualTo("0");
	}

	@ParameterizedTest
	@CsvSource({ "/fine,body,theirs", "/fine,body,theirs,yes", "/fine,flush,''", "/fine,late,fine", "/nothing,late,''",
			"/function,late,''", "/elsewhere,bare,''" })
	void whatInterceptorsAnswerIsTheirs(ArgumentsAccessor row) {
		Exchange exchange = stop(row.getString(1), get(row.getString(0)));
		Answer answer = answer((row.size() > 3) ? exchange.header("Caching: yes") : exchange);
		assertThat(answer.status()).isEqualTo(401);
		assertThat(answer.body()).isEqualTo(row.getString(2));
	}

	@Test
	void whatInterceptorsAnswerToARequestWithAKeyIsTheirs() {
		Exchange exchange = post("/order").header("Idempotency-Key: answered");
		Answer answer = answer(stop("body", exchange));
		assertThat(answer.status()).isEqualTo(401);
		assertThat(answer.body()).isEqualTo("theirs");
	}

	@Test
	void statusOfAHandlerIsReplayedWithoutABody() {
		Exchange exchange = post("/order").header("Idempotency-Key: order");
		for (String replayed : new String[] { null, "true" }) {
			Answer answer = answer(exchange);
			assertThat(answer.status()).isEqualTo(410);
			assertThat(answer.body()).isEmpty();
			assertThat(answer.header("Idempotency-Replayed")).isEqualTo(replayed);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "bare", "wrapped", "sent", "thrown", "resolved", "forwarded" })
	void cookiesStay(String how) {
		Answer answer = answer(refuse(how, get("/fine")).header("Cookie: token=expired"));
		assertThat(answer.status()).isEqualTo(401);
		assertThat(answer.body()).startsWith("{\"code\":\"unauthorized\"");
		assertThat(answer.headers().get("Set-Cookie")).containsExactly("token=none", "other=none");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/sending", "/throwing" })
	void cookiesOfAHandlerThatFailsAreGoneAndThoseOfFiltersStay(String target) {
		Answer answer = answer(get(target).header("Cookie: token=expired"));
		assertThat(answer.status()).isEqualTo(409);
		assertThat(answer.headers().get("Set-Cookie")).containsExactly("token=none", "other=none");
		assertThat(answer(get(target)).header("Set-Cookie")).isNull();
	}

	@Test
	void sessionThatAHandlerHasBegunStays() {
		Answer answer = answer(get("/throwing?session"));
		assertThat(answer.status()).isEqualTo(409);
		assertThat(answer.headers().get("Set-Cookie")).singleElement()
			.satisfies((cookie) -> assertThat(cookie).startsWith("JSESSIONID="));
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", value = { "/fine,body,theirs", "/fine,flush,''", "/fine,passed,fine",
			"/nothing,passed,''", "/servlet,-,''", "/elsewhere,bare,''" })
	void whatOthersAnswerIsTheirs(String path, String how, String body) {
		Answer answer = answer((how != null) ? refuse(how, get(path)) : get(path));
		assertThat(answer.status()).isEqualTo(401);
		assertThat(answer.body()).isEqualTo(body);
	}

	private static Exchange refuse(String how, Exchange exchange) {
		return exchange.header("Refused: " + how);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ RefusingFilter.class, PlainController.class })
	static class Application implements WebMvcConfigurer {

		@Override
		public void addInterceptors(InterceptorRegistry registry) {
			registry.addInterceptor(new StoppingInterceptor());
		}

		@Bean
		MappedInterceptor mappedInterceptor() {
			return new MappedInterceptor(null, new HandlerInterceptor() {

				@Override
				public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
					boolean stopped = "mapped".equals(request.getHeader("Stopped"));
					if (stopped) {
						response.setStatus(401);
					}
					return !stopped;
				}

			});
		}

		@Bean
		QuotaProvider quotas() {
			return (request) -> List.of();
		}

		@Bean
		RouterFunction<ServerResponse> functions() {
			return RouterFunctions.route()
				.GET("/function",
						(request) -> (request.headers().firstHeader("Stopped") != null)
								? ServerResponse.status(401).build() : ServerResponse.ok().body("fine"))
				.build();
		}

		@Bean
		FilterRegistrationBean<WrappingFilter> wrappingFilter() {
			FilterRegistrationBean<WrappingFilter> registration = new FilterRegistrationBean<>(new WrappingFilter());
			registration.setOrder(-1);
			return registration;
		}

		@Bean
		ServletRegistrationBean<BareServlet> bareServlet() {
			return new ServletRegistrationBean<>(new BareServlet(), "/servlet");
		}

	}

	static class RefusingFilter extends OncePerRequestFilter {

		private final HandlerExceptionResolver resolver;

		RefusingFilter(@Qualifier("handlerExceptionResolver") HandlerExceptionResolver resolver) {
			this.resolver = resolver;
		}

		@Override
		protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
				throws ServletException, IOException {
			if (request.getRequestURI().equals("/passed")) {
				request.getRequestDispatcher("/fine").forward(request, response);
				return;
			}
			String how = String.valueOf(request.getHeader("Refused"));
			if (!how.equals("null")) {
				response.setStatus(how.equals("later") ? 429 : List.of("known", "lost").contains(how) ? 200 : 401);
			}
			if (request.getHeader("Cookie") != null) {
				response.addCookie(new Cookie("token", "none"));
				response.addCookie(new Cookie("other", "none"));
			}
			switch (how) {
				case "sent" -> response.sendError(401);
				case "thrown" -> throw new ResponseStatusException(HttpStatus.UNAUTHORIZED);
				case "resolved" -> this.resolver.resolveException(request, response, null,
						new ResponseStatusException(HttpStatus.UNAUTHORIZED));
				case "known" -> {
					request.setAttribute(RequestDispatcher.ERROR_EXCEPTION, new ErrorCodeException("conflict"));
					request.getRequestDispatcher("/error").forward(request, response);
				}
				case "forwarded", "lost" -> request.getRequestDispatcher("/error").forward(request, response);
				case "later" -> response.setHeader("Retry-After", "7");
				case "body" -> response.getWriter().write("theirs");
				case "flush" -> response.flushBuffer();
				case "passed", "null" -> chain.doFilter(request, response);
				default -> {
				}
			}
		}

	}

	static class StoppingInterceptor implements HandlerInterceptor {

		@Override
		public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
				throws IOException {
			String how = request.getHeader("Stopped");
			if (how == null || how.equals("mapped")
					|| (how.equals("again") && request.getDispatcherType() != DispatcherType.ASYNC)
					|| (how.startsWith("forward") && request.getDispatcherType() != DispatcherType.FORWARD)
					|| (how.equals("twice") && !request.getRequestURI().equals("/fine"))) {
				return true;
			}
			response.setStatus(401);
			switch (how.replace("forward ", "")) {
				case "typed" -> response.setContentType("application/json;charset=UTF-8");
				case "body" -> response.getWriter().write("theirs");
				case "flush" -> response.flushBuffer();
				default -> {
				}
			}
			return how.endsWith("late");
		}

	}

	static class WrappingFilter extends OncePerRequestFilter {

		@Override
		protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
				throws ServletException, IOException {
			if (request.getHeader("Own") != null) {
				chain.doFilter(request, new HttpServletResponseWrapper(response) {
				});
				return;
			}
			if (!"wrapped".equals(request.getHeader("Refused")) && request.getHeader("Caching") == null) {
				chain.doFilter(request, response);
				return;
			}
			ContentCachingResponseWrapper wrapper = new ContentCachingResponseWrapper(response);
			chain.doFilter(request, wrapper);
			wrapper.copyBodyToResponse();
		}

	}

	static class BareServlet extends HttpServlet {

		@Override
		protected void doGet(HttpServletRequest request, HttpServletResponse response) {
			response.setStatus(401);
		}

	}

	@RestController
	static class PlainController {

		@GetMapping("/fine")
		String fine() {
			return "fine";
		}

		@GetMapping({ "/view", "/elsewhere/view" })
		ModelAndView view(@RequestHeader(name = "Target", defaultValue = "/fine") String target) {
			return new ModelAndView("forward:" + target);
		}

		@Idempotent
		@PostMapping("/view")
		ModelAndView viewOfAKey(@RequestHeader("Target") String target) {
			return new ModelAndView("forward:" + target);
		}

		@GetMapping("/direct")
		void direct(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
			request.getRequestDispatcher("/fine").forward(request, response);
		}

		@GetMapping("/gone")
		ResponseEntity<Void> gone() {
			return ResponseEntity.status(401).build();
		}

		@GetMapping("/sending")
		void sending(HttpServletResponse response) throws IOException {
			response.addCookie(new Cookie("order", "1"));
			response.sendError(409);
		}

		@GetMapping("/throwing")
		void throwing(HttpServletRequest request, HttpServletResponse response) {
			response.addCookie(new Cookie("order", "1"));
			if ("session".equals(request.getQueryString())) {
				request.getSession();
			}
			throw new ErrorCodeException("conflict");
		}

		@Idempotent
		@PostMapping("/order")
		ResponseEntity<Void> order() {
			return ResponseEntity.status(410).build();
		}

		@GetMapping("/callable")
		Callable<String> callable() {
			return () -> "fine";
		}

		@GetMapping("/nothing")
		void nothing() {
		}

	}

}
