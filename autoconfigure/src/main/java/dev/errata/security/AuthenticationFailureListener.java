package dev.errata.security;

import org.springframework.context.ApplicationListener;
import org.springframework.security.authentication.event.AbstractAuthenticationFailureEvent;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Remembers why somebody could not log in: the filters that check credentials keep the
 * exception to themselves and their handlers. Events of publishers that are not ours tell
 * it, too.
 */
final class AuthenticationFailureListener implements ApplicationListener<AbstractAuthenticationFailureEvent> {

	@Override
	public void onApplicationEvent(AbstractAuthenticationFailureEvent event) {
		keep(event.getException());
	}

	/**
	 * Let the request at hand, if there is one, bear why its login failed.
	 */
	static void keep(AuthenticationException exception) {
		if (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes) {
			Denials.record(exception, attributes.getRequest());
		}
	}

}
