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
		if (cause.getClass() == IllegalArgumentException.class && !isOfResponse(cause)) {
			// the request itself has an invalid header or URL
			return StandardCode.INTERNAL_ERROR;
		}
		return (cause instanceof ConnectException || cause instanceof UnknownHostException
				|| cause instanceof NoRouteToHostException) ? StandardCode.SERVICE_UNAVAILABLE : null;
	}

	/**
	 * Return whether an exception has passed through {@code WebClient}, which passes some
	 * on as they are: those about the body of a response are the same as those about the
	 * body of a request. It has a checkpoint for each call.
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
	 * Return whether Netty could not read a response. What is read of a request has other
	 * readers.
	 */
	static boolean isOfResponse(Throwable exception) {
		return Causes.isThrownBy(exception, THROWN_WITHIN, DECODER_OF_NETTY::equals);
	}

	private static boolean isTimeout(Throwable exception) {
		// Netty's and Apache's have their own, which are named alike
		return exception instanceof SocketTimeoutException || exception instanceof HttpTimeoutException
				|| exception instanceof TimeoutException
				|| exception.getClass().getSimpleName().endsWith("TimeoutException");
	}

}
