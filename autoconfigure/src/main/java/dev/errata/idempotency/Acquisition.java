package dev.errata.idempotency;

import java.time.Duration;

/**
 * The outcome of a {@linkplain IdempotencyStore#claim claim}.
 *
 * @since 0.1.0
 */
public sealed interface Acquisition {

	/**
	 * The request may run; nobody else does until the lease is over.
	 *
	 * @param fence grows with every owner of the record
	 * @param attempt 1, or one more than that of the owner whose lease is over and who
	 * may have had effects
	 */
	record Acquired(long fence, int attempt) implements Acquisition {
	}

	/**
	 * The request has run.
	 *
	 * @param response how it ended
	 */
	record Replay(StoredResponse response) implements Acquisition {
	}

	/**
	 * The request is running.
	 *
	 * @param leaseLeft the time after which it can be claimed if its owner is not heard
	 * of again
	 */
	record Busy(Duration leaseLeft) implements Acquisition {
	}

	/**
	 * The key was used with another request.
	 */
	record Mismatch() implements Acquisition {
	}

	/**
	 * The store has no room for a further key of this caller, and has for others.
	 *
	 * @param retryAfter the time after which it may have
	 */
	record ShareExhausted(Duration retryAfter) implements Acquisition {
	}

	/**
	 * The request has had its effect, and nobody knows what it would have answered.
	 */
	record OutcomeUnknown() implements Acquisition {
	}

}
