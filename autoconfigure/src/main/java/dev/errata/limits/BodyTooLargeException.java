package dev.errata.limits;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * Ends the reading of a request whose body goes beyond its limit. It is no
 * {@link java.io.IOException}, which a container would take for a client that has gone.
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
		// the fault is the client's
		return this;
	}

}
