package dev.errata.client;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;

/**
 * Adds the code of the other service to observations of calls, {@code
 * http.client.requests}, as the low-cardinality key {@code error.code}: {@code unknown}
 * where its contract does not have the code, {@code none} without an error. Traces also
 * get the request id of the other service.
 */
final class ObservedRemoteErrors implements ObservationFilter {

	private static final KeyValue NONE = KeyValue.of("error.code", "none");

	private static final KeyValue UNKNOWN = KeyValue.of("error.code", "unknown");

	@Override
	public Observation.Context map(Observation.Context context) {
		// RestClient and WebClient have contexts of their own, and one name
		if ("http.client.requests".equals(context.getName())) {
			// each series of a meter has the same keys, hence those of a success, too
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
