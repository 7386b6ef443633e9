package dev.errata.template;

import java.util.ArrayList;
import java.util.List;

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
	 * Return all faults of a text as one exception.
	 * @param faults the faults, at least one
	 * @return the first, with the others {@linkplain #getSuppressed() suppressed}
	 */
	public static InvalidTemplateException of(List<InvalidTemplateException> faults) {
		InvalidTemplateException first = faults.get(0);
		faults.stream().skip(1).forEach(first::addSuppressed);
		return first;
	}

	/**
	 * Return the faults of the text: this one and those that are suppressed.
	 * @return the faults, each with its own message and action
	 */
	public List<InvalidTemplateException> all() {
		List<InvalidTemplateException> all = new ArrayList<>(List.of(this));
		for (Throwable further : getSuppressed()) {
			if (further instanceof InvalidTemplateException other) {
				all.addAll(other.all());
			}
		}
		return all;
	}

	/**
	 * Return what to write instead.
	 * @return a sentence
	 */
	public String action() {
		return this.action;
	}

}
