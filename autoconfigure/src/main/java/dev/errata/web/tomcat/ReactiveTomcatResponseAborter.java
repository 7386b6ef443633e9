package dev.errata.web.tomcat;

import java.io.IOException;

import dev.errata.web.reactive.ResponseAborter;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.coyote.BadRequestException;
import reactor.core.publisher.Mono;

import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;

/**
 * Aborts responses of Spring WebFlux on Tomcat. What Tomcat has buffered is sent first:
 * Spring would take the status of a failure back to a response that is not sent.
 */
final class ReactiveTomcatResponseAborter implements ResponseAborter {

	@Override
	public Mono<Void> abort(Throwable cause, ServerHttpResponse response) {
		if (!(ServerHttpResponseDecorator.getNativeResponse(response) instanceof HttpServletResponse nativeResponse)) {
			return Mono.error(cause);
		}
		return Mono.defer(() -> {
			// a worker that Reactor has interrupted would fail, and so would the next
			// request that Tomcat gives this response to
			Thread.interrupted();
			try {
				nativeResponse.flushBuffer();
			}
			catch (IOException ex) {
				// the client is gone
			}
			// Tomcat logs what is the last of the causes, but not this one
			return Mono.error(new BadRequestException("The response was cut off"));
		});
	}

}
