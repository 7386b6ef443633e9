package dev.errata.web;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.errata.error.ApiError;
import dev.errata.error.ErrorCodeException;
import dev.errata.error.ErrorListener;
import dev.errata.error.Texts;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import org.springframework.boot.logging.LogLevel;

/**
 * Logs each failure once, to the logger {@code errata.failure.CODE}. By default a 5xx is
 * logged at ERROR with the stack trace, a client error at DEBUG without.
 */
final class FailureLog implements ErrorListener {

	private static final String PREFIX = "errata.failure.";

	private static final int MAX_PATH_LENGTH = 300;

	private static final String LINE = "{} {} ended with {} {} [{}]{}";

	// bounded by the codes of the catalogs
	private final Map<String, Logger> loggers = new ConcurrentHashMap<>();

	@Override
	public void onError(ApiError error) {
		Logger logger = this.loggers.computeIfAbsent(error.code(), (code) -> LoggerFactory.getLogger(PREFIX + code));
		boolean ofClient = isOfClient(error);
		Level level = level(error.entry().logLevel(), ofClient);
		if (level == null || !logger.isEnabledForLevel(level)) {
			return;
		}
		Boolean stack = error.entry().logStack();
		if ((stack != null) ? stack : !ofClient) {
			logWithStack(logger, level, error);
		}
		else {
			logger.atLevel(level)
				.log(LINE, arguments(error, ": " + error.logMessage() + cause(error.cause(), !ofClient)));
		}
	}

	private static void logWithStack(Logger logger, Level level, ApiError error) {
		Throwable cause = error.cause();
		try {
			String rest = (cause instanceof ErrorCodeException) ? ": " + error.logMessage() : "";
			logger.atLevel(level).setCause(cause).log(LINE, arguments(error, rest));
		}
		catch (Throwable ex) {
			// the exception itself throws when it is printed
			logger.atLevel(level).log(LINE, arguments(error, cause(cause, false) + ", which cannot be printed"));
		}
	}

	private static @Nullable Level level(@Nullable LogLevel said, boolean ofClient) {
		if (said == null) {
			return ofClient ? Level.DEBUG : Level.ERROR;
		}
		return switch (said) {
			case TRACE -> Level.TRACE;
			case DEBUG -> Level.DEBUG;
			case INFO -> Level.INFO;
			case WARN -> Level.WARN;
			case ERROR, FATAL -> Level.ERROR;
			case OFF -> null;
		};
	}

	/**
	 * Return whether a failure is the client's fault. An unknown method or version of
	 * HTTP is, although its status is a 5xx.
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

	/**
	 * Describe the cause of a failure if its stack trace is not logged. The message may
	 * quote what a client has sent, so it is logged for failures of the service only.
	 */
	private static String cause(@Nullable Throwable cause, boolean withMessage) {
		if (cause == null) {
			return "";
		}
		String message = (withMessage && !(cause instanceof ErrorCodeException)) ? Texts.messageOf(cause) : null;
		return " (" + cause.getClass().getName() + ((message != null) ? ": " + message : "") + ")";
	}

	private static String excerpt(String path) {
		return (path.length() <= MAX_PATH_LENGTH) ? path : path.substring(0, MAX_PATH_LENGTH) + "…";
	}

}
