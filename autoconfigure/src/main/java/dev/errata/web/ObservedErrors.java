package dev.errata.web;

import dev.errata.error.ApiError;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;
import io.micrometer.observation.ObservationHandler;

import org.springframework.util.Assert;

/**
 * Adds the error to the observation {@code http.server.requests}: the exception that was
 * answered, and the low-cardinality key {@code error.code} with the code or {@code none}.
 *
 * @since 0.1.0
 * @hidden
 */
public final class ObservedErrors implements ObservationFilter, ObservationHandler<Observation.Context> {

	private static final KeyValue NONE = KeyValue.of("error.code", "none");

	private static final String CUT_OFF_BY = ObservedErrors.class.getName() + ".CUT_OFF_BY";

	private final Class<? extends Observation.Context> type;

	/**
	 * Create an instance.
	 * @param type the type of the context that the web stack observes its requests with
	 */
	public ObservedErrors(Class<? extends Observation.Context> type) {
		Assert.notNull(type, "'type' must not be null");
		this.type = type;
	}

	/**
	 * Add an error that is answered.
	 * @param error the error
	 * @param context the context of the request
	 */
	public static void mark(ApiError error, Observation.Context context) {
		if (error.cause() != null && context.getError() == null) {
			context.setError(error.cause());
		}
		context.put(ObservedErrors.class, error.code());
	}

	/**
	 * Record the failure behind a response that is aborted. The observation would see the
	 * exception that aborts it.
	 * @param cause the failure
	 * @param context the context of the request
	 */
	public static void keep(Throwable cause, Observation.Context context) {
		context.put(CUT_OFF_BY, cause);
	}

	/**
	 * Return whether the response is aborted.
	 * @param context the context of the request
	 * @return whether there is a failure behind it
	 */
	public static boolean isCutOff(Observation.Context context) {
		return context.get(CUT_OFF_BY) != null;
	}

	@Override
	public void onError(Observation.Context context) {
		Throwable cause = context.get(CUT_OFF_BY);
		if (cause != null) {
			context.setError(cause);
		}
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return this.type.isInstance(context);
	}

	@Override
	public Observation.Context map(Observation.Context context) {
		if (this.type.isInstance(context)) {
			// all series of a meter need the same keys, including those of a success
			String code = context.get(ObservedErrors.class);
			context.addLowCardinalityKeyValue((code != null) ? KeyValue.of("error.code", code) : NONE);
		}
		return context;
	}

}
