package dev.errata.jackson;

import java.util.Locale;
import java.util.Map;

import dev.errata.catalog.StandardCode;
import dev.errata.error.BuiltInErrorTranslator;
import dev.errata.error.Causes;
import dev.errata.error.Failure;
import dev.errata.error.InputLocation;
import dev.errata.error.OwnText;
import dev.errata.error.OwnText.Key;
import dev.errata.error.Violation;
import dev.errata.validation.FieldPath;
import dev.errata.validation.HandlerParameter;
import dev.errata.validation.RuleNames;
import dev.errata.validation.TypeWords;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.InvalidNullException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

import org.springframework.core.MethodParameter;
import org.springframework.core.codec.DecodingException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.server.ServerWebInputException;

/**
 * Translates Jackson's exceptions about the body of a request: malformed JSON, and fields
 * of the wrong type. Jackson's own messages name classes and quote the input, so none of
 * them are used.
 */
final class JacksonTranslator implements BuiltInErrorTranslator {

	private static final int MAX_PATH = 20;

	private static final int THROWN_WITHIN = 40;

	/** Reads the bodies of Spring Data's projections, and throws what Jackson throws. */
	private static final String PROJECTIONS = "org.springframework.data.web.ProjectingJacksonHttpMessageConverter";

	private final JsonTypes types;

	JacksonTranslator(JsonTypes types) {
		this.types = types;
	}

	@Override
	public int getOrder() {
		return BEFORE_WEB_FRAMEWORKS;
	}

	@Override
	public @Nullable Failure translate(Throwable exception, Locale locale) {
		if (exception instanceof HttpMessageNotReadableException unreadable) {
			return (unreadable.getHttpInputMessage() instanceof ClientHttpResponse) ? null
					: translate(unreadable.getCause(), isPart(unreadable));
		}
		if (exception instanceof JacksonException) {
			return Causes.isThrownBy(exception, THROWN_WITHIN, PROJECTIONS::equals) ? translate(exception, false)
					: null;
		}
		return (exception instanceof ServerWebInputException input
				&& input.getCause() instanceof DecodingException undecodable)
						? translate(undecodable.getCause(), isPart(input)) : null;
	}

	private @Nullable Failure translate(@Nullable Throwable cause, boolean part) {
		if (cause instanceof JacksonIOException) {
			return Failure.ofUnreadable(cause);
		}
		InputLocation in = part ? InputLocation.PART : InputLocation.BODY;
		if (cause instanceof InputCoercionException coercion && !coercion.getPath().isEmpty()) {
			return field(coercion, in, StandardCode.FIELD_RANGE, OwnText.of(Key.OUT_OF_RANGE), "typeRange");
		}
		if (cause instanceof StreamReadException malformed) {
			Failure failure = Failure.of(StandardCode.MALFORMED_BODY);
			return isJson(malformed) ? malformed(malformed).explain(failure) : failure;
		}
		return (cause instanceof DatabindException mismatch) ? mismatch(mismatch, in) : null;
	}

	/**
	 * Return whether it is a part of a form that was read: only parts have the header.
	 */
	private static boolean isPart(HttpMessageNotReadableException exception) {
		HttpInputMessage message = exception.getHttpInputMessage();
		String disposition = (message != null) ? message.getHeaders().getFirst(HttpHeaders.CONTENT_DISPOSITION) : null;
		return disposition != null && disposition.startsWith("form-data");
	}

	private static boolean isPart(ServerWebInputException exception) {
		MethodParameter parameter = exception.getMethodParameter();
		return parameter != null && HandlerParameter.of(parameter).kind() == HandlerParameter.Kind.PART;
	}

	/**
	 * Return whether JSON was read. The parsers of XML and of binary formats are from
	 * modules of their own, and some of their exceptions have none.
	 */
	private static boolean isJson(StreamReadException exception) {
		JsonParser parser = exception.processor();
		return parser != null && parser.getClass().getName().startsWith("tools.jackson.core.");
	}

