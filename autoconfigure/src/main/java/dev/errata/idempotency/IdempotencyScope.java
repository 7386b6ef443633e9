package dev.errata.idempotency;

import java.security.Principal;

import org.jspecify.annotations.Nullable;

/**
 * Determines whose key it is: keys of different scopes never collide. By default that is
 * the authenticated principal, and callers that nobody knows share one, as
 * {@code errata.idempotency.anonymous-scope} says; a bean of this type may take a tenant,
 * a team or a claim instead.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface IdempotencyScope {

	/**
	 * Return the scope of a request.
	 * @param request the request, authenticated and authorized
	 * @return a name, or {@code null} for callers that nobody knows
	 */
	@Nullable String scopeOf(Request request);

	/**
	 * A request as far as a scope may depend on it.
	 */
	interface Request {

		/**
		 * Return who was authenticated.
		 * @return the principal, or {@code null}
		 */
		@Nullable Principal principal();

		/**
		 * Return the address of the client as the container knows it: that of the nearest
		 * proxy, unless forwarded headers are evaluated.
		 * @return the address without its port, or {@code null}
		 */
		@Nullable String address();

		/**
		 * Return the first value of a header.
		 * @param name its name
		 * @return the value, or {@code null}
		 */
		@Nullable String header(String name);

		/**
		 * Return an attribute that a filter or interceptor has set.
		 * @param name its name
		 * @return the attribute, or {@code null}
		 */
		@Nullable Object attribute(String name);

	}

}
