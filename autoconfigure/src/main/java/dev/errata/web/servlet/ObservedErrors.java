package dev.errata.web.servlet;

import dev.errata.error.ApiError;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;
import io.micrometer.observation.ObservationHandler;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.web.filter.ServerHttpObservationFilter;

/**
 * Adds the error to the observation {@code http.server.requests}: the exception that was
 * answered, and the low-cardinality key {@code error.code} with the code or {@code none}.
 */
final class ObservedErrors implements ObservationFilter, ObservationHandler<ServerRequestObservationContext> {

	private static final KeyValue NONE = KeyValue.of("error.code", "none");

	private static final String CUT_OFF_BY = ObservedErrors.class.getName() + ".CUT_OFF_BY";

	void mark(ApiError error, HttpServletRequest request) {
		ServerHttpObservationFilter.findObservationContext(request).ifPresent((context) -> {
			if (error.cause() != null && context.getError() == null) {
				context.setError(error.cause());
			}
			context.put(ObservedErrors.class, error.code());
		});
	}

	/**
	 * Record the failure behind a response that is aborted. The observation would see the
	 * exception that aborts it.
	 */
	void keep(Throwable cause, HttpServletRequest request) {
		ServerHttpObservationFilter.findObservationContext(request)
			.ifPresent((context) -> context.put(CUT_OFF_BY, cause));
	}

	@Override
	public void onError(ServerRequestObservationContext context) {
		Throwable cause = context.get(CUT_OFF_BY);
		if (cause != null) {
			context.setError(cause);
		}
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof ServerRequestObservationContext;
	}

	@Override
	public Observation.Context map(Observation.Context context) {
		if (context instanceof ServerRequestObservationContext) {
			// all series of a meter need the same keys, including those of a success
			String code = context.get(ObservedErrors.class);
			context.addLowCardinalityKeyValue((code != null) ? KeyValue.of("error.code", code) : NONE);
		}
		return context;
	}

}
