package dev.errata.web.reactive.netty;

import java.util.Locale;

import dev.errata.error.BuiltInErrorTranslator;
import dev.errata.error.Causes;
import dev.errata.error.Failure;
import dev.errata.catalog.StandardCode;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakeException;
import org.jspecify.annotations.Nullable;
import reactor.netty.channel.AbortedException;

/**
 * Translates the exceptions of Reactor Netty about request bodies that cannot be decoded
 * or do not arrive, and about handshakes that it has refused.
 */
final class NettyTranslator implements BuiltInErrorTranslator {

	private static final String SERVER = "reactor.netty.http.server.";

	private static final String TOO_SLOW = SERVER + "RequestTimeoutException";

	private static final int THROWN_WITHIN = 4;

	@Override
	public @Nullable Failure translate(Throwable exception, Locale locale) {
		if (exception instanceof BrokenBodyException || isOfServer(exception)) {
			return Failure.of(StandardCode.MALFORMED_REQUEST);
		}
		if (exception instanceof WebSocketServerHandshakeException) {
			return Failure.ofStatus(HttpResponseStatus.UPGRADE_REQUIRED.code());
		}
		return (exception instanceof SlowBodyException || exception.getClass().getName().equals(TOO_SLOW))
				? Failure.of(StandardCode.REQUEST_TIMEOUT) : null;
	}

	/**
	 * Return whether the client has closed the connection, not a service that was called.
	 */
	private static boolean isOfServer(Throwable exception) {
		return exception instanceof AbortedException
				&& Causes.isThrownBy(exception, THROWN_WITHIN, (name) -> name.startsWith(SERVER));
	}

}
