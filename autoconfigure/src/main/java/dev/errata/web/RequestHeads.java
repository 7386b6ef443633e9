package dev.errata.web;

import java.net.URISyntaxException;
import java.util.List;
import java.util.function.Function;

import dev.errata.catalog.StandardCode;
import dev.errata.error.Causes;
import dev.errata.error.Failure;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeTypeUtils;

/**
 * Finds the failure of exceptions that are thrown because the path, a header or the
 * language of a request cannot be parsed. Most are {@link IllegalArgumentException}s, as
 * a bug in the service would throw: only the rejected value or the place that threw it
 * tells them apart.
 *
 * @since 0.1.0
 * @hidden
 */
public final class RequestHeads {

	private static final int THROWN_WITHIN = 12;

	/** What Spring says then, so that the place of no other exception is looked for. */
	private static final String ABOUT_LOCALE = "Encountered invalid locale cookie ";

	private RequestHeads() {
	}

	/**
	 * Find the failure of an exception.
	 * @param exception the exception
	 * @param headers returns the values of a header of the request, or {@code null} if
	 * the request is not known
	 * @return the failure, or {@code null} if the exception is about something else
	 */
	public static @Nullable Failure find(Throwable exception, @Nullable Function<String, List<String>> headers) {
		if (exception instanceof InvalidMediaTypeException invalid) {
			return mediaType(invalid.getMediaType(), headers);
		}
		if (exception instanceof InvalidMimeTypeException invalid) {
			return mediaType(invalid.getMimeType(), headers);
		}
		return isOfReading(exception)
				? Causes.findByPlace(exception, THROWN_WITHIN, (place) -> readAt(place, exception)) : null;
	}

	private static boolean isOfReading(Throwable exception) {
		if (exception instanceof IllegalStateException) {
			return exception.getCause() instanceof URISyntaxException
					|| (exception.getClass() == IllegalStateException.class
							&& String.valueOf(exception.getMessage()).startsWith(ABOUT_LOCALE));
		}
		// the JDK's own subclasses are about numbers, charsets and ends of text; those of
		// others have their own meaning
		return (exception instanceof IllegalArgumentException || exception instanceof IndexOutOfBoundsException)
				&& exception.getClass().getName().startsWith("java.");
	}

	private static @Nullable Failure readAt(StackTraceElement place, Throwable exception) {
		String method = place.getMethodName();
		return switch (place.getClassName()) {
			case "org.springframework.http.HttpRange" ->
				Failure.ofStatus(HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE.value());
			// a path that begins like the base path of the application, and is not below
			// it
			case "org.springframework.http.server.DefaultRequestPath" ->
				Failure.of((method.equals("validateContextPath")
						&& String.valueOf(exception.getMessage()).contains("must match")) ? StandardCode.NOT_FOUND
								: StandardCode.MALFORMED_REQUEST);
			case "org.springframework.web.servlet.i18n.CookieLocaleResolver" ->
				method.equals("parseLocaleCookieIfNecessary") ? Failure.of(StandardCode.MALFORMED_REQUEST) : null;
			case "org.springframework.web.servlet.i18n.LocaleChangeInterceptor" ->
				method.equals("parseLocaleValue") ? Failure.of(StandardCode.MALFORMED_REQUEST) : null;
			case "org.springframework.web.util.UrlPathHelper" -> Failure.of(StandardCode.MALFORMED_REQUEST);
			case "org.springframework.http.server.ServletServerHttpRequest" -> Failure
				.of(method.equals("getHeaders") ? StandardCode.UNSUPPORTED_MEDIA_TYPE : StandardCode.MALFORMED_REQUEST);
			case "org.springframework.http.HttpHeaders" ->
				(method.startsWith("getAccept") || method.startsWith("getIf"))
						? Failure.of(StandardCode.MALFORMED_REQUEST) : null;
			default -> (method.equals("getDateHeader") || method.equals("getIntHeader"))
					? Failure.of(StandardCode.MALFORMED_REQUEST) : null;
		};
	}

	/**
	 * Return the failure for an invalid media type. It may be one of the service or of
	 * another service.
	 */
	private static @Nullable Failure mediaType(String rejected, @Nullable Function<String, List<String>> headers) {
		if (headers == null) {
			return null;
		}
		if (headers.apply(HttpHeaders.CONTENT_TYPE).contains(rejected)) {
			return Failure.of(StandardCode.UNSUPPORTED_MEDIA_TYPE);
		}
		for (String accepted : headers.apply(HttpHeaders.ACCEPT)) {
			for (String type : MimeTypeUtils.tokenize(accepted)) {
				// Spring may have added a charset to what was accepted
				if (type.equals(firstOf(rejected)) || (!type.isEmpty() && rejected.startsWith(type))) {
					return Failure.of(StandardCode.NOT_ACCEPTABLE);
				}
			}
		}
		return null;
	}

	/**
	 * Return the first media type of a list that is too long.
	 */
	private static String firstOf(String rejected) {
		int end = rejected.indexOf(',');
		return (rejected.startsWith("[") && end > 0) ? rejected.substring(1, end) : rejected;
	}

}
