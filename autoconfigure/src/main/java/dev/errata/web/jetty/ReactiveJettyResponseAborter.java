package dev.errata.web.jetty;

import dev.errata.web.reactive.ResponseAborter;
import org.eclipse.jetty.io.QuietException;
import reactor.core.publisher.Mono;

import org.springframework.http.server.reactive.ServerHttpResponse;

/**
 * Aborts responses of Spring WebFlux on Jetty, which closes the connection for any
 * exception, and logs those that are not quiet.
 */
final class ReactiveJettyResponseAborter implements ResponseAborter {

	@Override
	public Mono<Void> abort(Throwable cause, ServerHttpResponse response) {
		return Mono.error(new QuietException.Exception("The response was cut off", cause));
	}

}
