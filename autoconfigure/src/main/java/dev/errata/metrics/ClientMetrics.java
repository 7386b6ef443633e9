package dev.errata.metrics;

import dev.errata.client.RemoteApiListener;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts repeated attempts of calls by client and outcome: {@code errata.client.retries}.
 * A counter is there once there is something to count.
 */
final class ClientMetrics implements RemoteApiListener {

	private final MeterRegistry registry;

	ClientMetrics(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void onRetry(String client, boolean succeeded) {
		this.registry.counter("errata.client.retries", "client", client, "outcome", succeeded ? "success" : "failure")
			.increment();
	}

}
