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
 * Translates the exceptions of {@code WebClient} and the HTTP interfaces upon it.
 */
final class WebClientTranslator implements BuiltInErrorTranslator {

	@Override
	public @Nullable Failure translate(Throwable exception, Locale locale) {
		if (exception instanceof WebClientRequestException) {
			return isOfRequestBody(exception) ? null : OutboundFailures.ofRequest(exception);
		}
		// what comes in is read by converters, or is translated before; codecs are those
		// of the client
		boolean upstream = exception instanceof WebClientException || exception instanceof DecodingException
				|| exception instanceof UnsupportedMediaTypeException
				|| (exception instanceof DataBufferLimitException && OutboundFailures.isOfWebClient(exception));
		return upstream ? Failure.of(StandardCode.UPSTREAM_ERROR) : null;
	}

	/**
	 * Return whether the request could not be sent because the caller's request, whose
	 * body is sent on, could not be read.
	 */
	private static boolean isOfRequestBody(Throwable exception) {
		return exception.getCause() instanceof ServerWebInputException
				|| exception.getCause() instanceof ContentTooLargeException;
	}

}
