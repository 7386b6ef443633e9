package dev.errata.quota;

import org.jspecify.annotations.Nullable;

/**
 * The request whose quotas are asked for. A {@link QuotaProvider} can read it only while
 * the response waits for the provider. Afterwards, the container may reuse the request:
 * {@link #method()}, {@link #header} and {@link #attribute} then throw
 * {@link IllegalStateException}.
 *
 * @since 0.1.0
 */
public interface QuotaRequest {

	/**
	 * Return the name of the contract that rules the request.
	 * @return the name; {@code default} for the one at the root
	 */
	String contract();

	/**
	 * Return the HTTP method.
	 * @return the method as sent
	 */
	String method();

	/**
	 * Return the path.
	 * @return the path below the application's own, in one spelling: without path
	 * parameters and empty segments, and with escapes only where they are needed
	 */
	String path();

	/**
	 * Return a header.
	 * @param name the name of the header
	 * @return its first value, or {@code null}
	 */
	@Nullable String header(String name);

	/**
	 * Return an attribute that the application has given to the request, such as the
	 * account that a filter has found out.
	 * @param name the name of the attribute
	 * @return its value, or {@code null}
	 */
	@Nullable Object attribute(String name);

}
