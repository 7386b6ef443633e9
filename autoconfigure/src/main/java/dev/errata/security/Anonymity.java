package dev.errata.security;

import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.core.Authentication;

/**
 * Tells those who are logged in from those who are not.
 */
final class Anonymity {

	private static final AuthenticationTrustResolver TRUST = new AuthenticationTrustResolverImpl();

	private Anonymity() {
	}

	static boolean isAnonymous(@Nullable Authentication authentication) {
		return authentication == null || TRUST.isAnonymous(authentication);
	}

}
