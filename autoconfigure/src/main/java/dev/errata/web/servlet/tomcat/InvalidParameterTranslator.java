package dev.errata.web.servlet.tomcat;

import dev.errata.error.Failure;
import dev.errata.error.PlatformErrorTranslator;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;

/**
 * Translates what Tomcat finds wrong with query and form parameters: broken escapes, too
 * many of them, a form that is too large.
 */
final class InvalidParameterTranslator implements PlatformErrorTranslator, Ordered {

	@Override
	public int getOrder() {
		return 0;
	}

	@Override
	public @Nullable Failure translate(Throwable exception) {
		return (exception instanceof InvalidParameterException invalid) ? Failure.ofUnreadable(invalid.getErrorCode())
				: null;
	}

}
