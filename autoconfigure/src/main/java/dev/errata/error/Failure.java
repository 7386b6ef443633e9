package dev.errata.error;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

import dev.errata.catalog.Code;
import dev.errata.catalog.StandardCode;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.util.Assert;

/**
 * A failure as a code and the details of this one occurrence, before the catalog adds its
 * texts. {@linkplain ErrorTranslator Translators} return it: <pre class="code">
 * Failure.of("card_declined").detail("The bank said no.").with("bank", bank.name())</pre>
 * Not thread-safe: create one for every failure.
 *
 * @since 0.1.0
 */
public final class Failure {

	private final @Nullable StandardCode standardCode;

	private final String code;

	private @Nullable Integer status;

	private @Nullable String detail;

	private @Nullable OwnText explanation;

	private @Nullable Duration retryAfter;

	private Map<String, Object> details = Map.of();

	private Map<String, Object> args = Map.of();

	private Map<String, List<String>> headers = Map.of();

	private List<InvalidInput> violations = List.of();

	private List<String> rules = List.of();

	private @Nullable Throwable exception;

	private Failure(@Nullable StandardCode standardCode, String code) {
		this.standardCode = standardCode;
		this.code = code;
	}

	/**
	 * Create a failure with a declared code, or with a standard one under its name.
	 * @param code the code; case and separators do not count
	 * @return a failure
	 */
	public static Failure of(String code) {
		Assert.hasText(code, "'code' must not be empty");
		return new Failure(null, code);
	}

	/**
	 * Create a failure with the given code.
	 * @param code a declared code's constant, or a {@link StandardCode}, which the
	 * contract answers as it sees fit
	 * @return a failure
	 */
	public static Failure of(Code code) {
		Assert.notNull(code, "'code' must not be null");
		return (code instanceof StandardCode standardCode) ? new Failure(standardCode, standardCode.code())
				: of(code.code());
	}

	/**
	 * Create a failure that is known by its status alone.
	 * @param status the truthful HTTP status; one that is no error's is a 500
	 * @return a failure with the standard code of that status
	 */
	public static Failure ofStatus(int status) {
		if (status < 400 || status > 599) {
			return of(StandardCode.INTERNAL_ERROR);
		}
		return of(StandardCode.ofStatus(status)).status(status);
	}

	/**
	 * Create a failure of a request that could not be read.
	 * @param status the HTTP status that whoever tried to read it has decided on
	 * @return a failure with the standard code of that status, and for a 400 with
	 * {@link StandardCode#MALFORMED_REQUEST}
	 */
	public static Failure ofUnreadable(int status) {
		return (status == StandardCode.MALFORMED_REQUEST.status()) ? of(StandardCode.MALFORMED_REQUEST)
				: ofStatus(status);
	}

	/**
	 * Create a failure of a request whose body could not be read to its end.
	 * @param exception what was thrown while it was read
	 * @return a failure with {@link StandardCode#REQUEST_TIMEOUT} where the body did not
	 * come in time, otherwise with {@link StandardCode#MALFORMED_REQUEST}
	 */
	public static Failure ofUnreadable(Throwable exception) {
		boolean late = Causes.find(exception, SocketTimeoutException.class) != null
				|| Causes.find(exception, TimeoutException.class) != null;
		return of(late ? StandardCode.REQUEST_TIMEOUT : StandardCode.MALFORMED_REQUEST);
	}

	/**
	 * Set the status.
	 * @param status one of the code's statuses, or the truthful one of a standard code
	 * @return this failure
	 */
	public Failure status(int status) {
		this.status = status;
		return this;
	}

	/**
	 * Set what is particular to this failure, in words that may go on the wire. It is
	 * sent in place of the message of the code, unless the message contains
	 * {@code {detail}}.
	 * @param detail a sentence, or {@code null}
	 * @return this failure
	 */
	public Failure detail(@Nullable String detail) {
		this.detail = detail;
		return this;
	}

	/**
	 * Add an attribute for {@code {details}} and for the message.
	 * @param name the name of the attribute
	 * @param value text, a number, a boolean, a date, a map or a list of these
	 * @return this failure
	 */
	public Failure with(String name, @Nullable Object value) {
		this.details = put(this.details, name, value);
		return this;
	}

	/**
	 * Add an argument for the message alone, where it is {@code {details.NAME}} as well.
	 * @param name the name of the argument
	 * @param value the value
	 * @return this failure
	 */
	public Failure arg(String name, @Nullable Object value) {
		this.args = put(this.args, name, value);
		return this;
	}

