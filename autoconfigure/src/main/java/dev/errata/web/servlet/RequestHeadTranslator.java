package dev.errata.web.servlet;

import java.util.Collections;
import java.util.Locale;

import dev.errata.error.BuiltInErrorTranslator;
import dev.errata.error.Failure;
import dev.errata.web.RequestHeads;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Translates exceptions that are thrown because the path or a header of a request cannot
 * be parsed.
 */
final class RequestHeadTranslator implements BuiltInErrorTranslator {

	@Override
	public @Nullable Failure translate(Throwable exception, Locale locale) {
		HttpServletRequest request = ServletHandledRequest.current();
		return RequestHeads.find(exception,
				(request != null) ? (name) -> Collections.list(request.getHeaders(name)) : null);
	}

}
