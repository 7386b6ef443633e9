package dev.errata.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.errata.catalog.CatalogEntry;
import dev.errata.error.Causes;
import dev.errata.error.DecodedError;
import dev.errata.error.Violation;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ExitCodeGenerator;
import org.springframework.util.Assert;

/**
 * The error that another service answered with, in the words of its contract. It is the
 * cause of the exception that Spring's client throws for the status, such as
 * {@code HttpClientErrorException.NotFound}: <pre class="code">
 * catch (HttpClientErrorException ex) {
 *     RemoteApiException error = RemoteApiException.of(ex);
 *     if (error != null &amp;&amp; error.code().equals("account_frozen")) {
 *         return false;
 *     }
 *     throw ex;
 * }</pre> It is never thrown itself, and is checked so that no compiler takes a
 * {@code catch} of it.
 * <p>
 * It ends a command-line application with the exit code that the contract has for the
 * code, else with 1.
 *
 * @since 0.1.0
 */
public final class RemoteApiException extends Exception implements ExitCodeGenerator {

	private final String client;

	private final String code;

	private final boolean understood;

	private final boolean known;

	private final int status;

	private final @Nullable String remoteMessage;

	private final @Nullable String requestId;

	private final @Nullable Boolean retryable;

	private final @Nullable Duration retryAfter;

	private final int exitCode;

	// these may hold anything and stay behind when the exception is serialized
	private final transient @Nullable Map<String, Object> details;

	private final transient @Nullable Map<String, Object> extensions;

	private final transient @Nullable List<Violation> violations;

	RemoteApiException(String client, int status, Resolved resolved, DecodedError reading, List<Violation> violations) {
		// whoever throws what it is the cause of has the stack
		super(describe(client, status, resolved, reading), null, false, false);
		this.client = client;
		this.status = status;
		this.code = resolved.code();
		this.understood = resolved.understood();
		this.known = resolved.entry() != null;
		this.remoteMessage = reading.message();
		this.requestId = resolved.requestId();
		this.retryable = (reading.retryable() != null) ? reading.retryable()
				: (resolved.entry() != null) ? resolved.entry().description(status).retryable() : null;
		this.retryAfter = resolved.retryAfter();
		Integer exitCode = (resolved.entry() != null) ? resolved.entry().exitCode() : null;
		this.exitCode = (exitCode != null) ? exitCode : 1;
		this.details = reading.details();
		this.extensions = reading.extensions();
		this.violations = violations;
	}

	private static String describe(String client, int status, Resolved resolved, DecodedError reading) {
		StringBuilder text = new StringBuilder(client).append(" answered ")
			.append(status)
			.append(' ')
			.append(resolved.code());
		if (resolved.requestId() != null) {
			text.append(" [").append(resolved.requestId()).append(']');
		}
		if (reading.message() != null) {
			text.append(": ").append(reading.message());
		}
		return text.toString();
	}

	/**
	 * Find the error of another service that an exception is about.
	 * @param exception what a client has thrown, or an exception that it is the cause of
	 * @return the error, or {@code null} if it is about none, or about that of a service
	 * that is not below {@code errata.clients}
	 */
	public static @Nullable RemoteApiException of(Throwable exception) {
		Assert.notNull(exception, "'exception' must not be null");
		return Causes.find(exception, RemoteApiException.class);
	}

	/**
	 * Return the name of the service below {@code errata.clients}.
	 * @return the name
	 */
	public String client() {
		return this.client;
	}

	/**
	 * Return the code: the one in the response, as the contract spells it, else the
	 * contract's code for the status.
	 * @return the code
	 */
	public String code() {
		return this.code;
	}

	/**
	 * Return whether the response itself has the code. What stands between the services
	 * may answer in a shape of its own, or not at all.
	 * @return whether the code is more than a conclusion from the status
	 */
	public boolean isUnderstood() {
		return this.understood;
	}

	/**
	 * Return whether the contract has the code.
	 * @return whether there is an entry of it in the catalog
	 */
	public boolean isKnown() {
		return this.known;
	}

	/**
	 * Return the HTTP status.
	 * @return the status
	 */
	public int status() {
		return this.status;
	}

	/**
	 * Return the sentence of the other service.
	 * @return its message, bounded and without control characters, or {@code null}
	 */
	public @Nullable String remoteMessage() {
		return this.remoteMessage;
	}

	/**
	 * Return the attributes of the failure.
	 * @return text, numbers, booleans, maps and lists by name
	 */
	public Map<String, Object> details() {
		return (this.details != null) ? this.details : Map.of();
	}

	/**
	 * Return the facts of the code that only the other API has, as it has sent them.
	 * @return text, numbers and booleans by name
	 */
	public Map<String, Object> extensions() {
		return (this.extensions != null) ? this.extensions : Map.of();
	}

	/**
	 * Return the inputs that the other service found invalid.
	 * @return the violations
	 */
	public List<Violation> violations() {
		return (this.violations != null) ? this.violations : List.of();
	}

	/**
	 * Return the id under which the other service knows the request.
	 * @return the id, or {@code null}
	 */
	public @Nullable String requestId() {
		return this.requestId;
	}

	/**
	 * Return whether the same request may succeed later: as the response says, else as
	 * the contract does.
	 * @return {@code null} for "not stated"
	 */
	public @Nullable Boolean retryable() {
		return this.retryable;
	}

	/**
	 * Return how long to wait before a retry, by the response.
	 * @return the time, or {@code null}
	 */
	public @Nullable Duration retryAfter() {
		return this.retryAfter;
	}

	@Override
	public int getExitCode() {
		return this.exitCode;
	}

	/**
	 * The facts that follow from the answer and the contract together.
	 */
	record Resolved(String code, boolean understood, @Nullable CatalogEntry entry, @Nullable String requestId,
			@Nullable Duration retryAfter) {
	}

}
