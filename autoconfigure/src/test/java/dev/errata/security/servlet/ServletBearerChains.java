package dev.errata.security.servlet;

import dev.errata.security.BearerWireTests;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Chains of Spring MVC for bearer tokens.
 */
@Configuration(proxyBeanMethods = false)
public class ServletBearerChains {

	private static HttpSecurity secured(HttpSecurity http) {
		return http.authorizeHttpRequests((requests) -> requests.requestMatchers("/public")
			.permitAll()
			.requestMatchers("/admin", "/opaque/admin")
			.hasAuthority("SCOPE_admin")
			.anyRequest()
			.authenticated());
	}

	@Bean
	@Order(1)
	SecurityFilterChain opaque(HttpSecurity http) {
		return secured(http.securityMatcher("/opaque/**"))
			.oauth2ResourceServer(
					(server) -> server.opaqueToken((opaque) -> opaque.introspector(BearerWireTests::introspect)))
			.build();
	}

	@Bean
	@Order(2)
	SecurityFilterChain jwt(HttpSecurity http) {
		return secured(http)
			.oauth2ResourceServer((server) -> server
				.jwt((jwt) -> jwt.decoder(NimbusJwtDecoder.withSecretKey(BearerWireTests.KEY).build())))
			.build();
	}

}
