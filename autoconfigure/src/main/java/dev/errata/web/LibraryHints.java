package dev.errata.web;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * Hints for types of optional libraries that are looked up by name while the application
 * runs.
 */
class LibraryHints implements RuntimeHintsRegistrar {

	private static final List<String> TYPES = List.of("com.github.benmanes.caffeine.cache.Caffeine",
			"org.apache.catalina.connector.RequestFacade",
			"org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration",
			"org.springframework.boot.jackson2.autoconfigure.Jackson2AutoConfiguration",
			"org.springframework.cloud.gateway.support.ServerWebExchangeUtils",
			"org.springframework.security.access.AccessDeniedException",
			"org.springframework.security.core.AuthenticationException",
			"org.springframework.security.oauth2.client.ClientAuthorizationRequiredException",
			"org.springframework.security.web.SecurityFilterChain",
			"org.springframework.security.web.firewall.RequestRejectedException",
			"org.springframework.security.web.server.SecurityWebFilterChain");

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		TYPES.forEach((name) -> hints.reflection().registerTypeIfPresent(classLoader, name));
	}

}
