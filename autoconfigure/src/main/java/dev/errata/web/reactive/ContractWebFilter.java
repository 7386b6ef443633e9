package dev.errata.web.reactive;

import reactor.core.publisher.Mono;

import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Does for a {@code WebTestClient} that is bound to the application context what
 * {@link ContractHttpHandler} does for a server.
 */
final class ContractWebFilter implements WebFilter {

	private final ReactiveExchanges exchanges;

	private final ReactiveErrorResponder responder;

	ContractWebFilter(ReactiveExchanges exchanges, ReactiveErrorResponder responder) {
		this.exchanges = exchanges;
		this.responder = responder;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		if (ContractResponse.of(exchange.getResponse()) != null) {
			return chain.filter(exchange);
		}
		return new ContractHttpHandler(
				(request, response) -> chain.filter(exchange.mutate().request(request).response(response).build()),
				this.exchanges, this.responder)
			.handle(exchange.getRequest(), exchange.getResponse());
	}

}
