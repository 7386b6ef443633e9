package dev.errata.web.reactive.netty;

import dev.errata.web.FailureResolver;
import dev.errata.web.RefusedRequests;
import dev.errata.web.reactive.WebReactiveAutoConfiguration;
import io.netty.handler.codec.http2.Http2StreamChannel;
import reactor.netty.ConnectionObserver.State;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Auto-configuration for error handling in Reactor Netty.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = WebReactiveAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass({ HttpServer.class, NettyReactiveWebServerFactory.class })
public final class NettyErrorsAutoConfiguration {

	@Bean
	NettyTranslator errataNettyTranslator() {
		return new NettyTranslator();
	}

	@Bean
	static UnpooledParts errataUnpooledParts() {
		return new UnpooledParts();
	}

	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	WebServerFactoryCustomizer<NettyReactiveWebServerFactory> errataNettyErrors(ObjectProvider<RefusedRequests> refused,
			ObjectProvider<FailureResolver> resolver) {
		return (factory) -> factory.addServerCustomizers(
				(server) -> customize(server, new RefusalHandler(refused.getObject(), resolver.getObject())));
	}

	@Bean
	NettyResponseAborter errataNettyResponseAborter() {
		return new NettyResponseAborter();
	}

	private static HttpServer customize(HttpServer server, RefusalHandler refusals) {
		SlowBodyHandler slowBodies = new SlowBodyHandler();
		BrokenBodyHandler brokenBodies = new BrokenBodyHandler(slowBodies);
		return server.doOnChannelInit((observer, channel, remoteAddress) -> {
			channel.pipeline().addLast(refusals);
			brokenBodies.addTo(channel.pipeline());
		}).childObserve((connection, state) -> {
			// each stream of HTTP/2 has a pipeline of its own
			if (state == State.CONNECTED && connection.channel() instanceof Http2StreamChannel stream) {
				stream.pipeline().addLast(refusals);
				stream.pipeline().addBefore(NettyPipeline.ReactiveBridge, null, slowBodies);
			}
		});
	}

}
