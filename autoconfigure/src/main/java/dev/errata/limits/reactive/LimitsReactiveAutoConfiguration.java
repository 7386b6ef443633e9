package dev.errata.limits.reactive;

import dev.errata.contract.Contracts;
import dev.errata.web.reactive.FilterOrder;
import dev.errata.web.reactive.ReactiveExchanges;
import dev.errata.web.reactive.WebReactiveAutoConfiguration;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.webflux.autoconfigure.WebHttpHandlerBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.web.reactive.DispatcherHandler;

/**
 * Auto-configuration for the limits of a reactive application.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = WebReactiveAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass(DispatcherHandler.class)
public final class LimitsReactiveAutoConfiguration {

	@Bean
	@Order(FilterOrder.BODY_LIMIT)
	@Nullable BodyLimitFilter errataBodyLimitFilter(ReactiveExchanges exchanges, Contracts contracts) {
		return contracts.limits().body().isEmpty() ? null : new BodyLimitFilter(exchanges, contracts.limits().body());
	}

	/**
	 * Spring would take a bean of the decorator, too, but it is a function, which Spring
	 * Cloud Function would serve.
	 */
	@Bean
	@Nullable WebHttpHandlerBuilderCustomizer errataCountedBodies(ReactiveExchanges exchanges, Contracts contracts) {
		if (contracts.limits().body().isEmpty()) {
			return null;
		}
		CountedBodies bodies = new CountedBodies(exchanges, contracts.limits().body());
		return (builder) -> builder.httpHandlerDecorator(bodies::around);
	}

	@Bean
	@Order(FilterOrder.ASYNC_TIMEOUT)
	@Nullable AsyncTimeoutFilter errataAsyncTimeoutFilter(ReactiveExchanges exchanges, Contracts contracts) {
		return contracts.limits().asyncTimeout().isEmpty() ? null
				: new AsyncTimeoutFilter(exchanges, contracts.limits().asyncTimeout());
	}

}
