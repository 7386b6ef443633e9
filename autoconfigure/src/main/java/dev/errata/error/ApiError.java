package dev.errata.error;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.ErrorCatalog;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * An error as it is sent: a code of the contract's catalog, a status, texts, retry advice
 * and the details of this one failure. Immutable.
 *
 * @since 0.1.0
 */
public final class ApiError {

	private final String contract;

	private final ErrorCatalog catalog;

	private final CatalogEntry entry;

	private final int status;

	private final ErrorRequest request;

	private final @Nullable Throwable cause;

	private final @Nullable String catalogPath;

	private final @Nullable Duration retryAfter;

	private String title = "";

	private String message = "";

	private @Nullable String detail;

	private @Nullable Locale language;

	private boolean translated;

	private @Nullable Supplier<String> logMessage;

	private Map<String, Object> details;

	private List<Violation> violations;

	private Map<String, List<String>> headers;

	ApiError(String contract, ErrorCatalog catalog, CatalogEntry entry, int status, ErrorRequest request,
			@Nullable String catalogPath, @Nullable Duration retryAfter, @Nullable Throwable cause) {
		this.contract = contract;
		this.catalog = catalog;
		this.entry = entry;
		this.status = status;
		this.request = request;
		this.catalogPath = catalogPath;
		this.retryAfter = retryAfter;
		this.cause = cause;
		this.details = Map.of();
		this.violations = List.of();
		this.headers = Map.of();
	}

	private ApiError(ApiError other) {
		this(other.contract, other.catalog, other.entry, other.status, other.request, other.catalogPath,
				other.retryAfter, other.cause);
		this.title = other.title;
		this.message = other.message;
		this.detail = other.detail;
		this.language = other.language;
		this.translated = other.translated;
		this.logMessage = other.logMessage;
		this.details = other.details;
		this.violations = other.violations;
		this.headers = other.headers;
	}

	ApiError withTexts(String title, String message, @Nullable String detail, @Nullable Locale language,
			boolean translated) {
		ApiError copy = new ApiError(this);
		copy.title = title;
		copy.message = message;
		copy.detail = detail;
		copy.language = language;
		copy.translated = translated;
		copy.logMessage = null;
		return copy;
	}

	/**
	 * Return this error with another message for those who run the service.
	 */
	ApiError loggedWith(Supplier<String> message) {
		ApiError copy = new ApiError(this);
		copy.logMessage = message;
		return copy;
	}

	ApiError withParticulars(Map<String, Object> details, List<Violation> violations,
			Map<String, List<String>> headers) {
		ApiError copy = new ApiError(this);
		copy.details = details;
		copy.violations = violations;
		copy.headers = headers;
		return copy;
	}

	/**
	 * Return this error with another message, whose language is not known.
	 * @param message the sentence for the caller
	 * @return a changed copy
	 */
	public ApiError withMessage(String message) {
		Assert.notNull(message, "'message' must not be null");
		return withTexts(this.title, Texts.clean(message), this.detail, null, false);
	}

	/**
	 * Return this error with one more attribute in {@code {details}}.
	 * @param name the name of the attribute
	 * @param value text, a number, a boolean, a date, a map or a list of these
	 * @return a changed copy
	 */
	public ApiError withAttribute(String name, Object value) {
		Assert.hasText(name, "'name' must not be empty");
		Assert.notNull(value, "'value' must not be null");
		Map<String, Object> details = new LinkedHashMap<>(this.details);
		details.put(name, value);
		return withParticulars(Collections.unmodifiableMap(details), this.violations, this.headers);
	}

	/**
	 * Return this error with one more response header.
	 * @param name the name of the header
	 * @param value its value
	 * @return a changed copy
	 */
	public ApiError withHeader(String name, String value) {
		Assert.hasText(name, "'name' must not be empty");
		Assert.notNull(value, "'value' must not be null");
		Map<String, List<String>> headers = new LinkedHashMap<>(this.headers);
		List<String> values = new ArrayList<>(headers.getOrDefault(name, List.of()));
		values.add(value);
		headers.put(name, List.copyOf(values));
		return withParticulars(this.details, this.violations, Collections.unmodifiableMap(headers));
	}

