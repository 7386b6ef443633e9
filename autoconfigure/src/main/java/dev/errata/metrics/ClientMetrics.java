package dev.errata.metrics;

import dev.errata.client.RemoteApiListener;
import io.micrometer.core.instrument.Counter;
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
		Counter.builder("errata.client.retries")
			.description("Repeated attempts of calls to other services")
			.tag("client", client)
			.tag("outcome", succeeded ? "success" : "failure")
			.register(this.registry)
			.increment();
	}

}
