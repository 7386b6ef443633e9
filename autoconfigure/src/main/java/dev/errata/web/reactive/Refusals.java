package dev.errata.web.reactive;

import dev.errata.error.Failure;
import dev.errata.web.RequestFailure;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * The refusals of the part that has a request: the filters, Spring Security, or the
 * application. A refusal is an error status without a body; whose it is decides on the
 * failure that is answered in its place.
 *
 * @since 0.1.0
 * @hidden
 */
@FunctionalInterface
public interface Refusals {

	/**
	 * Refusals of filters, of which nothing is known but their status.
	 */
	Refusals OF_FILTERS = (status, request, response) -> {
		// no filter has seen the request: headers of a proxy are malformed
		boolean unreadable = status == HttpStatus.BAD_REQUEST.value() && response.webExchange() == null;
		return unreadable ? new RequestFailure.Known(Failure.ofUnreadable(status)) : new RequestFailure.Reported(null,
				status, null, response.getHeaders().getFirst(HttpHeaders.RETRY_AFTER));
	};

	/**
	 * Return the failure that a refusal stands for.
	 * @param status the status of the response
	 * @param request the request
	 * @param response the response
	 * @return the failure
	 */
	RequestFailure failure(int status, ServerHttpRequest request, ContractResponse response);

	/**
	 * Return whether a response is a refusal: it has an error status, and would be
	 * completed without a body.
	 * @param response the response
	 * @return whether it is held back, so that it can be answered
	 */
	default boolean isRefusal(ContractResponse response) {
		return true;
	}

	/**
	 * Return whether the body that is being written is a refusal all the same: standard
	 * words of a library, and not those of the application.
	 * @return whether the caller on the stack is such a library
	 */
	default boolean isWrittenByLibrary() {
		return false;
	}

}
