package dev.errata.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;

/**
 * The placeholders that the {@linkplain Template templates} of one kind can use.
 *
 * @param <T> the type of object that the templates are filled from
 * @since 0.1.0
 * @hidden
 */
public interface Vocabulary<T> {

	/**
	 * Find a word by its name.
	 * @param name the name between the braces
	 * @return the word, or {@code null} if there is none
	 * @throws InvalidTemplateException if the word exists but cannot be used in templates
	 * of this kind
	 */
	@Nullable Word<T> find(String name);

	/**
	 * Return the names for the report of an unknown one.
	 * @return the names, at least one
	 */
	List<String> names();

	/**
	 * Return the names that an unknown one resembles.
	 * @param name the unknown name
	 * @return the most similar names first; empty if there are none
	 */
	List<String> alike(String name);

	/**
	 * Return those of some names that an unknown one resembles.
	 * @param name the unknown name
	 * @param names the known names
	 * @return the most similar names first; empty if there are none
	 */
	List<String> alike(String name, List<String> names);

	/**
	 * Return what an unknown name can be, apart from a misspelled one.
	 * @param name the unknown name
	 * @return a sentence about what to do then; empty if there is nothing else
	 */
	default String advice(String name) {
		return "";
	}

	/**
	 * Return whether a structure can be the only thing in a template.
	 * @return whether there is a place for a list or a map
	 */
	default boolean allowsStructures() {
		return false;
	}

	/**
	 * Convert a value that is not a string to text.
	 * @param value the value
	 * @return the text, or {@code null} if it has none
	 */
	default @Nullable String text(Object value) {
		return value.toString();
	}

	/**
	 * Create a vocabulary.
	 * @param <T> the type of object that the templates are filled from
	 * @param alike returns those of some names that an unknown one resembles
	 * @param words the words, in the order in which they are listed
	 * @return the vocabulary
	 */
	@SafeVarargs
	static <T> Vocabulary<T> of(BiFunction<String, List<String>, List<String>> alike, Word<T>... words) {
		Map<String, Word<T>> byName = new LinkedHashMap<>();
		for (Word<T> word : words) {
			byName.put(word.name(), word);
		}
		List<String> names = List.copyOf(byName.keySet());
		return new Vocabulary<>() {

			@Override
			public @Nullable Word<T> find(String name) {
				return byName.get(name);
			}

			@Override
			public List<String> names() {
				return names;
			}

			@Override
			public List<String> alike(String name) {
				return alike(name, names);
			}

			@Override
			public List<String> alike(String name, List<String> names) {
				return alike.apply(name, names);
			}

		};
	}

}
