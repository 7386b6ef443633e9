package dev.errata.fuzz;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;

import static org.springframework.security.config.Customizer.withDefaults;

/**
 * What guards the service where it is one of Spring WebFlux.
 */
@Configuration(proxyBeanMethods = false)
@Import(SecuredService.class)
class SecuredStreams {

	@Bean
	SecurityWebFilterChain chain(ServerHttpSecurity http) {
		return http
			.authorizeExchange((requests) -> requests.pathMatchers("/fine", "/files/**", "/errors/**")
				.permitAll()
				.pathMatchers("/later", "/*/later")
				.hasRole("NOBODY")
				.anyExchange()
				.authenticated())
			.csrf(ServerHttpSecurity.CsrfSpec::disable)
			.securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
			.httpBasic(withDefaults())
			.build();
	}

	@Bean
	MapReactiveUserDetailsService users() {
		return new MapReactiveUserDetailsService(SecuredService.ANN);
	}

}
