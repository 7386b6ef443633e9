package dev.errata.security;

import jakarta.servlet.ServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;

/**
 * What made Spring Security refuse a request, as far as it can be seen from outside its
 * chains. The request bears it, so that one that nobody refuses bears nothing.
 *
 * @param thrown what was thrown towards the filters
 * @param anonymous whether nobody was logged in then
 */
record Denial(Throwable thrown, boolean anonymous) {

	private static final String ATTRIBUTE = Denial.class.getName();

	/**
	 * Let a request bear what was thrown.
	 */
	static void keep(ServletRequest request, Throwable thrown, @Nullable Authentication authentication) {
		request.setAttribute(ATTRIBUTE, new Denial(thrown, Anonymity.isAnonymous(authentication)));
	}

	/**
	 * Return what was thrown in this dispatch of a request, or {@code null} if nothing
	 * was.
	 */
	static @Nullable Denial of(ServletRequest request) {
		return (request.getAttribute(ATTRIBUTE) instanceof Denial denial) ? denial : null;
	}

	/**
	 * Let a request forget what was thrown in an earlier dispatch.
	 */
	static void forget(ServletRequest request) {
		request.removeAttribute(ATTRIBUTE);
	}

}
