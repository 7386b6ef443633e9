package dev.errata.web;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

import dev.errata.catalog.StandardCode;
import dev.errata.error.Causes;
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
import org.jspecify.annotations.Nullable;

import org.springframework.beans.ConversionNotSupportedException;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpMethod;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.MimeTypeUtils;
import org.springframework.util.StringUtils;
import org.springframework.web.accept.InvalidApiVersionException;
import org.springframework.web.accept.MissingApiVersionException;
import org.springframework.web.accept.NotAcceptableApiVersionException;

/**
 * The failures of requests that do not fit a handler, in the client's words. Both web
 * stacks find out the same with exceptions of their own.
 *
 * @since 0.1.0
 * @hidden
 */
public final class InvalidRequests {

	private static final int EXCERPT = 40;

	private static final String JACKSON_2 = "com.fasterxml.jackson.";

	/** What converts values of the configuration and of a database. */
	private static final List<String> OF_SERVICE = List.of("org.springframework.beans.factory.",
			"org.springframework.jdbc.", "org.springframework.r2dbc.");

	private static final List<String> OF_CONVERSION = List.of("org.springframework.beans.",
			"org.springframework.core.");

	private static final int CONVERTED_WITHIN = 20;

	private InvalidRequests() {
	}

	/**
	 * Return the failure of a body that no translator knows more about.
	 * @param cause what was thrown while it was read, or {@code null}
	 * @return the failure
	 */
	public static Failure unreadable(@Nullable Throwable cause) {
		// to Jackson 2, what is wrong with a document is an IOException
		return (cause instanceof IOException && !cause.getClass().getName().startsWith(JACKSON_2))
				? Failure.ofUnreadable(cause) : Failure.of(StandardCode.MALFORMED_BODY);
	}

	/**
	 * Return the failure of a request without something that it needs.
	 * @param kind the part of the request in which it is missing
	 * @param name its name for clients
	 * @return the failure
	 */
	public static Failure missing(Kind kind, String name) {
		Failure failure = kind.missing(name).explain(Failure.of(StandardCode.PARAMETER_MISSING));
		return OwnText.of(Key.MISSING)
			.addTo(failure, new Violation(name, StandardCode.PARAMETER_MISSING.code(), "", List.of(), kind.location(),
					InputPath.ofName(name)));
	}

	/**
	 * Return the failure of a value that cannot be converted to the type of a parameter.
	 * A value of the service itself, such as one of a row, is an internal error.
	 * @param exception the exception
	 * @param parameter the parameter, or {@code null} if it is not known
	 * @param types describes types
	 * @return the failure
	 */
	public static Failure typeMismatch(TypeMismatchException exception, @Nullable MethodParameter parameter,
			ConvertedTypes types) {
		if (exception instanceof ConversionNotSupportedException || (parameter == null && isOfService(exception))) {
			return Failure.of(StandardCode.INTERNAL_ERROR);
		}
		String name = exception.getPropertyName();
		if (name == null) {
			return Failure.of(StandardCode.PARAMETER_TYPE);
		}
		Kind kind = (parameter != null) ? HandlerParameter.of(parameter).kind() : Kind.PARAMETER;
		return wrongType(kind, name, types.mustBe(exception, parameter));
	}

	/**
	 * Return whether the service itself has asked for a conversion.
	 */
	private static boolean isOfService(TypeMismatchException exception) {
		return Causes.isThrownFor(exception, CONVERTED_WITHIN, OF_SERVICE, OF_CONVERSION);
	}

	/**
	 * Return the failure of a value that a converter makes nothing of, such as the id of
	 * an entity that does not exist.
	 * @param kind the part of the request that it is in
	 * @param name its name for clients
	 * @param parameter the parameter, or {@code null} if it is not known
	 * @return the failure
	 */
	public static Failure convertedToNull(Kind kind, String name, @Nullable MethodParameter parameter) {
		return wrongType(kind, name, ConvertedTypes
			.mustBe((parameter != null) ? parameter.nestedIfOptional().getNestedParameterType() : null));
	}

