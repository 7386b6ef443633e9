package dev.errata.contract;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * The log at start-up: one logger for the active configuration and for possible mistakes.
 *
 * @since 0.1.0
 * @hidden
 */
public final class StartupLog {

	/** The name of the logger. */
	public static final String NAME = "dev.errata.startup";

	private static final int MAX_NAMED = 5;

	private StartupLog() {
	}

	/**
	 * Join the first few texts, and say how many more there are.
	 * @param texts the texts
	 * @param delimiter what is put between them
	 * @return a text that is short enough for a line
	 */
	public static String some(Collection<String> texts, String delimiter) {
		String some = texts.stream().limit(MAX_NAMED).collect(Collectors.joining(delimiter));
		return (texts.size() > MAX_NAMED) ? some + " and " + (texts.size() - MAX_NAMED) + " more" : some;
	}

}
