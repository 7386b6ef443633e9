package dev.errata.security.servlet;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.security.authentication.DefaultAuthenticationEventPublisher;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;

/**
 * Publishes what Spring Boot's own publisher does, and records why authentication failed
 * even if there is no event for it, as for a user store that fails.
 */
final class AuthenticationFailurePublisher extends DefaultAuthenticationEventPublisher {

	AuthenticationFailurePublisher(ApplicationEventPublisher publisher) {
		super(publisher);
	}

	@Override
	public void publishAuthenticationFailure(AuthenticationException exception, Authentication authentication) {
		AuthenticationFailureListener.keep(exception);
		super.publishAuthenticationFailure(exception, authentication);
	}

}
