package dev.errata.web.reactive;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

import dev.errata.catalog.StandardCode;
import dev.errata.error.BuiltInErrorTranslator;
import dev.errata.error.Causes;
import dev.errata.error.Failure;
import dev.errata.outbound.OutboundFailures;
import dev.errata.validation.ConvertedTypes;
import dev.errata.validation.HandlerParameter;
import dev.errata.validation.HandlerParameter.Kind;
import dev.errata.web.ClientDisconnect;
import dev.errata.web.InvalidRequests;
import dev.errata.web.RequestHeads;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.TypeMismatchException;
import org.springframework.core.MethodParameter;
import org.springframework.core.codec.CodecException;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.codec.multipart.Part;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.SessionAttribute;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.function.UnsupportedMediaTypeException;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.MissingRequestValueException;
import org.springframework.web.server.NotAcceptableStatusException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerErrorException;
import org.springframework.web.server.ServerWebInputException;
import org.springframework.web.server.UnsupportedMediaTypeStatusException;

/**
 * Translates the exceptions of Spring WebFlux about invalid requests, in the client's
 * words.
 */
final class WebFluxTranslator implements BuiltInErrorTranslator {

	private static final int THROWN_WITHIN = 12;

	private static final int UNSUPPORTED = 415;

	private static final List<String> OF_FORMS = List.of("org.springframework.http.codec.FormHttpMessageReader",
			"org.springframework.http.codec.multipart.");

	private static final List<String> OF_PLATFORM = List.of("java.", "org.springframework.util.",
			"org.springframework.http.");

	/** What Spring says of a part that has no name. */
	private static final String NAMELESS_PART = "No name available";

	private static final String OF_BODIES = "org.springframework.web.reactive.result.method.annotation.AbstractMessageReaderArgumentResolver";

	private static final String PARTS = Part.class.getPackageName();

	private static final String OF_ENDPOINTS = "org.springframework.boot.webflux.actuate.endpoint.web.";

	private final ConvertedTypes types;

	private final ReadableTypes readable;

	WebFluxTranslator(ConvertedTypes types, ReadableTypes readable) {
		this.types = types;
		this.readable = readable;
	}

	@Override
	public int getOrder() {
		// before the rule for WebClient, which takes whatever was decoded for its own
		return -5;
	}

	@Override
	public @Nullable Failure translate(Throwable exception, Locale locale) {
		if (exception instanceof TypeMismatchException mismatch) {
			return InvalidRequests.typeMismatch(mismatch, null, this.types);
		}
		if (exception instanceof IOException && ClientDisconnect.isCauseOf(exception)) {
			return Failure.of(StandardCode.MALFORMED_REQUEST);
		}
		if (isOfReading(exception)) {
			if (OutboundFailures.isOfWebClient(exception)) {
				return Failure.of(StandardCode.UPSTREAM_ERROR);
			}
			return isOfService(exception) ? Failure.of(StandardCode.INTERNAL_ERROR) : unreadable(exception);
		}
		Failure failure = (exception instanceof ServerWebInputException input) ? invalid(input)
				: unsupported(exception);
		return (failure != null) ? failure : RequestHeads.find(exception, headers());
	}

	private static @Nullable Function<String, List<String>> headers() {
		FailedRequest failed = FailedRequest.current();
		return (failed != null) ? failed.request().getHeaders()::getOrEmpty : null;
	}

	private @Nullable Failure invalid(ServerWebInputException exception) {
		if (exception instanceof MissingRequestValueException missing) {
			return missing(missing);
		}
		Throwable cause = exception.getCause();
		if (cause instanceof TypeMismatchException mismatch) {
			return InvalidRequests.typeMismatch(mismatch, exception.getMethodParameter(), this.types);
		}
		if (!(cause instanceof DecodingException)) {
			return null;
		}
		return (cause.getCause() == null && "No request body".equals(exception.getReason()))
				? Failure.of(StandardCode.BODY_MISSING) : unreadable(cause);
	}

