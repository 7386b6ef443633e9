package dev.errata.idempotency;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * The ways in which a store can be wrong: in each, one guard of the
 * {@link IdempotencyStoreModel} is off.
 */
enum FaultyStore {

	ANY_OWNER(() -> new IdempotencyStoreModel() {

		@Override
		boolean isOwner(String owner, Ownership ownership) {
			return true;
		}

	}),

	ANY_FENCE(() -> new IdempotencyStoreModel() {

		@Override
		boolean isFence(long fence, Ownership ownership) {
			return true;
		}

	}),

	ANY_FINGERPRINT(() -> new IdempotencyStoreModel() {

		@Override
		boolean isSameRequest(Digest fingerprint, Claim claim) {
			return true;
		}

	}),

	LEASE_IS_ALWAYS_OVER(() -> new IdempotencyStoreModel() {

		@Override
		boolean isLeaseOver(long leaseUntil, long now) {
			return true;
		}

	}),

	LEASE_IS_NEVER_OVER(() -> new IdempotencyStoreModel() {

		@Override
		boolean isLeaseOver(long leaseUntil, long now) {
			return false;
		}

	}),

	LEASE_IS_CLOSED(() -> new IdempotencyStoreModel() {

		@Override
		boolean isLeaseOver(long leaseUntil, long now) {
			return leaseUntil < now;
		}

	}),

	NOTHING_EXPIRES(() -> new IdempotencyStoreModel() {

		@Override
		boolean isExpired(long expires, long now) {
			return false;
		}

	}),

	EXPIRY_IS_CLOSED(() -> new IdempotencyStoreModel() {

		@Override
		boolean isExpired(long expires, long now) {
			return expires < now;
		}

	}),

	LIFE_SHORTER_THAN_LEASE(() -> new IdempotencyStoreModel() {

		@Override
		Duration kept(Claim claim) {
			return claim.ttl();
		}

	}),

	RENEWED_CLAIM_EXPIRES(() -> new IdempotencyStoreModel() {

		@Override
		long outlive(long expires, long leaseUntil) {
			return expires;
		}

	}),

	RENEWAL_SHORTENS_LIFE(() -> new IdempotencyStoreModel() {

		@Override
		long outlive(long expires, long leaseUntil) {
			return leaseUntil;
		}

	}),

	CLAIM_IS_NOT_REPEATABLE(() -> new IdempotencyStoreModel() {

		@Override
		boolean isRepeated(String owner, Claim claim) {
			return false;
		}

	}),

	FENCE_STANDS_STILL(() -> new IdempotencyStoreModel() {

		@Override
		long nextFence(long fence) {
			return fence;
		}

	}),

	REOPENED_COUNTS_ATTEMPTS(() -> new IdempotencyStoreModel() {

		@Override
		int attemptAfterReopening(int attempt) {
			return attempt + 1;
		}

	}),

	REOPENED_IS_FORGOTTEN(() -> new IdempotencyStoreModel() {

		@Override
		public Settlement release(Ownership ownership, Release release, Duration ttl) {
			return super.release(ownership, Release.FORGET, ttl);
		}

	}),

	FORGOTTEN_IS_REOPENED(() -> new IdempotencyStoreModel() {

		@Override
		public Settlement release(Ownership ownership, Release release, Duration ttl) {
			return super.release(ownership, Release.REOPEN, ttl);
		}

	}),

	REOPENED_FOREVER(() -> new IdempotencyStoreModel() {

		@Override
		public Settlement release(Ownership ownership, Release release, Duration ttl) {
			return super.release(ownership, release, Duration.ofDays(9999));
		}

	}),

	COMPLETED_FOREVER(() -> new IdempotencyStoreModel() {

		@Override
		public Settlement complete(Ownership ownership, StoredResponse response, Duration ttl) {
			return super.complete(ownership, response, Duration.ofDays(9999));
		}

	}),

	RENEWAL_NEVER_FAILS(() -> new IdempotencyStoreModel() {

		@Override
		public boolean renew(Ownership ownership, Duration lease) {
			super.renew(ownership, lease);
			return true;
		}

	}),

	COMPLETION_NEVER_FAILS(() -> new IdempotencyStoreModel() {

		@Override
		public Settlement complete(Ownership ownership, StoredResponse response, Duration ttl) {
			super.complete(ownership, response, ttl);
			return new Settlement.Done();
		}

	}),

	PURGE_REMOVES_WHAT_LIVES(() -> new IdempotencyStoreModel() {

		@Override
		public int purge() {
			advance(Duration.ofMinutes(1));
			return super.purge();
		}

	}),

	CHECKS_BEFORE_IT_ACTS(() -> new IdempotencyStoreModel() {

		@Override
		public Acquisition claim(Claim claim) {
			if (!contains(claim.id())) {
				LockSupport.parkNanos(100_000);
				remove(claim.id());
			}
			return super.claim(claim);
		}

	});

	private final Supplier<IdempotencyStoreModel> store;

	FaultyStore(Supplier<IdempotencyStoreModel> store) {
		this.store = store;
	}

	IdempotencyStoreModel create() {
		return this.store.get();
	}

}
