package dev.errata.template;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A word for a text, number or boolean.
 *
 * @param <T> the type of object that templates are filled from
 * @param name the name that stands between the braces
 * @param kind the kind of its values
 * @param always whether every object has a value
 * @param getter gets the value from an object, or {@code null} if the object has none
 */
record SimpleWord<T>(String name, Kind kind, boolean always, Function<T, @Nullable Object> getter) implements Word<T> {

	@Override
	public @Nullable Object value(T source) {
		return this.getter.apply(source);
	}

}
