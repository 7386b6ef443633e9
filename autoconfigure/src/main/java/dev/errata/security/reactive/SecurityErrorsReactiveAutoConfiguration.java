package dev.errata.security.reactive;

import dev.errata.error.ErrorTranslation;
import dev.errata.web.reactive.ReactiveErrorResponder;
import dev.errata.web.reactive.WebReactiveAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.WebFilterChainProxy;

/**
 * Auto-configuration for the error responses of Spring Security in a reactive
 * application.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = WebReactiveAutoConfiguration.class,
		afterName = {
				"org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration" })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass({ ServerHttpSecurity.class, WebFilterChainProxy.class })
@ConditionalOnBean({ ReactiveErrorResponder.class, WebFilterChainProxy.class })
@ImportRuntimeHints(PrivateFields.Hints.class)
public final class SecurityErrorsReactiveAutoConfiguration {

	/** The order of Spring Security's filter. */
	private static final int SECURITY = -100;

	@Bean
	@Order(SECURITY - 1)
	SecurityErrorFilter errataSecurityErrorFilter() {
		return new SecurityErrorFilter();
	}

	@Bean
	@Order(SECURITY + 1)
	SecurityBoundaryFilter errataSecurityBoundaryFilter(SecurityErrorFilter errorFilter, ErrorTranslation translation) {
		return new SecurityBoundaryFilter(errorFilter, translation);
	}

	@Bean
	static RefusalHandlers errataRefusalHandlers() {
		return new RefusalHandlers();
	}

}
