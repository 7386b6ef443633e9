package dev.errata.security.servlet;

import dev.errata.security.SecurityRefusals;
import dev.errata.web.ContractExchange;
import dev.errata.web.Denial;
import dev.errata.web.servlet.ServletExchanges;
import jakarta.servlet.ServletRequest;

import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.authorization.AuthorizationResult;

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
		record(SecurityRefusals.denial(thrown), request);
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
