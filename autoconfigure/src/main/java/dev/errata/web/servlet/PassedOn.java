package dev.errata.web.servlet;

import java.util.List;

import dev.errata.error.Causes;

/**
 * The exceptions that are not answered inside the dispatcher, because a filter around it
 * waits for them.
 */
record PassedOn(List<Class<?>> types) {

	boolean test(Throwable exception) {
		if (this.types.isEmpty()) {
			return false;
		}
		Throwable thrown = Causes.unwrapPlain(exception);
		for (Class<?> type : this.types) {
			if (type.isInstance(thrown)) {
				return true;
			}
		}
		return false;
	}

}
