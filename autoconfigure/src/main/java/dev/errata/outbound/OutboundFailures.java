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

/**
 * Finds the failure of a call that another service has not answered.
 */
final class OutboundFailures {

	private OutboundFailures() {
	}

	/**
	 * Return the failure of a request without a response: timed out, unreachable or
	 * broken off.
	 */
	static Failure ofRequest(Throwable exception) {
		Throwable cause = exception;
		for (int depth = 0; cause != null && depth < Causes.MAX_DEPTH; depth++) {
			if (isTimeout(cause)) {
				return Failure.of(StandardCode.TIMEOUT);
			}
			if (cause instanceof ConnectException || cause instanceof UnknownHostException
					|| cause instanceof NoRouteToHostException) {
				return Failure.of(StandardCode.SERVICE_UNAVAILABLE);
			}
			cause = Causes.causeOf(cause);
		}
		return Failure.of(StandardCode.UPSTREAM_ERROR);
	}

	private static boolean isTimeout(Throwable exception) {
		// Netty's and Apache's have their own, which are named alike
		return exception instanceof SocketTimeoutException || exception instanceof HttpTimeoutException
				|| exception instanceof TimeoutException
				|| exception.getClass().getSimpleName().endsWith("TimeoutException");
	}

}
