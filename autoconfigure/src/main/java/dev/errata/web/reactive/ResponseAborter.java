package dev.errata.web.reactive;

import reactor.core.publisher.Mono;

import org.springframework.http.server.reactive.ServerHttpResponse;

/**
 * Aborts the connection of a committed response, so that the client sees a broken
 * transfer, in the way of a server. If there are several beans, each aborts with what the
 * one before has signalled.
 *
 * @since 0.1.0
 * @hidden
 */
@FunctionalInterface
public interface ResponseAborter {

	/**
	 * Abort a response.
	 * @param cause what went wrong
	 * @param response the response, which is committed
	 * @return what is signalled to the server
	 */
	Mono<Void> abort(Throwable cause, ServerHttpResponse response);

}
