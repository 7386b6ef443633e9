package dev.errata.security;

import java.util.Locale;

import dev.errata.catalog.StandardCode;
import dev.errata.error.BuiltInErrorTranslator;
import dev.errata.error.Causes;
import dev.errata.error.Failure;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.jwt.JwtDecoderInitializationException;

/**
 * Translates what is thrown where an issuer of tokens cannot be asked for its keys. It is
 * asked when its first token arrives.
 */
final class IssuerTranslator implements BuiltInErrorTranslator {

	private static final String OF_DECODERS = JwtDecoderInitializationException.class.getPackageName() + ".JwtDecoder";

	private static final int THROWN_WITHIN = 4;

	@Override
	public @Nullable Failure translate(Throwable exception, Locale locale) {
		return (exception instanceof JwtDecoderInitializationException || isOfDecoders(exception))
				? Failure.of(StandardCode.SERVICE_UNAVAILABLE) : null;
	}

	/**
	 * Return whether one of several issuers is asked, whose exceptions nobody wraps:
	 * nothing but the place where they are thrown tells them from others.
	 */
	private static boolean isOfDecoders(Throwable exception) {
		return (exception.getClass() == IllegalArgumentException.class
				|| exception.getClass() == IllegalStateException.class)
				&& Causes.isThrownBy(exception, THROWN_WITHIN, (name) -> name.startsWith(OF_DECODERS));
	}

}
