package dev.errata.web.servlet;

import java.net.URISyntaxException;
import java.util.Collections;
import java.util.Locale;

import dev.errata.catalog.StandardCode;
import dev.errata.error.BuiltInErrorTranslator;
import dev.errata.error.Causes;
import dev.errata.error.Failure;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Translates exceptions that are thrown because the path or a header of a request cannot
 * be parsed. Most are {@link IllegalArgumentException}s, as a bug in the service would
 * throw: only the rejected value or the place that threw it tells them apart.
 */
final class RequestHeadTranslator implements BuiltInErrorTranslator {

	private static final int THROWN_WITHIN = 12;

	@Override
	public @Nullable Failure translate(Throwable exception, Locale locale) {
		if (exception instanceof InvalidMediaTypeException invalid) {
			return mediaType(invalid.getMediaType());
		}
		if (exception instanceof InvalidMimeTypeException invalid) {
			return mediaType(invalid.getMimeType());
		}
		return isOfReading(exception) ? Causes.findByPlace(exception, THROWN_WITHIN, RequestHeadTranslator::readAt)
				: null;
	}

	private static boolean isOfReading(Throwable exception) {
		if (exception instanceof IllegalStateException) {
			return exception.getCause() instanceof URISyntaxException;
		}
		// the JDK's own subclasses are about numbers and charsets; those of others have
		// their own meaning
		return exception instanceof IllegalArgumentException && exception.getClass().getName().startsWith("java.");
	}

	private static @Nullable Failure readAt(StackTraceElement place) {
		String method = place.getMethodName();
		return switch (place.getClassName()) {
			case "org.springframework.http.HttpRange" ->
				Failure.ofStatus(HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE.value());
			case "org.springframework.http.server.DefaultRequestPath", "org.springframework.web.util.UrlPathHelper" ->
				Failure.of(StandardCode.MALFORMED_REQUEST);
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
	private static @Nullable Failure mediaType(String rejected) {
		if (!(RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes)) {
			return null;
		}
		HttpServletRequest request = attributes.getRequest();
		if (rejected.equals(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
			return Failure.of(StandardCode.UNSUPPORTED_MEDIA_TYPE);
		}
		for (String accepted : Collections.list(request.getHeaders(HttpHeaders.ACCEPT))) {
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
