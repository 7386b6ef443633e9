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
 * @param kind the kind of its values
 * @param always whether every object has a value
 * @param value gets the value from an object, or {@code null} if the object has none
 * @param accepts whether a value that is read back can be one of this placeholder
 * @param comparison returns whether a value is the one that a condition names, and throws
 * {@link InvalidTemplateException} if no value can be
 * @since 0.1.0
 * @hidden
 */
public record Word<T>(String name, Kind kind, boolean always, Function<T, @Nullable Object> value,
		Predicate<Object> accepts, Function<String, Predicate<Object>> comparison) {

	/** The value of the literal word {@code null}, which is present. */
	public static final Object NULL = new Object() {

		@Override
		public String toString() {
			return "null";
		}

	};

	/**
	 * Create a word for a text, number or boolean that every object has.
	 * @param <T> the type of object that templates are filled from
	 * @param name the name that stands between the braces
	 * @param kind the kind of its values
	 * @param value gets the value from an object
	 * @return the word
	 */
	public static <T> Word<T> always(String name, Kind kind, Function<T, @Nullable Object> value) {
		return new Word<>(name, kind, true, value, Word::isScalar, Word::isText);
	}

	/**
	 * Create a word for a text, number or boolean that an object can be without.
	 * @param <T> the type of object that templates are filled from
	 * @param name the name that stands between the braces
	 * @param kind the kind of its values
	 * @param value gets the value from an object, or {@code null} if the object has none
	 * @return the word
	 */
	public static <T> Word<T> optional(String name, Kind kind, Function<T, @Nullable Object> value) {
		return new Word<>(name, kind, false, value, Word::isScalar, Word::isText);
	}

	static <T> Word<T> literal(String name, Kind kind, Object constant) {
		return new Word<>(name, kind, true, (source) -> constant, constant::equals, Word::isText);
	}

	private static boolean isScalar(Object value) {
		return !(value instanceof Map || value instanceof Collection);
	}

	private static Predicate<Object> isText(String text) {
		return (value) -> text.equals(value.toString());
	}

}
