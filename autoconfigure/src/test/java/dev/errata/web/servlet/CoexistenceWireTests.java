package dev.errata.web.servlet;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.errata.error.ErrorCodeException;
import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import dev.errata.wire.Failures;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import dev.errata.wire.WireTests;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorViewResolver;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurationSupport;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.post;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What belongs to the application, or to Spring Boot, beside the contract.
 */
class CoexistenceWireTests {

	private static final String[] PROPERTIES = { "errata.envelope.body={\"code\":\"{code}\",\"id\":\"{request-id}\"}",
			"errata.codes.order_shipped.status=409", "errata.contracts.v1.paths=/v1/**" };

	private static final String HTML = "Accept: text/html,application/xhtml+xml;q=0.9,*/*;q=0.8";

	private Service service;

	@AfterEach
	void stop() {
		if (this.service != null) {
			this.service.close();
		}
	}

	@Test
	void ownErrorControllerHasTheErrorDispatchOnly() {
		start(List.of(Application.class, OwnErrorController.class));
		assertTheirs(get("/fine?filter=fail"), 500, "their 500");
		assertTheirs(get("/fine?filter=code"), 500, "their 500");
		assertTheirs(get("/fine?filter=send"), 410, "their 410");
		assertTheirs(get("/send"), 410, "their 410");
		assertOurs(get("/shipped"), 409, "order_shipped");
		assertOurs(get("/fail"), 500, "internal_error");
		assertOurs(get("/nowhere"), 404, "not_found");
		assertOurs(post("/fine"), 405, "method_not_allowed");
	}

	@Test
	void staticPageIsForBrowsers() {
		start(List.of(Application.class), "spring.web.resources.static-locations=classpath:/views/");
		assertTheirs(get("/nowhere").header(HTML), 404, "<h1>their 404</h1>\n");
		assertOurs(get("/nowhere"), 404, "not_found");
		assertOurs(get("/gone").header(HTML), 410, "gone");
		assertOurs(get("/v1/nowhere").header(HTML), 404, "not_found");
	}

	@Test
	void errorViewsAreForBrowsersOutsideNamedContracts() {
		start(List.of(Application.class, ViewConfiguration.class));
		assertTheirs(get("/nowhere").header(HTML), 404, "their view of not_found");
		assertTheirs(get("/gone").header(HTML), 410, "their resolver");
		assertTheirs(get("/send").header(HTML), 410, "their resolver");
		assertTheirs(get("/fail").header(HTML), 500, "their view of internal_error");
		assertTheirs(get("/shipped").header(HTML), 409, "their view of order_shipped");
		assertTheirs(get("/fine?filter=fail").header(HTML), 500, "their view of internal_error");
		assertOurs(get("/nowhere"), 404, "not_found");
		assertOurs(get("/gone").header("Accept: */*"), 410, "gone");
		assertOurs(get("/fail").header("Accept: application/json"), 500, "internal_error");
		assertOurs(get("/fine?filter=fail").header("Accept: image/png"), 500, "internal_error");
		assertOurs(get("/v1/nowhere").header(HTML), 404, "not_found");
		assertOurs(get("/v1/fail").header(HTML), 500, "internal_error");
		assertOurs(get("/v1/fine?filter=fail").header(HTML), 500, "internal_error");
		assertOurs(get("/v1/fine?filter=send").header(HTML), 410, "gone");
	}

	@Test
	void failureWithViewIsOneLine() {
		start(List.of(Application.class, ViewConfiguration.class));
		for (String target : List.of("/fail", "/fine?filter=fail", "/send", "/fine?filter=send", "/fine?filter=code")) {
			try (Failures failures = Failures.logged()) {
				List<String> complaints = Failures
					.loggersThatComplain(() -> this.service.answer(get(target).header(HTML)));
				assertThat(complaints).as(target)
					.isEqualTo(target.endsWith("fail") ? List.of("errata.failure.internal_error") : List.of());
				assertThat(failures.lines()).as(target).hasSize(1);
			}
		}
	}

	@Test
	void failingViewResolverIsNoView() {
		start(List.of(Application.class, FailingViewConfiguration.class));
		assertOurs(get("/fail").header(HTML), 500, "internal_error");
		assertOurs(get("/fine?filter=code").header(HTML), 409, "order_shipped");
		assertOurs(get("/fine?filter=send").header(HTML), 410, "gone");
	}

	@Test
	void browserWithoutViewsGetsTheEnvelope() {
		start(List.of(Application.class));
		assertOurs(get("/nowhere").header(HTML), 404, "not_found");
		assertOurs(get("/fine?filter=code").header(HTML), 409, "order_shipped");
		assertOurs(get("/fine?filter=send").header(HTML), 410, "gone");
	}

