package dev.errata.resilience;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for exceptions of limits, circuit breakers and timeouts.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnWebApplication
public final class ResilienceErrorsAutoConfiguration {

	@Bean
	ResilienceTranslator errataResilienceTranslator() {
		return new ResilienceTranslator();
	}

}
