package dev.errata.outbound;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.util.Locale;
import java.util.Set;

import javax.net.ssl.SSLException;

import dev.errata.error.BuiltInErrorTranslator;
import dev.errata.error.Causes;
import dev.errata.error.Failure;
import org.jspecify.annotations.Nullable;

/**
 * Translates exceptions about connections to other services that have no exception of a
 * known client around them: those of a gateway, of the JDK's client and of sockets.
 */
final class ConnectionTranslator implements BuiltInErrorTranslator {

	/** By name, since the library may be missing. */
	private static final Set<String> BROKEN_OFF = Set.of("reactor.netty.http.client.PrematureCloseException",
			"io.netty.handler.codec.PrematureChannelClosureException",
			"io.netty.channel.unix.Errors$NativeIoException");

	private static final String OF_NETTY = "io.netty.";

	private static final String OF_JDK = "jdk.internal.net.http.";

	private static final String OF_APACHE = "org.apache.hc.";

	/** Servers do not use such sockets for their clients. */
	private static final String SOCKET_OF_JDK = "sun.nio.ch.NioSocketImpl";

	private static final String OF_TOMCAT = "org.apache.tomcat.";

	private static final int THROWN_WITHIN = 12;

	@Override
	public @Nullable Failure translate(Throwable exception, Locale locale) {
		boolean connection = exception instanceof ConnectException || exception instanceof UnknownHostException
				|| exception instanceof NoRouteToHostException || exception instanceof HttpTimeoutException
				|| exception instanceof SSLException || BROKEN_OFF.contains(exception.getClass().getName())
				|| isOfSocket(exception) || isOfResponse(exception);
		return connection ? OutboundFailures.ofRequest(exception) : null;
	}

	/**
	 * Return whether a socket has timed out or its connection is broken off. One that the
	 * service itself has closed is not.
	 */
	private static boolean isOfSocket(Throwable exception) {
		if (exception instanceof SocketTimeoutException) {
			// Tomcat throws it if the client is late
			return !Causes.isThrownBy(exception, THROWN_WITHIN, (name) -> name.startsWith(OF_TOMCAT));
		}
		return exception instanceof SocketException
				&& !String.valueOf(exception.getMessage()).startsWith("Socket closed")
				&& Causes.isThrownBy(exception, THROWN_WITHIN, SOCKET_OF_JDK::equals);
	}

	/**
	 * Return whether a response is not HTTP, or breaks off while it is read.
	 */
	private static boolean isOfResponse(Throwable exception) {
		if (exception instanceof IllegalArgumentException || exception.getClass().getName().startsWith(OF_NETTY)) {
			return OutboundFailures.isOfNettyDecoder(exception);
		}
		return exception instanceof IOException && Causes.isThrownBy(exception, THROWN_WITHIN,
				(name) -> name.startsWith(OF_JDK) || name.startsWith(OF_APACHE));
	}

}
