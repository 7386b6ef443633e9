package dev.errata.template;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Takes the values that are read back from a document or a text.
 *
 * @since 0.1.0
 * @hidden
 */
@FunctionalInterface
public interface Reading {

	/**
	 * Take a value.
	 * @param candidates what the value can be, in the order of the template
	 * @param sure whether the template has a single word there
	 */
	void value(List<Candidate> candidates, boolean sure);

	/**
	 * A word and the value that it has if the text was written from it.
	 *
	 * @param name the name of the word
	 * @param value its value: text, a number, a boolean, a map or a list
	 * @param always whether the word always has a value
	 * @param condition the condition under which it was written, or {@code null}
	 */
	record Candidate(String name, Object value, boolean always, @Nullable Condition<?> condition) {
	}

}
