package dev.errata.web.reactive;

import dev.errata.web.ContractExchange;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;

/**
 * Answers what fails or is refused anywhere in a reactive application. It is outermost:
 * forwarded headers, filters and the exception handling are behind it.
 */
final class RequestGuard {

	private final ReactiveExchanges exchanges;

	private final ReactiveErrorResponder responder;

	private final TaskGuard tasks;

	private final OpenHandlings open;

	RequestGuard(ReactiveExchanges exchanges, ReactiveErrorResponder responder, TaskGuard tasks, OpenHandlings open) {
		this.exchanges = exchanges;
		this.responder = responder;
		this.tasks = tasks;
		this.open = open;
	}

	/**
	 * Return a handler that handles requests as another does, each under its contract.
	 * @param handler the handler that may fail
	 */
	HttpHandler around(HttpHandler handler) {
		return (request, response) -> {
			ContractExchange exchange = this.exchanges.create(request);
			if (exchange == null) {
				return handler.handle(request, response);
			}
			response.getHeaders().set(exchange.contract().requestId().header(), exchange.requestId());
			return new Guarded(handler, exchange, request, response);
		};
	}

	private final class Guarded extends Mono<Void> {

		private final HttpHandler handler;

		private final ContractExchange exchange;

		private final ServerHttpRequest request;

		private final ServerHttpResponse response;

		Guarded(HttpHandler handler, ContractExchange exchange, ServerHttpRequest request,
				ServerHttpResponse response) {
			this.handler = handler;
			this.exchange = exchange;
			this.request = request;
			this.response = response;
		}

		@Override
		public void subscribe(CoreSubscriber<? super Void> actual) {
			TaskGuard tasks = RequestGuard.this.tasks;
			OpenHandlings open = RequestGuard.this.open;
			RequestHandling handling = new RequestHandling(this.exchange, this.request, this.response, actual,
					RequestGuard.this.responder, open);
			open.add(handling);
			actual.onSubscribe(handling);
			tasks.run(handling, () -> {
				try {
					this.handler.handle(GuardedBodyRequest.of(this.request, handling, tasks), handling.response())
						.subscribe(handling);
				}
				catch (Throwable ex) {
					if (!handling.fail(ex)) {
						handling.failAgain(ex);
					}
				}
			});
		}

	}

}
