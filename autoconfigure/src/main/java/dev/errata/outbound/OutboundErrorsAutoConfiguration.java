package dev.errata.outbound;

import feign.FeignException;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.client.WebClientException;

/**
 * Auto-configuration for failed calls of other services.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnWebApplication
public final class OutboundErrorsAutoConfiguration {

	@Bean
	RestClientTranslator errataRestClientTranslator() {
		return new RestClientTranslator();
	}

	@Bean
	GatewayTranslator errataGatewayTranslator() {
		return new GatewayTranslator();
	}

	@Bean
	ConnectionTranslator errataConnectionTranslator() {
		return new ConnectionTranslator();
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(WebClientException.class)
	static class WebClientConfiguration {

		@Bean
		WebClientTranslator errataWebClientTranslator() {
			return new WebClientTranslator();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(FeignException.class)
	static class FeignConfiguration {

		@Bean
		FeignTranslator errataFeignTranslator() {
			return new FeignTranslator();
		}

	}

}
