package dev.errata.error;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The part of a request in which an input stands.
 *
 * @since 0.1.0
 */
public enum InputLocation {

	/** The body, as a document. */
	BODY,
	/** The query. */
	QUERY,
	/** The path: one of its variables, or a matrix variable. */
	PATH,
	/** A header. */
	HEADER,
	/** A cookie. */
	COOKIE,
	/** A form in the body. */
	FORM,
	/** A part of a multipart body. */
	PART;

	private final String word = name().toLowerCase(Locale.ROOT);

	/**
	 * Return the location as it stands in responses.
	 * @return its name in lower case
	 */
	public String word() {
		return this.word;
	}

	/**
	 * Find a location by its word.
	 * @param word the word
	 * @return the location, or {@code null} if there is none
	 */
	public static @Nullable InputLocation find(String word) {
		for (InputLocation location : values()) {
			if (location.word.equals(word)) {
				return location;
			}
		}
		return null;
	}

}
