package dev.errata.wire;

import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.slf4j.LoggerFactory;

/**
 * The lines that are logged while it is open, by loggers at and below one name.
 */
public final class Failures implements AutoCloseable {

	private final Logger logger;

	private final Level before;

	private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

	private Failures(String name) {
		this.logger = (Logger) LoggerFactory.getLogger(name);
		this.before = this.logger.getLevel();
		this.logger.setLevel(Level.DEBUG);
		this.lines.start();
		this.logger.addAppender(this.lines);
	}

	public static Failures logged() {
		return logged("errata.failure");
	}

	public static Failures logged(String logger) {
		return new Failures(logger);
	}

	/**
	 * Return the loggers of the lines in the meantime that an operator would see:
	 * warnings and errors, whoever wrote them.
	 */
	public static List<String> loggersThatComplain(Runnable action) {
		Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
		ListAppender<ILoggingEvent> lines = new ListAppender<>();
		lines.start();
		root.addAppender(lines);
		try {
			action.run();
		}
		finally {
			root.detachAppender(lines);
		}
		return List.copyOf(lines.list)
			.stream()
			.filter((line) -> line.getLevel().isGreaterOrEqual(Level.WARN))
			.map(ILoggingEvent::getLoggerName)
			.toList();
	}

	/**
	 * Return the lines so far; those of a service are written before its answer.
	 */
	public List<ILoggingEvent> lines() {
		return List.copyOf(this.lines.list);
	}

	@Override
	public void close() {
		this.logger.detachAppender(this.lines);
		this.logger.setLevel(this.before);
	}

}
