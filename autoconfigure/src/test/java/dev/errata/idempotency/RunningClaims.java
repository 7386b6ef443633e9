package dev.errata.idempotency;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Claims of requests that run, for the tests of stores.
 */
public final class RunningClaims {

	private RunningClaims() {
	}

	public static RunningClaim of(Ownership ownership) {
		Duration lease = Duration.ofSeconds(30);
		Duration ttl = Duration.ofHours(24);
		Claim claim = new Claim(ownership.id(), ownership.id(), ownership.owner(), "caller", lease, ttl, false);
		return new RunningClaim("key", claim, ownership.fence(), 1, null, policy(ttl, lease));
	}

	/**
	 * Return the policy of a request that no rule says more about.
	 */
	static IdempotencyPolicy policy(Duration ttl, Duration lease) {
		return new IdempotencyPolicy(false, ttl, lease, false,
				OutcomeRules.of(Set.of(), Set.of(), List.of(), (list, word, rule, action) -> {
				}));
	}

	/**
	 * Renew the lease of a claim as its heartbeat does.
	 */
	public static boolean renew(RunningClaim claim, IdempotencyStore store) {
		return claim.renew(() -> store.renew(claim.ownership(), claim.policy().lease()));
	}

}
