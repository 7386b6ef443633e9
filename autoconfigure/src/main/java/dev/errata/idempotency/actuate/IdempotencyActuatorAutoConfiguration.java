package dev.errata.idempotency.actuate;

import dev.errata.contract.Contracts;
import dev.errata.idempotency.IdempotencyAutoConfiguration;
import dev.errata.idempotency.IdempotencyGuard;
import dev.errata.idempotency.IdempotencyRules;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Auto-configuration for idempotency keys in the actuator.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = IdempotencyAutoConfiguration.class)
@ConditionalOnBooleanProperty("errata.idempotency.enabled")
public final class IdempotencyActuatorAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
	static class EndpointConfiguration {

		@Bean
		@ConditionalOnAvailableEndpoint
		IdempotencyEndpoint errataIdempotencyEndpoint(IdempotencyGuard guard, IdempotencyRules rules,
				Contracts contracts) {
			return new IdempotencyEndpoint(guard, rules, contracts);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
	@ConditionalOnEnabledHealthIndicator("idempotencystore")
	static class HealthConfiguration {

		@Bean
		@ConditionalOnMissingBean(name = "idempotencyStoreHealthIndicator")
		IdempotencyStoreHealthIndicator idempotencyStoreHealthIndicator(IdempotencyGuard guard) {
			return new IdempotencyStoreHealthIndicator(guard);
		}

	}

}
