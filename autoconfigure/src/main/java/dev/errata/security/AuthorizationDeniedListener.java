package dev.errata.security;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.context.ApplicationListener;
import org.springframework.security.authorization.event.AuthorizationDeniedEvent;

/**
 * Remembers what the rules of a chain deny: the filter that applies them stands inside
 * the chain, and nobody outside sees its exception.
 */
final class AuthorizationDeniedListener implements ApplicationListener<AuthorizationDeniedEvent<?>> {

	@Override
	public void onApplicationEvent(AuthorizationDeniedEvent<?> event) {
		if (event.getObject() instanceof HttpServletRequest request) {
			Denials.record(event.getAuthorizationResult(), request);
		}
	}

}
