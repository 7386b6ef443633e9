package com.example.catalog;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/**
 * A catalog that everybody may read, in a service that is closed.
 */
@Configuration(proxyBeanMethods = false)
public class PublicCatalog {

	@Bean
	@Order(1)
	SecurityFilterChain catalog(HttpSecurity http) {
		return http.securityMatcher("/errors", "/errors.*", "/errors/**")
			.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
			.build();
	}

}
