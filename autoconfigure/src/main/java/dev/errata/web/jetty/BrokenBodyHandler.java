package dev.errata.web.jetty;

import java.util.concurrent.TimeoutException;

import jakarta.servlet.ServletRequest;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;

/**
 * Lets a reactive handler know of a body that breaks off, is malformed or does not come
 * in time. Jetty says of such a body that it is finished, and Spring waits for its end.
 */
final class BrokenBodyHandler extends Handler.Wrapper {

	private static final String ATTRIBUTE = BrokenBodyHandler.class.getName();

	@Override
	public boolean handle(Request request, Response response, Callback callback) throws Exception {
		boolean mayBreak = request.getHeaders().contains(HttpHeader.CONTENT_LENGTH)
				|| request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
		return super.handle(mayBreak ? new Body(request) : request, response, callback);
	}

	/**
	 * Return a handler that tells another one of broken bodies.
	 */
	HttpHandler around(HttpHandler handler) {
		return (request, response) -> {
			Body body = find(request);
			return handler.handle((body != null) ? new Reading(request, body) : request, response);
		};
	}

	private static @Nullable Body find(ServerHttpRequest request) {
		try {
			return (ServerHttpRequestDecorator.getNativeRequest(request) instanceof ServletRequest known
					&& known.getAttribute(ATTRIBUTE) instanceof Body body) ? body : null;
		}
		catch (IllegalStateException ex) {
			// a mock of a test has no request of a server
			return null;
		}
	}

	/**
	 * The body of a request.
	 */
	private static final class Body extends Request.Wrapper {

		private final Sinks.Empty<Void> broken = Sinks.empty();

		private volatile @Nullable Throwable failure;

		Body(Request request) {
			super(request);
			request.setAttribute(ATTRIBUTE, this);
		}

		@Override
		public Content.@Nullable Chunk read() {
			Content.Chunk chunk = super.read();
			if (chunk != null && Content.Chunk.isFailure(chunk) && this.failure == null) {
				Throwable cause = chunk.getFailure();
				this.failure = (cause instanceof TimeoutException)
						? new HttpException.RuntimeException(HttpStatus.REQUEST_TIMEOUT_408, cause) : cause;
				this.broken.tryEmitEmpty();
			}
			return chunk;
		}

	}

	/**
	 * The request as the application sees it.
	 */
	private static final class Reading extends ServerHttpRequestDecorator {

		private final Body body;

		Reading(ServerHttpRequest request, Body body) {
			super(request);
			this.body = body;
		}

		@Override
		public Flux<DataBuffer> getBody() {
			return super.getBody().takeUntilOther(this.body.broken.asMono()).concatWith(Mono.defer(() -> {
				Throwable failure = this.body.failure;
				return (failure != null) ? Mono.error(failure) : Mono.empty();
			}));
		}

	}

}
