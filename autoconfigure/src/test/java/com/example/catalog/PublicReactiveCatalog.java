package com.example.catalog;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;

import static org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers.pathMatchers;

/**
 * The same on Spring WebFlux.
 */
@Configuration(proxyBeanMethods = false)
public class PublicReactiveCatalog {

	@Bean
	@Order(1)
	SecurityWebFilterChain catalog(ServerHttpSecurity http) {
		return http.securityMatcher(pathMatchers("/errors", "/errors.*", "/errors/**"))
			.authorizeExchange((exchanges) -> exchanges.anyExchange().permitAll())
			.build();
	}

}
