package dev.errata.idempotency;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Stores a response, even if its record is gone: a request that has run must not run
 * again because the store has lost its record.
 */
final class Completion implements Supplier<Settlement> {

	private final IdempotencyStore store;

	private final Claim claim;

	private final StoredResponse response;

	private final Duration ttl;

	private final StoreFailureLog lost;

	/** As it is by now, for each try goes on where the one before has failed. */
	private volatile Ownership ownership;

	/**
	 * Create an instance.
	 * @param lost logs that the record was gone
	 */
	Completion(IdempotencyStore store, RunningClaim claim, StoredResponse response, StoreFailureLog lost) {
		this.store = store;
		this.claim = claim.claim();
		this.response = response;
		this.ttl = claim.policy().ttl();
		this.lost = lost;
		this.ownership = claim.ownership();
	}

	@Override
	public Settlement get() {
		Settlement settlement = this.store.complete(this.ownership, this.response, this.ttl);
		if (!(settlement instanceof Settlement.Gone)) {
			return settlement;
		}
		Acquisition acquisition = this.store.claim(this.claim);
		if (acquisition instanceof Acquisition.Acquired acquired) {
			this.ownership = this.claim.ownership(acquired.fence());
			this.lost.warn(new IdempotencyStoreException("The record is gone", null));
			return this.store.complete(this.ownership, this.response, this.ttl);
		}
		return settlement;
	}

}
