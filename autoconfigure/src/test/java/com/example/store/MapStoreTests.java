package com.example.store;

import java.time.Duration;
import java.time.Instant;

import dev.errata.idempotency.IdempotencyStore;
import dev.errata.idempotency.IdempotencyStoreContract;

class MapStoreTests extends IdempotencyStoreContract {

	private Instant now = Instant.parse("2026-11-21T08:00:00Z");

	private final MapStore store = new MapStore(() -> this.now);

	@Override
	protected IdempotencyStore store() {
		return this.store;
	}

	@Override
	protected void advance(Duration time) {
		this.now = this.now.plus(time);
	}

}
