package dev.errata.security;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;

import javax.naming.NamingException;

import dev.errata.catalog.StandardCode;
import dev.errata.error.BuiltInErrorTranslator;
import dev.errata.error.Causes;
import dev.errata.error.ErrorTranslation;
import dev.errata.error.Failure;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.util.function.SingletonSupplier;

/**
 * Translates the exceptions of Spring Security.
 */
final class SecurityTranslator implements BuiltInErrorTranslator {

	/** All translators, also this one. */
	private final SingletonSupplier<List<BuiltInErrorTranslator>> translators;

	SecurityTranslator(ObjectProvider<BuiltInErrorTranslator> translators) {
		this.translators = SingletonSupplier.of(() -> translators.orderedStream().toList());
	}

	@Override
	public @Nullable Failure translate(Throwable exception, Locale locale) {
		StandardCode code = SecurityCodes.of(exception.getClass());
		if (exception instanceof InternalAuthenticationServiceException && !isOutage(exception, locale)) {
			// many user stores throw an exception of their own for an unknown user
			code = StandardCode.CREDENTIALS_INVALID;
		}
		return (code != null) ? Failure.of(code) : null;
	}

	private boolean isOutage(Throwable exception, Locale locale) {
		return Causes.anyMatch(Causes.causeOf(exception),
				(cause) -> cause instanceof IOException || cause instanceof TimeoutException
						|| cause instanceof NamingException || isKnownOutage(cause, locale));
	}

	private boolean isKnownOutage(Throwable cause, Locale locale) {
		for (BuiltInErrorTranslator translator : this.translators.obtain()) {
			Failure failure = (translator != this) ? translator.translate(cause, locale) : null;
			if (failure != null) {
				return ErrorTranslation.isOutage(failure);
			}
		}
		return false;
	}

}
