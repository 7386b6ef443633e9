package dev.errata.web.reactive;

import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;

/**
 * Stands around the dispatcher. Behind it refusals are {@link ApplicationRefusals}, also
 * if they are not sent before the handler has returned; and the
 * {@link ApplicationBoundary} is where filters are told of what Reactor throws at nobody.
 */
final class ApplicationHandler implements WebHandler {

	private final WebHandler dispatcher;

	private final @Nullable DirectAnswers answers;

	/**
	 * Create a handler.
	 * @param dispatcher the dispatcher
	 * @param answers answers failures of the dispatcher, or {@code null} to signal them
	 */
	ApplicationHandler(WebHandler dispatcher, @Nullable DirectAnswers answers) {
		this.dispatcher = dispatcher;
		this.answers = answers;
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange) {
		ContractResponse response = ContractResponse.of(exchange.getResponse());
		return (response != null) ? new Application(exchange, response) : this.dispatcher.handle(exchange);
	}

	private final class Application extends Mono<Void> {

		private final ServerWebExchange exchange;

		private final ContractResponse response;

		Application(ServerWebExchange exchange, ContractResponse response) {
			this.exchange = exchange;
			this.response = response;
		}

		@Override
		public void subscribe(CoreSubscriber<? super Void> actual) {
			this.response.holdBack(ApplicationRefusals.INSTANCE);
			ApplicationBoundary boundary = new ApplicationBoundary(actual, this.exchange, this.response,
					ApplicationHandler.this.answers);
			this.response.handling().enter(boundary);
			handled().subscribe(boundary);
		}

		private Mono<Void> handled() {
			try {
				return ApplicationHandler.this.dispatcher.handle(this.exchange);
			}
			catch (Throwable ex) {
				return Mono.error(StandIn.of(ex));
			}
		}

	}

}
