package dev.errata.web.jetty;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.TimeoutException;

import dev.errata.catalog.StandardCode;
import dev.errata.error.BuiltInErrorTranslator;
import dev.errata.error.Causes;
import dev.errata.error.Failure;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.EofException;
import org.jspecify.annotations.Nullable;

import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;

/**
 * Translates the exceptions of Jetty about invalid requests: malformed escapes, too many
 * parts, a body that is too large or does not arrive. And one about a response that looks
 * like a client that has left.
 */
final class BadMessageTranslator implements BuiltInErrorTranslator {

	private static final int THROWN_WITHIN = 4;

	private static final String GENERATING = "org.eclipse.jetty.server.internal.HttpConnection$SendCallback";

	@Override
	public int getOrder() {
		return BEFORE_WEB_FRAMEWORKS;
	}

	@Override
	public @Nullable Failure translate(Throwable exception, Locale locale) {
		if (exception instanceof HttpException || isOfParts(exception)) {
			Integer code = Causes.findFirst(exception, BadMessageTranslator::codeOf);
			if (code != null) {
				return Failure.ofUnreadable(code);
			}
			// whether there can be parts at all is for the rule for Spring's exceptions
			return (exception instanceof HttpException) ? Failure.ofUnreadable(exception) : null;
		}
		if (exception.getClass() == IllegalArgumentException.class && isThrownBy("ServletCoreRequest", exception)) {
			// an invalid context path sent by a proxy
			return Failure.of(StandardCode.MALFORMED_REQUEST);
		}
		if (exception instanceof EofException && Causes.isThrownBy(exception, 1, GENERATING::equals)) {
			// the head of the response is too long, which Jetty has told nobody
			return Failure.of(StandardCode.INTERNAL_ERROR);
		}
		if (exception instanceof EofException && isThrownBy("HttpStreamOverHTTP2", exception)) {
			// the client has reset the stream, and nobody gets this
			return Failure.of(StandardCode.MALFORMED_REQUEST);
		}
		return isTooSlow(exception) ? Failure.of(StandardCode.REQUEST_TIMEOUT) : null;
	}

	private static boolean isOfParts(Throwable exception) {
		return exception instanceof MultipartException && !(exception instanceof MaxUploadSizeExceededException)
				&& Causes.find(exception, HttpException.class) != null;
	}

	/**
	 * Return the status for an exception or its cause, or {@code null} if it is that of
	 * any bad request. For a form that is too large only the cause has it, and for parts
	 * that are too large or too many there is none at all.
	 */
	private static @Nullable Integer codeOf(Throwable cause) {
		if (cause instanceof HttpException bad && bad.getCode() != HttpStatus.BAD_REQUEST_400) {
			return bad.getCode();
		}
		return (cause.getClass() == IllegalStateException.class && isThrownBy("$Parser", cause))
				? HttpStatus.PAYLOAD_TOO_LARGE_413 : null;
	}

	/**
	 * Return whether the body of the request did not arrive in time. Only the place that
	 * has thrown the exception tells it apart from a call of the service that took too
	 * long.
	 */
	private static boolean isTooSlow(Throwable exception) {
		return exception.getClass() == IOException.class && Causes.causeOf(exception) instanceof TimeoutException
				&& isThrownBy("HttpInput", exception);
	}

	private static boolean isThrownBy(String reader, Throwable exception) {
		return Causes.isThrownBy(exception, THROWN_WITHIN,
				(name) -> name.startsWith("org.eclipse.jetty.") && name.contains(reader));
	}

}
