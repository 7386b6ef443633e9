package dev.errata.requestid;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Fallback;

/**
 * Auto-configuration for the request ids of tasks.
 *
 * @since 0.1.0
 */
@AutoConfiguration
public final class RequestIdAutoConfiguration {

	@Bean
	@Fallback
	@ConditionalOnMissingBean
	RequestIdTaskDecorator errataRequestIdTaskDecorator() {
		return new RequestIdTaskDecorator();
	}

}
