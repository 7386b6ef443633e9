package dev.errata.security.servlet;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.context.ApplicationListener;
import org.springframework.security.authorization.event.AuthorizationDeniedEvent;

/**
 * Records what the authorization rules of a filter chain deny. The exception does not
 * leave the chain.
 */
final class AuthorizationDeniedListener implements ApplicationListener<AuthorizationDeniedEvent<?>> {

	@Override
	public void onApplicationEvent(AuthorizationDeniedEvent<?> event) {
		if (event.getObject() instanceof HttpServletRequest request) {
			Denials.record(event.getAuthorizationResult(), request);
		}
	}

}
