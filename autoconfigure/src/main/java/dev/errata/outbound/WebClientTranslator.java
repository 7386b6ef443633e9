package dev.errata.outbound;

import java.util.Locale;

import dev.errata.catalog.StandardCode;
import dev.errata.error.BuiltInErrorTranslator;
import dev.errata.error.Failure;
import org.jspecify.annotations.Nullable;

import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.web.reactive.function.UnsupportedMediaTypeException;
import org.springframework.web.reactive.function.client.WebClientException;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.server.ContentTooLargeException;
import org.springframework.web.server.ServerWebInputException;

/**
 * Translates the exceptions of {@code WebClient} and the HTTP interface clients that use
 * it.
 */
final class WebClientTranslator implements BuiltInErrorTranslator {

	@Override
	public @Nullable Failure translate(Throwable exception, Locale locale) {
		if (exception instanceof WebClientRequestException) {
			return ofRequest(exception);
		}
		// Spring MVC reads requests with converters, and WebFluxTranslator comes first
		// for
		// those of Spring WebFlux: the codecs that are left belong to WebClient
		boolean upstream = exception instanceof WebClientException || exception instanceof DecodingException
				|| exception instanceof UnsupportedMediaTypeException
				|| (exception instanceof DataBufferLimitException && OutboundFailures.isOfWebClient(exception));
		return upstream ? Failure.of(StandardCode.UPSTREAM_ERROR) : null;
	}

	private static @Nullable Failure ofRequest(Throwable exception) {
		Throwable cause = exception.getCause();
		if (cause instanceof ServerWebInputException || cause instanceof ContentTooLargeException) {
			// the body of the caller's request is forwarded, and could not be read
			return null;
		}
		// there is no codec for the body, so that the request was not sent
		return (cause instanceof UnsupportedMediaTypeException) ? Failure.of(StandardCode.INTERNAL_ERROR)
				: OutboundFailures.ofRequest(exception);
	}

}