	private static Failure wrongType(Kind kind, String name, OwnText rule) {
		Failure failure = kind.invalid(name, rule).explain(Failure.of(StandardCode.PARAMETER_TYPE));
		return rule.addTo(failure, new Violation(name, StandardCode.PARAMETER_TYPE.code(), "",
				RuleNames.of("typeMismatch", name), kind.location(), InputPath.ofName(name)));
	}

	/**
	 * Return the failure of a request with a method that its path does not have.
	 * @param method the method of the request
	 * @param supported the methods of the path; {@code null} or empty if they are not
	 * known
	 * @return the failure
	 */
	public static Failure methodNotAllowed(String method, @Nullable Collection<HttpMethod> supported) {
		OwnText text = (supported == null || supported.isEmpty())
				? OwnText.of(Key.METHOD_NOT_SUPPORTED, excerpt(method)) : OwnText.of(Key.METHOD_NOT_SUPPORTED_USE,
						excerpt(method), supported.stream().map(HttpMethod::name).sorted().toList());
		return text.explain(Failure.of(StandardCode.METHOD_NOT_ALLOWED));
	}

	/**
	 * Return the failure of a request with a body of a type that is not taken.
	 * @param contentType the type of the body, or {@code null} if it cannot be parsed
	 * @param supported the types that are taken; empty if they are not known
	 * @return the failure
	 */
	public static Failure unsupportedMediaType(@Nullable MediaType contentType, List<MediaType> supported) {
		String types = MimeTypeUtils.toString(supported).toLowerCase(Locale.ROOT);
		return unsupportedMediaType(contentType, types).explain(Failure.of(StandardCode.UNSUPPORTED_MEDIA_TYPE));
	}

	/**
	 * Return the type of a body.
	 * @param header the {@code Content-Type}, or {@code null} if there is none
	 * @return the type, or {@code null} if it cannot be parsed
	 */
	public static @Nullable MediaType contentType(@Nullable String header) {
		if (!StringUtils.hasLength(header)) {
			return MediaType.APPLICATION_OCTET_STREAM;
		}
		try {
			return MediaType.parseMediaType(header);
		}
		catch (InvalidMediaTypeException ex) {
			return null;
		}
	}

	private static OwnText unsupportedMediaType(@Nullable MediaType contentType, String types) {
		if (contentType == null) {
			return types.isEmpty() ? OwnText.of(Key.CONTENT_TYPE_UNKNOWN)
					: OwnText.of(Key.CONTENT_TYPE_UNKNOWN_SEND, types);
		}
		String type = excerpt(contentType.getType()) + "/" + excerpt(contentType.getSubtype());
		return types.isEmpty() ? OwnText.of(Key.CONTENT_TYPE_NOT_SUPPORTED, type)
				: OwnText.of(Key.CONTENT_TYPE_NOT_SUPPORTED_SEND, type, types);
	}

	/**
	 * Return the failure of a request that accepts no type of response that there is.
	 * @param supported the types that there are; empty if they are not known
	 * @return the failure
	 */
	public static Failure notAcceptable(List<MediaType> supported) {
		Failure failure = Failure.of(StandardCode.NOT_ACCEPTABLE);
		return supported.isEmpty() ? failure
				: OwnText.of(Key.NOT_ACCEPTABLE, MimeTypeUtils.toString(supported)).explain(failure);
	}

	/**
	 * Return the failure of a request for a version of the API that there is not.
	 * @param exception the exception
	 * @return the failure, or {@code null} if the exception is about something else
	 */
	public static @Nullable Failure apiVersion(Throwable exception) {
		return (exception instanceof MissingApiVersionException || exception instanceof InvalidApiVersionException
				|| exception instanceof NotAcceptableApiVersionException) ? Failure.of(StandardCode.API_VERSION_INVALID)
						: null;
	}

	private static String excerpt(String text) {
		String clean = Texts.clean(text);
		return (clean.length() <= EXCERPT) ? clean : clean.substring(0, EXCERPT) + "…";
	}

}
