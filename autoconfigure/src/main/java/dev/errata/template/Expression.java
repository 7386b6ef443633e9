package dev.errata.template;

import java.util.List;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * The part of a template between two braces.
 *
 * @param text the part as it is written
 * @param words its placeholders, the first that is present being the value
 * @param fallback the default, or {@code null} if it has none
 */
record Expression<T>(String text, List<Word<T>> words, @Nullable String fallback) {

	@Nullable Object value(T source) {
		for (Word<T> word : this.words) {
			Object value = word.value().apply(source);
			if (value != null) {
				return value;
			}
		}
		return this.fallback;
	}

	boolean uses(String name) {
		for (Word<T> word : this.words) {
			if (word.name().equals(name)) {
				return true;
			}
		}
		return false;
	}

	List<String> names() {
		return this.words.stream().map(Word::name).toList();
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
		return value.equals(this.fallback) || this.words.stream().anyMatch((word) -> word.accepts().test(value));
	}

	void read(Object value, BiConsumer<List<String>, Object> reading) {
		// a default means that there was no value
		if (isAlwaysPresent() || !value.equals(this.fallback)) {
			reading.accept(names(), value);
		}
	}

}
