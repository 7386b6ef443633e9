package dev.errata.web.reactive;

import org.springframework.core.Ordered;

/**
 * The orders of the filters, which depend on one another.
 *
 * @since 0.1.0
 * @hidden
 */
public final class FilterOrder {

	/**
	 * Knows the request as filters see it: before all others.
	 */
	public static final int CONTRACT = Ordered.HIGHEST_PRECEDENCE;

	/**
	 * Adds the headers of quotas: before any filter that may end a request.
	 */
	public static final int QUOTA = CONTRACT;

	/**
	 * Limits the size of bodies: before all that read a body.
	 */
	public static final int BODY_LIMIT = CONTRACT + 1;

	/**
	 * Limits the time of requests: around all that take some.
	 */
	public static final int ASYNC_TIMEOUT = CONTRACT + 2;

	/**
	 * Answers idempotency keys: behind Spring Security, so that nobody gets a stored
	 * response who may not send the request.
	 */
	public static final int IDEMPOTENCY = -50;

	private FilterOrder() {
	}

}
