package dev.errata.idempotency.servlet;

import java.util.List;

import dev.errata.idempotency.IdempotencyAutoConfiguration;
import dev.errata.idempotency.IdempotencyGuard;
import dev.errata.idempotency.IdempotencyRules;
import dev.errata.idempotency.IdempotencyScope;
import dev.errata.idempotency.IdempotentHandlers;
import dev.errata.web.servlet.ErrorResponder;
import dev.errata.web.servlet.FilterOrder;
import dev.errata.web.servlet.ServletExchanges;
import dev.errata.web.servlet.WebServletAutoConfiguration;
import jakarta.servlet.DispatcherType;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Auto-configuration for idempotency keys in a servlet application.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { IdempotencyAutoConfiguration.class, WebServletAutoConfiguration.class })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(DispatcherServlet.class)
@ConditionalOnBooleanProperty("errata.idempotency.enabled")
public final class IdempotencyServletAutoConfiguration {

	@Bean
	FilterRegistrationBean<IdempotencyFilter> errataIdempotencyFilter(ServletExchanges exchanges,
			ErrorResponder responder, IdempotencyGuard guard, IdempotencyRules rules) {
		FilterRegistrationBean<IdempotencyFilter> registration = new FilterRegistrationBean<>(
				new IdempotencyFilter(exchanges, responder, new ClaimSettlement(guard), rules.properties()));
		registration.setOrder(FilterOrder.IDEMPOTENCY);
		registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.FORWARD, DispatcherType.ASYNC,
				DispatcherType.ERROR);
		return registration;
	}

	@Bean
	FailedHandlers errataFailedHandlers() {
		return new FailedHandlers();
	}

	@Bean
	WebMvcConfigurer errataIdempotencyConfigurer(ServletExchanges exchanges, ErrorResponder responder,
			IdempotencyGuard guard, IdempotencyRules rules, IdempotentHandlers handlers, IdempotencyScope scope) {
		return new WebMvcConfigurer() {

			@Override
			public void addInterceptors(InterceptorRegistry registry) {
				registry.addInterceptor(new IdempotencyInterceptor(exchanges, responder, guard, rules, handlers, scope))
					.order(Ordered.LOWEST_PRECEDENCE);
			}

			@Override
			public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
				resolvers.add(new RunningClaimArgument());
			}

		};
	}

}
