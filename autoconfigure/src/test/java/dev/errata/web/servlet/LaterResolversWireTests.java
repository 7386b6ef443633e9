package dev.errata.web.servlet;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.errata.error.ErrorCodeException;
import dev.errata.error.ErrorTranslator;
import dev.errata.error.Failure;
import dev.errata.idempotency.Idempotent;
import dev.errata.wire.Answer;
import dev.errata.wire.ContainerTests;
import dev.errata.wire.Exchange;
import dev.errata.wire.Failures;
import dev.errata.wire.InEachContainer;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.post;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Exception resolvers that come after Spring MVC's own, such as those of error trackers.
 */
@InEachContainer
class LaterResolversWireTests extends ContainerTests {

	@Override
	protected Service start(Container container) {
		return Service.start(container, false, List.of(Application.class),
				"errata.envelope.body={\"code\":\"{code}\",\"id\":\"{request-id}\"}",
				"errata.codes.order_shipped.status=409", "errata.codes.bank_closed.status=503", "errata.paths=/api/**",
				"errata.idempotency.enabled=true", "errata.idempotency.store=memory");
	}

	@BeforeEach
	void forget() {
		bean(Tracker.class).seen.clear();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/fail", "/api/callable" })
	void seesWhatNobodyHasHandled(String target) {
		assertOurs(get(target), 500, "internal_error");
		assertSeen("IllegalStateException");
	}

	@Test
	void seesAnErrorAsTheDispatcherWrapsIt() {
		assertOurs(get("/api/error"), 500, "internal_error");
		assertSeen("ServletException");
	}

	@Test
	void seesCodesThatAreTheFaultOfTheService() {
		assertOurs(get("/api/bank"), 503, "bank_closed");
		assertSeen("ErrorCodeException");
	}

	@Test
	void seesWhatFailsAfterTheResponseIsCommittedAndCannotAddToIt() {
		assertThat(answer(get("/api/late")).body()).startsWith("half").doesNotContain("theirs");
		assertSeen("IllegalStateException");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/begun", "/api/advised" })
	void responseThatAResolverHasOnlyBegunIsCutOff(String target) {
		Answer answer = answer(get(target).persistent());
		assertThat(answer.body()).isEqualTo("half");
		assertThat(answer.whole()).isFalse();
	}

	@Test
	void answersWhatWouldBeAnInternalError() {
		Answer answer = answer(get("/api/theirs"));
		assertThat(answer.status()).isEqualTo(418);
		assertThat(answer.header("Their-Header")).isEqualTo("set");
		assertThat(answer.body()).isEqualTo("theirs");
		assertSeen("IllegalArgumentException");
	}

	@Test
	void answersIfItComesAfterThoseOfSpringMvc() {
		Answer answer = answer(get("/api/added"));
		assertThat(answer.status()).isEqualTo(419);
		assertThat(answer.body()).isEmpty();
		assertThat(seen()).isEmpty();
	}

	@Test
	void asksSpringMvcInItsTurn() {
		assertOurs(get("/api/again"), 500, "internal_error");
		assertSeen("IllegalStateException");
	}

	@Test
	void answersForADispatcherWithAContextOfItsOwn() {
		assertThat(answer(get("/api/child/theirs")).body()).isEqualTo("theirs");
		assertSeen("IllegalArgumentException");
		assertThat(answer(get("/api/child/own")).body()).isEqualTo("its own");
	}

	@Test
	void sendsAnErrorThatErrataAnswers() {
		assertOurs(get("/api/sent"), 418, "client_error");
	}

	@ParameterizedTest
	@CsvSource({ "418, client_error", "400, bad_request", "500, internal_error" })
	void errorOfAResolverThatLeavesTheAnswerToOthersIsLoggedOnce(int status, String code) {
		for (Exchange exchange : List.of(get("/api/told/" + status),
				post("/api/told/" + status).header("Idempotency-Key: " + status))) {
			try (Failures failures = Failures.logged()) {
				assertOurs(exchange, status, code);
				Awaitility.await()
					.untilAsserted(() -> assertThat(failures.lines()).singleElement().satisfies((line) -> {
						assertThat(line.getFormattedMessage()).contains(" ended with " + status + " " + code);
						assertThat(
								(status < 500) ? line.getFormattedMessage() : line.getThrowableProxy().getClassName())
							.contains("java.lang.IllegalStateException");
					}));
			}
		}
	}

	@Test
	void seesNothingThatIsTheFaultOfTheClient() {
		assertOurs(get("/api/shipped"), 409, "order_shipped");
		assertOurs(get("/api/gone"), 410, "gone");
		assertOurs(get("/api/nowhere"), 404, "not_found");
		assertThat(seen()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "/api/fail, IllegalStateException", "/api/error, AssertionError", "/api/gone, ResponseStatusException",
			"/api/callable, IllegalStateException", "/api/told/418, IllegalStateException" })
	void exceptionsAreTranslatedOnce(String target, String exception) {
		Watching translator = bean(Watching.class);
		translator.seen.clear();
		answer(get(target));
		assertThat(translator.seen).containsExactly(exception);
	}

	@Test
	void seesNothingThatTheApplicationHandles() {
		assertThat(answer(get("/api/handled")).body()).isEqualTo("theirs");
		assertThat(seen()).isEmpty();
	}

	@Test
	void seesNothingOfFilters() {
		assertOurs(get("/api/fine?filter=fail"), 500, "internal_error");
		assertThat(seen()).isEmpty();
	}

	@Test
	void handlesOtherPathsAsEver() {
		assertThat(answer(get("/fail")).status()).isEqualTo(500);
		assertSeen("IllegalStateException");
	}

	@Test
	void failureOfAResolverIsLoggedAndChangesNothing() {
		try (Failures failures = Failures.logged(LaterResolvers.class.getName())) {
			assertOurs(get("/api/broken"), 500, "internal_error");
			Awaitility.await().untilAsserted(() -> assertThat(failures.lines()).hasSize(1));
		}
		assertSeen("IllegalStateException");
	}

	private void assertSeen(String exception) {
		// Jetty sends a complete answer at once
		Awaitility.await().untilAsserted(() -> assertThat(seen()).containsExactly(exception));
	}

	private List<String> seen() {
		return bean(Tracker.class).seen;
	}

	private void assertOurs(Exchange exchange, int status, String code) {
		Answer answer = answer(exchange);
		assertThat(answer.body()).as("%s: %s", exchange, answer)
			.isEqualTo("{\"code\":\"%s\",\"id\":\"%s\"}".formatted(code, Exchange.ID));
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.header("Content-Type")).isEqualTo("application/json");
		assertThat(answer.header("Their-Header")).isNull();
	}

	private static void begin(HttpServletResponse response) throws IOException {
		response.getWriter().write("half");
		response.flushBuffer();
	}

	/** Reports, and leaves the answer to others. */
	static class Tracker implements HandlerExceptionResolver, Ordered {

		private final List<String> seen = new CopyOnWriteArrayList<>();

		@Override
		public int getOrder() {
			return 1;
		}

		@Override
		public @Nullable ModelAndView resolveException(HttpServletRequest request, HttpServletResponse response,
				@Nullable Object handler, Exception exception) {
			this.seen.add(exception.getClass().getSimpleName());
			return null;
		}

	}

	/** Knows nothing. */
	static class Watching implements ErrorTranslator {

		private final List<String> seen = new CopyOnWriteArrayList<>();

		@Override
		public @Nullable Failure translate(Throwable exception) {
			this.seen.add(exception.getClass().getSimpleName());
			return null;
		}

	}

	/** Answers some, in each way there is. */
	static class Answering implements HandlerExceptionResolver, Ordered {

		@Override
		public int getOrder() {
			return 2;
		}

		@Override
		public @Nullable ModelAndView resolveException(HttpServletRequest request, HttpServletResponse response,
				@Nullable Object handler, Exception exception) {
			try {
				switch (request.getRequestURI()) {
					case "/api/theirs", "/api/child/theirs", "/api/late", "/api/shipped" -> {
						response.setStatus(418);
						response.setHeader("Their-Header", "set");
						response.getWriter().print("theirs");
						response.flushBuffer();
					}
					case "/api/sent" -> response.sendError(418);
					case "/api/told/418", "/api/told/500", "/api/told/400" -> {
						response.sendError(Integer.parseInt(request.getRequestURI().substring("/api/told/".length())));
						return null;
					}
					case "/api/begun" -> {
						begin(response);
						return null;
					}
					default -> {
						return null;
					}
				}
				return new ModelAndView();
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Tracker.class, Answering.class, Watching.class, PlainController.class, OwnAdvice.class })
	static class Application implements WebMvcConfigurer {

		@Override
		public void extendHandlerExceptionResolvers(List<HandlerExceptionResolver> resolvers) {
			resolvers.add((request, response, handler, exception) -> {
				if (!(exception instanceof IndexOutOfBoundsException)) {
					return null;
				}
				response.setStatus(419);
				return new ModelAndView();
			});
		}

		@Bean
		HandlerExceptionResolver broken() {
			return at("/api/broken", (request, response, handler, exception) -> {
				throw new IllegalStateException(SECRET);
			});
		}

		@Bean
		HandlerExceptionResolver asking(@Lazy @Qualifier("handlerExceptionResolver") HandlerExceptionResolver springs) {
			return at("/api/again", springs);
		}

		private static HandlerExceptionResolver at(String path, HandlerExceptionResolver resolver) {
			return (request, response, handler, exception) -> request.getRequestURI().equals(path)
					? resolver.resolveException(request, response, handler, exception) : null;
		}

		@Bean
		ServletRegistrationBean<DispatcherServlet> childDispatcher() {
			AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext();
			context.register(Child.class);
			ServletRegistrationBean<DispatcherServlet> registration = new ServletRegistrationBean<>(
					new DispatcherServlet(context), "/api/child/*");
			registration.setName("child");
			return registration;
		}

		@Bean
		FilterRegistrationBean<Filter> failingFilter() {
			return new FilterRegistrationBean<>((request, response, chain) -> {
				if ("fail".equals(request.getParameter("filter"))) {
					throw new IllegalStateException(SECRET);
				}
				chain.doFilter(request, response);
			});
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebMvc
	@RestController
	static class Child {

		@Bean
		HandlerExceptionResolver own() {
			return (request, response, handler, exception) -> {
				if (!request.getRequestURI().endsWith("/own")) {
					return null;
				}
				try {
					response.getWriter().print("its own");
				}
				catch (IOException ex) {
					throw new IllegalStateException(ex);
				}
				return new ModelAndView();
			};
		}

		@GetMapping({ "/theirs", "/own" })
		void fail() {
			throw new IllegalArgumentException(SECRET);
		}

	}

	@RestControllerAdvice
	static class OwnAdvice {

		@ExceptionHandler
		void fail(ArithmeticException ex, HttpServletResponse response) throws IOException {
			begin(response);
			throw new IllegalStateException(SECRET);
		}

		@ExceptionHandler
		String handle(UnsupportedOperationException ex) {
			return "theirs";
		}

	}

	@RestController
	static class PlainController {

		@GetMapping({ "/api/fail", "/api/broken", "/api/begun", "/api/again", "/fail" })
		void fail() {
			throw new IllegalStateException(SECRET);
		}

		@GetMapping({ "/api/theirs", "/api/sent" })
		void theirs() {
			throw new IllegalArgumentException(SECRET);
		}

		@GetMapping("/api/told/{status}")
		void told() {
			throw new IllegalStateException(SECRET);
		}

		@Idempotent
		@PostMapping("/api/told/{status}")
		void toldOfAKey() {
			throw new IllegalStateException(SECRET);
		}

		@GetMapping("/api/added")
		void added() {
			throw new IndexOutOfBoundsException(SECRET);
		}

		@GetMapping("/api/callable")
		Callable<String> callable() {
			return () -> {
				throw new IllegalStateException(SECRET);
			};
		}

		@GetMapping("/api/error")
		void error() {
			throw new AssertionError(SECRET);
		}

		@GetMapping("/api/advised")
		void advised() {
			throw new ArithmeticException(SECRET);
		}

		@GetMapping("/api/late")
		void late(HttpServletResponse response) throws IOException {
			begin(response);
			throw new IllegalStateException(SECRET);
		}

		@GetMapping("/api/bank")
		void bank() {
			throw new ErrorCodeException("bank_closed");
		}

		@GetMapping("/api/shipped")
		void shipped() {
			throw new ErrorCodeException("order_shipped");
		}

		@GetMapping("/api/gone")
		void gone() {
			throw new ResponseStatusException(HttpStatus.GONE);
		}

		@GetMapping("/api/handled")
		void handled() {
			throw new UnsupportedOperationException();
		}

	}

}
