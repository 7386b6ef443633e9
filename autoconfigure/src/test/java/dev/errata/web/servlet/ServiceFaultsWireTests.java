package dev.errata.web.servlet;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import dev.errata.wire.Failures;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import dev.errata.wire.WireTests;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import jakarta.servlet.UnavailableException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

import static dev.errata.wire.Exchange.get;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a service does wrong with servlets: each ends in one whole document and one log
 * line, or in an answer that is cut off. In both containers.
 */
class ServiceFaultsWireTests {

	private static final List<String> NONE = Collections.singletonList(null);

	private static final Map<Container, Service> services = new EnumMap<>(Container.class);

	@BeforeAll
	static void start() {
		for (Container container : Container.OF_SERVLETS) {
			services.put(container, Service.start(container, false, List.of(Application.class), WireTests.ENVELOPE));
		}
	}

	@AfterAll
	static void stop() {
		services.values().forEach(Service::close);
		services.clear();
	}

	@TestFactory
	Stream<DynamicTest> includedResourceThatFailsFailsWhatIncludesIt() {
		return inBoth((service) -> assertAnswer(service, get("/include/conflict"), 409,
				WireTests.document(409, "conflict", "taken")));
	}

	@TestFactory
	Stream<DynamicTest> includedResourceWhoseCausesDoNotEnd() {
		return inBoth((service) -> assertAnswer(service, get("/include/cyclic"), 500, internalError()));
	}

	@TestFactory
	Stream<DynamicTest> statusThatCannotBeToldIsAnInternalError() {
		return inBoth((service) -> {
			try (Failures failures = Failures.logged()) {
				Answer answer = service.answer(get("/servlet"));
				assertThat(answer.body()).isEqualTo(internalError());
				assertThat(failures.lines()).singleElement()
					.asString()
					.contains(UntellableException.class.getSimpleName());
			}
		});
	}

	@TestFactory
	Stream<DynamicTest> rangeThatIsNotThereTellsWhatIs() {
		return inBoth((service) -> {
			Answer sent = service.answer(get("/range-sent"));
			assertThat(sent.status()).isEqualTo(416);
			assertThat(sent.header("Content-Range")).isEqualTo("bytes */20");
		});
	}

	@TestFactory
	Stream<DynamicTest> rangeThatResourceDoesNotHaveIsNoWholeResource() {
		return inBoth((service) -> {
			Answer answer = assertAnswer(service, get("/resource-later").header("Range: bytes=100-"), 416,
					WireTests.document(416, "client_error", "The request could not be answered."));
			assertThat(answer.header("Content-Range")).isEqualTo("bytes */10");
			assertThat(answer.headers()).doesNotContainKeys("ETag", "Accept-Ranges");
			Answer part = service.answer(get("/resource-later").header("Range: bytes=8-"));
			assertThat(part.status()).isEqualTo(206);
			assertThat(part.body()).isEqualTo("89");
			assertThat(service.answer(get("/resource-later")).body()).isEqualTo("0123456789");
		});
	}

	@TestFactory
	Stream<DynamicTest> whatIsUnavailableTellsForHowLong() {
		return inBoth((service) -> {
			assertThat(assertUnavailable(service, "/fail/unavailable")).isEqualTo("1");
			assertThat(assertUnavailable(service, "/fail/gone")).isNull();
			// the container of a servlet may know and not tell
			boolean told = service == services.get(Container.TOMCAT);
			assertThat(assertUnavailable(service, "/unavailable-servlet")).isEqualTo(told ? "1" : null);
			assertThat(assertUnavailable(service, "/uninitialized-servlet")).isIn(told ? List.of("29", "30") : NONE);
		});
	}

	private static String assertUnavailable(Service service, String path) {
		return assertAnswer(service, get(path), 503,
				WireTests.document(503, "service_unavailable", "The service is temporarily unavailable."))
			.header("Retry-After");
	}

	@TestFactory
	Stream<DynamicTest> connectionToAnotherThatBreaksCutsTheAnswerOff() {
		return Stream.of("broken", "reset", "end").flatMap((how) -> inBoth((service) -> assertCutOff(service, how)));
	}

	@TestFactory
	Stream<DynamicTest> causesThatDoNotEndCutTheAnswerOff() {
		return Stream.of("cyclic", "untellable").flatMap((how) -> inBoth((service) -> assertCutOff(service, how)));
	}

	@TestFactory
	Stream<DynamicTest> filterThatFailsBehindAnAnswerIsLoggedOnce() {
		return inBoth((service) -> {
			List<String> loggers = Failures.loggersThatComplain(() -> {
				Answer answer = service.answer(get("/begun").persistent());
				assertThat(answer.body()).isEqualTo("begun");
				assertThat(answer.whole()).isFalse();
				assertFine(service);
			});
			assertThat(loggers).containsExactly("errata.failure.internal_error");
		});
	}

	@TestFactory
	Stream<DynamicTest> filterThatFailsBesideAnAsynchronousHandlerEndsInOneAnswer() {
		return inBoth((service) -> {
			try (Failures failures = Failures.logged()) {
				Answer answer = service.answer(get("/asynchronous"));
				assertThat(answer.whole()).isTrue();
				assertThat(answer.body()).isIn(internalError(), WireTests.document(409, "conflict", "taken"));
				assertThat(failures.lines()).hasSize(1);
			}
			assertFine(service);
		});
	}

	private static String internalError() {
		return WireTests.document(500, "internal_error", "An unexpected error occurred.");
	}

