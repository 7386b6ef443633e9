package dev.errata.metrics;

import dev.errata.idempotency.IdempotencyGuard;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Gauges the requests that run under a key: {@code errata.idempotency.in.flight}. It is
 * no listener, since the guard needs its listeners before it exists itself.
 */
final class RunningRequests implements MeterBinder {

	private final IdempotencyGuard guard;

	RunningRequests(IdempotencyGuard guard) {
		this.guard = guard;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("errata.idempotency.in.flight", this.guard, IdempotencyGuard::running)
			.description("Requests that run under a key in this process")
			.register(registry);
	}

}
