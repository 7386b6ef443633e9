package dev.errata.limits;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for errors of requests that exceed a limit.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnWebApplication
public final class LimitsAutoConfiguration {

	@Bean
	BodyTooLargeTranslator errataBodyTooLargeTranslator() {
		return new BodyTooLargeTranslator();
	}

}
