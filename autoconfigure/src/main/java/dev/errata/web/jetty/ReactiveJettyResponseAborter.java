package dev.errata.web.jetty;

import java.io.IOException;

import dev.errata.web.reactive.ResponseAborter;
import jakarta.servlet.http.HttpServletResponse;
import org.eclipse.jetty.io.QuietException;
import reactor.core.publisher.Mono;

import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;

/**
 * Aborts responses of Spring WebFlux on Jetty, which closes the connection for any
 * exception, and logs those that are not quiet. What Jetty has buffered is sent first:
 * Spring would take the status of a failure back to a response that is not sent.
 */
final class ReactiveJettyResponseAborter implements ResponseAborter {

	@Override
	public Mono<Void> abort(Throwable cause, ServerHttpResponse response) {
		return Mono.defer(() -> {
			if (ServerHttpResponseDecorator.getNativeResponse(response) instanceof HttpServletResponse nativeResponse) {
				try {
					nativeResponse.flushBuffer();
				}
				catch (IOException | IllegalStateException ex) {
					// the client is gone, or another thread is writing
				}
			}
			return Mono.error(new QuietException.Exception("The response was cut off", cause));
		});
	}

}
