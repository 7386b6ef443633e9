package dev.errata.web.reactive;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;

/**
 * The request whose failure is being translated by this thread.
 */
final class FailedRequest {

	private static final ThreadLocal<Current> CURRENT = new ThreadLocal<>();

	private FailedRequest() {
	}

	/**
	 * Return the request.
	 * @return the request, or {@code null} if this thread translates none
	 */
	static @Nullable ServerHttpRequest current() {
		Current current = CURRENT.get();
		return (current != null) ? current.request() : null;
	}

	/**
	 * Return the request as its handler has it.
	 * @return the request, or {@code null} if it has not come that far
	 */
	static @Nullable ServerWebExchange currentExchange() {
		Current current = CURRENT.get();
		return (current != null) ? current.exchange() : null;
	}

	/**
	 * Get something while this thread translates the failure of a request.
	 */
	static <T> T during(ServerHttpRequest request, @Nullable ServerWebExchange exchange, Supplier<T> supplier) {
		CURRENT.set(new Current(request, exchange));
		try {
			return supplier.get();
		}
		finally {
			CURRENT.remove();
		}
	}

	private record Current(ServerHttpRequest request, @Nullable ServerWebExchange exchange) {

	}

}
