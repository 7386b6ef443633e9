package dev.errata.web.reactive.netty;

import java.io.IOException;

/**
 * Thrown to whoever reads a request body that Netty could not decode, such as one with a
 * malformed chunk.
 */
final class BrokenBodyException extends IOException {

	private static final long serialVersionUID = 1L;

	BrokenBodyException(Throwable cause) {
		super("The request body could not be decoded", cause);
	}

}
