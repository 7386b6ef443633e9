package dev.errata.web.tomcat;

import java.util.List;
import java.util.Map;

import dev.errata.web.HeadLimit;
import jakarta.servlet.http.HttpServletRequest;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;

/**
 * Fails responses of Spring WebFlux whose headers are longer than Tomcat allows. Tomcat
 * would close the connection without a response.
 */
final class ReactiveTomcatHeads {

	private final HeadLimit limit;

	ReactiveTomcatHeads(HeadLimit limit) {
		this.limit = limit;
	}

	/**
	 * Return a handler that checks the headers of the responses of another handler.
	 */
	HttpHandler around(HttpHandler handler) {
		return (request, response) -> handler.handle(request,
				isLimited(request) ? new CheckedResponse(response) : response);
	}

	private static boolean isLimited(ServerHttpRequest request) {
		try {
			return ServerHttpRequestDecorator.getNativeRequest(request) instanceof HttpServletRequest known
					&& known.getProtocol().startsWith("HTTP/1");
		}
		catch (IllegalStateException ex) {
			// a mock of a test has no request of a server
			return false;
		}
	}

	private final class CheckedResponse extends ServerHttpResponseDecorator {

		CheckedResponse(ServerHttpResponse response) {
			super(response);
		}

		@Override
		public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
			return checked(super.writeWith(body));
		}

		@Override
		public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
			return checked(super.writeAndFlushWith(body));
		}

		@Override
		public Mono<Void> setComplete() {
			return checked(Mono.defer(super::setComplete));
		}

		private Mono<Void> checked(Mono<Void> sent) {
			return Mono.defer(() -> {
				int length = isCommitted() ? 0 : length();
				return ReactiveTomcatHeads.this.limit.isExceededBy(length)
						? Mono.error(ReactiveTomcatHeads.this.limit.exceededBy(length)) : sent;
			});
		}

		private int length() {
			int length = 0;
			for (Map.Entry<String, List<String>> header : getHeaders().headerSet()) {
				for (String value : header.getValue()) {
					length += HeadLimit.lengthOf(header.getKey(), value);
				}
			}
			return length;
		}

	}

}
