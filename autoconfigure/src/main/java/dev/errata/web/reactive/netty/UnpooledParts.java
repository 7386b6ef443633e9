package dev.errata.web.reactive.netty;

import reactor.core.publisher.Flux;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.core.io.buffer.PooledDataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.util.StringUtils;

/**
 * Copies multipart bodies out of Netty's pool. Spring releases a part twice if its reader
 * gives up while it gets it, as for one that is too large; by then, the buffer may be
 * that of another request, which would never be answered.
 */
final class UnpooledParts implements BeanPostProcessor {

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return (bean instanceof HttpHandler handler) ? (HttpHandler) (request, response) -> handler
			.handle(isMultipart(request) ? new UnpooledRequest(request) : request, response) : bean;
	}

	private static boolean isMultipart(ServerHttpRequest request) {
		return StringUtils.startsWithIgnoreCase(request.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE), "multipart/");
	}

	private static final class UnpooledRequest extends ServerHttpRequestDecorator {

		UnpooledRequest(ServerHttpRequest delegate) {
			super(delegate);
		}

		@Override
		public Flux<DataBuffer> getBody() {
			return super.getBody().map(UnpooledRequest::unpooled);
		}

		private static DataBuffer unpooled(DataBuffer buffer) {
			if (!(buffer instanceof PooledDataBuffer)) {
				return buffer;
			}
			try {
				byte[] bytes = new byte[buffer.readableByteCount()];
				buffer.read(bytes);
				return DefaultDataBufferFactory.sharedInstance.wrap(bytes);
			}
			finally {
				DataBufferUtils.release(buffer);
			}
		}

	}

}
