package dev.errata.web.servlet;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

import dev.errata.error.BuiltInErrorTranslator;
import dev.errata.error.Failure;
import dev.errata.web.RequestHeads;
import org.jspecify.annotations.Nullable;

import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Translates exceptions that are thrown because the path or a header of a request cannot
 * be parsed.
 */
final class RequestHeadTranslator implements BuiltInErrorTranslator {

	@Override
	public @Nullable Failure translate(Throwable exception, Locale locale) {
		return RequestHeads.find(exception, headers());
	}

	private static @Nullable Function<String, List<String>> headers() {
		return (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes)
				? (name) -> Collections.list(attributes.getRequest().getHeaders(name)) : null;
	}

}
