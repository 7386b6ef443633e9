package dev.errata.security;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.StandardCode;
import dev.errata.error.Causes;
import dev.errata.error.Failure;
import dev.errata.web.ContractExchange;
import dev.errata.web.Denial;
import dev.errata.web.RequestFailure;
import org.jspecify.annotations.Nullable;

import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;

/**
 * What it means that Spring Security refuses a request: the status is that of the
 * response, and the code tells the reason as far as it is known.
 *
 * @since 0.1.0
 * @hidden
 */
public final class SecurityRefusals {

	private SecurityRefusals() {
	}

	/**
	 * Return the failure for a refusal. Its status is kept; the exception only gives the
	 * reason.
	 * @param status the status of the response
	 * @param exchange the exchange, which may know the
	 * {@linkplain ContractExchange#denial() exception} behind the refusal
	 * @param type the type of an exception that is not known itself, or {@code null}
	 * @param challenge the challenge of the response, or {@code null}
	 * @param credentialsSent whether the client has sent credentials
	 * @return the failure
	 */
	public static RequestFailure failure(int status, ContractExchange exchange,
			@Nullable Class<? extends Throwable> type, @Nullable String challenge, boolean credentialsSent) {
		Denial denial = exchange.denial();
		boolean unauthorized = status == StandardCode.UNAUTHORIZED.status();
		if (denial != null && unauthorized && denial.is(AuthenticationServiceException.class)) {
			// it is unknown whether the credentials are right
			return new RequestFailure.Thrown(Causes.unwrap(denial.exception().get()));
		}
		// an anonymous user who is denied access has to log in first
		CatalogEntry claimant = (denial != null && !(unauthorized && denial.is(AccessDeniedException.class)))
				? exchange.contract().catalog().findByException(denial.type()) : null;
		if (denial != null && claimant != null) {
			return new RequestFailure.Known(Failure.of(claimant.code()).status(status).from(denial.exception().get()));
		}
		return new RequestFailure.Known(
				SecurityCodes.of(status, (denial != null) ? denial.type() : type, challenge, credentialsSent));
	}

	/**
	 * Return the reason that an exception gives for a refusal.
	 * @param thrown the exception that Spring Security has caught or thrown
	 * @return the reason
	 */
	public static Denial denial(Throwable thrown) {
		Throwable verdict = verdict(thrown);
		return new Denial(verdict.getClass(), () -> verdict);
	}

	/**
	 * Return the exception that a user store has thrown about a user. Spring Security
	 * takes it for a failure of the store.
	 */
	private static Throwable verdict(Throwable thrown) {
		return (thrown instanceof InternalAuthenticationServiceException internal
				&& internal.getCause() instanceof AuthenticationException verdict) ? verdict : thrown;
	}

}
