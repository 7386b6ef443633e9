package dev.errata.web.servlet;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import dev.errata.catalog.StandardCode;
import dev.errata.error.BuiltInErrorTranslator;
import dev.errata.error.Causes;
import dev.errata.error.Failure;
import dev.errata.validation.ConvertedTypes;
import dev.errata.validation.HandlerParameter.Kind;
import dev.errata.web.InvalidRequests;
import jakarta.servlet.UnavailableException;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.TypeMismatchException;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.util.StringUtils;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.HttpSessionRequiredException;
import org.springframework.web.bind.MissingMatrixVariableException;
import org.springframework.web.bind.MissingPathVariableException;
import org.springframework.web.bind.MissingRequestCookieException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingRequestValueException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.method.annotation.ModelFactory;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.multipart.support.MissingServletRequestPartException;

/**
 * Translates the exceptions of Spring MVC about invalid requests, in the client's words,
 * and those of the servlet API.
 */
final class WebMvcTranslator implements BuiltInErrorTranslator {

	/** What Spring says then, so that the place of no other exception is looked for. */
	private static final String ABOUT_SESSION = "Expected session attribute ";

	private final ConvertedTypes types;

	WebMvcTranslator(ConvertedTypes types) {
		this.types = types;
	}

	@Override
	public @Nullable Failure translate(Throwable exception, Locale locale) {
		if (exception instanceof HttpMessageNotReadableException unreadable) {
			return unreadable(unreadable);
		}
		if (exception instanceof TypeMismatchException mismatch) {
			return InvalidRequests.typeMismatch(mismatch,
					(mismatch instanceof MethodArgumentTypeMismatchException argument) ? argument.getParameter() : null,
					this.types);
		}
		if (exception instanceof MultipartException) {
			return multipart((MultipartException) exception);
		}
		if (exception instanceof UnavailableException unavailable) {
			return unavailable(unavailable);
		}
		if (exception instanceof HttpMediaTypeNotSupportedException mediaType) {
			return unsupported(mediaType);
		}
		Failure failure = missing(exception);
		if (failure == null) {
			failure = unsupported(exception);
		}
		if (failure != null && exception instanceof ErrorResponse response) {
			failure.headers(response.getHeaders());
		}
		return failure;
	}

	private static Failure unreadable(HttpMessageNotReadableException exception) {
		if (exception.getHttpInputMessage() instanceof ClientHttpResponse) {
			// the body of another service's response, which is not the caller's fault
			return Failure.of(StandardCode.UPSTREAM_ERROR);
		}
		if (exception.getCause() == null
				&& String.valueOf(exception.getMessage()).startsWith("Required request body")) {
			return Failure.of(StandardCode.BODY_MISSING);
		}
		return InvalidRequests.unreadable(exception.getCause());
	}

	private static Failure multipart(MultipartException exception) {
		if (exception instanceof MaxUploadSizeExceededException) {
			return Failure.of(StandardCode.PAYLOAD_TOO_LARGE);
		}
		HttpServletRequest request = ServletHandledRequest.current();
		if (request != null && !StringUtils.startsWithIgnoreCase(request.getContentType(), "multipart/")) {
			// the handler has declared no type, and its parameters find no parts
			return unsupported(
					new HttpMediaTypeNotSupportedException(InvalidRequests.contentType(request.getContentType()),
							List.of(MediaType.MULTIPART_FORM_DATA), HttpMethod.valueOf(request.getMethod())));
		}
		return Failure.ofUnreadable(exception);
	}

	private static Failure unavailable(UnavailableException exception) {
		int seconds = exception.getUnavailableSeconds();
		return Failure.of(StandardCode.SERVICE_UNAVAILABLE)
			.retryAfter((seconds > 0) ? Duration.ofSeconds(seconds) : null);
	}

	private static @Nullable Failure missing(Throwable exception) {
		if (exception instanceof MissingServletRequestParameterException parameter) {
			return missing(Kind.PARAMETER, parameter.getParameterName(), parameter, parameter.getMethodParameter());
		}
		if (exception instanceof MissingRequestHeaderException header) {
			return missing(Kind.HEADER, header.getHeaderName(), header, header.getParameter());
		}
		if (exception instanceof MissingRequestCookieException cookie) {
			return missing(Kind.COOKIE, cookie.getCookieName(), cookie, cookie.getParameter());
		}
		if (exception instanceof MissingMatrixVariableException variable) {
			return missing(Kind.MATRIX_VARIABLE, variable.getVariableName(), variable, variable.getParameter());
		}
		if (exception instanceof MissingPathVariableException variable) {
			return variable.isMissingAfterConversion()
					? missing(Kind.PATH_VARIABLE, variable.getVariableName(), variable, variable.getParameter())
					: Failure.of(StandardCode.INTERNAL_ERROR);
		}
		if (exception instanceof MissingServletRequestPartException part) {
			return InvalidRequests.missing(Kind.PART, part.getRequestPartName());
		}
		if (exception instanceof MissingRequestValueException) {
			return Failure.of(StandardCode.PARAMETER_MISSING);
		}
		return (exception instanceof ServletRequestBindingException || isOfSession(exception))
				? Failure.of(StandardCode.BAD_REQUEST) : null;
	}

	/**
	 * Return whether the client has no session, or one without an attribute that
	 * {@code @SessionAttributes} names, as after it has expired.
	 */
	private static boolean isOfSession(Throwable exception) {
		return exception instanceof HttpSessionRequiredException || (exception.getClass() == IllegalStateException.class
				&& String.valueOf(exception.getMessage()).startsWith(ABOUT_SESSION)
				&& Causes.isThrownBy(exception, 1, ModelFactory.class.getName()::equals));
	}

	private static Failure missing(Kind kind, String name, MissingRequestValueException exception,
			@Nullable MethodParameter parameter) {
		return exception.isMissingAfterConversion() ? InvalidRequests.convertedToNull(kind, name, parameter)
				: InvalidRequests.missing(kind, name);
	}

	private static @Nullable Failure unsupported(Throwable exception) {
		if (exception instanceof HttpRequestMethodNotSupportedException method) {
			return InvalidRequests.methodNotAllowed(method.getMethod(), method.getSupportedHttpMethods());
		}
		if (exception instanceof HttpMediaTypeNotAcceptableException mediaType) {
			return InvalidRequests.notAcceptable(mediaType.getSupportedMediaTypes());
		}
		return InvalidRequests.apiVersion(exception);
	}

	private static Failure unsupported(HttpMediaTypeNotSupportedException exception) {
		return InvalidRequests.unsupportedMediaType(exception.getContentType(), exception.getSupportedMediaTypes())
			.headers(exception.getHeaders());
	}

}
