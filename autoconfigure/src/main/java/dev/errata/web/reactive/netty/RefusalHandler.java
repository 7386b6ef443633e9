package dev.errata.web.reactive.netty;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.errata.error.Failure;
import dev.errata.web.ContractExchange;
import dev.errata.web.ErrorAnswer;
import dev.errata.web.FailureResolver;
import dev.errata.web.HeadWriter;
import dev.errata.web.RefusedRequests;
import dev.errata.web.RequestFailure;
import dev.errata.web.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Answers requests that Reactor Netty rejects before the application sees them: malformed
 * request lines, oversized headers, broken chunks. It does so with a status and no body,
 * and without the request id that any response of the application has.
 */
@ChannelHandler.Sharable
final class RefusalHandler extends ChannelOutboundHandlerAdapter {

	private static final int BAD_REQUEST = 400;

	/** The target that Netty gives to a request whose first line it could not parse. */
	private static final String UNREADABLE = "/bad-request";

	private final RefusedRequests refused;

	private final FailureResolver resolver;

	RefusalHandler(RefusedRequests refused, FailureResolver resolver) {
		this.refused = refused;
		this.resolver = resolver;
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		Object written = (message instanceof FullHttpResponse response && response.status().code() >= BAD_REQUEST
				&& !response.content().isReadable()) ? answer(response, context.channel()) : message;
		context.write(written, promise);
	}

	private FullHttpResponse answer(FullHttpResponse response, Channel channel) {
		HttpServerRequest request = (ChannelOperations.get(channel) instanceof HttpServerRequest known) ? known : null;
		HttpServerRequest readable = (request != null && isReadable(request)) ? request : null;
		String path = (readable != null) ? pathOf(readable.uri()) : null;
		ContractExchange exchange = this.refused.exchange(path,
				(name) -> (request != null) ? request.requestHeaders().get(name) : null);
		if (exchange == null || response.headers().contains(exchange.contract().requestId().header())) {
			return response;
		}
		ErrorAnswer answer = this.resolver.resolve(
				new RequestFailure.Known(Failure.ofUnreadable(response.status().code())), exchange,
				() -> this.refused.describe(exchange, (readable != null) ? readable.method().name() : null, path,
						(request != null) ? request.requestHeaders().get(HttpHeaderNames.ACCEPT_LANGUAGE) : null));
		boolean head = request != null && request.method().equals(HttpMethod.HEAD);
		response.release();
		FullHttpResponse written = write(answer, response.headers(), head);
		if (request != null && request.version().equals(HttpVersion.HTTP_1_0)) {
			// whose clients wait for the end of the connection unless they are told
			// otherwise
			HttpUtil.setKeepAlive(written, false);
		}
		return written;
	}

	private static boolean isReadable(HttpServerRequest request) {
		return !(request.uri().equals(UNREADABLE) && request.version().equals(HttpVersion.HTTP_1_0));
	}

	private static FullHttpResponse write(ErrorAnswer answer, HttpHeaders headers, boolean head) {
		ByteBuf body = head ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(answer.body());
		DefaultFullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1,
				HttpResponseStatus.valueOf(answer.error().status()), body);
		response.headers().set(headers);
		HeadWriter.write(answer, new NettyHead(response), false);
		response.headers().set(HttpHeaderNames.CONTENT_TYPE, answer.mediaType());
		response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
		return response;
	}

	private record NettyHead(HttpResponse response) implements ResponseHead {

		@Override
		public Map<String, List<String>> headers() {
			HttpHeaders fields = this.response.headers();
			Map<String, List<String>> headers = new LinkedHashMap<>();
			fields.names().forEach((name) -> headers.put(name, fields.getAll(name)));
			return headers;
		}

		@Override
		public void reset(Map<String, List<String>> kept) {
			for (String name : Set.copyOf(this.response.headers().names())) {
				if (!kept.containsKey(name)) {
					this.response.headers().remove(name);
				}
			}
		}

		@Override
		public void status(int status) {
			this.response.setStatus(HttpResponseStatus.valueOf(status));
		}

		@Override
		public void header(String name, List<String> values) {
			this.response.headers().set(name, values);
		}

	}

	/**
	 * Return the path of a target, which may be a whole URI.
	 */
	private static @Nullable String pathOf(String target) {
		int start = 0;
		if (!target.startsWith("/")) {
			int authority = target.indexOf("://");
			start = (authority >= 0) ? target.indexOf('/', authority + 3) : -1;
		}
		if (start < 0) {
			return null;
		}
		int end = start;
		while (end < target.length() && target.charAt(end) != '?' && target.charAt(end) != '#') {
			end++;
		}
		return target.substring(start, end);
	}

}
