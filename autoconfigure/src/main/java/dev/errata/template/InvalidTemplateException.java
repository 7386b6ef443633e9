package dev.errata.template;

import org.springframework.util.Assert;

/**
 * Thrown for a text that is not a template. Its message says why, and its
 * {@linkplain #action() action} what to write instead.
 *
 * @since 0.1.0
 * @hidden
 */
public class InvalidTemplateException extends IllegalArgumentException {

	private static final String ACTION = "Correct the text.";

	private final String action;

	/**
	 * Create an instance without advice.
	 * @param message why the text is not a template, a sentence
	 */
	public InvalidTemplateException(String message) {
		this(message, ACTION);
	}

	/**
	 * Create an instance.
	 * @param message why the text is not a template, a sentence
	 * @param action what to write instead, a sentence
	 */
	public InvalidTemplateException(String message, String action) {
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