	@ParameterizedTest
	@ValueSource(classes = { EnabledWebMvc.class, OwnWebMvc.class })
	void ownConfigurationOfSpringMvcHasTheContract(Class<?> configuration) {
		start(List.of(Application.class, configuration));
		assertOurs(get("/shipped"), 409, "order_shipped");
		assertOurs(get("/gone"), 410, "gone");
		assertOurs(get("/nowhere"), 404, "not_found");
		assertOurs(get("/number?value=many"), 400, "parameter_type");
		assertOurs(post("/fine"), 405, "method_not_allowed");
	}

	@Test
	void endpointsOnTheSamePortAreTheirOwnAndErrorsOurs() {
		start(List.of(Application.class, SickConfiguration.class), "management.endpoints.web.exposure.include=health",
				"management.endpoint.health.show-components=never");
		Answer health = this.service.answer(get("/actuator/health"));
		assertThat(health.status()).isEqualTo(503);
		assertThat(health.body()).contains("\"status\":\"DOWN\"").doesNotContain("code");
		assertThat(health.header("Content-Type")).startsWith("application/vnd.spring-boot.actuator");
		assertThat(this.service.answer(get("/actuator")).status()).isEqualTo(200);
		assertOurs(get("/actuator/nowhere"), 404, "not_found");
		assertOurs(post("/actuator/health"), 405, "method_not_allowed");
		Answer unknown = this.service.answer(get("/actuator/health/nowhere"));
		assertThat(unknown.status()).isEqualTo(404);
	}

	@Test
	void endpointsOnTheirOwnPortAreTheirOwn() {
		start(List.of(Application.class), "management.server.port=0");
		int port = this.service.bean(Environment.class).getRequiredProperty("local.management.port", Integer.class);
		assertThat(get("/actuator/health").on(port).status()).isEqualTo(200);
		assertOurs(get("/nowhere"), 404, "not_found");
		assertOurs(get("/actuator/health"), 404, "not_found");
	}

