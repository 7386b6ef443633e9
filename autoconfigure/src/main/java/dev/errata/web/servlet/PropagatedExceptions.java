package dev.errata.web.servlet;

import java.util.List;

import dev.errata.error.Causes;
import dev.errata.error.ErrorComposer;
import dev.errata.error.ErrorTranslation;
import org.jspecify.annotations.Nullable;

import org.springframework.http.converter.HttpMessageNotWritableException;

/**
 * Exception types that are rethrown to the filters around the dispatcher, such as those
 * Spring Security handles. These filters look for them among the causes of an exception
 * as well, but one that means something by itself is answered as such.
 */
record PropagatedExceptions(List<Class<?>> types, ErrorTranslation translation) {

	boolean test(Throwable exception, ErrorComposer composer) {
		return this.translation.find(exception, this::isOneOf, composer) != null;
	}

	private boolean isOneOf(Throwable exception) {
		for (Class<?> type : this.types) {
			if (type.isInstance(exception)) {
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
