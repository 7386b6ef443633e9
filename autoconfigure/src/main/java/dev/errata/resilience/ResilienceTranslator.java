package dev.errata.resilience;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

import dev.errata.catalog.StandardCode;
import dev.errata.error.BuiltInErrorTranslator;
import dev.errata.error.Failure;
import org.jspecify.annotations.Nullable;

/**
 * Translates the exceptions of what protects a service from too much work: executors,
 * Spring's concurrency limit, time limits, and the rate limiters, circuit breakers and
 * bulkheads of Resilience4j. An exception of Spring's retries is translated by its cause,
 * the failure of the last attempt.
 */
final class ResilienceTranslator implements BuiltInErrorTranslator {

	/** By name, since each module of a library may be missing. */
	private static final Map<String, StandardCode> OF_LIBRARIES = Map.of(
			"io.github.resilience4j.ratelimiter.RequestNotPermitted", StandardCode.TOO_MANY_REQUESTS,
			"io.github.resilience4j.circuitbreaker.CallNotPermittedException", StandardCode.SERVICE_UNAVAILABLE,
			"io.github.resilience4j.bulkhead.BulkheadFullException", StandardCode.CONCURRENCY_LIMIT,
			"kotlinx.coroutines.TimeoutCancellationException", StandardCode.TIMEOUT);

	@Override
	public @Nullable Failure translate(Throwable exception, Locale locale) {
		if (exception instanceof RejectedExecutionException) {
			return Failure.of(StandardCode.CONCURRENCY_LIMIT);
		}
		if (exception instanceof TimeoutException) {
			return Failure.of(StandardCode.TIMEOUT);
		}
		StandardCode code = OF_LIBRARIES.get(exception.getClass().getName());
		return (code != null) ? Failure.of(code) : null;
	}

}
