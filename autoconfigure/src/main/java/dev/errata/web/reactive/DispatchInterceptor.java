package dev.errata.web.reactive;

import reactor.core.publisher.Mono;

import org.springframework.web.reactive.HandlerAdapter;
import org.springframework.web.reactive.HandlerResult;
import org.springframework.web.reactive.HandlerResultHandler;
import org.springframework.web.server.ServerWebExchange;

/**
 * Stands around the handlers of the dispatcher, where the handler of a request is known.
 *
 * @since 0.1.0
 * @hidden
 */
public interface DispatchInterceptor {

	/**
	 * Handle a request.
	 * @param exchange the request and its response
	 * @param handler its handler
	 * @param adapter calls the handler
	 * @return the result of the handler; empty if the response is complete
	 */
	Mono<HandlerResult> handle(ServerWebExchange exchange, Object handler, HandlerAdapter adapter);

	/**
	 * Handle the result of a handler.
	 * @param exchange the request and its response
	 * @param result the result
	 * @param resultHandler writes the result
	 * @return completes when it is written
	 */
	Mono<Void> handleResult(ServerWebExchange exchange, HandlerResult result, HandlerResultHandler resultHandler);

}
