package dev.errata.security;

import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeoutException;

import javax.naming.NamingException;

import dev.errata.catalog.StandardCode;
import dev.errata.error.BuiltInErrorTranslator;
import dev.errata.error.Causes;
import dev.errata.error.Failure;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.authentication.InternalAuthenticationServiceException;

/**
 * Translates the exceptions of Spring Security.
 */
final class SecurityTranslator implements BuiltInErrorTranslator {

	private static final Set<String> OUTAGES = Set.of(StandardCode.SERVICE_UNAVAILABLE.code(),
			StandardCode.TIMEOUT.code(), StandardCode.UPSTREAM_ERROR.code());

	private final ObjectProvider<BuiltInErrorTranslator> translators;

	SecurityTranslator(ObjectProvider<BuiltInErrorTranslator> translators) {
		this.translators = translators;
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
		for (BuiltInErrorTranslator translator : this.translators.orderedStream().toList()) {
			Failure failure = (translator != this) ? translator.translate(cause, locale) : null;
			if (failure != null) {
				return OUTAGES.contains(failure.code());
			}
		}
		return false;
	}

}
