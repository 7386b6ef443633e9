package dev.errata.web.tomcat;

import java.net.SocketTimeoutException;
import java.nio.charset.CharacterCodingException;
import java.util.Locale;

import dev.errata.catalog.StandardCode;
import dev.errata.error.BuiltInErrorTranslator;
import dev.errata.error.Causes;
import dev.errata.error.Failure;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.connector.InputBuffer;
import org.apache.catalina.connector.Request;
import org.apache.coyote.BadRequestException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.apache.tomcat.util.http.fileupload.FileUploadException;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Translates the exceptions of Tomcat about invalid parameters and bodies: malformed
 * escapes, too many parameters, a form that is too large or does not arrive, malformed
 * characters.
 */
final class InvalidParameterTranslator implements BuiltInErrorTranslator {

	private static final String PARTS = FileUploadException.class.getPackageName();

	private static final String OF_CONNECTIONS = "org.apache.tomcat.util.net.";

	private static final int THROWN_WITHIN = 4;

	@Override
	public @Nullable Failure translate(Throwable exception, Locale locale) {
		if (exception instanceof InvalidParameterException invalid) {
			return (invalid.getErrorCode() == HttpServletResponse.SC_BAD_REQUEST) ? Failure.ofUnreadable(exception)
					: Failure.ofUnreadable(invalid.getErrorCode());
		}
		if (exception instanceof CharacterCodingException) {
			// about the body, not about a file of the service, say
			return isThrownBy(InputBuffer.class.getName(), exception) ? Failure.of(StandardCode.MALFORMED_BODY) : null;
		}
		if (exception instanceof SocketTimeoutException) {
			// of a body that Spring WebFlux waits for
			return isThrownBy(OF_CONNECTIONS, exception) ? Failure.of(StandardCode.REQUEST_TIMEOUT) : null;
		}
		if (exception.getClass() == IllegalArgumentException.class) {
			// the encoded name of an uploaded file
			return isThrownBy(PARTS, exception) ? Failure.of(StandardCode.MALFORMED_REQUEST) : null;
		}
		if (exception.getClass() == IllegalStateException.class) {
			// the body that a handler reads as text was parsed as parts
			return isMultipart() && isThrownBy(Request.class.getName(), exception)
					? Failure.of(StandardCode.UNSUPPORTED_MEDIA_TYPE) : null;
		}
		// a form whose body was read directly, or parts of a body that is not multipart
		return (exception instanceof BadRequestException || exception instanceof FileUploadException)
				? Failure.ofUnreadable(exception) : null;
	}

	private static boolean isMultipart() {
		return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
				&& StringUtils.startsWithIgnoreCase(attributes.getRequest().getContentType(), "multipart/");
	}

	private static boolean isThrownBy(String reader, Throwable exception) {
		return Causes.isThrownBy(exception, THROWN_WITHIN, (name) -> name.startsWith(reader));
	}

}
