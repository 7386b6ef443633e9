package dev.errata.security;

import dev.errata.web.ContractExchange;
import dev.errata.web.Denial;
import dev.errata.web.servlet.ServletExchanges;
import jakarta.servlet.ServletRequest;

import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.AuthenticationException;

/**
 * Records the exceptions behind refusals of Spring Security in the
 * {@link ContractExchange}, as far as they can be seen from outside the filter chains.
 */
final class Denials {

	private Denials() {
	}

	/**
	 * Record an exception.
	 */
	static void record(Throwable thrown, ServletRequest request) {
		Throwable verdict = verdict(thrown);
		record(new Denial(verdict.getClass(), () -> verdict), request);
	}

	/**
	 * Return the exception that a user store has thrown about a user. Spring Security
	 * takes it for a failure of the store.
	 */
	private static Throwable verdict(Throwable thrown) {
		return (thrown instanceof InternalAuthenticationServiceException internal
				&& internal.getCause() instanceof AuthenticationException verdict) ? verdict : thrown;
	}

	/**
	 * Record the result of the authorization rules of a filter chain. Their exception
	 * cannot be seen, and another is created only if it is asked for.
	 */
	static void record(AuthorizationResult result, ServletRequest request) {
		record(new Denial(AuthorizationDeniedException.class,
				() -> new AuthorizationDeniedException("Access Denied", result)), request);
	}

	private static void record(Denial denial, ServletRequest request) {
		ContractExchange exchange = ServletExchanges.of(request);
		if (exchange != null) {
			exchange.setDenial(denial);
		}
	}

}
