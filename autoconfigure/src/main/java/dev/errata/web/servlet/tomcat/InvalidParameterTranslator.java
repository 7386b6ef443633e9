package dev.errata.web.servlet.tomcat;

import dev.errata.error.Failure;
import dev.errata.error.PlatformErrorTranslator;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.coyote.BadRequestException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;

/**
 * Translates what Tomcat finds wrong with query and form parameters: broken escapes, too
 * many of them, a form that is too large or does not come.
 */
final class InvalidParameterTranslator implements PlatformErrorTranslator, Ordered {

	@Override
	public int getOrder() {
		return 0;
	}

	@Override
	public @Nullable Failure translate(Throwable exception) {
		if (exception instanceof InvalidParameterException invalid) {
			return (invalid.getErrorCode() == HttpServletResponse.SC_BAD_REQUEST) ? Failure.ofUnreadable(exception)
					: Failure.ofUnreadable(invalid.getErrorCode());
		}
		// a form that was read as it came
		return (exception instanceof BadRequestException) ? Failure.ofUnreadable(exception) : null;
	}

}
