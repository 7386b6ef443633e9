package dev.errata.web.reactive.netty;

import dev.errata.web.reactive.ResponseAborter;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.FutureMono;

import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;

/**
 * Aborts responses of Reactor Netty. The connection is reset: it may be its end that ends
 * the response. A stream of HTTP/2 is reset on its own.
 */
final class NettyResponseAborter implements ResponseAborter {

	@Override
	public Mono<Void> abort(Throwable cause, ServerHttpResponse response) {
		Object nativeResponse = ServerHttpResponseDecorator.getNativeResponse(response);
		if (!(nativeResponse instanceof Connection connection)) {
			return Mono.error(cause);
		}
		Channel channel = connection.channel();
		return FutureMono.deferFuture(() -> {
			channel.config().setOption(ChannelOption.SO_LINGER, 0);
			// TLS would say goodbye, as if all were well
			ChannelHandlerContext first = channel.pipeline().firstContext();
			return (first != null) ? first.close() : channel.close();
		}).then(Mono.error(cause));
	}

}
