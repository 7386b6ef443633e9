package dev.errata.template;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A kind of values. It decides in which {@link Form forms} a value can be written, and
 * what is written if the author names none.
 *
 * @since 0.1.0
 * @hidden
 */
public interface Kind {

	/**
	 * Return the forms that fit values of this kind.
	 * @return the forms, in the order in which they are listed
	 */
	List<Form> forms();

	/**
	 * Return whether values of this kind cannot be part of a text.
	 * @return whether a value is a list, a map or null
	 */
	default boolean isStructure() {
		return false;
	}

	/**
	 * Return the value that is written if no form is named.
	 * @param value a value of this kind
	 * @return text, a number, a boolean, a map or a list, or {@code null} if the value
	 * counts as absent
	 */
	default @Nullable Object plain(Object value) {
		return value;
	}

}
