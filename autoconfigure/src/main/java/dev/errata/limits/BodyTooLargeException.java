package dev.errata.limits;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * Thrown when the body of a request exceeds its limit. It is not a
 * {@link java.io.IOException}, which containers take for a disconnected client.
 *
 * @since 0.1.0
 */
public final class BodyTooLargeException extends ResponseStatusException {

	/**
	 * Create an exception.
	 */
	public BodyTooLargeException() {
		super(HttpStatus.CONTENT_TOO_LARGE);
	}

	@Override
	public Throwable fillInStackTrace() {
		// an error of the client needs no stack trace
		return this;
	}

}
