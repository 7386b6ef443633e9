package dev.errata.resilience;

import dev.errata.catalog.StandardCode;
import dev.errata.error.BuiltInErrorTranslator;
import dev.errata.error.Failure;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.ratelimiter.RequestNotPermitted;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Auto-configuration for what guards of the service turn away. The modules of
 * Resilience4j come one by one.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnWebApplication
public final class ResilienceErrorsAutoConfiguration {

	@Bean
	ConcurrencyTranslator errataConcurrencyTranslator() {
		return new ConcurrencyTranslator();
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(RequestNotPermitted.class)
	static class RateLimiterConfiguration {

		@Bean
		BuiltInErrorTranslator errataRateLimiterTranslator() {
			return (exception, locale) -> (exception instanceof RequestNotPermitted)
					? Failure.of(StandardCode.TOO_MANY_REQUESTS) : null;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(CallNotPermittedException.class)
	static class CircuitBreakerConfiguration {

		@Bean
		BuiltInErrorTranslator errataCircuitBreakerTranslator() {
			return (exception, locale) -> (exception instanceof CallNotPermittedException)
					? Failure.of(StandardCode.SERVICE_UNAVAILABLE) : null;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(BulkheadFullException.class)
	static class BulkheadConfiguration {

		@Bean
		BuiltInErrorTranslator errataBulkheadTranslator() {
			return (exception, locale) -> (exception instanceof BulkheadFullException)
					? Failure.of(StandardCode.CONCURRENCY_LIMIT) : null;
		}

	}

}