	private static Answer assertAnswer(Service service, Exchange exchange, int status, String body) {
		try (Failures failures = Failures.logged()) {
			Answer answer = service.answer(exchange);
			assertThat(answer.body()).isEqualTo(body);
			assertThat(answer.status()).isEqualTo(status);
			assertThat(answer.whole()).isTrue();
			assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
			assertThat(answer.toString()).doesNotContain(WireTests.SECRET);
			assertThat(failures.lines()).hasSize(1);
			return answer;
		}
		finally {
			assertFine(service);
		}
	}

	private static void assertCutOff(Service service, String how) {
		try (Failures failures = Failures.logged()) {
			Answer answer = service.answer(get("/half/" + how).persistent());
			assertThat(answer.body()).isEqualTo("half");
			assertThat(answer.whole()).isFalse();
			assertThat(failures.lines()).hasSize(1);
		}
		assertFine(service);
	}

	private static void assertFine(Service service) {
		assertThat(service.answer(get("/fine")).body()).isEqualTo("fine");
	}

	private static Stream<DynamicTest> inBoth(Consumer<Service> test) {
		return services.entrySet()
			.stream()
			.map((entry) -> DynamicTest.dynamicTest(entry.getKey().name(), () -> test.accept(entry.getValue())));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ WireTests.FineController.class, FaultyController.class })
	static class Application {

		@Bean
		ServletRegistrationBean<HttpServlet> servlet() {
			return new ServletRegistrationBean<>(new HttpServlet() {

				@Override
				protected void doGet(HttpServletRequest request, HttpServletResponse response) {
					throw new UntellableException();
				}

			}, "/servlet");
		}

		@Bean
		ServletRegistrationBean<HttpServlet> unavailableServlet() {
			return new ServletRegistrationBean<>(new HttpServlet() {

				@Override
				protected void doGet(HttpServletRequest request, HttpServletResponse response) throws ServletException {
					throw new UnavailableException(WireTests.SECRET, 1);
				}

			}, "/unavailable-servlet");
		}

		@Bean
		ServletRegistrationBean<HttpServlet> uninitializedServlet() {
			return new ServletRegistrationBean<>(new HttpServlet() {

				@Override
				public void init() throws ServletException {
					throw new UnavailableException(WireTests.SECRET, 30);
				}

			}, "/uninitialized-servlet");
		}

		@Bean
		FilterRegistrationBean<Filter> beginningFilter() {
			FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
				response.getWriter().write("begun");
				response.flushBuffer();
				throw new IllegalStateException(WireTests.SECRET);
			});
			registration.addUrlPatterns("/begun");
			return registration;
		}

		@Bean
		FilterRegistrationBean<Filter> failingFilter() {
			FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
				chain.doFilter(request, response);
				throw new IllegalStateException(WireTests.SECRET);
			});
			registration.addUrlPatterns("/asynchronous");
			registration.setDispatcherTypes(DispatcherType.REQUEST);
			return registration;
		}

	}

	@RestController
	static class FaultyController {

		@GetMapping("/include/{how}")
		void include(@PathVariable String how, HttpServletRequest request, HttpServletResponse response)
				throws IOException, ServletException {
			response.getWriter().write("before ");
			request.getRequestDispatcher("/fail/" + how).include(request, response);
			response.getWriter().write(" after");
		}

		@GetMapping("/fail/{how}")
		void fail(@PathVariable String how) throws Exception {
			throw failure(how);
		}

		@GetMapping("/half/{how}")
		void half(@PathVariable String how, HttpServletResponse response) throws Exception {
			response.getWriter().write("half");
			response.flushBuffer();
			throw failure(how);
		}

		@GetMapping("/resource-later")
		Callable<ResponseEntity<Resource>> resourceLater() {
			return () -> ResponseEntity.ok()
				.eTag("1")
				.body(new ByteArrayResource("0123456789".getBytes(StandardCharsets.US_ASCII)));
		}

		@GetMapping("/range-sent")
		void rangeSent(HttpServletResponse response) throws IOException {
			response.setHeader("Content-Range", "bytes */20");
			response.sendError(416);
		}

		@GetMapping("/asynchronous")
		Callable<String> asynchronous() {
			return () -> {
				throw new ResponseStatusException(HttpStatus.CONFLICT, "taken");
			};
		}

		private static Exception failure(String how) {
			return switch (how) {
				case "conflict" -> new ResponseStatusException(HttpStatus.CONFLICT, "taken");
				case "broken" -> new IOException("Broken pipe");
				case "reset" -> new IllegalStateException(new SocketException("Connection reset by peer"));
				case "end" -> new EOFException(WireTests.SECRET);
				case "unavailable" -> new UnavailableException(WireTests.SECRET, 1);
				case "gone" -> new UnavailableException(WireTests.SECRET);
				case "cyclic" -> new CyclicException(new CyclicException(null));
				default -> new UntellableException();
			};
		}

	}

	static class CyclicException extends RuntimeException {

		private Throwable cause;

		CyclicException(CyclicException other) {
			super(WireTests.SECRET);
			this.cause = other;
			if (other != null) {
				other.cause = this;
			}
		}

		@Override
		public synchronized Throwable getCause() {
			return this.cause;
		}

	}

	static class UntellableException extends RuntimeException implements ErrorResponse {

		@Override
		public String getMessage() {
			throw new IllegalStateException(WireTests.SECRET);
		}

		@Override
		public HttpStatusCode getStatusCode() {
			throw new IllegalStateException(WireTests.SECRET);
		}

		@Override
		public ProblemDetail getBody() {
			throw new IllegalStateException(WireTests.SECRET);
		}

	}

}
