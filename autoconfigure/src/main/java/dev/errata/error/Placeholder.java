package dev.errata.error;

import java.util.function.Function;

import dev.errata.template.BasicKind;
import dev.errata.template.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A placeholder for a value of an error, such as {@code {code}}. Envelopes, headers and
 * messages can use these placeholders and {@code {details.NAME}}.
 *
 * @since 0.1.0
 */
public enum Placeholder {

	/** The code. */
	CODE("code", BasicKind.TEXT, true, ApiError::code),
	/** The family, or the code. */
	FAMILY("family", BasicKind.TEXT, true, ApiError::family),
	/** The HTTP status, a number. */
	STATUS("status", ErrorKind.STATUS, true, ApiError::status),
	/** The title, or the reason phrase of the status. */
	TITLE("title", BasicKind.TEXT, true, ApiError::title),
	/** The sentence for the caller. */
	MESSAGE("message", BasicKind.TEXT, true, ApiError::message),
	/** The detail of this failure. */
	DETAIL("detail", BasicKind.TEXT, false, ApiError::detail),
	/** The request id. */
	REQUEST_ID("request-id", BasicKind.TEXT, true, (error) -> error.request().id()),
	/** Whether a retry may succeed, a boolean. */
	RETRYABLE("retryable", BasicKind.BOOLEAN, false, ApiError::retryable),
	/** The time to wait in whole seconds, a number. */
	RETRY_AFTER("retry-after", BasicKind.NUMBER, false, Placeholder::retryAfter),
	/** The URI of a page about the code. */
	DOCS("docs", BasicKind.TEXT, false, ApiError::docs),
	/** The problem type, a URI. */
	TYPE("type", BasicKind.TEXT, true, ApiError::type),
	/** The path of the request. */
	INSTANCE("instance", BasicKind.TEXT, true, (error) -> error.request().path()),
	/** The method of the request. */
	METHOD("method", BasicKind.TEXT, true, (error) -> error.request().method()),
	/** The time of the failure, ISO 8601 in UTC. */
	TIMESTAMP("timestamp", ErrorKind.TIME, true, (error) -> error.request().timestamp()),
	/** The id of the trace. */
	TRACE_ID("trace-id", BasicKind.TEXT, false, (error) -> error.request().traceId()),
	/** The name of the contract. */
	CONTRACT("contract", BasicKind.TEXT, true, ApiError::contract),
	/** The place of the first invalid input. */
	VIOLATION_FIELD("violation.field", ErrorKind.FIELD, false, Placeholder::violation),
	/** The part of the request that the first invalid input is in. */
	VIOLATION_IN("violation.in", BasicKind.TEXT, false, (error) -> ofViolation(error, Placeholder::in)),
	/** The code of the first invalid input. */
	VIOLATION_CODE("violation.code", BasicKind.TEXT, false, (error) -> ofViolation(error, Violation::code)),
	/** The sentence about the first invalid input. */
	VIOLATION_MESSAGE("violation.message", BasicKind.TEXT, false, (error) -> ofViolation(error, Violation::message)),
	/** The number of further invalid inputs. */
	VIOLATIONS_MORE("violations.more", BasicKind.NUMBER, false, Placeholder::furtherViolations),
	/** The invalid inputs, a list. */
	VIOLATIONS("violations", BasicKind.LIST, false, ErrorElement.Elements::ofViolations),
	/** The invalid inputs, or the error itself if there are none, a list. */
	ERRORS("errors", BasicKind.LIST, true, ErrorElement.Elements::ofErrors),
	/** The first sentence about each invalid input, an object. */
	VIOLATIONS_BY_FIELD("violations-by-field", ErrorKind.SENTENCES, false, Placeholder::violationsByField),
	/** The attributes, an object. */
	DETAILS("details", ErrorKind.MAP, false, (error) -> error.details().isEmpty() ? null : error.details()),
	/** The facts of the code that only this API has, an object. */
	EXTENSIONS("extensions", ErrorKind.MAP, false, (error) -> error.extensions().isEmpty() ? null : error.extensions()),
	/** The tag of the language of title, message and detail. */
	LANGUAGE("language", BasicKind.TEXT, false, Placeholder::language);

	private final String word;

	private final Kind kind;

	private final boolean always;

	private final Function<ApiError, @Nullable Object> value;

	Placeholder(String word, Kind kind, boolean always, Function<ApiError, @Nullable Object> value) {
		this.word = word;
		this.kind = kind;
		this.always = always;
		this.value = value;
	}

	/**
	 * Return the name between the braces.
	 * @return the name
	 */
	public String word() {
		return this.word;
	}

	boolean isAlwaysPresent() {
		return this.always;
	}

	Kind kind() {
		return this.kind;
	}

	boolean isStructure() {
		return this.kind.isStructure();
	}

	@Nullable Object value(ApiError error) {
		return this.value.apply(error);
	}

	static @Nullable Placeholder find(String word) {
		for (Placeholder placeholder : values()) {
			if (placeholder.word.equals(word)) {
				return placeholder;
			}
		}
		return null;
	}

	private static @Nullable Object retryAfter(ApiError error) {
		return (error.retryAfter() != null) ? error.retryAfter().toSeconds() : null;
	}

	private static @Nullable Object language(ApiError error) {
		return (error.language() != null) ? error.language().toLanguageTag() : null;
	}

	private static @Nullable Violation violation(ApiError error) {
		return error.violations().isEmpty() ? null : error.violations().get(0);
	}

	private static @Nullable Object ofViolation(ApiError error, Function<Violation, @Nullable Object> value) {
		Violation violation = violation(error);
		return (violation != null) ? value.apply(violation) : null;
	}

	private static @Nullable Object furtherViolations(ApiError error) {
		int further = error.violations().size() - 1;
		return (further > 0) ? further : null;
	}

	private static @Nullable Object violationsByField(ApiError error) {
		return error.violations().isEmpty() ? null : new ErrorKind.Sentences(error.violations(), null, false);
	}

	/**
	 * Return the part of the request that an invalid input is in.
	 */
	static @Nullable String in(Violation violation) {
		return (violation.in() != null) ? violation.in().word() : null;
	}

}
