package dev.errata.web.servlet;

import dev.errata.error.ApiError;
import dev.errata.web.ObservedErrors;
import io.micrometer.observation.Observation;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.web.filter.ServerHttpObservationFilter;

/**
 * Finds the observation of a request, if there is one, to tell it of errors.
 */
final class ServletObservations {

	private static final String OBSERVATION = ServerHttpObservationFilter.class.getName() + ".observation";

	private static final int SERVER_ERROR = 500;

	void mark(ApiError error, HttpServletRequest request) {
		ServerHttpObservationFilter.findObservationContext(request).ifPresent((context) -> {
			Throwable cause = error.cause();
			if (cause != null && error.status() >= SERVER_ERROR && context.getError() == null
					&& !ObservedErrors.isCutOff(context)
					&& request.getAttribute(OBSERVATION) instanceof Observation observation) {
				// the filter tells only of exceptions that it catches, and the span has
				// failed
				observation.error(cause);
			}
			ObservedErrors.mark(error, context);
		});
	}

	/**
	 * Record the failure behind a response that is aborted.
	 */
	void keep(Throwable cause, HttpServletRequest request) {
		ServerHttpObservationFilter.findObservationContext(request)
			.ifPresent((context) -> ObservedErrors.keep(cause, context));
	}

}