	@Test
	void requestsThatAreRefusedBesideAPortOfEndpointsAreOurs() {
		start(List.of(Application.class), "management.server.port=0", "server.servlet.context-path=/shop");
		assertThat(this.service.answer(get("/shop/%zz")).body()).startsWith("{\"code\":\"malformed_request\"");
		assertThat(this.service.answer(get("/elsewhere")).body()).startsWith("{\"code\":\"not_found\"");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void nothingIsSaidOfFiltersThatHaveNothingToDo(CapturedOutput output) {
		start(List.of(Application.class));
		assertThat(output).doesNotContain("was not registered");
		assertOurs(get("/nowhere"), 404, "not_found");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void ignoredPropertiesAreHintedAt(CapturedOutput output) {
		start(List.of(Application.class), "server.error.include-message=always");
		assertThat(output.getOut().lines().filter((line) -> line.contains("server.error.*"))).singleElement()
			.asString()
			.contains("WARN", "include-message", "spring.web.error.*");
		assertOurs(get("/fail"), 500, "internal_error");
	}

	@Test
	void observationCarriesExceptionAndCode() {
		start(List.of(Application.class), "management.observations.key-values.application=shop");
		assertOurs(get("/shipped"), 409, "order_shipped");
		assertOurs(get("/fail"), 500, "internal_error");
		assertOurs(get("/nowhere"), 404, "not_found");
		assertOurs(get("/fine?filter=fail"), 500, "internal_error");
		assertObserved("order_shipped", "ErrorCodeException", "409", 1);
		assertObserved("internal_error", "IllegalStateException", "500", 2);
		assertObserved("not_found", "NoResourceFoundException", "404", 1);
		assertOurs(get("/send"), 410, "gone");
		assertOurs(get("/fine?filter=send"), 410, "gone");
		assertObserved("gone", "none", "410", 2);
		assertThat(this.service.answer(get("/fine")).body()).isEqualTo("fine");
		assertObserved("none", "none", "200", 7);
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void virtualThreads() {
		start(List.of(Application.class), "spring.threads.virtual.enabled=true");
		assertThat(this.service.answer(get("/thread")).body()).isEqualTo("true");
		assertOurs(get("/shipped"), 409, "order_shipped");
		assertOurs(get("/fine?filter=fail"), 500, "internal_error");
		assertOurs(Exchange.raw("GET /a%zz HTTP/1.1\nHost: localhost\nX-Request-Id: r-1\nConnection: close\n\n"), 400,
				"malformed_request");
	}

	private void assertObserved(String code, String exception, String status, long count) {
		MeterRegistry registry = this.service.bean(MeterRegistry.class);
		Awaitility.await().untilAsserted(() -> {
			long found = registry.find("http.server.requests")
				.tags("error.code", code, "exception", exception, "status", status)
				.timers()
				.stream()
				.mapToLong(Timer::count)
				.sum();
			assertThat(found)
				.as("%s %s in %s", status, code,
						registry.find("http.server.requests").timers().stream().map(Timer::getId).toList())
				.isEqualTo(count);
		});
	}

	private void start(List<Class<?>> sources, String... properties) {
		String[] all = new String[PROPERTIES.length + properties.length];
		System.arraycopy(PROPERTIES, 0, all, 0, PROPERTIES.length);
		System.arraycopy(properties, 0, all, PROPERTIES.length, properties.length);
		this.service = Service.start(Container.TOMCAT, false, sources, all);
	}

	private void assertOurs(Exchange exchange, int status, String code) {
		Answer answer = this.service.answer(exchange);
		assertThat(answer.body()).as("%s: %s", exchange, answer)
			.isEqualTo("{\"code\":\"%s\",\"id\":\"%s\"}".formatted(code, Exchange.ID));
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.header("Content-Type")).isEqualTo("application/json");
		assertThat(this.service.answer(get("/fine")).body()).isEqualTo("fine");
	}

	private void assertTheirs(Exchange exchange, int status, String body) {
		Answer answer = this.service.answer(exchange);
		assertThat(answer.body()).as("%s: %s", exchange, answer).isEqualTo(body);
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.header("X-Request-Id")).isEqualTo(Exchange.ID);
		assertThat(this.service.answer(get("/fine")).body()).isEqualTo("fine");
	}

	@RestController
	static class OwnErrorController implements ErrorController {

		@RequestMapping("/error")
		String error(HttpServletResponse response) {
			return "their " + response.getStatus();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ViewConfiguration {

		@Bean
		View error() {
			return new View() {

				@Override
				public String getContentType() {
					return "text/html";
				}

				@Override
				public void render(Map<String, ?> model, HttpServletRequest request, HttpServletResponse response)
						throws IOException {
					response.getWriter().write("their view of " + model.get("code"));
				}

			};
		}

		@Bean
		ErrorViewResolver goneViewResolver() {
			return (request, status, model) -> (status == HttpStatus.GONE) ? new ModelAndView(
					(View) (map, viewRequest, response) -> response.getWriter().write("their resolver")) : null;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FailingViewConfiguration {

		@Bean
		ErrorViewResolver failingViewResolver() {
			return (request, status, model) -> {
				throw new IllegalStateException(WireTests.SECRET);
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebMvc
	static class EnabledWebMvc {

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnWebMvc extends WebMvcConfigurationSupport {

	}

	@Configuration(proxyBeanMethods = false)
	static class SickConfiguration {

		@Bean
		HealthIndicator sick() {
			return () -> Health.down().build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(PlainController.class)
	static class Application {

		@Bean
		FilterRegistrationBean<Filter> failingFilter() {
			return new FilterRegistrationBean<>((request, response, chain) -> {
				switch (String.valueOf(request.getParameter("filter"))) {
					case "fail" -> throw new IllegalStateException(WireTests.SECRET);
					case "code" -> throw new ErrorCodeException("order_shipped");
					case "send" -> ((HttpServletResponse) response).sendError(410);
					default -> chain.doFilter(request, response);
				}
			});
		}

	}

	@RestController
	@RequestMapping({ "", "/v1" })
	static class PlainController {

		@GetMapping("/fine")
		String fine() {
			return "fine";
		}

		@GetMapping("/thread")
		String thread() {
			// every thread of the pool has a name of its own, and virtual ones none
			return String.valueOf(Thread.currentThread().toString().toLowerCase(Locale.ROOT).contains("virtual"));
		}

		@GetMapping("/shipped")
		void shipped() {
			throw new ErrorCodeException("order_shipped");
		}

		@GetMapping("/fail")
		void fail() {
			throw new IllegalStateException(WireTests.SECRET);
		}

		@GetMapping("/number")
		void number(@RequestParam int value) {
		}

		@GetMapping("/gone")
		void gone() {
			throw new ResponseStatusException(HttpStatus.GONE);
		}

		@GetMapping("/send")
		void send(HttpServletRequest request, HttpServletResponse response) throws IOException {
			response.sendError(410, WireTests.SECRET);
		}

	}

}
