package dev.errata.web.reactive;

import java.util.List;
import java.util.Map;

import dev.errata.validation.HandlerParameter.Kind;
import dev.errata.web.HandledRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;

/**
 * The request of Spring WebFlux whose failure this thread translates.
 */
final class ReactiveHandledRequest implements HandledRequest {

	@Override
	public @Nullable HandlerMethod handler() {
		ServerWebExchange exchange = exchange();
		return (exchange != null && exchange
			.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE) instanceof HandlerMethod handler) ? handler
					: null;
	}

	@Override
	public List<String> parameters(String name) {
		ServerWebExchange exchange = exchange();
		return (exchange != null) ? exchange.getRequest().getQueryParams().getOrDefault(name, List.of()) : List.of();
	}

	/**
	 * Return whether the request has something under a name.
	 */
	static boolean brings(Kind kind, String name) {
		ServerWebExchange exchange = exchange();
		if (exchange == null) {
			return false;
		}
		ServerHttpRequest request = exchange.getRequest();
		return switch (kind) {
			case PARAMETER ->
				request.getQueryParams().containsKey(name) || request.getQueryParams().containsKey(name + "[]");
			case HEADER -> request.getHeaders().getFirst(name) != null;
			case COOKIE -> request.getCookies().containsKey(name);
			case PATH_VARIABLE ->
				variables(exchange, HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE).containsKey(name);
			case MATRIX_VARIABLE -> variables(exchange, HandlerMapping.MATRIX_VARIABLES_ATTRIBUTE).values()
				.stream()
				.anyMatch((segment) -> segment instanceof Map<?, ?> variables && variables.containsKey(name));
			default -> false;
		};
	}

	private static Map<?, ?> variables(ServerWebExchange exchange, String attribute) {
		return exchange.getAttributeOrDefault(attribute, Map.of());
	}

	private static @Nullable ServerWebExchange exchange() {
		FailedRequest failed = FailedRequest.current();
		return (failed != null) ? failed.exchange() : null;
	}

}
