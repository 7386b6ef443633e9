package dev.errata.web;

import dev.errata.error.Causes;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.web.ErrorResponse;

/**
 * The answer to an exception that is not a failure, such as a redirect that was thrown: a
 * status below 400, and no body.
 *
 * @param status the HTTP status
 * @param headers the headers that the exception brings along
 * @since 0.1.0
 * @hidden
 */
public record PlainAnswer(int status, HttpHeaders headers) {

	/**
	 * Return the first exception in a chain of causes that carries a status, if the
	 * status is below 400.
	 */
	static @Nullable Throwable cause(Throwable exception) {
		Throwable carrier = Causes.findFirst(exception,
				(candidate) -> (StatusTranslator.statusOf(candidate) > 0) ? candidate : null);
		return (carrier != null && isPlain(StatusTranslator.statusOf(carrier))) ? carrier : null;
	}

	static PlainAnswer of(Throwable exception) {
		return new PlainAnswer(StatusTranslator.statusOf(exception),
				(exception instanceof ErrorResponse response) ? response.getHeaders() : HttpHeaders.EMPTY);
	}

	static boolean isPlain(int status) {
		return status >= 200 && status < 400;
	}

}
