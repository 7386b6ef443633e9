package dev.errata.outbound;

import java.util.Locale;

import dev.errata.catalog.StandardCode;
import dev.errata.error.BuiltInErrorTranslator;
import dev.errata.error.Failure;
import org.jspecify.annotations.Nullable;

import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClientException;

/**
 * Translates the exceptions of {@code RestClient}, {@code RestTemplate} and the HTTP
 * interfaces upon them.
 */
final class RestClientTranslator implements BuiltInErrorTranslator {

	@Override
	public @Nullable Failure translate(Throwable exception, Locale locale) {
		if (exception instanceof ResourceAccessException) {
			return OutboundFailures.ofRequest(exception);
		}
		return (exception instanceof RestClientException) ? Failure.of(StandardCode.UPSTREAM_ERROR) : null;
	}

}
