package dev.errata.web.reactive;

import reactor.core.publisher.Mono;

import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Lets the {@link ContractResponse} know the request as filters see it. For a
 * {@code WebTestClient} that is bound to the application context it does what
 * {@link ContractHttpHandler} does for a server.
 */
final class ContractWebFilter implements WebFilter {

	private final ReactiveExchanges exchanges;

	private final ReactiveErrorResponder responder;

	private final TaskGuard tasks;

	private final OpenHandlings open;

	ContractWebFilter(ReactiveExchanges exchanges, ReactiveErrorResponder responder, TaskGuard tasks,
			OpenHandlings open) {
		this.exchanges = exchanges;
		this.responder = responder;
		this.tasks = tasks;
		this.open = open;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		ContractResponse known = ContractResponse.of(exchange.getResponse());
		if (known != null) {
			known.webExchange(exchange);
			return chain.filter(exchange);
		}
		return new ContractHttpHandler(
				(request, response) -> chain.filter(exchange.mutate().request(request).response(response).build()),
				this.exchanges, this.responder, this.tasks, this.open)
			.handle(exchange.getRequest(), exchange.getResponse());
	}

	@Override
	public String toString() {
		// Reactor asks for it with each request
		return ContractWebFilter.class.getName();
	}

}
