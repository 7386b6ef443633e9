package dev.errata.idempotency;

import java.time.Duration;

/**
 * Claims of requests that run, for the tests of stores.
 */
public final class RunningClaims {

	private RunningClaims() {
	}

	public static RunningClaim of(Ownership ownership) {
		Duration lease = Duration.ofSeconds(30);
		Duration ttl = Duration.ofHours(24);
		Claim claim = new Claim(ownership.id(), ownership.id(), ownership.owner(), lease, ttl, false);
		return new RunningClaim("key", claim, ownership.fence(), 1, null,
				new IdempotencyPolicy(false, ttl, lease, false, OutcomeRules.DEFAULT));
	}

	/**
	 * Renew the lease of a claim as its heartbeat does.
	 */
	public static boolean renew(RunningClaim claim, IdempotencyStore store) {
		return claim.renew(() -> store.renew(claim.ownership(), claim.policy().lease()));
	}

}
