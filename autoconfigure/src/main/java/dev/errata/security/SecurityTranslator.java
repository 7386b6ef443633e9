package dev.errata.security;

import java.util.Locale;

import dev.errata.catalog.StandardCode;
import dev.errata.error.BuiltInErrorTranslator;
import dev.errata.error.Failure;
import org.jspecify.annotations.Nullable;

/**
 * Translates the exceptions of Spring Security.
 */
final class SecurityTranslator implements BuiltInErrorTranslator {

	@Override
	public @Nullable Failure translate(Throwable exception, Locale locale) {
		StandardCode code = SecurityCodes.of(exception.getClass());
		return (code != null) ? Failure.of(code) : null;
	}

}
