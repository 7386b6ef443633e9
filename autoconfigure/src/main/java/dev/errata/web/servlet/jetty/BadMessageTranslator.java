package dev.errata.web.servlet.jetty;

import java.io.IOException;
import java.util.concurrent.TimeoutException;

import dev.errata.catalog.StandardCode;
import dev.errata.error.Causes;
import dev.errata.error.Failure;
import dev.errata.error.PlatformErrorTranslator;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;

/**
 * Translates what Jetty finds wrong with a request while it is read: broken escapes, a
 * body that is too large or does not come.
 */
final class BadMessageTranslator implements PlatformErrorTranslator, Ordered {

	private static final String OF_JETTY = "org.eclipse.jetty.";

	private static final int THROWN_WITHIN = 4;

	@Override
	public int getOrder() {
		return 0;
	}

	@Override
	public @Nullable Failure translate(Throwable exception) {
		if (exception instanceof HttpException bad) {
			int code = codeOf(bad, exception);
			return (code == HttpStatus.BAD_REQUEST_400) ? Failure.ofUnreadable(exception) : Failure.ofUnreadable(code);
		}
		return isTooSlow(exception) ? Failure.of(StandardCode.REQUEST_TIMEOUT) : null;
	}

	/**
	 * Return what is wrong: of a form that is too large Jetty says so in the cause alone.
	 */
	private static int codeOf(HttpException bad, Throwable exception) {
		int code = bad.getCode();
		Throwable cause = Causes.causeOf(exception);
		for (int depth = 0; code == HttpStatus.BAD_REQUEST_400 && cause instanceof HttpException inner
				&& depth < Causes.MAX_DEPTH; depth++) {
			code = inner.getCode();
			cause = Causes.causeOf(cause);
		}
		return code;
	}

	/**
	 * Return whether the body of the request did not come in time. Nothing but the place
	 * where this was noticed tells it from a call of the service that took too long.
	 */
	private static boolean isTooSlow(Throwable exception) {
		if (exception.getClass() != IOException.class || !(Causes.causeOf(exception) instanceof TimeoutException)) {
			return false;
		}
		StackTraceElement[] trace = exception.getStackTrace();
		for (int i = 0; i < trace.length && i < THROWN_WITHIN; i++) {
			if (trace[i].getClassName().startsWith(OF_JETTY) && trace[i].getClassName().endsWith(".HttpInput")) {
				return true;
			}
		}
		return false;
	}

}
