package dev.errata.error;

import org.springframework.util.Assert;

/**
 * Tells why a text with placeholders can never be filled, and what to write instead.
 *
 * @since 0.1.0
 */
public class InvalidTextException extends IllegalArgumentException {

	private static final String ACTION = "Correct the text.";

	private final String action;

	/**
	 * Create an instance that leaves the next step to the reader.
	 * @param message why the text can never be filled, a sentence
	 */
	public InvalidTextException(String message) {
		this(message, ACTION);
	}

	/**
	 * Create an instance.
	 * @param message why the text can never be filled, a sentence
	 * @param action what to write instead, a sentence
	 */
	public InvalidTextException(String message, String action) {
		super(message);
		Assert.notNull(action, "'action' must not be null");
		this.action = action;
	}

	/**
	 * Return what to write instead.
	 * @return a sentence
	 */
	public String action() {
		return this.action;
	}

}
