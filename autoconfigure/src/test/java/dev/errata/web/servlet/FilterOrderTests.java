package dev.errata.web.servlet;

import java.util.List;
import java.util.stream.StreamSupport;

import dev.errata.quota.QuotaProvider;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.HttpEncodingAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.AbstractFilterRegistrationBean;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.RegistrationBean;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.boot.web.servlet.ServletContextInitializerBeans;
import org.springframework.boot.web.servlet.support.ErrorPageFilter;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcObservationAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FilterOrder} in an application that has all filters.
 */
class FilterOrderTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ofErrata()))
		.withConfiguration(AutoConfigurations.of(DispatcherServletAutoConfiguration.class,
				WebMvcAutoConfiguration.class, ErrorMvcAutoConfiguration.class, HttpEncodingAutoConfiguration.class,
				WebMvcObservationAutoConfiguration.class, ServletWebSecurityAutoConfiguration.class,
				SecurityFilterAutoConfiguration.class))
		.withBean(ErrorPageFilter.class)
		.withBean(ObservationRegistry.class, ObservationRegistry::create)
		.withBean(QuotaProvider.class, () -> (request) -> List.of())
		.withPropertyValues("errata.idempotency.enabled=true", "errata.idempotency.store=memory",
				"errata.quota.preset=ratelimit", "errata.limits.body.all.paths=/**", "errata.limits.body.all.max=1MB",
				"errata.limits.async-timeout.all.paths=/**", "errata.limits.async-timeout.all.timeout=2s");

	@Test
	void filtersStandInTheirOrder() {
		this.runner.run((context) -> assertThat(new ServletContextInitializerBeans(context))
			.filteredOn(FilterOrderTests::isFilter)
			.extracting(FilterOrderTests::nameOf)
			.containsExactly("QuotaFilter", "ErrorDispatchFilter", "ResponseAbortFilter",
					"OrderedCharacterEncodingFilter", "ServerHttpObservationFilter", "ErrorPageFilter",
					"ContractFilter", "BodyLimitFilter", "AsyncTimeoutFilter", "OrderedFormContentFilter",
					"OrderedRequestContextFilter", "SecurityErrorFilter", "springSecurityFilterChain",
					"SecurityBoundaryFilter", "IdempotencyFilter"));
	}

	@Test
	void onlyTheOutermostShareAnOrder() {
		this.runner.run((context) -> assertThat(new ServletContextInitializerBeans(context))
			.filteredOn(FilterOrderTests::isFilter)
			.extracting((filter) -> ((RegistrationBean) filter).getOrder())
			.filteredOn((order) -> order > FilterOrder.CONTRACT - 1)
			.hasSizeGreaterThan(8)
			.doesNotHaveDuplicates());
	}

	private static boolean isFilter(ServletContextInitializer initializer) {
		return initializer instanceof AbstractFilterRegistrationBean;
	}

	private static String nameOf(ServletContextInitializer initializer) {
		if (initializer instanceof FilterRegistrationBean<?> registration) {
			return registration.getFilter().getClass().getSimpleName();
		}
		return "springSecurityFilterChain";
	}

	private static Class<?>[] ofErrata() {
		return StreamSupport.stream(ImportCandidates.load(AutoConfiguration.class, null).spliterator(), false)
			.filter((name) -> name.startsWith("dev.errata."))
			.map((name) -> ClassUtils.resolveClassName(name, null))
			.toArray(Class<?>[]::new);
	}

}
