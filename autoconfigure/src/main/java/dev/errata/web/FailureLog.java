package dev.errata.web;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.errata.error.ApiError;
import dev.errata.error.Causes;
import dev.errata.error.ErrorCodeException;
import dev.errata.error.ErrorListener;
import dev.errata.error.Texts;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the one log line of a failure, to the logger {@code errata.failure.CODE}: at
 * ERROR with the stack of what caused it for a 5xx, at DEBUG without for what is the
 * client's doing.
 */
final class FailureLog implements ErrorListener {

	private static final String PREFIX = "errata.failure.";

	private static final int MAX_PATH_LENGTH = 300;

	private static final String LINE = "{} {} ended with {} {} [{}]{}";

	// one logger a code of the catalogs, which are bounded
	private final Map<String, Logger> loggers = new ConcurrentHashMap<>();

	@Override
	public void onError(ApiError error) {
		Logger logger = this.loggers.computeIfAbsent(error.code(), (code) -> LoggerFactory.getLogger(PREFIX + code));
		if (isOfClient(error)) {
			if (logger.isDebugEnabled()) {
				logger.debug(LINE, arguments(error, ": " + error.message() + cause(error.cause())));
			}
			return;
		}
		if (!logger.isErrorEnabled()) {
			return;
		}
		Throwable cause = error.cause();
		// one that names a code has no stack, and its message is told here
		Throwable logged = (cause instanceof ErrorCodeException) ? Causes.causeOf(cause) : cause;
		try {
			logger.atError().setCause(logged).log(LINE, arguments(error, summary(error)));
		}
		catch (Throwable ex) {
			// an exception that cannot even be printed
			logger.error(LINE, arguments(error, cause(cause) + ", which cannot be printed"));
		}
	}

	/**
	 * Return whether a failure is the client's doing. A method or a version of HTTP that
	 * nobody knows is, although its status is a 5xx.
	 */
	private static boolean isOfClient(ApiError error) {
		return error.status() < 500 || (error.cause() == null && (error.status() == 501 || error.status() == 505));
	}

	private static Object[] arguments(ApiError error, String rest) {
		String method = error.request().method();
		String path = error.request().path();
		return new Object[] { (method != null) ? Texts.clean(method) : "?",
				(path != null) ? excerpt(Texts.clean(path)) : "?", error.status(), error.code(), error.request().id(),
				rest };
	}

	private static String summary(ApiError error) {
		return (error.cause() instanceof ErrorCodeException) ? ": " + error.message() : "";
	}

	private static String cause(@Nullable Throwable cause) {
		return (cause != null) ? " (" + cause.getClass().getName() + ")" : "";
	}

	private static String excerpt(String path) {
		return (path.length() <= MAX_PATH_LENGTH) ? path : path.substring(0, MAX_PATH_LENGTH) + "…";
	}

}
