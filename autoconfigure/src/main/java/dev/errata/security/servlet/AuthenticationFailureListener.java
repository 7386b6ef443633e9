package dev.errata.security.servlet;

import org.springframework.context.ApplicationListener;
import org.springframework.security.authentication.event.AbstractAuthenticationFailureEvent;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Records why authentication failed, also for events of publishers that are not ours. The
 * filters that check credentials only give the exception to their handlers.
 */
final class AuthenticationFailureListener implements ApplicationListener<AbstractAuthenticationFailureEvent> {

	@Override
	public void onApplicationEvent(AbstractAuthenticationFailureEvent event) {
		keep(event.getException());
	}

	/**
	 * Record the exception in the current request, if there is one.
	 */
	static void keep(AuthenticationException exception) {
		if (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes) {
			Denials.record(exception, attributes.getRequest());
		}
	}

}
