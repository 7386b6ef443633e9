package dev.errata.web.servlet;

import java.util.List;

import dev.errata.error.Causes;
import org.jspecify.annotations.Nullable;

import org.springframework.http.converter.HttpMessageNotWritableException;

/**
 * Exception types that are rethrown to the filters around the dispatcher, such as those
 * Spring Security handles.
 */
record PropagatedExceptions(List<Class<?>> types) {

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

	/**
	 * Return an exception of these types that has prevented an object from being written
	 * in full, or {@code null}.
	 */
	@Nullable Exception behind(HttpMessageNotWritableException exception) {
		for (Class<?> type : this.types) {
			if (Causes.find(exception, type) instanceof Exception thrown) {
				return thrown;
			}
		}
		return null;
	}

}
