package dev.errata.idempotency.actuate;

import dev.errata.idempotency.IdempotencyGuard;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Health of the store of idempotency keys: up if it answers within the time that a
 * request would wait for it.
 */
final class IdempotencyStoreHealthIndicator extends AbstractHealthIndicator {

	private final IdempotencyGuard guard;

	IdempotencyStoreHealthIndicator(IdempotencyGuard guard) {
		super("The store of idempotency keys does not answer");
		this.guard = guard;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		builder.withDetail("store", this.guard.storeKind());
		if (this.guard.storeKind().equals("memory")) {
			// counting is cheap there alone
			builder.withDetail("records", this.guard.counts());
		}
		this.guard.probe();
		builder.up();
	}

}
