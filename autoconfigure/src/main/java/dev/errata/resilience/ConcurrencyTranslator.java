package dev.errata.resilience;

import java.util.Locale;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

import dev.errata.catalog.StandardCode;
import dev.errata.error.BuiltInErrorTranslator;
import dev.errata.error.Failure;
import org.jspecify.annotations.Nullable;


/**
 * Translates what executors of the JDK and Spring's concurrency limit turn away, and
 * waiting that has come to its end. The last exception of Spring's retries is their
 * cause, which speaks for itself.
 */
final class ConcurrencyTranslator implements BuiltInErrorTranslator {

	/** Thrown by Kotlin's {@code withTimeout}; it extends CancellationException. */
	private static final String OF_KOTLIN = "kotlinx.coroutines.TimeoutCancellationException";

	@Override
	public @Nullable Failure translate(Throwable exception, Locale locale) {
		if (exception instanceof RejectedExecutionException) {
			return Failure.of(StandardCode.CONCURRENCY_LIMIT);
		}
		return (exception instanceof TimeoutException || exception.getClass().getName().equals(OF_KOTLIN))
				? Failure.of(StandardCode.TIMEOUT) : null;
	}

}
