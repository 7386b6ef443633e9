package dev.errata.error;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A placeholder for a value of an error, such as {@code {code}}. Envelopes, headers and
 * messages can use these placeholders and {@code {details.NAME}}.
 *
 * @since 0.1.0
 */
public enum Placeholder {

	/** The code. */
	CODE("code", true, ApiError::code),
	/** The family, or the code. */
	FAMILY("family", true, ApiError::family),
	/** The HTTP status, a number. */
	STATUS("status", true, ApiError::status),
	/** The title, or the reason phrase of the status. */
	TITLE("title", true, ApiError::title),
	/** The sentence for the caller. */
	MESSAGE("message", true, ApiError::message),
	/** The detail of this failure. */
	DETAIL("detail", false, ApiError::detail),
	/** The request id. */
	REQUEST_ID("request-id", true, (error) -> error.request().id()),
	/** Whether a retry may succeed, a boolean. */
	RETRYABLE("retryable", false, ApiError::retryable),
	/** The time to wait in whole seconds, a number. */
	RETRY_AFTER("retry-after", false, Placeholder::retryAfter),
	/** The URI of a page about the code. */
	DOCS("docs", false, ApiError::docs),
	/** The problem type, a URI. */
	TYPE("type", true, ApiError::type),
	/** The path of the request. */
	INSTANCE("instance", true, (error) -> error.request().path()),
	/** The method of the request. */
	METHOD("method", true, (error) -> error.request().method()),
	/** The time of the failure, ISO 8601 in UTC. */
	TIMESTAMP("timestamp", true, (error) -> error.request().timestamp().toString()),
	/** The id of the trace. */
	TRACE_ID("trace-id", false, (error) -> error.request().traceId()),
	/** The name of the contract. */
	CONTRACT("contract", true, ApiError::contract),
	/** The invalid inputs, a list. */
	VIOLATIONS("violations", false, Placeholder::violations),
	/** The first sentence about each invalid input, an object. */
	VIOLATIONS_BY_FIELD("violations-by-field", false, Placeholder::violationsByField),
	/** The attributes, an object. */
	DETAILS("details", false, (error) -> error.details().isEmpty() ? null : error.details());

	private final String word;

	private final boolean always;

	private final Function<ApiError, @Nullable Object> value;

	Placeholder(String word, boolean always, Function<ApiError, @Nullable Object> value) {
		this.word = word;
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

	boolean isStructure() {
		return this == VIOLATIONS || this == VIOLATIONS_BY_FIELD || this == DETAILS;
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

	private static @Nullable Object violations(ApiError error) {
		return error.violations().isEmpty() ? null : error.violations();
	}

	private static @Nullable Object violationsByField(ApiError error) {
		if (error.violations().isEmpty()) {
			return null;
		}
		Map<String, String> byField = new LinkedHashMap<>();
		for (Violation violation : error.violations()) {
			byField.putIfAbsent(violation.field(), violation.message());
		}
		return byField;
	}

}
