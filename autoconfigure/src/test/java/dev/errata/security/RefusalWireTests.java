package dev.errata.security;

import java.util.List;

import dev.errata.wire.Failures;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import dev.errata.wire.WireTests;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.ResponseEntity;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static dev.errata.wire.Exchange.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.config.Customizer.withDefaults;

/**
 * Refusals whose reason is not where one looks first.
 */
class RefusalWireTests {

	private static Service service;

	@BeforeAll
	static void start() {
		service = Service.start(Container.TOMCAT, true, List.of(Application.class), WireTests.ENVELOPE);
	}

	@AfterAll
	static void stop() {
		service.close();
	}

	@Test
	void statusOfTheApplicationWinsOverThatOfAFilterBefore() {
		assertThat(service.answer(get("/nothing").header("X-Trouble: status")).status()).isEqualTo(204);
	}

	@Test
	void failureOfAServiceIsLoggedWithItsStack() {
		try (Failures failures = Failures.logged()) {
			assertThat(service.answer(get("/unavailable")).status()).isEqualTo(503);
			assertThat(failures.lines()).singleElement()
				.satisfies((line) -> assertThat(line.getThrowableProxy()).isNotNull());
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Application {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			Filter trouble = (request, response, chain) -> {
				String kind = ((HttpServletRequest) request).getHeader("X-Trouble");
				if ("status".equals(kind)) {
					((HttpServletResponse) response).setStatus(401);
				}
				chain.doFilter(request, response);
			};
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
				.httpBasic(withDefaults())
				.addFilterAfter(trouble, AuthorizationFilter.class)
				.build();
		}

		@GetMapping("/nothing")
		ResponseEntity<Void> nothing() {
			return ResponseEntity.noContent().build();
		}

		@GetMapping("/unavailable")
		void unavailable() {
			throw new AuthenticationServiceException(WireTests.SECRET);
		}

	}

}
