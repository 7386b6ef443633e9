package dev.errata.outbound;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.TimeoutException;

import dev.errata.catalog.StandardCode;
import dev.errata.error.Causes;
import dev.errata.error.Failure;
import org.jspecify.annotations.Nullable;

/**
 * Finds the failure of a call that another service has not answered.
 *
 * @since 0.1.0
 * @hidden
 */
public final class OutboundFailures {

	private static final String DECODER_OF_NETTY = "io.netty.handler.codec.http.HttpObjectDecoder";

	private static final int THROWN_WITHIN = 12;

	private OutboundFailures() {
	}

	/**
	 * Return the failure of a request without a response: timed out, unreachable, broken
	 * off, or not sent at all.
	 */
	static Failure ofRequest(Throwable exception) {
		StandardCode code = Causes.findFirst(exception, OutboundFailures::codeOf);
		return Failure.of((code != null) ? code : StandardCode.UPSTREAM_ERROR);
	}

	private static @Nullable StandardCode codeOf(Throwable cause) {
		if (isTimeout(cause)) {
			return StandardCode.TIMEOUT;
		}
		if (cause.getClass() == IllegalArgumentException.class && !isOfNettyDecoder(cause)) {
			// the request itself has an invalid header or URL
			return StandardCode.INTERNAL_ERROR;
		}
		return (cause instanceof ConnectException || cause instanceof UnknownHostException
				|| cause instanceof NoRouteToHostException) ? StandardCode.SERVICE_UNAVAILABLE : null;
	}

	/**
	 * Return whether an exception is about a call with {@code WebClient}. Exceptions
	 * about the body of its response have the same types as those about the body of a
	 * request that this service receives, but they have passed a checkpoint of
	 * {@code WebClient}.
	 * @param exception the exception
	 * @return whether it is about a call of another service
	 */
	public static boolean isOfWebClient(Throwable exception) {
		Throwable traceback = Causes.tracebackOf(exception);
		return traceback != null && String.valueOf(traceback.getMessage())
			.lines()
			.anyMatch((line) -> line.endsWith(" [DefaultClientResponse]") || line.endsWith(" [DefaultWebClient]"));
	}

	/**
	 * Return whether an exception was thrown by Netty's decoder for HTTP, and thus is
	 * about a response: those about a request to this service are translated elsewhere.
	 */
	static boolean isOfNettyDecoder(Throwable exception) {
		return Causes.isThrownBy(exception, THROWN_WITHIN, DECODER_OF_NETTY::equals);
	}

	private static boolean isTimeout(Throwable exception) {
		// Netty and Apache HttpClient have types of their own, whose names end alike
		return exception instanceof SocketTimeoutException || exception instanceof HttpTimeoutException
				|| exception instanceof TimeoutException
				|| exception.getClass().getSimpleName().endsWith("TimeoutException");
	}

}
