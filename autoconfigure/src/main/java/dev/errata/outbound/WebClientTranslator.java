package dev.errata.outbound;

import java.util.Locale;

import dev.errata.catalog.StandardCode;
import dev.errata.error.BuiltInErrorTranslator;
import dev.errata.error.Failure;
import org.jspecify.annotations.Nullable;

import org.springframework.core.codec.DecodingException;
import org.springframework.web.reactive.function.client.WebClientException;
import org.springframework.web.reactive.function.client.WebClientRequestException;

/**
 * Translates the exceptions of {@code WebClient} and the HTTP interfaces upon it.
 */
final class WebClientTranslator implements BuiltInErrorTranslator {

	@Override
	public @Nullable Failure translate(Throwable exception, Locale locale) {
		if (exception instanceof WebClientRequestException) {
			return OutboundFailures.ofRequest(exception);
		}
		// what comes in is read by converters; codecs are those of the client
		boolean upstream = exception instanceof WebClientException || exception instanceof DecodingException;
		return upstream ? Failure.of(StandardCode.UPSTREAM_ERROR) : null;
	}

}
