package dev.errata.web;

import dev.errata.error.Failure;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong with a request, as a door sees it.
 *
 * @since 0.1.0
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
	 * A failure that the door knows by itself.
	 *
	 * @param failure the failure
	 */
	record Known(Failure failure) implements RequestFailure {
	}

	/**
	 * A status that the application has sent or the container has decided on. It is the
	 * truth, unless it is the 500 for an exception that the container does not know.
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
