package dev.errata.idempotency;

import java.time.Duration;

/**
 * Tests for {@link IdempotencyStoreModel}.
 */
class IdempotencyStoreModelTests extends IdempotencyStoreContract {

	private final IdempotencyStoreModel store = new IdempotencyStoreModel();

	@Override
	protected IdempotencyStore store() {
		return this.store;
	}

	@Override
	protected void advance(Duration time) {
		this.store.advance(time);
	}

	@Override
	protected Duration slack() {
		return Duration.ofMillis(1);
	}

	@Override
	protected boolean commit(Ownership ownership) {
		this.store.commit(ownership);
		return true;
	}

}
