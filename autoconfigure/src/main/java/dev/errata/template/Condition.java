package dev.errata.template;

import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * A condition behind {@code if} in a placeholder: a word has a value, or one of those
 * that are named, or none of them.
 *
 * @param <T> the type of object that templates are filled from
 * @param word the word
 * @param negated whether none of the values may be that of the word
 * @param values the values; empty if any value will do
 * @since 0.1.0
 * @hidden
 */
public record Condition<T>(Word<T> word, boolean negated, List<Predicate<Object>> values) {

	boolean holds(T source) {
		Object value = this.word.value(source);
		return test((value != null && value != Word.NULL) ? this.word.kind().plain(value) : value);
	}

	/**
	 * Return whether the condition holds for a value of its word.
	 * @param value the value, or {@code null} if it is absent
	 * @return whether the condition holds
	 */
	public boolean test(@Nullable Object value) {
		if (this.values.isEmpty()) {
			return value != null;
		}
		return isOneOfThem(value) != this.negated;
	}

	private boolean isOneOfThem(@Nullable Object value) {
		if (value == null) {
			return false;
		}
		for (Predicate<Object> candidate : this.values) {
			if (candidate.test(value)) {
				return true;
			}
		}
		return false;
	}

}
