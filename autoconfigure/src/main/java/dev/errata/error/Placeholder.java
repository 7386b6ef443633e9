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
	CODE("code", BasicKind.TEXT, true),
	/** The family, or the code. */
	FAMILY("family", BasicKind.TEXT, true),
	/** The HTTP status, a number. */
	STATUS("status", ErrorKind.STATUS, true),
	/** The title, or the reason phrase of the status. */
	TITLE("title", BasicKind.TEXT, true),
	/** The sentence for the caller. */
	MESSAGE("message", BasicKind.TEXT, true),
	/** The detail of this failure. */
	DETAIL("detail", BasicKind.TEXT, false),
	/** The request id. */
	REQUEST_ID("request-id", BasicKind.TEXT, true),
	/** Whether a retry may succeed, a boolean. */
	RETRYABLE("retryable", BasicKind.BOOLEAN, false),
	/** The time to wait in whole seconds, a number. */
	RETRY_AFTER("retry-after", BasicKind.NUMBER, false),
	/** The URI of a page about the code. */
	DOCS("docs", BasicKind.TEXT, false),
	/** The problem type, a URI. */
	TYPE("type", BasicKind.TEXT, true),
	/** The path of the request. */
	INSTANCE("instance", BasicKind.TEXT, true),
	/** The method of the request. */
	METHOD("method", BasicKind.TEXT, true),
	/** The time of the failure, ISO 8601 in UTC. */
	TIMESTAMP("timestamp", ErrorKind.TIME, true),
	/** The id of the trace. */
	TRACE_ID("trace-id", BasicKind.TEXT, false),
	/** The name of the contract. */
	CONTRACT("contract", BasicKind.TEXT, true),
	/** The place of the first invalid input. */
	VIOLATION_FIELD("violation.field", ErrorKind.FIELD, false),
	/** The part of the request that the first invalid input is in. */
	VIOLATION_IN("violation.in", BasicKind.TEXT, false),
	/** The code of the first invalid input. */
	VIOLATION_CODE("violation.code", BasicKind.TEXT, false),
	/** The sentence about the first invalid input. */
	VIOLATION_MESSAGE("violation.message", BasicKind.TEXT, false),
	/** The number of further invalid inputs. */
	VIOLATIONS_MORE("violations.more", BasicKind.NUMBER, false),
	/** The invalid inputs, a list. */
	VIOLATIONS("violations", BasicKind.LIST, false),
	/** The invalid inputs, or the error itself if there are none, a list. */
	ERRORS("errors", BasicKind.LIST, true),
	/** The first sentence about each invalid input, an object. */
	VIOLATIONS_BY_FIELD("violations-by-field", ErrorKind.SENTENCES, false),
	/** The attributes, an object. */
	DETAILS("details", ErrorKind.MAP, false),
	/** The facts of the code that only this API has, an object. */
	EXTENSIONS("extensions", ErrorKind.MAP, false),
	/** The tag of the language of title, message and detail. */
	LANGUAGE("language", BasicKind.TEXT, false);

	private final String word;

	private final Kind kind;

	private final boolean always;

	Placeholder(String word, Kind kind, boolean always) {
		this.word = word;
		this.kind = kind;
		this.always = always;
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
		// no function each: they would be classes that every start loads
		return switch (this) {
			case CODE -> error.code();
			case FAMILY -> error.family();
			case STATUS -> error.status();
			case TITLE -> error.title();
			case MESSAGE -> error.message();
			case DETAIL -> error.detail();
			case REQUEST_ID -> error.request().id();
			case RETRYABLE -> error.retryable();
			case RETRY_AFTER -> retryAfter(error);
			case DOCS -> error.docs();
			case TYPE -> error.type();
			case INSTANCE -> error.request().path();
			case METHOD -> error.request().method();
			case TIMESTAMP -> error.request().timestamp();
			case TRACE_ID -> error.request().traceId();
			case CONTRACT -> error.contract();
			case VIOLATION_FIELD -> violation(error);
			case VIOLATION_IN -> ofViolation(error, Placeholder::in);
			case VIOLATION_CODE -> ofViolation(error, Violation::code);
			case VIOLATION_MESSAGE -> ofViolation(error, Violation::message);
			case VIOLATIONS_MORE -> furtherViolations(error);
			case VIOLATIONS -> ErrorElement.Elements.ofViolations(error);
			case ERRORS -> ErrorElement.Elements.ofErrors(error);
			case VIOLATIONS_BY_FIELD -> violationsByField(error);
			case DETAILS -> error.details().isEmpty() ? null : error.details();
			case EXTENSIONS -> error.extensions().isEmpty() ? null : error.extensions();
			case LANGUAGE -> language(error);
		};
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
