package dev.errata.idempotency;

/**
 * The decision on a request that has a key. Refusals are exceptions.
 *
 * @since 0.1.0
 * @hidden
 */
public sealed interface IdempotencyDecision {

	/**
	 * It runs, and gives its claim back when it has ended.
	 *
	 * @param claim the claim
	 */
	record Run(RunningClaim claim) implements IdempotencyDecision {
	}

	/**
	 * It does not run again, and the stored response is sent once more.
	 *
	 * @param response the response, which is complete
	 */
	record Resend(StoredResponse response) implements IdempotencyDecision {
	}

	/**
	 * It runs without protection, since the store is out of reach.
	 */
	record Unprotected() implements IdempotencyDecision {
	}

}
