package dev.errata.web.servlet;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.errata.wire.Answer;
import dev.errata.wire.ContainerTests;
import dev.errata.wire.Exchange;
import dev.errata.wire.Failures;
import dev.errata.wire.InEachContainer;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.error.ErrorPage;
import org.springframework.boot.web.error.ErrorPageRegistrar;
import org.springframework.boot.web.server.ConfigurableWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorViewResolver;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.View;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.of;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Errors that are sent, wherever that is: they are answered, logged and counted once, and
 * nothing that follows changes the answer. In both containers, with Spring Security.
 */
@InEachContainer
class SentErrorWireTests extends ContainerTests {

	private static final String HTML = "Accept: text/html";

	private static final String GONE = "{\"code\":\"gone\",\"id\":\"" + Exchange.ID + "\"}";

	@Override
	protected Service start(Container container) {
		return Service.start(container, true, List.of(Application.class),
				"errata.envelope.body={\"code\":\"{code}\",\"id\":\"{request-id}\"}");
	}

	@AfterEach
	void isStillServing() {
		assertThat(answer(get("/fine")).body()).isEqualTo("fine");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "/fine?before=send", "/fine?inside=send", "/send", "/servlet?how=send", "/forward?how=send",
					"/send-later?how=plain", "/servlet?how=twice", "/servlet?how=written", "/servlet?how=stream",
					"/servlet?how=writer", "/servlet?how=header", "/servlet?how=reset", "/servlet?how=large",
					"/servlet?how=throw", "/servlet?how=open", "/servlet?how=flush", "/servlet?how=open-throw" })
	void answeredOnce(String target) {
		long before = counted("gone");
		try (Failures failures = Failures.logged()) {
			assertGone(answer(get(target)));
			assertThat(failures.lines()).hasSize(1);
		}
		awaitCount("gone", before + 1);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "/fine?before=send", "/fine?inside=send", "/send", "/servlet?how=send", "/forward?how=send" })
	void answeredInTheDispatchItHappensIn(String target) {
		int before = bean(AtomicInteger.class).get();
		assertGone(answer(get(target)));
		assertThat(bean(AtomicInteger.class).get()).isEqualTo(before);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/fine?before=send-404", "/fine?inside=send-404", "/servlet?how=send-404",
			"/forward?how=send-404", "/servlet?how=send-404-throw" })
	void viewsOfBrowsersAreKept(String target) {
		long before = counted("not_found");
		try (Failures failures = Failures.logged()) {
			Answer answer = answer(get(target).header(HTML));
			assertThat(answer.body()).isEqualTo("their view of not_found");
			assertThat(answer.status()).isEqualTo(404);
			assertThat(failures.lines()).hasSize(1);
		}
		awaitCount("not_found", before + 1);
		assertGone(answer(get(target.replaceAll("-404.*", "")).header(HTML)));
	}

	@Test
	void errorPagesOfTheApplicationAreKept() {
		Answer registered = answer(get("/servlet?how=send-418"));
		assertThat(registered.body()).isEqualTo("their page of 418");
		assertThat(registered.status()).isEqualTo(418);
		assertThat(answer(get("/servlet?how=send-423")).body()).isEqualTo("their page of 423");
	}

	@Test
	void includedResourceSendsNothing() {
		Answer answer = answer(get("/include?how=send"));
		assertThat(answer.body()).isEqualTo("before, after");
		assertThat(answer.status()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/fine?before=retry", "/fine?inside=retry", "/servlet?how=retry", "/forward?how=retry",
			"/servlet?how=retry-open" })
	void timeToComeAgainIsKept(String target) {
		Answer answer = answer(get(target));
		assertThat(answer.body()).isEqualTo("{\"code\":\"too_many_requests\",\"id\":\"" + Exchange.ID + "\"}");
		assertThat(answer.status()).isEqualTo(429);
		assertThat(answer.header("Retry-After")).isEqualTo("7");
		assertThat(answer.headers()).doesNotContainKey("ETag");
	}

	@Test
	void headHasNoBody() {
		Answer answer = answer(of("HEAD", "/servlet?how=written"));
		assertThat(answer.status()).isEqualTo(410);
		assertThat(answer.header("Content-Length")).isEqualTo(String.valueOf(GONE.length()));
		assertThat(answer.body()).isEmpty();
	}

	@Test
	void whatIsNoErrorIsTheContainers() {
		assertThat(answer(get("/servlet?how=send-304")).status()).isEqualTo(304);
	}

	@ParameterizedTest
	@ValueSource(strings = { "written", "open", "header", "reset" })
	void responseIsCommittedFromThenOn(String how) {
		assertGone(answer(get("/servlet?how=" + how)));
		// the answer may have left before the servlet is at its end
		Awaitility.await().until(() -> bean(TroubleServlet.class).wasCommitted);
	}

	private static void assertGone(Answer answer) {
		assertThat(answer.body()).as(answer.toString()).isEqualTo(GONE);
		assertThat(answer.status()).isEqualTo(410);
		assertThat(answer.whole()).isTrue();
		assertThat(answer.header("Content-Type")).isEqualTo("application/json");
		assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
		assertThat(answer.header("X-Request-Id")).isEqualTo(Exchange.ID);
		assertThat(answer.headers()).doesNotContainKeys("X-Late", "ETag");
	}

	private void awaitCount(String code, long expected) {
		Awaitility.await().untilAsserted(() -> assertThat(counted(code)).isEqualTo(expected));
	}

	private long counted(String code) {
		return bean(MeterRegistry.class).find("http.server.requests")
			.tag("error.code", code)
			.timers()
			.stream()
			.mapToLong(Timer::count)
			.sum();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ SendingController.class, TroubleServlet.class })
	static class Application {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll()).build();
		}

		@Bean
		FilterRegistrationBean<Filter> beforeSecurity() {
			return sending("before", Ordered.HIGHEST_PRECEDENCE + 100);
		}

		@Bean
		FilterRegistrationBean<Filter> insideSecurity() {
			return sending("inside", Ordered.LOWEST_PRECEDENCE);
		}

		private static FilterRegistrationBean<Filter> sending(String parameter, int order) {
			FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
				String how = request.getParameter(parameter);
				if (how != null) {
					TroubleServlet.send(how, (HttpServletResponse) response);
				}
				else {
					chain.doFilter(request, response);
				}
			});
			registration.setOrder(order);
			registration.setDispatcherTypes(DispatcherType.REQUEST);
			return registration;
		}

		@Bean
		AtomicInteger errorDispatches() {
			return new AtomicInteger();
		}

		@Bean
		FilterRegistrationBean<Filter> counting(AtomicInteger errorDispatches) {
			FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
				errorDispatches.incrementAndGet();
				chain.doFilter(request, response);
			});
			registration.setDispatcherTypes(DispatcherType.ERROR);
			return registration;
		}

		@Bean
		ServletRegistrationBean<TroubleServlet> troubleRegistration(TroubleServlet servlet) {
			return new ServletRegistrationBean<>(servlet, "/servlet");
		}

		@Bean
		ServletRegistrationBean<HttpServlet> laterRegistration() {
			return new ServletRegistrationBean<>(new HttpServlet() {

				@Override
				protected void doGet(HttpServletRequest request, HttpServletResponse response) {
					AsyncContext context = request.startAsync(request, response);
					context.start(() -> {
						try {
							((HttpServletResponse) context.getResponse()).sendError(410);
						}
						catch (IOException ex) {
							throw new IllegalStateException(ex);
						}
						context.complete();
					});
				}

			}, "/send-later");
		}

		@Bean
		ErrorViewResolver notFoundView() {
			return (request, status,
					model) -> (status == HttpStatus.NOT_FOUND) ? new ModelAndView((View) (map, viewRequest,
							viewResponse) -> viewResponse.getWriter().write("their view of " + map.get("code")), model)
							: null;
		}

		@Bean
		ErrorPageRegistrar teapotPage() {
			return (registry) -> registry.addErrorPages(new ErrorPage(HttpStatus.I_AM_A_TEAPOT, "/page"));
		}

		@Bean
		WebServerFactoryCustomizer<ConfigurableWebServerFactory> lockedPage() {
			return (factory) -> factory.addErrorPages(new ErrorPage(HttpStatus.LOCKED, "/page"));
		}

	}

	static class TroubleServlet extends HttpServlet {

		volatile boolean wasCommitted;

		@Override
		protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
			this.wasCommitted = false;
			send(request.getParameter("how"), response);
			this.wasCommitted = response.isCommitted();
		}

		static void send(String how, HttpServletResponse response) throws IOException {
			response.setHeader("ETag", "\"1\"");
			switch (how) {
				case "send-304" -> response.sendError(304);
				case "send-404" -> response.sendError(404);
				case "send-418" -> response.sendError(418);
				case "send-423" -> response.sendError(423);
				case "retry" -> {
					response.setHeader("Retry-After", "7");
					response.sendError(429);
				}
				case "retry-open" -> {
					response.getWriter().write("half");
					response.setHeader("Retry-After", "7");
					response.sendError(429);
				}
				case "open-throw" -> {
					response.getWriter().write("half");
					response.sendError(410);
					throw new IllegalStateException(SECRET);
				}
				case "send-404-throw" -> {
					response.sendError(404);
					throw new IllegalStateException(SECRET);
				}
				case "open" -> {
					PrintWriter writer = response.getWriter();
					writer.write("half");
					response.sendError(410, SECRET);
					writer.write(SECRET.repeat(10_000));
				}
				default -> {
					response.sendError(410, SECRET);
					afterwards(how, response);
				}
			}
		}

		private static void afterwards(String how, HttpServletResponse response) throws IOException {
			switch (how) {
				case "twice" -> assertThatIllegalStateException().isThrownBy(() -> response.sendError(500));
				case "written" -> {
					response.getWriter().write("late");
					response.getOutputStream().print("late");
				}
				case "stream" -> {
					try (ServletOutputStream stream = response.getOutputStream()) {
						stream.write(new byte[100_000]);
						stream.flush();
					}
				}
				case "writer" -> response.getWriter().close();
				case "large" -> response.getWriter().write("late".repeat(100_000));
				case "flush" -> response.flushBuffer();
				case "header" -> {
					response.setHeader("X-Late", "1");
					response.addHeader("X-Late", "1");
					response.setStatus(200);
					response.setContentType("text/plain");
					response.setContentLength(0);
				}
				case "reset" -> {
					assertThatIllegalStateException().isThrownBy(response::reset);
					assertThatIllegalStateException().isThrownBy(response::resetBuffer);
				}
				case "throw" -> throw new IOException(SECRET);
				default -> {
				}
			}
		}

	}

	@RestController
	static class SendingController {

		@GetMapping("/fine")
		String fine() {
			return "fine";
		}

		@GetMapping("/send")
		void send(HttpServletResponse response) throws IOException {
			response.sendError(410);
		}

		@GetMapping("/page")
		String page(HttpServletResponse response) {
			return "their page of " + response.getStatus();
		}

		@GetMapping("/forward")
		void forward(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
			request.getRequestDispatcher("/servlet").forward(request, response);
		}

		@GetMapping("/include")
		void include(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
			response.getWriter().write("before");
			request.getRequestDispatcher("/servlet").include(request, response);
			response.getWriter().write(", after");
		}

	}

}
