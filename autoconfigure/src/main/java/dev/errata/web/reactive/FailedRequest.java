package dev.errata.web.reactive;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * The request whose failure is being translated by this thread.
 */
final class FailedRequest {

	private static final ThreadLocal<ServerHttpRequest> CURRENT = new ThreadLocal<>();

	private FailedRequest() {
	}

	/**
	 * Return the request.
	 * @return the request, or {@code null} if this thread translates none
	 */
	static @Nullable ServerHttpRequest current() {
		return CURRENT.get();
	}

	/**
	 * Get something while this thread translates the failure of a request.
	 */
	static <T> T during(ServerHttpRequest request, Supplier<T> supplier) {
		CURRENT.set(request);
		try {
			return supplier.get();
		}
		finally {
			CURRENT.remove();
		}
	}

}
