package dev.errata.security;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.errata.catalog.StandardCode;
import dev.errata.error.Failure;
import org.jspecify.annotations.Nullable;

import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationCredentialsNotFoundException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.CredentialsExpiredException;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedCredentialsNotFoundException;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedException;

/**
 * The standard codes for the exceptions and refusals of Spring Security. An unknown user
 * and a wrong password have the same code.
 */
final class SecurityCodes {

	/** Codes by type of exception; the first match counts. */
	private static final List<Map.Entry<Class<? extends Throwable>, StandardCode>> OF_EXCEPTIONS = List.of(
			Map.entry(AuthenticationServiceException.class, StandardCode.SERVICE_UNAVAILABLE),
			Map.entry(InsufficientAuthenticationException.class, StandardCode.CREDENTIALS_MISSING),
			Map.entry(AuthenticationCredentialsNotFoundException.class, StandardCode.CREDENTIALS_MISSING),
			Map.entry(PreAuthenticatedCredentialsNotFoundException.class, StandardCode.CREDENTIALS_MISSING),
			Map.entry(CredentialsExpiredException.class, StandardCode.TOKEN_EXPIRED),
			Map.entry(AuthenticationException.class, StandardCode.CREDENTIALS_INVALID),
			Map.entry(CsrfException.class, StandardCode.CSRF_REJECTED),
			Map.entry(org.springframework.security.web.server.csrf.CsrfException.class, StandardCode.CSRF_REJECTED),
			Map.entry(AccessDeniedException.class, StandardCode.FORBIDDEN),
			Map.entry(RequestRejectedException.class, StandardCode.REQUEST_REJECTED),
			Map.entry(ServerExchangeRejectedException.class, StandardCode.REQUEST_REJECTED));

	private SecurityCodes() {
	}

	/**
	 * Return the code for a type of exception, or {@code null} if it is not one of Spring
	 * Security's.
	 */
	static @Nullable StandardCode of(Class<? extends Throwable> exception) {
		for (Map.Entry<Class<? extends Throwable>, StandardCode> entry : OF_EXCEPTIONS) {
			if (entry.getKey().isAssignableFrom(exception)) {
				return entry.getValue();
			}
		}
		return null;
	}

	/**
	 * Return the failure for a response that refuses a request. Its status is kept; the
	 * exception only gives the reason.
	 * @param status the status of the response
	 * @param exception the type of the exception, if it is known
	 * @param challenge the challenge of the response, if there is one
	 * @param credentialsSent whether the client has sent credentials
	 */
	static Failure of(int status, @Nullable Class<? extends Throwable> exception, @Nullable String challenge,
			boolean credentialsSent) {
		StandardCode code = (exception != null) ? of(exception) : null;
		if (status == StandardCode.UNAUTHORIZED.status()) {
			return Failure.of(ofUnauthorized(code, exception != null, challenge, credentialsSent));
		}
		if (code != null && code.status() == status) {
			return Failure.of(code);
		}
		return switch (status) {
			case 403 -> Failure.of(StandardCode.FORBIDDEN);
			case 400 -> Failure.of(StandardCode.BAD_REQUEST);
			default -> Failure.ofStatus(status);
		};
	}

	private static StandardCode ofUnauthorized(@Nullable StandardCode code, boolean known, @Nullable String challenge,
			boolean credentialsSent) {
		if (isExpired(challenge)) {
			return StandardCode.TOKEN_EXPIRED;
		}
		if (code != null && code.status() == StandardCode.UNAUTHORIZED.status()) {
			return code;
		}
		// an anonymous user who is denied access has to log in first
		boolean denied = code != null && code.status() == StandardCode.FORBIDDEN.status();
		return (denied || (!known && !credentialsSent)) ? StandardCode.CREDENTIALS_MISSING
				: StandardCode.CREDENTIALS_INVALID;
	}

	/**
	 * Return whether a challenge says, in the words of RFC 6750, that a token has
	 * expired.
	 */
	private static boolean isExpired(@Nullable String challenge) {
		return challenge != null && challenge.contains("invalid_token")
				&& challenge.toLowerCase(Locale.ROOT).contains("expired");
	}

}