	private static Failure missing(MissingRequestValueException exception) {
		MethodParameter parameter = exception.getMethodParameter();
		if (parameter == null) {
			return Failure.of(StandardCode.PARAMETER_MISSING);
		}
		if (parameter.hasParameterAnnotation(RequestAttribute.class)
				|| parameter.hasParameterAnnotation(SessionAttribute.class)) {
			return Failure.of(StandardCode.BAD_REQUEST);
		}
		Kind kind = HandlerParameter.of(parameter).kind();
		boolean part = kind == Kind.UNDECLARED
				&& Part.class.isAssignableFrom(parameter.nestedIfOptional().getNestedParameterType());
		if (part || kind == Kind.PART) {
			return missingPart(exception.getName());
		}
		// Spring WebFlux does not tell the two apart
		return ReactiveHandledRequest.brings(kind, exception.getName())
				? InvalidRequests.convertedToNull(kind, exception.getName(), parameter)
				: InvalidRequests.missing(kind, exception.getName());
	}

	/**
	 * Return the failure of a variable that the path has, but that a converter makes
	 * nothing of, or {@code null} if the exception is about something else.
	 */
	private static @Nullable Failure pathVariable(ServerErrorException exception) {
		String name = exception.getReason();
		MethodParameter parameter = exception.getMethodParameter();
		return (name != null && parameter != null && ReactiveHandledRequest.brings(Kind.PATH_VARIABLE, name))
				? InvalidRequests.convertedToNull(Kind.PATH_VARIABLE, name, parameter) : null;
	}

	private static Failure missingPart(String name) {
		Failure failure = notMultipart();
		return (failure != null) ? failure : InvalidRequests.missing(Kind.PART, name);
	}

	private static @Nullable Failure notMultipart() {
		FailedRequest failed = FailedRequest.current();
		if (failed == null) {
			return null;
		}
		MediaType type = InvalidRequests.contentType(failed.request().getHeaders().getFirst(HttpHeaders.CONTENT_TYPE));
		boolean multipart = type != null && type.isConcrete() && type.getType().equalsIgnoreCase("multipart");
		return multipart ? null : unsupported(type, List.of(MediaType.MULTIPART_FORM_DATA));
	}

	/**
	 * Return whether an exception may have been thrown because something could not be
	 * read: the body of a request, or that of another service's response.
	 */
	private static boolean isOfReading(Throwable exception) {
		return exception instanceof DecodingException || exception instanceof DataBufferLimitException
				|| exception instanceof UnsupportedMediaTypeException
				|| ((exception instanceof IllegalArgumentException || exception instanceof IndexOutOfBoundsException
						|| isNamelessPart(exception)) && isThrownByForms(exception));
	}

	/**
	 * Return whether data that cannot be decoded is that of the service itself, since the
	 * request has no body.
	 */
	private static boolean isOfService(Throwable exception) {
		FailedRequest failed = FailedRequest.current();
		return (exception instanceof DecodingException || exception instanceof DataBufferLimitException)
				&& failed != null && !GuardedBodyRequest.mayHaveBody(failed.request());
	}

	/**
	 * Return whether an exception says what a reader of parts would say. Any service
	 * throws an {@link IllegalStateException}, and to look for its place costs more than
	 * to answer it.
	 */
	private static boolean isNamelessPart(Throwable exception) {
		return exception.getClass() == IllegalStateException.class && NAMELESS_PART.equals(exception.getMessage());
	}

	/**
	 * Return whether a form or the head of a part is malformed. Only the place that has
	 * thrown the exception tells it apart from a bug in the service, which may itself be
	 * called by a reader of parts.
	 */
	private static boolean isThrownByForms(Throwable exception) {
		return Causes.isThrownFor(exception, THROWN_WITHIN, OF_FORMS, OF_PLATFORM);
	}

