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
 * The exceptions behind refusals of Spring Security, as far as they can be seen from
 * outside its chains: recorded as the {@link Denial} of the exchange.
 */
final class Denials {

	private Denials() {
	}

	/**
	 * Record what was thrown towards the filters.
	 */
	static void record(Throwable thrown, ServletRequest request) {
		Throwable verdict = verdict(thrown);
		record(new Denial(verdict.getClass(), () -> verdict), request);
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
	 * Record what the rules of a chain have decided. The exception of the chain is out of
	 * reach, and another is made only if it is asked for.
	 */
	static void record(AuthorizationResult result, ServletRequest request) {
		record(new Denial(AuthorizationDeniedException.class,
				() -> new AuthorizationDeniedException("Access Denied", result)), request);
	}

	private static void record(Denial denial, ServletRequest request) {
		ContractExchange exchange = ServletExchanges.of(request);
		if (exchange != null) {
			exchange.denied(denial);
		}
	}

}
