package dev.errata.template;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A part of a {@link Template}.
 *
 * @param <T> the type of object that the template is filled from
 */
sealed interface Part<T> {

	/**
	 * A text that is sent as it is.
	 */
	record Literal<T>(String text) implements Part<T> {
	}

	/**
	 * Parts that are left out if one of their placeholders has no value.
	 */
	record Optional<T>(List<Part<T>> parts) implements Part<T> {
	}

	/**
	 * A placeholder.
	 *
	 * @param text the placeholder as it is written
	 * @param alternatives the values, of which the first one that is present counts
	 * @param fallback the default, or {@code null} if it has none
	 */
	record Expression<T>(String text, List<Alternative<T>> alternatives, @Nullable String fallback) implements Part<T> {

		@Nullable Object value(T source) {
			for (Alternative<T> alternative : this.alternatives) {
				Object value = alternative.value(source);
				if (value != null) {
					return value;
				}
			}
			return this.fallback;
		}

		/**
		 * Return the value inside a text, where a JSON null counts as absent, and so does
		 * a value that has no text.
		 */
		@Nullable String text(T source, Vocabulary<T> vocabulary) {
			for (Alternative<T> alternative : this.alternatives) {
				Object value = alternative.value(source);
				if (value != null && value != Word.NULL) {
					String text = (value instanceof String string) ? string : vocabulary.text(value);
					if (text != null) {
						return text;
					}
				}
			}
			return this.fallback;
		}

		boolean isAlwaysPresent() {
			for (Alternative<T> alternative : this.alternatives) {
				if (alternative.isAlwaysPresent()) {
					return true;
				}
			}
			return false;
		}

		boolean uses(String name) {
			for (Alternative<T> alternative : this.alternatives) {
				if (alternative.word().name().equals(name)) {
					return true;
				}
			}
			return false;
		}

		boolean accepts(Object value) {
			for (Alternative<T> alternative : this.alternatives) {
				if (alternative.read(value) != null) {
					return true;
				}
			}
			return value.equals(this.fallback);
		}

		void read(Object value, Reading reading) {
			// a default means that there was no value
			if (!isAlwaysPresent() && value.equals(this.fallback)) {
				return;
			}
			List<Reading.Candidate> candidates = new ArrayList<>();
			int words = 0;
			for (Alternative<T> alternative : this.alternatives) {
				if (alternative.isLiteral()) {
					continue;
				}
				words++;
				Object read = alternative.read(value);
				if (read != null) {
					candidates.add(new Reading.Candidate(alternative.word().name(), read, alternative.word().always(),
							alternative.condition()));
				}
			}
			if (!candidates.isEmpty()) {
				reading.value(candidates, words == 1);
			}
		}

	}

}