	/**
	 * Return the name of the contract that rules the request.
	 * @return the name; {@code default} for the one at the root
	 */
	public String contract() {
		return this.contract;
	}

	/**
	 * Return the stable, machine-readable name of the failure.
	 * @return the code as the catalog spells it
	 */
	public String code() {
		return this.entry.code();
	}

	/**
	 * Return what the catalog says of the code.
	 * @return the entry
	 */
	public CatalogEntry entry() {
		return this.entry;
	}

	/**
	 * Return the coarser name that several codes share.
	 * @return the family
	 */
	public String family() {
		return this.entry.family();
	}

	/**
	 * Return the HTTP status.
	 * @return the status
	 */
	public int status() {
		return this.status;
	}

	/**
	 * Return the short name of the failure.
	 * @return the title
	 */
	public String title() {
		return this.title;
	}

	/**
	 * Return the sentence for the caller.
	 * @return the message
	 */
	public String message() {
		return this.message;
	}

	/**
	 * Return the message in the language of the contract, for those who run the service.
	 * @return the message; that of the response where its language is not the client's
	 * @hidden
	 */
	public String logMessage() {
		return (this.logMessage != null) ? this.logMessage.get() : this.message;
	}

	/**
	 * Return what is particular to this failure.
	 * @return the detail, or {@code null}
	 */
	public @Nullable String detail() {
		return this.detail;
	}

	/**
	 * Return the language of title, message and detail.
	 * @return the language, or {@code null} if it is not known, as with words of the
	 * thrower
	 */
	public @Nullable Locale language() {
		return this.language;
	}

	/**
	 * Return whether the texts are those for the language of the caller, so that the
	 * response has a {@code Content-Language}.
	 * @return whether the language of the caller has selected the texts
	 */
	public boolean isTranslated() {
		return this.translated;
	}

	/**
	 * Return whether the same request may succeed later.
	 * @return {@code null} for "not stated"
	 */
	public @Nullable Boolean retryable() {
		return this.entry.description(this.status).retryable();
	}

	/**
	 * Return how long to wait before a retry.
	 * @return whole seconds, or {@code null} where waiting does not help
	 */
	public @Nullable Duration retryAfter() {
		return this.retryAfter;
	}

	/**
	 * Return the facts of the code that only this API has.
	 * @return texts, numbers, booleans or {@code null} by name, for every error of this
	 * code and status the same map
	 */
	public Map<String, @Nullable Object> extensions() {
		return this.entry.description(this.status).extensions();
	}

	/**
	 * Return the extensions of the code of an invalid input, or those of this error's
	 * code if it has none.
	 */
	Map<String, @Nullable Object> extensionsOf(Violation violation) {
		Map<String, @Nullable Object> extensions = this.catalog.extensions(violation.code(), this.status);
		return extensions.isEmpty() ? extensions() : extensions;
	}

	/**
	 * Return the URI of a page about the code.
	 * @return the URI, or {@code null}
	 */
	public @Nullable String docs() {
		return this.entry.description(this.status).docs();
	}

	/**
	 * Return the problem type in the sense of RFC 9457.
	 * @return the code's docs, else its place in the browsable catalog, else
	 * {@code about:blank}
	 */
	public String type() {
		String docs = docs();
		if (docs != null) {
			return docs;
		}
		return (this.catalogPath != null) ? this.request.basePath() + this.catalogPath + code() : "about:blank";
	}

	/**
	 * Return the attributes of this failure.
	 * @return the attributes by name
	 */
	public Map<String, Object> details() {
		return this.details;
	}

	/**
	 * Return the invalid inputs, their codes answered by the catalog.
	 * @return the violations
	 */
	public List<Violation> violations() {
		return this.violations;
	}

	/**
	 * Return the response headers of this failure, without those of the contract.
	 * @return the values by name
	 */
	public Map<String, List<String>> headers() {
		return this.headers;
	}

	/**
	 * Return the request that failed.
	 * @return the request
	 */
	public ErrorRequest request() {
		return this.request;
	}

	/**
	 * Return the exception behind the failure, technical wrappers taken off.
	 * @return the exception, or {@code null} where only a status is known
	 */
	public @Nullable Throwable cause() {
		return this.cause;
	}

	@Override
	public String toString() {
		return this.status + " " + code() + " [" + this.request.id() + "]";
	}

}
