package dev.errata.web;

import java.util.Locale;

/**
 * Tells browsers from programs.
 *
 * @since 0.1.0
 * @hidden
 */
public final class Browsers {

	private Browsers() {
	}

	/**
	 * Return whether a request names HTML among what it accepts; a wildcard does not.
	 * @param accepted the values of {@code Accept}
	 * @return whether it comes from a browser
	 */
	public static boolean accept(Iterable<String> accepted) {
		for (String value : accepted) {
			if (value.toLowerCase(Locale.ROOT).contains("text/html")) {
				return true;
			}
		}
		return false;
	}

}
