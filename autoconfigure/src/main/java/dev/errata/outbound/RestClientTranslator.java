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
 * interface clients that use them.
 */
final class RestClientTranslator implements BuiltInErrorTranslator {

	/** How the message begins if no converter can write the body of the request. */
	private static final String UNWRITABLE = "No HttpMessageConverter for ";

	@Override
	public @Nullable Failure translate(Throwable exception, Locale locale) {
		if (exception instanceof ResourceAccessException) {
			return OutboundFailures.ofRequest(exception);
		}
		if (exception instanceof RestClientException) {
			return Failure.of(isUnwritable(exception) ? StandardCode.INTERNAL_ERROR : StandardCode.UPSTREAM_ERROR);
		}
		return null;
	}

	private static boolean isUnwritable(Throwable exception) {
		return exception.getClass() == RestClientException.class
				&& String.valueOf(exception.getMessage()).startsWith(UNWRITABLE);
	}

}
