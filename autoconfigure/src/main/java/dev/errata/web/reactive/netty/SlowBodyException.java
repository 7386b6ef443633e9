package dev.errata.web.reactive.netty;

import java.io.IOException;

/**
 * Thrown to whoever reads a request body of which nothing has arrived for longer than the
 * server waits.
 */
final class SlowBodyException extends IOException {

	private static final long serialVersionUID = 1L;

	SlowBodyException(Throwable cause) {
		super("The request body did not arrive in time", cause);
	}

}
