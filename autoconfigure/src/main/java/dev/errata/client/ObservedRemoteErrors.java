package dev.errata.client;

import java.util.function.Supplier;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;

import org.springframework.util.function.SingletonSupplier;

/**
 * Marks the observations of calls, {@code http.client.requests}, with the low-cardinality
 * key {@code error.code}: the code of the other service, {@code unknown} where its
 * contract has none of the name, or {@code none}. A trace bears its request id as well.
 * Without clients, meters stay as they are.
 */
final class ObservedRemoteErrors implements ObservationFilter {

	private static final KeyValue NONE = KeyValue.of("error.code", "none");

	private static final KeyValue UNKNOWN = KeyValue.of("error.code", "unknown");

	private final Supplier<RemoteApis> apis;

	/**
	 * Create a filter.
	 * @param apis the services, which are not there yet when registries are set up
	 */
	ObservedRemoteErrors(Supplier<RemoteApis> apis) {
		this.apis = SingletonSupplier.of(apis);
	}

	@Override
	public Observation.Context map(Observation.Context context) {
		// RestClient and WebClient have contexts of their own, and one name
		if ("http.client.requests".equals(context.getName()) && !this.apis.get().isEmpty()) {
			// each series of a meter bears the same keys, hence those of a success too
			KeyValue code = NONE;
			if (context.getError() instanceof RemoteApiException exception) {
				code = exception.isKnown() ? KeyValue.of("error.code", exception.code()) : UNKNOWN;
				if (exception.requestId() != null) {
					context.addHighCardinalityKeyValue(KeyValue.of("error.request_id", exception.requestId()));
				}
			}
			context.addLowCardinalityKeyValue(code);
		}
		return context;
	}

}
