package dev.errata.outbound;

import java.io.IOException;
import java.util.Locale;

import dev.errata.catalog.StandardCode;
import dev.errata.error.BuiltInErrorTranslator;
import dev.errata.error.Causes;
import dev.errata.error.Failure;
import org.jspecify.annotations.Nullable;

import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClientException;
import org.springframework.web.server.ResponseStatusException;

/**
 * Translates the exceptions of the filters of Spring Cloud Gateway. Most of them are of
 * Spring's own types, which other code throws with another meaning. Therefore, the place
 * where they were thrown decides.
 */
final class GatewayTranslator implements BuiltInErrorTranslator {

	private static final int THROWN_WITHIN = 8;

	/** By name, since the library may be missing. */
	private static final String GATEWAY = "org.springframework.cloud.gateway.";

	private static final String RATE_LIMITER = GATEWAY + "filter.factory.RequestRateLimiter";

	private static final String CIRCUIT_BREAKER = GATEWAY + "server.mvc.filter.CircuitBreakerFilterFunctions";

	private static final String STATUS_OF_CIRCUIT_BREAKER = CIRCUIT_BREAKER + "$CircuitBreakerStatusCodeException";

	private static final String RETRIES = GATEWAY + "server.mvc.filter.RetryFilterFunctions$RetryException";

	@Override
	public int getOrder() {
		// before RestClientTranslator, which would take a rejection by the rate limiter
		// for the response of a service
		return -1;
	}

	@Override
	public @Nullable Failure translate(Throwable exception, Locale locale) {
		if (exception instanceof HttpClientErrorException.TooManyRequests) {
			return isThrownBy(RATE_LIMITER, exception) ? Failure.of(StandardCode.TOO_MANY_REQUESTS) : null;
		}
		if (exception.getClass() == ResponseStatusException.class) {
			return isBehindCircuitBreaker(exception) ? OutboundFailures.ofRequest(exception) : null;
		}
		return exception.getClass().getName().equals(RETRIES) ? Failure.of(StandardCode.UPSTREAM_ERROR) : null;
	}

	/**
	 * Return whether a call failed behind a circuit breaker without a fallback, which
	 * turns any failure into a 500.
	 */
	private static boolean isBehindCircuitBreaker(Throwable exception) {
		Throwable cause = Causes.causeOf(exception);
		return cause != null && ((ResponseStatusException) exception).getStatusCode().value() == 500
				&& isThrownBy(CIRCUIT_BREAKER, exception) && Causes.anyMatch(cause, GatewayTranslator::isOfCall);
	}

	private static boolean isOfCall(Throwable cause) {
		return cause instanceof RestClientException || cause instanceof IOException
				|| cause.getClass().getName().equals(STATUS_OF_CIRCUIT_BREAKER);
	}

	private static boolean isThrownBy(String place, Throwable exception) {
		return Causes.isThrownBy(exception, THROWN_WITHIN, (name) -> name.startsWith(place));
	}

}
