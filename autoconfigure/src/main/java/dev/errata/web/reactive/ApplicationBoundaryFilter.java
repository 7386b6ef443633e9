package dev.errata.web.reactive;

import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Runs right around the dispatcher. Behind it refusals are {@link ApplicationRefusals},
 * also if they are not sent before the handler has returned; and the
 * {@link ApplicationBoundary} is where filters are told of what Reactor throws at nobody.
 */
final class ApplicationBoundaryFilter implements WebFilter {

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		ContractResponse response = ContractResponse.of(exchange.getResponse());
		return (response != null) ? new Application(chain.filter(exchange), response) : chain.filter(exchange);
	}

	@Override
	public String toString() {
		// Reactor asks for it with each request
		return ApplicationBoundaryFilter.class.getName();
	}

	private static final class Application extends Mono<Void> {

		private final Mono<Void> source;

		private final ContractResponse response;

		Application(Mono<Void> source, ContractResponse response) {
			this.source = source;
			this.response = response;
		}

		@Override
		public void subscribe(CoreSubscriber<? super Void> actual) {
			this.response.holdBack(ApplicationRefusals.INSTANCE);
			ApplicationBoundary boundary = new ApplicationBoundary(actual, this.response);
			this.response.handling().enter(boundary);
			this.source.subscribe(boundary);
		}

	}

}
