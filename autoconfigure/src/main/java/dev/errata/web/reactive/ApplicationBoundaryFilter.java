package dev.errata.web.reactive;

import reactor.core.publisher.Mono;

import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Runs right around the dispatcher. Behind it the response passes through unchanged: an
 * error status without a body is what the author of a handler wants, also if it is not
 * sent before the handler has returned.
 */
final class ApplicationBoundaryFilter implements WebFilter {

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		ContractResponse response = ContractResponse.of(exchange.getResponse());
		if (response == null) {
			return chain.filter(exchange);
		}
		response.enterApplication();
		return chain.filter(exchange).doOnError((ex) -> response.holdBack(Refusals.OF_FILTERS));
	}

}
