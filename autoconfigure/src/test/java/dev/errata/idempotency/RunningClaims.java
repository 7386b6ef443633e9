package dev.errata.idempotency;

import java.time.Duration;

/**
 * Claims of requests that run, for the tests of stores.
 */
public final class RunningClaims {

	private RunningClaims() {
	}

	public static RunningClaim of(Ownership ownership) {
		return new RunningClaim("key", ownership, 1, null, new IdempotencyPolicy(false, Duration.ofHours(24),
				Duration.ofSeconds(30), false, OutcomeRules.DEFAULT));
	}

}
