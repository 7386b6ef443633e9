package dev.errata.web.reactive;

import reactor.core.publisher.Mono;

import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Lets the {@link ContractResponse} know the request as filters see it. For a
 * {@code WebTestClient} that is bound to the application context it does what the
 * {@link RequestGuard} does for a server.
 */
final class ContractWebFilter implements WebFilter {

	private final RequestGuard guard;

	ContractWebFilter(RequestGuard guard) {
		this.guard = guard;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		ContractResponse known = ContractResponse.of(exchange.getResponse());
		if (known != null) {
			known.webExchange(exchange);
			return chain.filter(exchange);
		}
		return this.guard
			.around((request, response) -> chain.filter(exchange.mutate().request(request).response(response).build()))
			.handle(exchange.getRequest(), exchange.getResponse());
	}

	@Override
	public String toString() {
		// Reactor asks for it with each request
		return ContractWebFilter.class.getName();
	}

}
