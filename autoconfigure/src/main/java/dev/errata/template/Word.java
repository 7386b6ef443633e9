package dev.errata.template;

import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * A placeholder of a {@link Vocabulary}.
 *
 * @param <T> the type of object that templates are filled from
 * @param name the name that stands between the braces
 * @param value gets the value from an object, or {@code null} if the object has none
 * @param always whether every object has a value
 * @param structure whether the value is a list or a map, which cannot be part of a text
 * @param accepts whether a value that is read back can be one of this placeholder
 * @since 0.1.0
 * @hidden
 */
public record Word<T>(String name, Function<T, @Nullable Object> value, boolean always, boolean structure,
		Predicate<Object> accepts) {

	/**
	 * Create a word for a text, number or boolean that every object has.
	 * @param <T> the type of object that templates are filled from
	 * @param name the name that stands between the braces
	 * @param value gets the value from an object
	 * @return the word
	 */
	public static <T> Word<T> always(String name, Function<T, @Nullable Object> value) {
		return new Word<>(name, value, true, false, Word::isScalar);
	}

	/**
	 * Create a word for a text, number or boolean that an object can be without.
	 * @param <T> the type of object that templates are filled from
	 * @param name the name that stands between the braces
	 * @param value gets the value from an object, or {@code null} if the object has none
	 * @return the word
	 */
	public static <T> Word<T> optional(String name, Function<T, @Nullable Object> value) {
		return new Word<>(name, value, false, false, Word::isScalar);
	}

	private static boolean isScalar(Object value) {
		return !(value instanceof Map || value instanceof Collection);
	}

}
