package dev.errata.client;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;

/**
 * Marks the observations of calls, {@code http.client.requests}, with the low-cardinality
 * key {@code error.code}: the code of the other service, {@code unknown} where its
 * contract has none of the name, or {@code none}. A trace bears its request id as well.
 */
final class ObservedRemoteErrors implements ObservationFilter {

	private static final KeyValue NONE = KeyValue.of("error.code", "none");

	private static final KeyValue UNKNOWN = KeyValue.of("error.code", "unknown");

	@Override
	public Observation.Context map(Observation.Context context) {
		// RestClient and WebClient have contexts of their own, and one name
		if ("http.client.requests".equals(context.getName())) {
			// each series of a meter bears the same keys, hence those of a success too
			KeyValue code = NONE;
			Throwable exception = context.getError();
			RemoteApiException error = (exception != null) ? RemoteApiException.of(exception) : null;
			if (error != null) {
				code = error.isKnown() ? KeyValue.of("error.code", error.code()) : UNKNOWN;
				if (error.requestId() != null) {
					context.addHighCardinalityKeyValue(KeyValue.of("error.request_id", error.requestId()));
				}
			}
			context.addLowCardinalityKeyValue(code);
		}
		return context;
	}

}
