package dev.errata.web.servlet;

import org.springframework.core.Ordered;

/**
 * The orders of Errata's filters, outermost first.
 * <p>
 * The first three share the highest precedence, which some of Spring Boot's filters have
 * as well. Of filters of equal order the one that is defined first is called first, so
 * their auto-configurations run before Spring Boot's, that of quotas first.
 *
 * @since 0.1.0
 * @hidden
 */
public final class FilterOrder {

	/**
	 * Adds the headers of quotas: around all filters that write a response, the one for
	 * ERROR dispatches included.
	 */
	public static final int QUOTA = Ordered.HIGHEST_PRECEDENCE;

	/**
	 * Answers ERROR dispatches: before any filter that could refuse the request once
	 * more.
	 */
	public static final int ERROR_DISPATCH = Ordered.HIGHEST_PRECEDENCE;

	/**
	 * Aborts responses in a WAR: around Spring Boot's filter for error pages, which would
	 * swallow the exception.
	 */
	public static final int RESPONSE_ABORT = Ordered.HIGHEST_PRECEDENCE;

	/**
	 * Gives a request its contract and id, and answers what the filters behind it throw
	 * or send: behind Spring Boot's filters for character encoding, forwarded headers and
	 * observations, so that an observation ends with the status that the client gets.
	 */
	public static final int CONTRACT = Ordered.HIGHEST_PRECEDENCE + 2;

	/**
	 * Limits the size of bodies: right behind the filter that answers for it, and before
	 * all that read a body.
	 */
	public static final int BODY_LIMIT = CONTRACT + 1;

	/**
	 * Limits the time of asynchronous requests: before all that may start one.
	 */
	public static final int ASYNC_TIMEOUT = CONTRACT + 2;

	/**
	 * Answers idempotency keys: behind Spring Security, so that nobody gets a stored
	 * response who may not send the request.
	 */
	public static final int IDEMPOTENCY = -50;

	private FilterOrder() {
	}

	/**
	 * Return the order of the filter that answers what Spring Security refuses: right
	 * around it rather than inside its chains, where each filter is observed.
	 * @param security the order of Spring Security's filter
	 * @return the order
	 */
	public static int aroundSecurity(int security) {
		return security - 1;
	}

	/**
	 * Return the order of the filter with which the application begins: right behind
	 * Spring Security.
	 * @param security the order of Spring Security's filter
	 * @return the order
	 */
	public static int behindSecurity(int security) {
		return security + 1;
	}

}
