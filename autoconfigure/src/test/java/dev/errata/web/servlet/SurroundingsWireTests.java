package dev.errata.web.servlet;

import java.util.List;

import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import dev.errata.wire.Failures;
import dev.errata.wire.Service;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.AbstractMessageSource;
import org.springframework.context.support.StaticMessageSource;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;

import static dev.errata.wire.Exchange.get;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What stands around the dispatcher in some applications: filters before all others,
 * paths of their own, parts of Spring Boot left out.
 */
class SurroundingsWireTests {

	private static final String ENVELOPE = "errata.envelope.body={\"code\":\"{code}\",\"type\":\"{type}\"}";

	private static final String NAMED = "errata.contracts.v1.paths=/v1/**";

	private static final String NAMED_ENVELOPE = "errata.contracts.v1.envelope.body={\"v1\":\"{code}\",\"type\":\"{type}\"}";

	@ParameterizedTest
	@EnumSource(names = { "TOMCAT", "JETTY" })
	void headerThatTheFirstFilterRefusesInEveryDispatch(Service.Container container) {
		try (Service service = Service.start(container, false, List.of(Application.class), ENVELOPE,
				"server.forward-headers-strategy=framework"); Failures failures = Failures.logged()) {
			Answer answer = service.answer(get("/ok").header("X-Forwarded-Port: abc"));
			assertThat(answer.status()).isEqualTo(400);
			assertThat(answer.body()).startsWith("{\"code\":\"");
			assertThat(failures.lines()).singleElement()
				.satisfies((line) -> assertThat(line.getMDCPropertyMap()).containsEntry("requestId", Exchange.ID));
			assertThat(service.answer(get("/ok")).body()).isEqualTo("ok");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TOMCAT", "JETTY" })
	void refusalOfTheContainerBelowPathsOfTheApplication(Service.Container container) {
		try (Service service = Service.start(container, false, List.of(Application.class), ENVELOPE, NAMED,
				NAMED_ENVELOPE, "server.servlet.context-path=/app", "spring.mvc.servlet.path=/m")) {
			assertThat(service.answer(get("/app/m/v1/nowhere")).body())
				.isEqualTo("{\"v1\":\"not_found\",\"type\":\"/app/m/errors/v1/not_found\"}");
			Answer refused = service.answer(get("/app/m/v1/x").header("X-Large: " + "a".repeat(20_000)));
			assertThat(refused.status()).isBetween(400, 431);
			assertThat(refused.body()).startsWith("{\"v1\":\"").contains("\"type\":\"/app/m/errors/v1/");
			assertThat(service.answer(get("/apple/v1/x")).body()).doesNotContain("v1\":\"");
		}
	}

	@Test
	void contentSecurityPolicyOfFilterStays() {
		try (Service service = Service.start(Service.Container.TOMCAT, false,
				List.of(Application.class, PolicyConfiguration.class), ENVELOPE)) {
			assertThat(service.answer(get("/nowhere")).header("Content-Security-Policy"))
				.isEqualTo("default-src 'self'");
		}
	}

	@Test
	void corsFilterInsideRegistration() {
		try (Service service = Service.start(Service.Container.TOMCAT, false,
				List.of(Application.class, CorsRules.class), ENVELOPE)) {
			Answer answer = service.answer(get("/ok").header("Origin: https://evil.example"));
			assertThat(answer.status()).isEqualTo(403);
			assertThat(answer.body()).startsWith("{\"code\":\"forbidden\"");
		}
	}

	@Test
	void messageSourceThatThrowsAnError() {
		try (Service service = Service.start(Service.Container.TOMCAT, false,
				List.of(Application.class, BrokenMessagesConfiguration.class), ENVELOPE)) {
			assertThat(service.answer(get("/nowhere")).body()).startsWith("{\"code\":\"not_found\"");
			assertThat(service.answer(get("/broken")).body()).startsWith("{\"code\":\"internal_error\"");
		}
	}

	@Test
	void errorResponseOfServerKeepsItsPropertiesInside() {
		try (Service service = Service.start(Service.Container.TOMCAT, false, List.of(Application.class))) {
			Answer answer = service.answer(get("/response"));
			assertThat(answer.status()).isEqualTo(500);
			assertThat(answer.body()).doesNotContain("planted");
		}
	}

	@Test
	void applicationWithoutErrorPagesOfSpringBoot() {
		try (Service service = Service.start(Service.Container.TOMCAT, false, List.of(WithoutErrorPages.class),
				ENVELOPE)) {
			assertThat(service.answer(get("/nowhere")).body()).startsWith("{\"code\":\"not_found\"");
		}
	}

	@Test
	void unknownCodeInBrowserOutsideAllContracts() {
		try (Service service = Service.start(Service.Container.TOMCAT, false, List.of(Application.class),
				"errata.paths=/api/**", "errata.browser.path=codes/")) {
			assertThat(service.answer(get("/codes/default/nonsense")).status()).isEqualTo(404);
			assertThat(service.answer(get("/api/nowhere")).body()).startsWith("{\"type\":\"/codes/default/not_found\"");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Application {

		@GetMapping("/ok")
		String ok() {
			return "ok";
		}

		@GetMapping("/broken")
		String broken() {
			throw new IllegalStateException("planted");
		}

		@GetMapping("/response")
		String response() {
			ErrorResponseException exception = new ErrorResponseException(HttpStatus.INTERNAL_SERVER_ERROR);
			exception.getBody().setProperty("sql", "planted");
			throw exception;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(
			excludeName = "org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration")
	static class WithoutErrorPages {

	}

	@Configuration(proxyBeanMethods = false)
	static class PolicyConfiguration {

		@Bean
		FilterRegistrationBean<?> policy() {
			FilterRegistrationBean<?> policy = new FilterRegistrationBean<>((request, response, chain) -> {
				((jakarta.servlet.http.HttpServletResponse) response).setHeader("Content-Security-Policy",
						"default-src 'self'");
				chain.doFilter(request, response);
			});
			policy.setOrder(Ordered.HIGHEST_PRECEDENCE + 10);
			return policy;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CorsRules {

		@Bean
		FilterRegistrationBean<CorsFilter> cors() {
			CorsConfiguration configuration = new CorsConfiguration();
			configuration.addAllowedOrigin("https://good.example");
			UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
			source.registerCorsConfiguration("/**", configuration);
			return new FilterRegistrationBean<>(new CorsFilter(source));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BrokenMessagesConfiguration {

		@Bean
		AbstractMessageSource messageSource() {
			return new StaticMessageSource() {

				@Override
				protected String getMessageInternal(String code, Object[] args, java.util.Locale locale) {
					if (code != null && code.startsWith("errata.")) {
						throw new NoClassDefFoundError("planted");
					}
					return super.getMessageInternal(code, args, locale);
				}

			};
		}

	}

}
