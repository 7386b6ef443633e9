package dev.errata.properties;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.logging.LogLevel;

/**
 * The properties of an error code. One that is not set is {@code null}.
 *
 * @param status HTTP statuses of the code, 400 to 599; the first is the default
 * @param family coarser name that several codes share; by default the code itself
 * @param title short name of the failure, by language; by default the reason phrase of
 * the status
 * @param message template of the sentence for the caller, by language; by default the
 * title
 * @param detail template of the particulars of a failure that has none itself
 * @param meaning what happened, for the catalog's page
 * @param fix what the caller can do, for the catalog's page
 * @param docs URI of a page about the code
 * @param retryable whether the same request may succeed later; by default not stated
 * @param retryAfter how long to wait before a retry
 * @param at differences for single statuses
 * @param exitCode exit code of a command-line client that ends with this failure
 * @param exceptions exceptions that end in this code, subclasses included
 * @param constraints validation rules that end in this code: {@code Size} or
 * {@code Size.prompt}
 * @param replaces standard codes that this code replaces
 * @param exposeMessage whether the message of an exception may go on the wire
 * @param details attributes that the code takes from its exceptions, by name: the
 * property of the exception, such as {@code sku} or {@code order.id}
 * @param extensions facts of the code that only this API has, by name: texts, numbers,
 * booleans or null, sent with {@code {extensions}} of the envelope
 * @param log how a failure with this code is logged
 * @param since version of the service that has the code first
 * @param deprecated that the code is going to be removed
 * @since 0.1.0
 * @hidden
 */
public record CodeProperties(@Nullable List<Integer> status, @Nullable String family,
		@Nullable Map<String, String> title, @Nullable Map<String, String> message,
		@Nullable Map<String, String> detail, @Nullable Map<String, String> meaning, @Nullable Map<String, String> fix,
		@Nullable String docs, @Nullable Boolean retryable, @Nullable Duration retryAfter,
		@Nullable Map<Integer, StatusProperties> at, @Nullable Integer exitCode, @Nullable List<String> exceptions,
		@Nullable List<String> constraints, @Nullable List<String> replaces, @Nullable Boolean exposeMessage,
		@Nullable Map<String, String> details, @Nullable Map<String, Object> extensions, @Nullable LogProperties log,
		@Nullable String since, @Nullable DeprecatedProperties deprecated) {

	/** The names of the texts, which are bound by language. A text alone is short. */
	static final Set<String> TEXTS = Set.of("title", "message", "detail", "meaning", "fix");

	/**
	 * Differences for one of the statuses of a code.
	 *
	 * @param title short name of the failure
	 * @param message template of the sentence for the caller
	 * @param detail template of the particulars
	 * @param meaning what happened
	 * @param fix what the caller can do
	 * @param docs URI of a page about the code
	 * @param retryable whether the same request may succeed later
	 * @param retryAfter how long to wait before a retry
	 * @param extensions facts of the code that only this API has, by name
	 */
	public record StatusProperties(@Nullable Map<String, String> title, @Nullable Map<String, String> message,
			@Nullable Map<String, String> detail, @Nullable Map<String, String> meaning,
			@Nullable Map<String, String> fix, @Nullable String docs, @Nullable Boolean retryable,
			@Nullable Duration retryAfter, @Nullable Map<String, Object> extensions) {

	}

	/**
	 * That a code is going to be removed.
	 *
	 * @param since version of the service since which it is deprecated
	 * @param use code to expect instead
	 */
	public record DeprecatedProperties(@Nullable String since, @Nullable String use) {

	}

	/**
	 * How a failure with a code is logged. A level alone is short for both.
	 *
	 * @param level level of the line; by default {@code error} for a 5xx and
	 * {@code debug} for a 4xx
	 * @param stack whether the stack trace of the cause is logged; by default for a 5xx
	 */
	public record LogProperties(@Nullable LogLevel level, @Nullable Boolean stack) {

	}

}