	private static Failure unreadable(Throwable exception) {
		if (exception instanceof DataBufferLimitException) {
			return Failure.of(StandardCode.PAYLOAD_TOO_LARGE);
		}
		if (exception instanceof UnsupportedMediaTypeException mediaType) {
			return unsupported(mediaType.getContentType(), mediaType.getSupportedMediaTypes());
		}
		if (!(exception instanceof DecodingException)) {
			return Failure.of(StandardCode.MALFORMED_REQUEST);
		}
		if (isThrownByForms(exception)) {
			return Failure.of(String.valueOf(exception.getMessage()).startsWith("Too many parts")
					? StandardCode.PAYLOAD_TOO_LARGE : StandardCode.MALFORMED_REQUEST);
		}
		return InvalidRequests.unreadable(exception.getCause());
	}

	private @Nullable Failure unsupported(Throwable exception) {
		if (exception instanceof ServerErrorException error) {
			return pathVariable(error);
		}
		if (exception instanceof MethodNotAllowedException method) {
			return InvalidRequests.methodNotAllowed(method.getHttpMethod(), method.getSupportedMethods())
				.headers(method.getHeaders());
		}
		if (exception instanceof UnsupportedMediaTypeStatusException mediaType) {
			return unsupported(mediaType.getContentType(), mediaType.getSupportedMediaTypes());
		}
		if (exception instanceof NotAcceptableStatusException mediaType) {
			return InvalidRequests.notAcceptable(mediaType.getSupportedMediaTypes()).headers(mediaType.getHeaders());
		}
		if (exception.getClass() == CodecException.class && takesParts()) {
			return notMultipart();
		}
		if (isOfEndpoint(exception)) {
			return Failure.of(StandardCode.BAD_REQUEST);
		}
		return isOfForm(exception) ? unsupported(MediaType.APPLICATION_FORM_URLENCODED, readable())
				: InvalidRequests.apiVersion(exception);
	}

	/**
	 * Return whether a handler takes the parts of a body. A reader of JSON tries to
	 * create them from whatever it is given.
	 */
	private static boolean takesParts() {
		HandlerMethod handler = new ReactiveHandledRequest().handler();
		return handler != null && Arrays.stream(handler.getMethodParameters())
			.anyMatch((parameter) -> HandlerParameter.of(parameter).kind() == Kind.BODY
					&& parameter.getGenericParameterType().getTypeName().contains(PARTS));
	}

	/**
	 * Return whether an endpoint of the actuator cannot be called with the parameters of
	 * the request. The reason is not meant for the client.
	 */
	private static boolean isOfEndpoint(Throwable exception) {
		HandlerMethod handler = (exception.getClass() == ResponseStatusException.class)
				? new ReactiveHandledRequest().handler() : null;
		return handler != null && handler.getBeanType().getName().startsWith(OF_ENDPOINTS)
				&& Causes.isThrownBy(exception, 1, (name) -> name.startsWith(OF_ENDPOINTS));
	}

	/**
	 * Return whether a handler does not take the body of a form. The exception has only a
	 * status.
	 */
	private static boolean isOfForm(Throwable exception) {
		return exception.getClass() == ResponseStatusException.class
				&& ((ResponseStatusException) exception).getStatusCode().value() == UNSUPPORTED
				&& Causes.isThrownBy(exception, 1, OF_BODIES::equals);
	}

	private List<MediaType> readable() {
		HandlerMethod handler = new ReactiveHandledRequest().handler();
		return (handler != null) ? this.readable.of(handler) : List.of();
	}

	/**
	 * Return the failure of a request with a body of a type that is not taken. Not all
	 * exceptions know the method, which decides on the headers.
	 */
	private static Failure unsupported(@Nullable MediaType contentType, List<MediaType> supported) {
		Failure failure = InvalidRequests.unsupportedMediaType(contentType, supported);
		if (supported.isEmpty()) {
			return failure;
		}
		FailedRequest failed = FailedRequest.current();
		HttpHeaders headers = new HttpHeaders();
		headers.setAccept(supported);
		if (failed != null && failed.request().getMethod() == HttpMethod.PATCH) {
			headers.setAcceptPatch(supported);
		}
		return failure.headers(headers);
	}

}
