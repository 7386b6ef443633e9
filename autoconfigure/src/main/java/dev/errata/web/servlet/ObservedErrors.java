package dev.errata.web.servlet;

import dev.errata.error.ApiError;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.web.filter.ServerHttpObservationFilter;

/**
 * Marks the observation of a request, {@code http.server.requests}, with the exception
 * that was answered and with the low-cardinality key {@code error.code}: the code, or
 * {@code none}.
 */
final class ObservedErrors implements ObservationFilter {

	private static final KeyValue NONE = KeyValue.of("error.code", "none");

	void mark(ApiError error, HttpServletRequest request) {
		ServerHttpObservationFilter.findObservationContext(request).ifPresent((context) -> {
			if (error.cause() != null && context.getError() == null) {
				context.setError(error.cause());
			}
			context.put(ObservedErrors.class, error.code());
		});
	}

	@Override
	public Observation.Context map(Observation.Context context) {
		if (context instanceof ServerRequestObservationContext) {
			// each series of a meter bears the same keys, hence those of a success too
			String code = context.get(ObservedErrors.class);
			context.addLowCardinalityKeyValue((code != null) ? KeyValue.of("error.code", code) : NONE);
		}
		return context;
	}

}
