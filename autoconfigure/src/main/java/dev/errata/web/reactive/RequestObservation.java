package dev.errata.web.reactive;

import dev.errata.error.ApiError;
import dev.errata.web.ObservedErrors;
import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.handler.ExceptionHandlingWebHandler;

/**
 * The observation of a request, told of errors.
 */
final class RequestObservation {

	private RequestObservation() {
	}

	/**
	 * Let the current thread work within the observation, so that the logging context has
	 * the id of the trace.
	 * @param contexts what Reactor carries along; the first that has an observation
	 * counts
	 */
	static Observation.Scope open(ContextView... contexts) {
		for (ContextView context : contexts) {
			@Nullable Object known = context.getOrDefault(ObservationThreadLocalAccessor.KEY, null);
			if (known instanceof Observation observation) {
				return observation.openScope();
			}
		}
		return Observation.Scope.NOOP;
	}

	static void mark(ApiError error, ServerWebExchange exchange) {
		ServerRequestObservationContext.findCurrent(exchange.getAttributes())
			.ifPresent((context) -> ObservedErrors.mark(error, context));
		if (error.cause() != null) {
			// the observation takes it from there once the exchange has ended
			exchange.getAttributes().put(ExceptionHandlingWebHandler.HANDLED_WEB_EXCEPTION, error.cause());
		}
	}

}
