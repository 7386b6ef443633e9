package dev.errata.web.servlet;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.errata.catalog.StandardCode;
import dev.errata.error.BuiltInErrorTranslator;
import dev.errata.error.Failure;
import dev.errata.error.InputPath;
import dev.errata.error.OwnText;
import dev.errata.error.OwnText.Key;
import dev.errata.error.Texts;
import dev.errata.error.Violation;
import dev.errata.validation.ConvertedTypes;
import dev.errata.validation.HandlerParameter;
import dev.errata.validation.HandlerParameter.Kind;
import dev.errata.validation.RuleNames;
import jakarta.servlet.UnavailableException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.ConversionNotSupportedException;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.accept.InvalidApiVersionException;
import org.springframework.web.accept.MissingApiVersionException;
import org.springframework.web.accept.NotAcceptableApiVersionException;
import org.springframework.web.bind.MissingMatrixVariableException;
import org.springframework.web.bind.MissingPathVariableException;
import org.springframework.web.bind.MissingRequestCookieException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingRequestValueException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.multipart.support.MissingServletRequestPartException;

/**
 * Translates the exceptions of Spring MVC about invalid requests, in the client's words,
 * and those of the servlet API.
 */
final class WebMvcTranslator implements BuiltInErrorTranslator {

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
			return typeMismatch(mismatch);
		}
		if (exception instanceof MultipartException) {
			return multipart((MultipartException) exception);
		}
		if (exception instanceof AsyncRequestTimeoutException) {
			return Failure.of(StandardCode.TIMEOUT);
		}
		if (exception instanceof UnavailableException unavailable) {
			return unavailable(unavailable);
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
		return (exception.getCause() instanceof IOException broken) ? Failure.ofUnreadable(broken)
				: Failure.of(StandardCode.MALFORMED_BODY);
	}

	private static Failure multipart(MultipartException exception) {
		if (exception instanceof MaxUploadSizeExceededException) {
			return Failure.of(StandardCode.PAYLOAD_TOO_LARGE);
		}
		return Failure.ofUnreadable(exception);
	}

	private static Failure unavailable(UnavailableException exception) {
		int seconds = exception.getUnavailableSeconds();
		return Failure.of(StandardCode.SERVICE_UNAVAILABLE)
			.retryAfter((seconds > 0) ? Duration.ofSeconds(seconds) : null);
	}

	private Failure typeMismatch(TypeMismatchException exception) {
		if (exception instanceof ConversionNotSupportedException) {
			return Failure.of(StandardCode.INTERNAL_ERROR);
		}
		String name = exception.getPropertyName();
		Kind kind = Kind.PARAMETER;
		if (exception instanceof MethodArgumentTypeMismatchException argument) {
			name = argument.getName();
			kind = HandlerParameter.of(argument.getParameter()).kind();
		}
		if (name == null) {
			return Failure.of(StandardCode.PARAMETER_TYPE);
		}
		OwnText rule = this.types.mustBe(exception);
		Failure failure = kind.invalid(name, rule).explain(Failure.of(StandardCode.PARAMETER_TYPE));
		return rule.addTo(failure, new Violation(name, StandardCode.PARAMETER_TYPE.code(), "",
				RuleNames.of("typeMismatch", name), kind.location(), InputPath.ofName(name)));
	}

	private static @Nullable Failure missing(Throwable exception) {
		if (exception instanceof MissingPathVariableException variable && !variable.isMissingAfterConversion()) {
			return Failure.of(StandardCode.INTERNAL_ERROR);
		}
		if (exception instanceof MissingServletRequestParameterException parameter) {
			return missing(Kind.PARAMETER, parameter.getParameterName());
		}
		if (exception instanceof MissingRequestHeaderException header) {
			return missing(Kind.HEADER, header.getHeaderName());
		}
		if (exception instanceof MissingRequestCookieException cookie) {
			return missing(Kind.COOKIE, cookie.getCookieName());
		}
		if (exception instanceof MissingMatrixVariableException variable) {
			return missing(Kind.MATRIX_VARIABLE, variable.getVariableName());
		}
		if (exception instanceof MissingPathVariableException variable) {
			return missing(Kind.PATH_VARIABLE, variable.getVariableName());
		}
		if (exception instanceof MissingServletRequestPartException part) {
			return missing(Kind.PART, part.getRequestPartName());
		}
		if (exception instanceof MissingRequestValueException) {
			return Failure.of(StandardCode.PARAMETER_MISSING);
		}
		return (exception instanceof ServletRequestBindingException) ? Failure.of(StandardCode.BAD_REQUEST) : null;
	}

	private static Failure missing(Kind kind, String name) {
		Failure failure = kind.missing(name).explain(Failure.of(StandardCode.PARAMETER_MISSING));
		return OwnText.of(Key.MISSING)
			.addTo(failure, new Violation(name, StandardCode.PARAMETER_MISSING.code(), "", List.of(), kind.location(),
					InputPath.ofName(name)));
	}

	private static @Nullable Failure unsupported(Throwable exception) {
		if (exception instanceof HttpRequestMethodNotSupportedException method) {
			return methodNotAllowed(method).explain(Failure.of(StandardCode.METHOD_NOT_ALLOWED));
		}
		if (exception instanceof HttpMediaTypeNotSupportedException mediaType) {
			return unsupportedMediaType(mediaType).explain(Failure.of(StandardCode.UNSUPPORTED_MEDIA_TYPE));
		}
		if (exception instanceof HttpMediaTypeNotAcceptableException mediaType) {
			Failure failure = Failure.of(StandardCode.NOT_ACCEPTABLE);
			return mediaType.getSupportedMediaTypes().isEmpty() ? failure
					: OwnText.of(Key.NOT_ACCEPTABLE, MimeTypeUtils.toString(mediaType.getSupportedMediaTypes()))
						.explain(failure);
		}
		if (exception instanceof MissingApiVersionException || exception instanceof InvalidApiVersionException
				|| exception instanceof NotAcceptableApiVersionException) {
			return Failure.of(StandardCode.API_VERSION_INVALID);
		}
		return null;
	}

	private static OwnText methodNotAllowed(HttpRequestMethodNotSupportedException exception) {
		Set<?> supported = exception.getSupportedHttpMethods();
		String method = excerpt(exception.getMethod());
		return (supported == null || supported.isEmpty()) ? OwnText.of(Key.METHOD_NOT_SUPPORTED, method) : OwnText
			.of(Key.METHOD_NOT_SUPPORTED_USE, method, supported.stream().map(Object::toString).sorted().toList());
	}

	private static OwnText unsupportedMediaType(HttpMediaTypeNotSupportedException exception) {
		MediaType contentType = exception.getContentType();
		String types = MimeTypeUtils.toString(exception.getSupportedMediaTypes()).toLowerCase(Locale.ROOT);
		if (contentType == null) {
			return types.isEmpty() ? OwnText.of(Key.CONTENT_TYPE_UNKNOWN)
					: OwnText.of(Key.CONTENT_TYPE_UNKNOWN_SEND, types);
		}
		String type = excerpt(contentType.getType()) + "/" + excerpt(contentType.getSubtype());
		return types.isEmpty() ? OwnText.of(Key.CONTENT_TYPE_NOT_SUPPORTED, type)
				: OwnText.of(Key.CONTENT_TYPE_NOT_SUPPORTED_SEND, type, types);
	}

	private static String excerpt(String text) {
		String clean = Texts.clean(text);
		return (clean.length() <= 40) ? clean : clean.substring(0, 40) + "…";
	}

}
