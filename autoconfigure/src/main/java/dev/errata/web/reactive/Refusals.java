package dev.errata.web.reactive;

import dev.errata.error.Failure;
import dev.errata.web.RequestFailure;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Says what it means that a part of the application refuses a request: sets an error
 * status and leaves the body empty.
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
	 * Return the failure for a refusal.
	 * @param status the status of the response
	 * @param request the request
	 * @param response the response
	 * @return the failure
	 */
	RequestFailure failure(int status, ServerHttpRequest request, ContractResponse response);

	/**
	 * Return whether the body that is being written is a refusal all the same: standard
	 * words of a library, and not those of the application.
	 * @return whether the caller on the stack is such a library
	 */
	default boolean isWrittenByLibrary() {
		return false;
	}

	/**
	 * Return whether the cookies of a refusal are kept, such as those for a session or a
	 * CSRF token.
	 * @return whether they are kept
	 */
	default boolean keepsCookies() {
		return false;
	}

}
