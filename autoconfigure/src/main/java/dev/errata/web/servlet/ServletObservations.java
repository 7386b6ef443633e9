package dev.errata.web.servlet;

import dev.errata.error.ApiError;
import dev.errata.web.ObservedErrors;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.web.filter.ServerHttpObservationFilter;

/**
 * Finds the observation of a request, if there is one, to tell it of errors.
 */
final class ServletObservations {

	void mark(ApiError error, HttpServletRequest request) {
		ServerHttpObservationFilter.findObservationContext(request)
			.ifPresent((context) -> ObservedErrors.mark(error, context));
	}

	/**
	 * Record the failure behind a response that is aborted.
	 */
	void keep(Throwable cause, HttpServletRequest request) {
		ServerHttpObservationFilter.findObservationContext(request)
			.ifPresent((context) -> ObservedErrors.keep(cause, context));
	}

}
