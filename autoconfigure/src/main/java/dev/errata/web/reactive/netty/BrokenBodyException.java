package dev.errata.web.reactive.netty;

import org.springframework.web.server.ServerWebInputException;

/**
 * Thrown to whoever reads a request body that Netty could not decode, such as one with a
 * malformed chunk. Exception handlers of others know that it is a bad request.
 */
final class BrokenBodyException extends ServerWebInputException {

	private static final long serialVersionUID = 1L;

	BrokenBodyException(Throwable cause) {
		super("The request body could not be decoded", null, cause);
	}

}
