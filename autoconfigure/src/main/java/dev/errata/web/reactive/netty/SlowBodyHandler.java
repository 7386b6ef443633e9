package dev.errata.web.reactive.netty;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.timeout.ReadTimeoutException;

/**
 * Tells the server's read time-out, which is the fault of its client, from that of a
 * service that is called: Netty has one exception for both.
 */
@ChannelHandler.Sharable
final class SlowBodyHandler extends ChannelInboundHandlerAdapter {

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		context.fireExceptionCaught((cause instanceof ReadTimeoutException) ? new SlowBodyException(cause) : cause);
	}

}
