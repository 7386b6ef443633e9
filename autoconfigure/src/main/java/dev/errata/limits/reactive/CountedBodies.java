package dev.errata.limits.reactive;

import dev.errata.contract.PathMap;
import dev.errata.limits.BodyTooLargeException;
import dev.errata.web.reactive.ReactiveExchanges;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.unit.DataSize;

/**
 * Counts a body of unknown length while it is read, whoever reads it. A filter would come
 * too late: forms and multipart requests are read from the request that comes before it.
 *
 * @see BodyLimitFilter
 */
final class CountedBodies {

	private final ReactiveExchanges exchanges;

	private final PathMap<DataSize> limits;

	CountedBodies(ReactiveExchanges exchanges, PathMap<DataSize> limits) {
		this.exchanges = exchanges;
		this.limits = limits;
	}

	HttpHandler around(HttpHandler handler) {
		return (request, response) -> {
			DataSize max = limit(request, response);
			return handler.handle((max != null) ? new CountedRequest(request, max.toBytes()) : request, response);
		};
	}

	private @Nullable DataSize limit(ServerHttpRequest request, ServerHttpResponse response) {
		// a known length has been checked, and servers read no more than that
		return (request.getHeaders().getContentLength() < 0)
				? this.limits.find(this.exchanges.pathOf(request, response)) : null;
	}

	private static final class CountedRequest extends ServerHttpRequestDecorator {

		private final long max;

		private long read;

		CountedRequest(ServerHttpRequest request, long max) {
			super(request);
			this.max = max;
		}

		@Override
		public Flux<DataBuffer> getBody() {
			return super.getBody().handle((buffer, sink) -> {
				this.read += buffer.readableByteCount();
				if (this.read <= this.max) {
					sink.next(buffer);
				}
				else {
					DataBufferUtils.release(buffer);
					sink.error(new BodyTooLargeException());
				}
			});
		}

	}

}
