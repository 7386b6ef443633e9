package dev.errata.web.reactive.netty;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import reactor.netty.NettyPipeline;
import reactor.netty.channel.ChannelOperations;

/**
 * Lets a request fail whose body cannot be decoded. Reactor Netty would end the body
 * there as if it were complete, while the application reads it. The application responds,
 * and the connection is closed afterwards.
 */
@ChannelHandler.Sharable
final class BrokenBodyHandler extends ChannelInboundHandlerAdapter {

	private static final Failing FAILING = new Failing();

	private static final Closing CLOSING = new Closing();

	private final SlowBodyHandler slowBodies;

	BrokenBodyHandler(SlowBodyHandler slowBodies) {
		this.slowBodies = slowBodies;
	}

	/**
	 * Add this to a connection of HTTP/1.1, around the handler that queues requests. That
	 * one may have to wait for TLS to tell the protocol.
	 */
	void addTo(ChannelPipeline pipeline) {
		if (pipeline.get(NettyPipeline.HttpTrafficHandler) != null) {
			pipeline.addBefore(NettyPipeline.HttpTrafficHandler, null, this);
			pipeline.addAfter(NettyPipeline.HttpTrafficHandler, null, FAILING);
			pipeline.addAfter(NettyPipeline.HttpTrafficHandler, null, this.slowBodies);
		}
		else if (pipeline.get(NettyPipeline.H2OrHttp11Codec) != null) {
			pipeline.addAfter(NettyPipeline.H2OrHttp11Codec, null, this);
		}
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		if (event instanceof SslHandshakeCompletionEvent
				&& context.pipeline().get(NettyPipeline.H2OrHttp11Codec) == null
				&& context.pipeline().context(FAILING) == null) {
			context.pipeline().remove(this);
			addTo(context.pipeline());
		}
		context.fireUserEventTriggered(event);
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (!(message instanceof HttpContent content) || content.decoderResult().isSuccess()
				|| message instanceof HttpRequest) {
			context.fireChannelRead(message);
			return;
		}
		BrokenContent broken = new BrokenContent(content.decoderResult().cause());
		ReferenceCountUtil.release(message);
		if (ChannelOperations.get(context.channel()) == null) {
			// its request is answered
			context.close();
			return;
		}
		context.fireChannelRead(broken);
	}

	/**
	 * Stands for content that could not be decoded, in the queue of a connection.
	 */
	private static final class BrokenContent extends DefaultHttpContent {

		private final BrokenBodyException exception;

		BrokenContent(Throwable cause) {
			super(Unpooled.EMPTY_BUFFER);
			this.exception = new BrokenBodyException(cause);
		}

	}

	/**
	 * Lets the request fail whose turn it is.
	 */
	@Sharable
	private static final class Failing extends ChannelInboundHandlerAdapter {

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			if (message instanceof BrokenContent broken) {
				context.pipeline().addAfter(context.name(), null, CLOSING);
				// without any content, Reactor Netty would not wait for a reader
				context.fireChannelRead(new DefaultHttpContent(Unpooled.EMPTY_BUFFER));
				context.fireExceptionCaught(broken.exception);
				return;
			}
			boolean late = message instanceof LastHttpContent && ChannelOperations.get(context.channel()) == null;
			context.fireChannelRead(message);
			if (late) {
				// a request from the queue that is answered at once ends here, and
				// Reactor
				// Netty 1.3.7 would read nothing more
				context.read();
			}
		}

	}

	/**
	 * Closes the connection after the response.
	 */
	@Sharable
	private static final class Closing extends ChannelOutboundHandlerAdapter {

		@Override
		public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
			if (message instanceof HttpResponse response) {
				response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
			}
			ChannelPromise written = promise;
			if (message instanceof LastHttpContent) {
				written = promise.unvoid();
				written.addListener(ChannelFutureListener.CLOSE);
			}
			context.write(message, written);
		}

	}

}
