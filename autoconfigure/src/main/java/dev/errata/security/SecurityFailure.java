package dev.errata.security;

import java.util.function.Supplier;

import jakarta.servlet.ServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.AuthenticationException;

/**
 * What made Spring Security refuse a request, as far as it can be seen from outside its
 * chains. The request bears it, so that one that nobody refuses bears nothing.
 *
 * @param type the type of what was thrown towards the filters
 * @param exception what was thrown
 */
record SecurityFailure(Class<? extends Throwable> type, Supplier<Throwable> exception) {

	private static final String ATTRIBUTE = SecurityFailure.class.getName();

	/**
	 * Let a request bear what was thrown.
	 */
	static void keep(Throwable thrown, ServletRequest request) {
		Throwable verdict = verdict(thrown);
		new SecurityFailure(verdict.getClass(), () -> verdict).keep(request);
	}

	/**
	 * Return what a user store has thrown about a user, which Spring Security takes for a
	 * failure of the store.
	 */
	private static Throwable verdict(Throwable thrown) {
		return (thrown instanceof InternalAuthenticationServiceException internal
				&& internal.getCause() instanceof AuthenticationException verdict) ? verdict : thrown;
	}

	/**
	 * Let a request bear what the rules of a chain have decided. The exception of the
	 * chain is out of reach, and another is made only where somebody asks for it.
	 */
	static void keep(AuthorizationResult result, ServletRequest request) {
		new SecurityFailure(AuthorizationDeniedException.class,
				() -> new AuthorizationDeniedException("Access Denied", result))
			.keep(request);
	}

	private void keep(ServletRequest request) {
		request.setAttribute(ATTRIBUTE, this);
	}

	/**
	 * Return what was thrown in this dispatch of a request, or {@code null} if nothing
	 * was.
	 */
	static @Nullable SecurityFailure of(ServletRequest request) {
		return (request.getAttribute(ATTRIBUTE) instanceof SecurityFailure securityFailure) ? securityFailure : null;
	}

	/**
	 * Let a request forget what was thrown in an earlier dispatch.
	 */
	static void forget(ServletRequest request) {
		request.removeAttribute(ATTRIBUTE);
	}

	boolean is(Class<? extends Throwable> type) {
		return type.isAssignableFrom(this.type);
	}

}
