package dev.errata.idempotency;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by a store that cannot complete a call: it is out of reach, too slow or full.
 *
 * @since 0.1.0
 */
public class IdempotencyStoreException extends RuntimeException {

	/**
	 * Create an exception.
	 * @param message what the store could not do
	 * @param cause why, or {@code null}
	 */
	public IdempotencyStoreException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
