package dev.errata.security.reactive;

import dev.errata.security.BearerWireTests;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;

/**
 * Chains of Spring WebFlux for bearer tokens.
 */
@Configuration(proxyBeanMethods = false)
public class ReactiveBearerChains {

	private static ServerHttpSecurity secured(ServerHttpSecurity http) {
		return http.authorizeExchange((exchanges) -> exchanges.pathMatchers("/public")
			.permitAll()
			.pathMatchers("/admin", "/opaque/admin")
			.hasAuthority("SCOPE_admin")
			.anyExchange()
			.authenticated());
	}

	@Bean
	@Order(1)
	SecurityWebFilterChain opaque(ServerHttpSecurity http) {
		return secured(http.securityMatcher(ServerWebExchangeMatchers.pathMatchers("/opaque/**")))
			.oauth2ResourceServer((server) -> server.opaqueToken((opaque) -> opaque
				.introspector((token) -> Mono.fromSupplier(() -> BearerWireTests.introspect(token)))))
			.build();
	}

	@Bean
	@Order(2)
	SecurityWebFilterChain jwt(ServerHttpSecurity http) {
		return secured(http)
			.oauth2ResourceServer((server) -> server
				.jwt((jwt) -> jwt.jwtDecoder(NimbusReactiveJwtDecoder.withSecretKey(BearerWireTests.KEY).build())))
			.build();
	}

}
