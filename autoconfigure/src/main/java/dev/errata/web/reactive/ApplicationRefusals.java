package dev.errata.web.reactive;

import dev.errata.web.RequestFailure;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;

/**
 * Refusals within the application. An error status without a body is what the author of a
 * handler wants, unless Spring itself or a filter of a gateway has set it.
 */
final class ApplicationRefusals implements Refusals {

	static final ApplicationRefusals INSTANCE = new ApplicationRefusals();

	private ApplicationRefusals() {
	}

	@Override
	public boolean isRefusal(ContractResponse response) {
		return isOfSpring(response) || GatewayRequests.isRouted(response.webExchange());
	}

	/**
	 * Return whether Spring has decided on the status: for a condition that does not
	 * hold, or for a range that a resource does not have.
	 */
	private static boolean isOfSpring(ContractResponse response) {
		HttpStatusCode status = response.getStatusCode();
		if (HttpStatus.PRECONDITION_FAILED.equals(status)) {
			ServerWebExchange exchange = response.webExchange();
			return exchange != null && exchange.isNotModified();
		}
		return HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE.equals(status)
				&& response.getHeaders().containsHeader(HttpHeaders.ACCEPT_RANGES);
	}

	@Override
	public RequestFailure failure(int status, ServerHttpRequest request, ContractResponse response) {
		return OF_FILTERS.failure(status, request, response);
	}

}
