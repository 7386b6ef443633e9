package dev.errata.dataaccess;

import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

import dev.errata.error.BuiltInErrorTranslator;
import dev.errata.error.Failure;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.support.PersistenceExceptionTranslator;

/**
 * Translates the exceptions of a persistence library that have not passed a
 * {@code @Repository}, such as those of an {@code EntityManager} in a service, as Spring
 * would translate them there.
 */
final class PersistenceTranslator implements BuiltInErrorTranslator {

	private final DataAccessTranslator dataAccess;

	private final Supplier<List<PersistenceExceptionTranslator>> libraries;

	PersistenceTranslator(DataAccessTranslator dataAccess, Supplier<List<PersistenceExceptionTranslator>> libraries) {
		this.dataAccess = dataAccess;
		this.libraries = libraries;
	}

	@Override
	public int getOrder() {
		// after the translators for the exceptions of a library itself
		return 1;
	}

	@Override
	public @Nullable Failure translate(Throwable exception, Locale locale) {
		// persistence libraries translate exceptions of the JDK as a misuse of their API,
		// even if other code has thrown them
		if (!(exception instanceof RuntimeException raw) || raw instanceof DataAccessException
				|| raw.getClass().getName().startsWith("java.")) {
			return null;
		}
		for (PersistenceExceptionTranslator library : this.libraries.get()) {
			DataAccessException translated = library.translateExceptionIfPossible(raw);
			if (translated != null) {
				return this.dataAccess.translate(translated);
			}
		}
		return null;
	}

}
