package dev.errata.error;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The request that failed, as far as an error needs to know it.
 *
 * @param id the request id
 * @param method the HTTP method, or {@code null} if it could not be read
 * @param path the path as the client sent it, without query and matrix parameters, which
 * may carry the id of a session; {@code null} if it could not be read
 * @param basePath the path below which the application lives; empty for the root
 * @param locale the locale that the client asked for; {@link Locale#ROOT} if it did not
 * @param timestamp when it failed
 * @param traceId the id of the trace, or {@code null} without tracing
 * @param quotaReset returns the time until the exhausted quotas of the caller are reset,
 * or {@code null} if none is exhausted or this is unknown; called if neither a 429 nor
 * its code says how long to wait
 * @param form returns whether a parameter of a name is a field of a form in the body
 * rather than a parameter of the query
 * @since 0.1.0
 */
public record ErrorRequest(String id, @Nullable String method, @Nullable String path, String basePath, Locale locale,
		Instant timestamp, @Nullable String traceId, Supplier<@Nullable Duration> quotaReset, Predicate<String> form) {

	/** Returns false: there is no form. */
	public static final Predicate<String> NO_FORM = (name) -> false;

	/** Returns {@code null}: nothing is known of quotas. */
	public static final Supplier<@Nullable Duration> NO_QUOTA = () -> null;

	/**
	 * Stands in where an error is composed without a request: to be described, or to be
	 * compared. It is always the same.
	 */
	public static final ErrorRequest EXAMPLE = new ErrorRequest("id", "GET", "/", "", Locale.ROOT, Instant.EPOCH);

	public ErrorRequest {
		path = (path != null) ? withoutParameters(path) : null;
	}

	/**
	 * Create a request without a trace and a form, of whose quotas nothing is known.
	 * @param id the request id
	 * @param method the HTTP method, or {@code null} if it could not be read
	 * @param path the path as the client sent it, or {@code null} if it could not be read
	 * @param basePath the path below which the application lives; empty for the root
	 * @param locale the locale that the client asked for; {@link Locale#ROOT} if it did
	 * not
	 * @param timestamp when it failed
	 */
	public ErrorRequest(String id, @Nullable String method, @Nullable String path, String basePath, Locale locale,
			Instant timestamp) {
		this(id, method, path, basePath, locale, timestamp, null, NO_QUOTA, NO_FORM);
	}

	/**
	 * Return this request as that of a client who asks for another language.
	 */
	ErrorRequest in(Locale locale) {
		return new ErrorRequest(this.id, this.method, this.path, this.basePath, locale, this.timestamp, this.traceId,
				this.quotaReset, this.form);
	}

	/**
	 * Return a path without its matrix parameters.
	 * @param path the path as sent
	 * @return the path without what stands behind a semicolon in each segment
	 */
	public static String withoutParameters(String path) {
		int semicolon = path.indexOf(';');
		if (semicolon < 0) {
			return path;
		}
		StringBuilder plain = new StringBuilder(path.length());
		int start = 0;
		while (semicolon >= 0) {
			plain.append(path, start, semicolon);
			int slash = path.indexOf('/', semicolon);
			start = (slash >= 0) ? slash : path.length();
			semicolon = path.indexOf(';', start);
		}
		return plain.append(path, start, path.length()).toString();
	}

}
