package dev.errata.fuzz;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.AppenderBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The lines at ERROR that are logged while it is open, by the request that they are
 * about.
 */
final class ErrorLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

	private static final Logger ROOT = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

	/** What a failure says of its request, which the context of logging may not know. */
	private static final Pattern ID = Pattern.compile("\\[([\\w.-]+)]");

	private final Map<String, String> byRequest = new ConcurrentHashMap<>();

	private final Queue<String> others = new ConcurrentLinkedQueue<>();

	static ErrorLog open() {
		ErrorLog log = new ErrorLog();
		log.start();
		ROOT.addAppender(log);
		return log;
	}

	@Override
	protected void append(ILoggingEvent event) {
		if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
			Matcher id = ID.matcher(event.getFormattedMessage());
			String context = event.getMDCPropertyMap().get("requestId");
			if (id.find() || context != null) {
				this.byRequest.put((context != null) ? context : id.group(1), describe(event));
			}
			else {
				this.others.add(describe(event));
			}
		}
	}

	private static String describe(ILoggingEvent event) {
		IThrowableProxy cause = event.getThrowableProxy();
		if (cause == null) {
			return event.getLoggerName() + ": " + event.getFormattedMessage();
		}
		while (cause.getCause() != null && cause.getCause() != cause) {
			cause = cause.getCause();
		}
		StackTraceElementProxy[] stack = cause.getStackTraceElementProxyArray();
		String place = (stack.length > 0) ? stack[0].getSTEAsString().replaceAll("\\(.*", "") : "";
		// what the client has sent is not what makes the kind
		String message = String.valueOf(cause.getMessage()).replaceAll("(?s)[\"'\\d].*", "");
		return "%s %s: %s".formatted(cause.getClassName(), place, message);
	}

	/**
	 * Return what was logged about a request, once.
	 */
	@Nullable String take(@Nullable String id) {
		return (id != null) ? this.byRequest.remove(id) : null;
	}

	/**
	 * Return what was logged about no request that is known.
	 */
	Queue<String> others() {
		return this.others;
	}

	@Override
	public void close() {
		ROOT.detachAppender(this);
	}

}
