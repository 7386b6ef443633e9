package dev.errata.web.reactive;

import reactor.core.publisher.Mono;

import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.web.server.ServerWebExchange;

/**
 * Answers what handlers and filters signal, unless an exception handler of the
 * application does. Where no contract applies, Spring Boot's own handler answers.
 */
final class ContractExceptionHandler implements ErrorWebExceptionHandler {

	private final ReactiveErrorResponder responder;

	private final ErrorWebExceptionHandler fallback;

	ContractExceptionHandler(ReactiveErrorResponder responder, ErrorWebExceptionHandler fallback) {
		this.responder = responder;
		this.fallback = fallback;
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange, Throwable exception) {
		ContractResponse response = ContractResponse.of(exchange.getResponse());
		if (response == null) {
			return this.fallback.handle(exchange, exception);
		}
		if (!response.handling().leaveToHandlers()) {
			// an end would complete the response
			return Mono.never();
		}
		return new GuardedResult<>(
				this.responder.respond(ReactiveErrorResponder.thrown(exception), exchange, response));
	}

}