	private static OwnText malformed(JacksonException exception) {
		TokenStreamLocation location = exception.getLocation();
		return (location == null || location.getLineNr() < 1) ? OwnText.of(Key.JSON_MALFORMED)
				: OwnText.of(Key.JSON_MALFORMED_AT, location.getLineNr(), location.getColumnNr());
	}

	private Failure mismatch(DatabindException exception, InputLocation in) {
		if (exception.getPath().isEmpty()) {
			return root(exception);
		}
		if (exception instanceof UnrecognizedPropertyException) {
			return field(exception, in, StandardCode.FIELD_UNKNOWN, OwnText.of(Key.UNKNOWN), "unknown");
		}
		if (exception instanceof InvalidNullException || isNull(exception)) {
			return field(exception, in, StandardCode.FIELD_MISSING, OwnText.of(Key.MISSING), "NotNull");
		}
		if (exception.getCause() instanceof InputCoercionException) {
			return field(exception, in, StandardCode.FIELD_RANGE, OwnText.of(Key.OUT_OF_RANGE), "typeRange");
		}
		if (exception instanceof InvalidFormatException format) {
			Class<?> type = format.getTargetType();
			StandardCode code = (format.getValue() instanceof String) ? TypeWords.codeOf(type)
					: StandardCode.FIELD_TYPE;
			return field(exception, in, code, this.types.mustBe(exception.getPath(), type), "typeMismatch");
		}
		if (exception instanceof MismatchedInputException input) {
			return field(exception, in, StandardCode.FIELD_TYPE,
					this.types.mustBe(exception.getPath(), input.getTargetType()), "typeMismatch");
		}
		return field(exception, in, StandardCode.FIELD_INVALID, OwnText.of(Key.INVALID), "invalid");
	}

	private Failure root(DatabindException exception) {
		String message = String.valueOf(exception.getOriginalMessage());
		if (message.startsWith("No content to map")) {
			return Failure.of(StandardCode.BODY_MISSING);
		}
		Failure failure = Failure.of(StandardCode.MALFORMED_BODY);
		if (message.startsWith("Trailing token")) {
			return OwnText.of(Key.JSON_TRAILING).explain(failure);
		}
		if (exception instanceof MismatchedInputException input && input.getTargetType() != null) {
			return OwnText.of(Key.BODY, this.types.mustBe(exception.getPath(), input.getTargetType())).explain(failure);
		}
		return failure;
	}

	/**
	 * Return whether a primitive was read from a null or from a missing property. Only
	 * the message says so: the parser is closed by now.
	 */
	private static boolean isNull(DatabindException exception) {
		String message = String.valueOf(exception.getOriginalMessage());
		return message.startsWith("Cannot map `null`") || message.startsWith("Missing required creator property");
	}

	private static Failure field(JacksonException exception, InputLocation in, StandardCode code, OwnText message,
			String rule) {
		FieldPath path = FieldPath.ofDocument();
		exception.getPath().stream().limit(MAX_PATH).forEach((reference) -> {
			String name = reference.getPropertyName();
			if (name == null) {
				path.index(reference.getIndex());
			}
			else if (isKey(reference)) {
				path.key(name);
			}
			else {
				path.property(name);
			}
		});
		return message.addTo(Failure.of(StandardCode.VALIDATION_FAILED),
				new Violation(path.toString(), code.code(), "", RuleNames.of(rule, path.names()), in, path.path()));
	}

	/**
	 * Return whether a reference is to an entry of a map rather than to a property.
	 */
	static boolean isKey(JacksonException.Reference reference) {
		Class<?> owner = ownerOf(reference);
		return owner != null && Map.class.isAssignableFrom(owner);
	}

	/**
	 * Return the class that a reference starts from.
	 */
	static @Nullable Class<?> ownerOf(JacksonException.Reference reference) {
		Object from = reference.from();
		return (from instanceof Class<?> type) ? type : (from != null) ? from.getClass() : null;
	}

}
