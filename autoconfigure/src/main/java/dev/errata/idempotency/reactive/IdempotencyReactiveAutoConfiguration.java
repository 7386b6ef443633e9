package dev.errata.idempotency.reactive;

import dev.errata.contract.Contracts;
import dev.errata.idempotency.CurrentClaim;
import dev.errata.idempotency.IdempotencyAutoConfiguration;
import dev.errata.idempotency.IdempotencyGuard;
import dev.errata.idempotency.IdempotencyRules;
import dev.errata.idempotency.IdempotencyScope;
import dev.errata.idempotency.IdempotentHandlers;
import dev.errata.web.reactive.FilterOrder;
import dev.errata.web.reactive.ReactiveErrorResponder;
import dev.errata.web.reactive.ReactiveExchanges;
import dev.errata.web.reactive.TaskGuard;
import dev.errata.web.reactive.WebReactiveAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;

/**
 * Auto-configuration for idempotency keys in a reactive application.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { IdempotencyAutoConfiguration.class, WebReactiveAutoConfiguration.class })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass(DispatcherHandler.class)
@ConditionalOnBooleanProperty("errata.idempotency.enabled")
public final class IdempotencyReactiveAutoConfiguration {

	@Bean
	GuardCalls errataGuardCalls(IdempotencyGuard guard, IdempotencyRules rules) {
		return new GuardCalls(guard, rules.properties().storeTimeout());
	}

	@Bean
	ClaimSettlement errataClaimSettlement(IdempotencyGuard guard, GuardCalls calls) {
		return new ClaimSettlement(guard, calls);
	}

	@Bean
	@Order(FilterOrder.IDEMPOTENCY)
	IdempotencyFilter errataIdempotencyFilter(ReactiveErrorResponder responder, ClaimSettlement settlement,
			IdempotencyRules rules, Contracts contracts) {
		return new IdempotencyFilter(responder, settlement, rules.properties(), contracts.limits().asyncTimeout());
	}

	@Bean
	IdempotencyInterceptor errataIdempotencyInterceptor(ReactiveExchanges exchanges, ReactiveErrorResponder responder,
			IdempotencyGuard guard, GuardCalls calls, IdempotencyRules rules, IdempotentHandlers handlers,
			IdempotencyScope scope, ServerCodecConfigurer codecs) {
		return new IdempotencyInterceptor(exchanges, responder, guard, calls, rules, handlers, scope,
				new RequestFingerprint(codecs));
	}

	@Bean
	CurrentClaim errataCurrentClaim(TaskGuard tasks) {
		return new ReactiveClaim(tasks);
	}

	@Bean
	WebFluxConfigurer errataIdempotencyConfigurer() {
		return new WebFluxConfigurer() {

			@Override
			public void configureArgumentResolvers(ArgumentResolverConfigurer configurer) {
				configurer.addCustomResolver(new RunningClaimArgument());
			}

		};
	}

}
