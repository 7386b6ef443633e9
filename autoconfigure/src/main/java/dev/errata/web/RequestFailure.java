package dev.errata.web;

import dev.errata.error.Failure;
import org.jspecify.annotations.Nullable;

/**
 * A failure of a request as it is first seen: an exception, a status, or a failure that
 * the observer has decided on.
 *
 * @since 0.1.0
 * @hidden
 */
public sealed interface RequestFailure {

	/**
	 * An exception that was thrown.
	 *
	 * @param exception the exception
	 */
	record Thrown(Throwable exception) implements RequestFailure {
	}

	/**
	 * A failure that is known without translation.
	 *
	 * @param failure the failure
	 */
	record Known(Failure failure) implements RequestFailure {
	}

	/**
	 * A status that the application has sent or the container has decided on. It is kept,
	 * unless it is the 500 for an exception that the container does not know.
	 *
	 * @param exception the exception that the container has caught, or {@code null}
	 * @param status the status
	 * @param message the message that was sent along, for views, or {@code null}
	 * @param retryAfter the {@code Retry-After} that is set beside it, or {@code null}
	 */
	record Reported(@Nullable Throwable exception, int status, @Nullable String message,
			@Nullable String retryAfter) implements RequestFailure {
	}

}
