package dev.errata.security;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import dev.errata.catalog.StandardCode;
import dev.errata.error.BuiltInErrorTranslator;
import dev.errata.error.Causes;
import dev.errata.error.Failure;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.jwt.JwtDecoderInitializationException;

/**
 * Translates exceptions that are thrown because the issuer of a token cannot be reached.
 * It is contacted for its first token.
 */
final class IssuerTranslator implements BuiltInErrorTranslator {

	private static final List<String> DECODERS = Stream
		.of("JwtDecoder", "ReactiveJwtDecoder", "NimbusReactiveJwtDecoder")
		.map((name) -> JwtDecoderInitializationException.class.getPackageName() + "." + name)
		.toList();

	private static final int THROWN_WITHIN = 4;

	@Override
	public @Nullable Failure translate(Throwable exception, Locale locale) {
		return (exception instanceof JwtDecoderInitializationException || isOfDecoders(exception))
				? Failure.of(StandardCode.SERVICE_UNAVAILABLE) : null;
	}

	/**
	 * Return whether an exception is about one of several issuers, or about the keys of
	 * an issuer in a reactive application. It is not wrapped then, so only the place that
	 * has thrown it tells it apart.
	 */
	private static boolean isOfDecoders(Throwable exception) {
		return (exception.getClass() == IllegalArgumentException.class
				|| exception.getClass() == IllegalStateException.class)
				&& Causes.isThrownBy(exception, THROWN_WITHIN, (name) -> DECODERS.stream().anyMatch(name::startsWith));
	}

}
