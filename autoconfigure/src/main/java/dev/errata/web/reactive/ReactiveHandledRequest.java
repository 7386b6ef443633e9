package dev.errata.web.reactive;

import java.util.List;

import dev.errata.web.HandledRequest;
import org.jspecify.annotations.Nullable;

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

	private static @Nullable ServerWebExchange exchange() {
		FailedRequest failed = FailedRequest.current();
		return (failed != null) ? failed.exchange() : null;
	}

}
