package dev.errata.client;

import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts repeated attempts in the meter {@code errata.client.retries} with the tags
 * {@code client} and {@code outcome}.
 */
final class MicrometerRetryCounter implements RetryCounter {

	private final MeterRegistry registry;

	MicrometerRetryCounter(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void count(String client, boolean succeeded) {
		this.registry.counter("errata.client.retries", "client", client, "outcome", succeeded ? "success" : "failure")
			.increment();
	}

}
