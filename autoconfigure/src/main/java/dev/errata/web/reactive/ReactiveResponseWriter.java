package dev.errata.web.reactive;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.errata.web.ErrorAnswer;
import dev.errata.web.HeadWriter;
import dev.errata.web.PlainAnswer;
import dev.errata.web.ResponseHead;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;

/**
 * Writes an answer to a reactive response.
 */
final class ReactiveResponseWriter {

	private ReactiveResponseWriter() {
	}

	/**
	 * Write the answer to a failure.
	 */
	static Mono<Void> write(ErrorAnswer answer, ServerHttpRequest request, ServerHttpResponse response) {
		HeadWriter.write(answer, new ReactiveHead(response), false);
		response.getHeaders().set(HttpHeaders.CONTENT_TYPE, answer.mediaType());
		response.getHeaders().setContentLength(answer.body().length);
		if (request.getMethod() == HttpMethod.HEAD) {
			return response.setComplete();
		}
		return response.writeWith(Mono.fromSupplier(() -> {
			// Reactor may interrupt a worker that has failed, and Tomcat would close the
			// connection when it writes
			Thread.interrupted();
			return response.bufferFactory().wrap(answer.body());
		}));
	}

	/**
	 * Write status and headers, and leave the body to a view.
	 */
	static void writeHead(ErrorAnswer answer, ServerHttpResponse response) {
		// set by Reactor Netty from the start; without it, a body that is cut off looks
		// complete
		List<String> encoding = response.getHeaders().get(HttpHeaders.TRANSFER_ENCODING);
		HeadWriter.write(answer, new ReactiveHead(response), false);
		if (encoding != null) {
			response.getHeaders().put(HttpHeaders.TRANSFER_ENCODING, encoding);
		}
	}

	/**
	 * Write the answer to an exception that is not a failure, such as a redirect.
	 */
	static Mono<Void> write(PlainAnswer answer, ServerHttpResponse response) {
		if (response.isCommitted()) {
			return Mono.empty();
		}
		HeadWriter.write(answer, new ReactiveHead(response));
		return response.setComplete();
	}

	private record ReactiveHead(ServerHttpResponse response) implements ResponseHead {

		@Override
		public Map<String, List<String>> headers() {
			Map<String, List<String>> headers = new LinkedHashMap<>();
			for (String name : this.response.getHeaders().headerNames()) {
				List<String> values = this.response.getHeaders().get(name);
				// a handler that has timed out may still be at work on them
				if (values != null) {
					headers.put(name, List.copyOf(values));
				}
			}
			return headers;
		}

		@Override
		public void reset(Map<String, List<String>> kept) {
			this.response.getHeaders().clear();
			kept.forEach(this::header);
		}

		@Override
		public void status(int status) {
			this.response.setStatusCode(HttpStatusCode.valueOf(status));
		}

		@Override
		public void header(String name, List<String> values) {
			this.response.getHeaders().put(name, new ArrayList<>(values));
		}

	}

}
