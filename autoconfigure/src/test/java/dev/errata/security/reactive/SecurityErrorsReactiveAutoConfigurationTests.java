package dev.errata.security.reactive;

import java.util.Map;
import java.util.stream.StreamSupport;

import dev.errata.wire.NativeHints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.http.codec.autoconfigure.CodecsAutoConfiguration;
import org.springframework.boot.security.autoconfigure.ReactiveUserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.webflux.autoconfigure.HttpHandlerAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.error.ErrorWebFluxAutoConfiguration;
import org.springframework.security.web.server.WebFilterChainProxy;
import org.springframework.security.web.server.authentication.AuthenticationWebFilter;
import org.springframework.security.web.server.authorization.ExceptionTranslationWebFilter;
import org.springframework.security.web.server.csrf.CsrfWebFilter;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the auto-configuration of a reactive application with Spring Security.
 */
class SecurityErrorsReactiveAutoConfigurationTests {

	private final ReactiveWebApplicationContextRunner insecure = new ReactiveWebApplicationContextRunner()
		.withPropertyValues("spring.security.user.password=secret")
		.withConfiguration(AutoConfigurations.of(CodecsAutoConfiguration.class, HttpHandlerAutoConfiguration.class,
				WebFluxAutoConfiguration.class, ErrorWebFluxAutoConfiguration.class))
		.withConfiguration(AutoConfigurations
			.of(StreamSupport.stream(ImportCandidates.load(AutoConfiguration.class, null).spliterator(), false)
				.filter((name) -> name.startsWith("dev.errata."))
				.map((name) -> ClassUtils.resolveClassName(name, null))
				.toArray(Class<?>[]::new)));

	private final ReactiveWebApplicationContextRunner runner = this.insecure.withConfiguration(AutoConfigurations
		.of(ReactiveUserDetailsServiceAutoConfiguration.class, ReactiveWebSecurityAutoConfiguration.class));

	@Test
	void answersForSecurity() {
		this.runner.run((context) -> assertThat(context).hasNotFailed()
			.hasSingleBean(SecurityErrorFilter.class)
			.hasSingleBean(SecurityBoundaryFilter.class)
			.hasBean("errataSecurityTranslator"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "org.springframework.security.oauth2",
			"jakarta.servlet org.apache.catalina org.eclipse.jetty", "io.micrometer.observation" })
	void contextStartsWithout(String packages) {
		this.runner.withClassLoader(new FilteredClassLoader(packages.split(" ")))
			.run((context) -> assertThat(context).hasNotFailed().hasBean("errataExceptionHandler"));
	}

	@Test
	void contextStartsWithoutSecurity() {
		this.insecure.withClassLoader(new FilteredClassLoader("org.springframework.security"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasBean("errataExceptionHandler")
				.doesNotHaveBean("errataSecurityTranslator"));
	}

	@Test
	void backsOffWithoutAChain() {
		new ReactiveWebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SecurityErrorsReactiveAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SecurityErrorFilter.class));
	}

	@Test
	void clientThatIsBoundToTheContextSeesTheSame() {
		this.runner.run((context) -> {
			WebTestClient client = WebTestClient.bindToApplicationContext(context.getSourceApplicationContext())
				.build();
			client.get()
				.uri("/private")
				.headers((headers) -> headers.setBasicAuth("user", "guess"))
				.exchange()
				.expectStatus()
				.isUnauthorized()
				.expectHeader()
				.valueEquals("WWW-Authenticate", "Basic realm=\"Realm\"")
				.expectBody(Map.class)
				.value((body) -> assertThat(body).containsEntry("code", "credentials_invalid"));
			client.post()
				.uri("/private")
				.exchange()
				.expectStatus()
				.isForbidden()
				.expectBody(Map.class)
				.value((body) -> assertThat(body).containsEntry("code", "csrf_rejected"));
		});
	}

	@Test
	void handlersAreFoundInANativeImage() {
		RuntimeHints hints = NativeHints.importedBy(SecurityErrorsReactiveAutoConfiguration.class);
		for (Map.Entry<Class<?>, String> field : Map
			.<Class<?>, String>of(WebFilterChainProxy.class, "exchangeRejectedHandler", AuthenticationWebFilter.class,
					"authenticationFailureHandler", CsrfWebFilter.class, "accessDeniedHandler",
					ExceptionTranslationWebFilter.class, "authenticationEntryPoint")
			.entrySet()) {
			assertThat(RuntimeHintsPredicates.reflection().onFieldAccess(field.getKey(), field.getValue()))
				.accepts(hints);
		}
	}

}
