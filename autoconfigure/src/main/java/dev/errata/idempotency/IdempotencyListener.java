package dev.errata.idempotency;

import java.time.Duration;

/**
 * Listener for the decisions on requests that may have a key. Called by many threads at
 * once, on those that answer; it should be quick, and must not throw.
 *
 * @since 0.1.0
 */
public interface IdempotencyListener {

	/**
	 * Take notice of what was decided on a request.
	 * @param outcome the decision
	 */
	default void onRequest(IdempotencyOutcome outcome) {
	}

	/**
	 * Take notice of a claim that the store has decided on.
	 * @param took the time it took
	 */
	default void onClaimed(Duration took) {
	}

	/**
	 * Take notice of a claim that was given back to the store.
	 * @param took the time it took
	 */
	default void onSettled(Duration took) {
	}

	/**
	 * Take notice of a request that has taken over a key from an owner not heard of.
	 */
	default void onTakenOver() {
	}

	/**
	 * Take notice of a request that has lost its key to another, and had no say.
	 */
	default void onFenced() {
	}

}
