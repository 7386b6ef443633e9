package dev.errata.metrics;

import dev.errata.client.ClientAutoConfiguration;
import dev.errata.client.RemoteApis;
import dev.errata.contract.ContractAutoConfiguration;
import dev.errata.contract.Contracts;
import dev.errata.idempotency.IdempotencyAutoConfiguration;
import dev.errata.idempotency.IdempotencyGuard;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Auto-configuration for the metrics of errors, calls of other services and idempotency
 * keys.
 *
 * @since 0.1.0
 */
@AutoConfiguration(
		after = { ClientAutoConfiguration.class, ContractAutoConfiguration.class, IdempotencyAutoConfiguration.class },
		afterName = { "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration" })
@ConditionalOnClass(MeterRegistry.class)
public final class MetricsAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean({ MeterRegistry.class, Contracts.class })
	static class ErrorConfiguration {

		@Bean
		ErrorMetrics errataErrorMetrics(MeterRegistry registry, Contracts contracts) {
			return new ErrorMetrics(registry, contracts);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean({ MeterRegistry.class, RemoteApis.class })
	static class ClientConfiguration {

		@Bean
		ClientMetrics errataClientMetrics(MeterRegistry registry) {
			return new ClientMetrics(registry);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(MeterRegistry.class)
	@ConditionalOnBooleanProperty("errata.idempotency.enabled")
	static class IdempotencyConfiguration {

		@Bean
		IdempotencyMetrics errataIdempotencyMetrics(MeterRegistry registry) {
			return new IdempotencyMetrics(registry);
		}

		@Bean
		RunningRequests errataRunningRequests(IdempotencyGuard guard) {
			return new RunningRequests(guard);
		}

	}

}
