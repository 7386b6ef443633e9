package dev.errata.web.reactive.netty;

import java.util.Locale;

import dev.errata.error.Failure;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakeException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NettyTranslator}.
 */
class NettyTranslatorTests {

	/** Reactor Netty has thrown it from 1.3.8 on, after it has answered the request. */
	@Test
	void refusedHandshakeIsNoFaultOfTheService() {
		assertThat(new NettyTranslator().translate(new WebSocketServerHandshakeException("planted"), Locale.ENGLISH))
			.usingRecursiveComparison()
			.isEqualTo(Failure.ofStatus(426));
	}

}
