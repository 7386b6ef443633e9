package dev.errata.web.servlet;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import dev.errata.error.ErrorCodeException;
import dev.errata.wire.Exchange;
import dev.errata.wire.Failures;
import dev.errata.wire.WireTests;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.json;
import static dev.errata.wire.Row.row;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What fails in servlets, interceptors and every dispatch of a filter.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { WireTests.ENVELOPE, "errata.codes.order_shipped.status=409" })
class FilterWireTests extends WireTests {

	private static final String UNEXPECTED = "An unexpected error occurred.";

	@TestFactory
	Stream<DynamicTest> unexpected() {
		return Stream.of("before=servlet", "every=runtime", "every=error")
			.map((query) -> row(query, get("/empty?" + query)).is(500, "internal_error", UNEXPECTED).test(this));
	}

	@TestFactory
	Stream<DynamicTest> known() {
		return table(row("wrapped", get("/ok?before=wrapped")).is(409, "order_shipped", "Conflict"),
				row("in every dispatch", get("/ok?every=code")).is(409, "order_shipped", "Conflict"));
	}

	@TestFactory
	Stream<DynamicTest> servlets() {
		return table(row("throwing", get("/servlet?how=runtime")).is(500, "internal_error", UNEXPECTED),
				row("throwing a code", get("/servlet?how=code")).is(409, "order_shipped", "Conflict"),
				row("throwing a code, wrapped", get("/servlet?how=wrapped")).is(409, "order_shipped", "Conflict"),
				row("sending an error", get("/servlet?how=send")).is(403, "forbidden", "Access is denied."),
				row("of another method", json("/servlet", "{}")).is(405, "method_not_allowed",
						"The method is not supported here."),
				row("unavailable", get("/servlet?how=unavailable")).is(503, "service_unavailable",
						"The service is temporarily unavailable."));
	}

	@TestFactory
	Stream<DynamicTest> interceptors() {
		return table(row("before", get("/empty?intercept=before")).is(409, "order_shipped", "Conflict"),
				row("after", get("/empty?intercept=after")).is(409, "order_shipped", "Conflict"),
				row("model attribute", get("/empty?intercept=model")).is(409, "order_shipped", "Conflict"));
	}

	@TestFactory
	Stream<DynamicTest> otherDispatches() {
		return table(
				row("of an asynchronous result", get("/async?async=runtime")).is(500, "internal_error", UNEXPECTED),
				row("of an error, which stays", get("/ok?before=send&error=runtime")).is(403, "forbidden",
						"Access is denied."));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/ok?every=runtime", "/servlet?how=runtime", "/servlet?how=send" })
	void failureIsOneLine(String target) {
		try (Failures failures = Failures.logged()) {
			answer(get(target));
			assertThat(failures.lines()).singleElement().satisfies((line) -> {
				assertThat(line.getFormattedMessage()).startsWith("GET " + target.replaceAll("\\?.*", ""))
					.contains("[" + Exchange.ID + "]");
				assertThat(line.getMDCPropertyMap()).containsEntry("requestId", Exchange.ID);
			});
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/ok?every=runtime", "/servlet?how=runtime" })
	void nobodyElseLogsTheFailure(String target) {
		for (Exchange exchange : List.of(get(target), get(target).header("Accept: text/html"))) {
			assertThat(Failures.loggersThatComplain(() -> answer(exchange)))
				.containsExactly("errata.failure.internal_error");
		}
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import(FineController.class)
	static class Application implements WebMvcConfigurer {

		@Override
		public void addInterceptors(InterceptorRegistry registry) {
			registry.addInterceptor(new HandlerInterceptor() {

				@Override
				public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
					fail(request, "before");
					return true;
				}

				@Override
				public void postHandle(HttpServletRequest request, HttpServletResponse response, Object handler,
						ModelAndView view) {
					fail(request, "after");
				}

			});
		}

		static void fail(HttpServletRequest request, String where) {
			if (where.equals(request.getParameter("intercept"))) {
				throw new ErrorCodeException("order_shipped");
			}
		}

		@Bean
		FilterRegistrationBean<Filter> failingFilter() {
			FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(new FailingFilter());
			registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
			return registration;
		}

		@Bean
		ServletRegistrationBean<HttpServlet> failingServlet() {
			return new ServletRegistrationBean<>(new HttpServlet() {
				@Override
				protected void doGet(HttpServletRequest request, HttpServletResponse response)
						throws ServletException, IOException {
					Trouble.make(request.getParameter("how"), response);
				}
			}, "/servlet");
		}

		@RestController
		static class OkController {

			@GetMapping("/ok")
			String ok() {
				return "ok";
			}

			@ModelAttribute
			void model(HttpServletRequest request) {
				Application.fail(request, "model");
			}

			@GetMapping("/async")
			Callable<String> async() {
				return () -> "ok";
			}

			@GetMapping("/empty")
			void empty() {
			}

		}

	}

	/** Fails as the query says: before the chain or in every dispatch. */
	static class FailingFilter implements Filter {

		@Override
		public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
				throws IOException, ServletException {
			HttpServletResponse answer = (HttpServletResponse) response;
			Trouble.make(request.getParameter("every"), answer);
			Trouble.make(request.getParameter(request.getDispatcherType().name().toLowerCase(Locale.ROOT)), answer);
			boolean first = request.getDispatcherType() == DispatcherType.REQUEST;
			if (first) {
				Trouble.make(request.getParameter("before"), answer);
			}
			if (!response.isCommitted()) {
				chain.doFilter(request, response);
			}
		}

	}

	static final class Trouble {

		private Trouble() {
		}

		static void make(String how, HttpServletResponse response) throws IOException, ServletException {
			switch (String.valueOf(how)) {
				case "runtime" -> throw new IllegalStateException(SECRET);
				case "servlet" -> throw new ServletException(SECRET, new IllegalStateException(SECRET));
				case "error" -> throw new Error(SECRET);
				case "code" -> throw new ErrorCodeException("order_shipped");
				case "wrapped" ->
					throw new ServletException(SECRET, new ServletException(new ErrorCodeException("order_shipped")));
				case "send" -> response.sendError(403, SECRET);
				case "unavailable" -> response.sendError(503);
				default -> {
				}
			}
		}

	}

}
