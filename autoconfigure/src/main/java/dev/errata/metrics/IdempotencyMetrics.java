package dev.errata.metrics;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

import dev.errata.idempotency.IdempotencyListener;
import dev.errata.idempotency.IdempotencyOutcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * Counts requests by the decision on their idempotency key, and times the store. All
 * counters are there from the start, at zero.
 */
final class IdempotencyMetrics implements IdempotencyListener {

	private static final String PREFIX = "errata.idempotency.";

	private final Map<IdempotencyOutcome, Counter> requests = new EnumMap<>(IdempotencyOutcome.class);

	private final Timer claim;

	private final Timer settle;

	private final Counter takeovers;

	private final Counter fenced;

	IdempotencyMetrics(MeterRegistry registry) {
		for (IdempotencyOutcome outcome : IdempotencyOutcome.values()) {
			this.requests.put(outcome,
					Counter.builder(PREFIX + "requests")
						.description("Requests by the decision on their idempotency key")
						.tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
						.register(registry));
		}
		this.claim = timer("claim", "Time that the store took to decide on a claim", registry);
		this.settle = timer("settle", "Time that the store took to settle a claim", registry);
		this.takeovers = counter("takeovers", "Keys that were taken over after the lease of their owner", registry);
		this.fenced = counter("fenced", "Requests that lost their key to another request", registry);
	}

	private static Timer timer(String name, String description, MeterRegistry registry) {
		return Timer.builder(PREFIX + name).description(description).register(registry);
	}

	private static Counter counter(String name, String description, MeterRegistry registry) {
		return Counter.builder(PREFIX + name).description(description).register(registry);
	}

	@Override
	public void onRequest(IdempotencyOutcome outcome) {
		Counter counter = this.requests.get(outcome);
		if (counter != null) {
			counter.increment();
		}
	}

	@Override
	public void onClaimed(Duration took) {
		this.claim.record(took);
	}

	@Override
	public void onSettled(Duration took) {
		this.settle.record(took);
	}

	@Override
	public void onTakenOver() {
		this.takeovers.increment();
	}

	@Override
	public void onFenced() {
		this.fenced.increment();
	}

}
