package dev.errata.limits;

import java.util.Locale;

import dev.errata.catalog.StandardCode;
import dev.errata.error.BuiltInErrorTranslator;
import dev.errata.error.Causes;
import dev.errata.error.Failure;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;

/**
 * Translates a {@link BodyTooLargeException}, also as a cause of whatever a reader of the
 * body has thrown instead.
 */
final class BodyTooLargeTranslator implements BuiltInErrorTranslator {

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public @Nullable Failure translate(Throwable exception, Locale locale) {
		return (Causes.find(exception, BodyTooLargeException.class) != null)
				? Failure.of(StandardCode.PAYLOAD_TOO_LARGE) : null;
	}

}
