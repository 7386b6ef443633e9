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
 * @since 0.1.0
 * @hidden
 */
public interface Word<T> {

	/** The value of the literal word {@code null}, which is present. */
	Object NULL = new Object() {

		@Override
		public String toString() {
			return "null";
		}

	};

	/**
	 * Return the name that stands between the braces.
	 * @return the name
	 */
	String name();

	/**
	 * Return the kind of the values.
	 * @return the kind
	 */
	Kind kind();

	/**
	 * Return whether every object has a value.
	 * @return whether the value is never absent
	 */
	boolean always();

	/**
	 * Return the value of an object.
	 * @param source the object
	 * @return the value, or {@code null} if the object has none
	 */
	@Nullable Object value(T source);

	/**
	 * Return whether a value that is read back can be one of this placeholder.
	 * @param value the value
	 * @return whether it can be; by default a text, number or boolean
	 */
	default boolean accepts(Object value) {
		return !(value instanceof Map || value instanceof Collection);
	}

	/**
	 * Return whether a value is the one that a condition names.
	 * @param text the text of the condition
	 * @return what tells it of a value
	 * @throws InvalidTemplateException if no value can be
	 */
	default Predicate<Object> comparison(String text) {
		return (value) -> text.equals(value.toString());
	}

	/**
	 * Create a word for a text, number or boolean that every object has.
	 * @param <T> the type of object that templates are filled from
	 * @param name the name that stands between the braces
	 * @param kind the kind of its values
	 * @param value gets the value from an object
	 * @return the word
	 */
	static <T> Word<T> always(String name, Kind kind, Function<T, @Nullable Object> value) {
		return new SimpleWord<>(name, kind, true, value);
	}

	/**
	 * Create a word for a text, number or boolean that an object can be without.
	 * @param <T> the type of object that templates are filled from
	 * @param name the name that stands between the braces
	 * @param kind the kind of its values
	 * @param value gets the value from an object, or {@code null} if the object has none
	 * @return the word
	 */
	static <T> Word<T> optional(String name, Kind kind, Function<T, @Nullable Object> value) {
		return new SimpleWord<>(name, kind, false, value);
	}

}
