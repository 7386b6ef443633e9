package dev.errata.template;

import java.util.List;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * The part of a template between two braces.
 *
 * @param text the part as it is written
 * @param words its placeholders, the first that is present being the value
 * @param names the names of the placeholders
 * @param fallback the default, or {@code null} if it has none
 */
record Expression<T>(String text, List<Word<T>> words, List<String> names, @Nullable String fallback) {

	static <T> Expression<T> of(String text, List<Word<T>> words, @Nullable String fallback) {
		return new Expression<>(text, List.copyOf(words), words.stream().map(Word::name).toList(), fallback);
	}

	@Nullable Object value(T source) {
		for (Word<T> word : this.words) {
			Object value = word.value().apply(source);
			if (value != null) {
				return value;
			}
		}
		return this.fallback;
	}

	boolean isAlwaysPresent() {
		for (Word<T> word : this.words) {
			if (word.always()) {
				return true;
			}
		}
		return false;
	}

	boolean accepts(Object value) {
		for (Word<T> word : this.words) {
			if (word.accepts().test(value)) {
				return true;
			}
		}
		return value.equals(this.fallback);
	}

	void read(Object value, BiConsumer<List<String>, Object> reading) {
		// a default means that there was no value
		if (isAlwaysPresent() || !value.equals(this.fallback)) {
			reading.accept(this.names, value);
		}
	}

}
