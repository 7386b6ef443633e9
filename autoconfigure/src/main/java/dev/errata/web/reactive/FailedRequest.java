package dev.errata.web.reactive;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;

/**
 * A request that has failed. Translators ask for the one whose failure this thread
 * translates.
 *
 * @param request the request as it is known where the failure is seen
 * @param response its response
 * @param exchange the request as filters and handlers see it, or {@code null} if it has
 * not come that far
 */
record FailedRequest(ServerHttpRequest request, ContractResponse response, @Nullable ServerWebExchange exchange) {

	private static final ThreadLocal<FailedRequest> CURRENT = new ThreadLocal<>();

	/**
	 * Return the request whose failure this thread translates.
	 * @return the request, or {@code null} if this thread translates none
	 */
	static @Nullable FailedRequest current() {
		return CURRENT.get();
	}

	/**
	 * Get something while this thread translates the failure of the request.
	 */
	<T> T translate(Supplier<T> supplier) {
		CURRENT.set(this);
		try {
			return supplier.get();
		}
		finally {
			CURRENT.remove();
		}
	}

}
