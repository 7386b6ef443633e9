package dev.errata.security;

import java.util.Locale;

import dev.errata.catalog.StandardCode;
import dev.errata.error.BuiltInErrorTranslator;
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

/**
 * Translates the exceptions of Spring Security. Whether a user is unknown or a password
 * wrong is one answer.
 */
final class SecurityTranslator implements BuiltInErrorTranslator {

	@Override
	public @Nullable Failure translate(Throwable exception, Locale locale) {
		if (exception instanceof AuthenticationException authentication) {
			return Failure.of(codeOf(authentication));
		}
		if (exception instanceof CsrfException) {
			return Failure.of(StandardCode.CSRF_REJECTED);
		}
		if (exception instanceof AccessDeniedException) {
			return Failure.of(StandardCode.FORBIDDEN);
		}
		return (exception instanceof RequestRejectedException) ? Failure.of(StandardCode.REQUEST_REJECTED) : null;
	}

	static StandardCode codeOf(AuthenticationException exception) {
		if (exception instanceof AuthenticationServiceException) {
			return StandardCode.SERVICE_UNAVAILABLE;
		}
		if (exception instanceof InsufficientAuthenticationException
				|| exception instanceof AuthenticationCredentialsNotFoundException
				|| exception instanceof PreAuthenticatedCredentialsNotFoundException) {
			return StandardCode.CREDENTIALS_MISSING;
		}
		return (exception instanceof CredentialsExpiredException) ? StandardCode.TOKEN_EXPIRED
				: StandardCode.CREDENTIALS_INVALID;
	}

}
