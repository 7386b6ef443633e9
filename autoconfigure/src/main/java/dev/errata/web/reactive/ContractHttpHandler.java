package dev.errata.web.reactive;

import dev.errata.web.ContractExchange;
import reactor.core.publisher.Mono;

import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;

/**
 * Answers what fails or is refused anywhere in a reactive application. It is outermost:
 * forwarded headers, filters and the exception handling are behind it.
 */
final class ContractHttpHandler implements HttpHandler {

	private final HttpHandler delegate;

	private final ReactiveExchanges exchanges;

	private final ReactiveErrorResponder responder;

	private final TaskGuard tasks;

	private final OpenHandlings open;

	ContractHttpHandler(HttpHandler delegate, ReactiveExchanges exchanges, ReactiveErrorResponder responder,
			TaskGuard tasks, OpenHandlings open) {
		this.delegate = delegate;
		this.exchanges = exchanges;
		this.responder = responder;
		this.tasks = tasks;
		this.open = open;
	}

	@Override
	public Mono<Void> handle(ServerHttpRequest request, ServerHttpResponse response) {
		ContractExchange exchange = this.exchanges.create(request);
		if (exchange == null) {
			return this.delegate.handle(request, response);
		}
		response.getHeaders().set(exchange.contract().requestId().header(), exchange.requestId());
		return new GuardedHandling(this.delegate, request, ContractResponse.of(exchange, response), this.responder,
				this.tasks, this.open);
	}

}