	/**
	 * Add a response header.
	 * @param name the name of the header
	 * @param value its value
	 * @return this failure
	 */
	public Failure header(String name, String value) {
		Assert.hasText(name, "'name' must not be empty");
		Assert.notNull(value, "'value' must not be null");
		if (this.headers.isEmpty()) {
			this.headers = new LinkedHashMap<>();
		}
		this.headers.computeIfAbsent(name, (key) -> new ArrayList<>()).add(value);
		return this;
	}

	/**
	 * Add the response headers that an exception brings along.
	 * @param headers the headers
	 * @return this failure
	 */
	public Failure headers(HttpHeaders headers) {
		Assert.notNull(headers, "'headers' must not be null");
		headers.forEach(
				(name, values) -> values.stream().filter(Objects::nonNull).forEach((value) -> header(name, value)));
		return this;
	}

	/**
	 * Add an invalid input. The first one decides which code a failure with the code
	 * {@link StandardCode#VALIDATION_FAILED} ends in.
	 * @param violation the violation
	 * @return this failure
	 */
	public Failure violation(Violation violation) {
		Assert.notNull(violation, "'violation' must not be null");
		return violation(new InvalidInput(violation, null));
	}

	Failure violation(InvalidInput violation) {
		if (this.violations.isEmpty()) {
			this.violations = new ArrayList<>();
		}
		this.violations.add(violation);
		return this;
	}

	/**
	 * Set names of a broken rule that is not about an input, such as a constraint of a
	 * database. A code that claims one of them under {@code constraints} answers; the
	 * names go nowhere else.
	 * @param rules the names, most specific first
	 * @return this failure
	 */
	public Failure rules(List<String> rules) {
		this.rules = List.copyOf(rules);
		return this;
	}

	/**
	 * Set how long to wait before a retry.
	 * @param retryAfter the time to wait; rounded up to whole seconds on the wire
	 * @return this failure
	 */
	public Failure retryAfter(@Nullable Duration retryAfter) {
		this.retryAfter = retryAfter;
		return this;
	}

	private static Map<String, Object> put(Map<String, Object> map, String name, @Nullable Object value) {
		Assert.hasText(name, "'name' must not be empty");
		Object content = (value instanceof Optional<?> optional) ? optional.orElse(null) : value;
		if (content == null) {
			return map;
		}
		Map<String, Object> target = map.isEmpty() ? new LinkedHashMap<>() : map;
		target.put(name, content);
		return target;
	}

	/**
	 * Return this failure under another code, with all that is particular to it.
	 */
	Failure recoded(String code) {
		Failure recoded = of(code);
		recoded.status = this.status;
		recoded.detail = this.detail;
		recoded.explanation = this.explanation;
		recoded.retryAfter = this.retryAfter;
		recoded.details = this.details;
		recoded.args = this.args;
		recoded.headers = this.headers;
		recoded.violations = this.violations;
		recoded.rules = this.rules;
		return recoded;
	}

	@Nullable StandardCode standardCode() {
		return this.standardCode;
	}

	String code() {
		return this.code;
	}

	@Nullable Integer status() {
		return this.status;
	}

	@Nullable String detail() {
		return this.detail;
	}

	Failure explanation(OwnText explanation) {
		this.explanation = explanation;
		return this;
	}

	@Nullable OwnText explanation() {
		return this.explanation;
	}

	@Nullable Duration retryAfter() {
		return this.retryAfter;
	}

	Map<String, Object> details() {
		// a copy: whoever threw the failure may keep it and change it
		return this.details.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(this.details));
	}

	Map<String, Object> args() {
		return this.args;
	}

	Map<String, List<String>> headers() {
		return this.headers.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(this.headers));
	}

	/**
	 * Set the exception that means this failure, which may be a cause of the one that was
	 * caught. Its message may go on the wire where the code exposes messages.
	 * @param exception the exception
	 * @return this failure
	 */
	public Failure from(Throwable exception) {
		this.exception = exception;
		return this;
	}

	/**
	 * Return the exception that means this failure.
	 * @return the exception, or {@code null} if none stands behind it
	 */
	public @Nullable Throwable exception() {
		return this.exception;
	}

	List<String> rules() {
		return this.rules;
	}

	List<InvalidInput> violations() {
		return this.violations;
	}

	@Override
	public String toString() {
		return (this.status != null) ? this.code + " (" + this.status + ")" : this.code;
	}

}
