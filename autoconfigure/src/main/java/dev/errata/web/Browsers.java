package dev.errata.web;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Tells browsers from programs.
 *
 * @since 0.1.0
 * @hidden
 */
public final class Browsers {

	private static final String HTML = "text/html";

	private static final Pattern REFUSED = Pattern.compile(HTML + "\\s*;\\s*q=0(\\.0*)?\\s*(,|$)");

	private Browsers() {
	}

	/**
	 * Return whether a request names HTML among what it accepts, and does not refuse it
	 * with {@code q=0}. A wildcard does not name it.
	 * @param accepted the values of {@code Accept}
	 * @return whether it comes from a browser
	 */
	public static boolean accept(Iterable<String> accepted) {
		for (String value : accepted) {
			String types = value.toLowerCase(Locale.ROOT);
			if (types.contains(HTML) && !REFUSED.matcher(types).find()) {
				return true;
			}
		}
		return false;
	}

}
