package dev.errata.web;

import java.util.function.Supplier;

/**
 * The reason why Security has denied a request.
 *
 * @param type the type of the exception that says so
 * @param exception the exception, which may be made only when it is asked for
 * @since 0.1.0
 * @hidden
 */
public record Denial(Class<? extends Throwable> type, Supplier<Throwable> exception) {

	/**
	 * Return whether the reason is an exception of a type.
	 * @param type the type
	 * @return whether it is
	 */
	public boolean is(Class<? extends Throwable> type) {
		return type.isAssignableFrom(this.type);
	}

}
