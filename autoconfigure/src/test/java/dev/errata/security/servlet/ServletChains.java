package dev.errata.security.servlet;

import java.io.IOException;

import dev.errata.error.ErrorCodeException;
import dev.errata.wire.WireTests;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.WebSecurityCustomizer;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.password.NoOpPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.ExceptionTranslationFilter;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.web.cors.CorsConfiguration;

import static org.springframework.security.config.Customizer.withDefaults;

/**
 * Chains of Spring Security on Spring MVC side by side, each secured in its own way.
 */
@Configuration(proxyBeanMethods = false)
@EnableMethodSecurity
public class ServletChains {

	@Bean
	UserDetailsService users() {
		return new InMemoryUserDetailsManager(User.withUsername("alice").password("secret").roles("USER").build(),
				User.withUsername("bob").password("secret").credentialsExpired(true).build());
	}

	@Bean
	@SuppressWarnings("deprecation")
	PasswordEncoder passwordEncoder() {
		return NoOpPasswordEncoder.getInstance();
	}

	@Bean
	WebSecurityCustomizer ignored() {
		return (web) -> web.ignoring().requestMatchers("/ignored/**");
	}

	private static HttpSecurity secured(HttpSecurity http, String path) {
		return http.securityMatcher(path + "/**")
			.authorizeHttpRequests(
					(requests) -> requests.requestMatchers(path + "/guarded", path + "/callable-*", path + "/wrapped-*")
						.permitAll()
						.anyRequest()
						.authenticated());
	}

	private static HttpSecurity stateless(HttpSecurity http, String path) {
		return secured(http, path).csrf(AbstractHttpConfigurer::disable).httpBasic(withDefaults());
	}

	@Bean
	@Order(1)
	SecurityFilterChain form(HttpSecurity http) {
		return secured(http, "/form").formLogin((login) -> login.loginProcessingUrl("/form/login")).build();
	}

	@Bean
	@Order(2)
	SecurityFilterChain both(HttpSecurity http) {
		return secured(http, "/both").formLogin(withDefaults()).httpBasic(withDefaults()).build();
	}

	@Bean
	@Order(3)
	SecurityFilterChain basic(HttpSecurity http) {
		return stateless(http, "/basic").addFilterBefore(new Trouble("before"), ExceptionTranslationFilter.class)
			.addFilterBefore(new Trouble("behind"), AuthorizationFilter.class)
			.addFilterAfter(new Trouble("last"), AuthorizationFilter.class)
			.build();
	}

	@Bean
	@Order(4)
	SecurityFilterChain cookie(HttpSecurity http) {
		return secured(http, "/cookie").httpBasic(withDefaults())
			.csrf((csrf) -> csrf.spa().csrfTokenRepository(CookieCsrfTokenRepository.withHttpOnlyFalse()))
			.build();
	}

	@Bean
	@Order(5)
	SecurityFilterChain closed(HttpSecurity http) {
		return secured(http, "/closed").httpBasic(withDefaults()).build();
	}

	@Bean
	@Order(6)
	SecurityFilterChain mapped(HttpSecurity http) {
		return stateless(http, "/mapped").build();
	}

	@Bean
	@Order(7)
	SecurityFilterChain writing(HttpSecurity http) {
		return stateless(http, "/writing")
			.exceptionHandling((handling) -> handling.accessDeniedHandler((request, response, exception) -> {
				response.setStatus(403);
				response.getWriter().write("theirs");
			}))
			.build();
	}

	@Bean
	@Order(8)
	SecurityFilterChain silent(HttpSecurity http) {
		return stateless(http, "/silent")
			.exceptionHandling((handling) -> handling.accessDeniedHandler((request, response, exception) -> {
				response.addCookie(new Cookie("denied", "1"));
				response.setStatus(451);
			}))
			.build();
	}

	@Bean
	@Order(9)
	SecurityFilterChain sending(HttpSecurity http) {
		return stateless(http, "/sending").exceptionHandling(
				(handling) -> handling.accessDeniedHandler((request, response, exception) -> response.sendError(410)))
			.build();
	}

	@Bean
	@Order(10)
	SecurityFilterChain throwing(HttpSecurity http) {
		return stateless(http, "/throwing")
			.exceptionHandling((handling) -> handling.accessDeniedHandler((request, response, exception) -> {
				throw new ErrorCodeException("order_shipped");
			}))
			.build();
	}

	@Bean
	@Order(11)
	SecurityFilterChain told(HttpSecurity http) {
		return secured(http, "/told").csrf(AbstractHttpConfigurer::disable)
			.formLogin((login) -> login.loginProcessingUrl("/told/login")
				.failureHandler((request, response, exception) -> response.sendError(401, WireTests.SECRET)))
			.build();
	}

	private static HttpSecurity withoutLogin(HttpSecurity http, String path) {
		return secured(http, path).csrf(AbstractHttpConfigurer::disable);
	}

	@Bean
	@Order(12)
	SecurityFilterChain none(HttpSecurity http) {
		return withoutLogin(http, "/none").build();
	}

	@Bean
	@Order(13)
	SecurityFilterChain mappedNone(HttpSecurity http) {
		return withoutLogin(http, "/mapped-none").build();
	}

	@Bean
	@Order(14)
	SecurityFilterChain hiding(HttpSecurity http) {
		AuthenticationEntryPoint point = (request, response, exception) -> response.sendError(404);
		return secured(http, "/hiding").httpBasic((basic) -> basic.authenticationEntryPoint(point))
			.exceptionHandling((handling) -> handling.authenticationEntryPoint(point))
			.build();
	}

	@Bean
	@Order(15)
	SecurityFilterChain teapot(HttpSecurity http) {
		return withoutLogin(http, "/teapot")
			.exceptionHandling((handling) -> handling
				.authenticationEntryPoint((request, response, exception) -> response.setStatus(418)))
			.build();
	}

	@Bean
	@Order(16)
	SecurityFilterChain redirecting(HttpSecurity http) {
		return withoutLogin(http, "/redirecting")
			.exceptionHandling((handling) -> handling
				.authenticationEntryPoint((request, response, exception) -> response.sendRedirect("/elsewhere")))
			.build();
	}

	@Bean
	@Order(17)
	SecurityFilterChain ignoring(HttpSecurity http) {
		Filter lambda = (request, response, chain) -> {
			if ("lambda".equals(((HttpServletRequest) request).getHeader("X-Trouble"))) {
				((HttpServletResponse) response).sendError(403);
			}
			else {
				chain.doFilter(request, response);
			}
		};
		return secured(http, "/ignoring").httpBasic(withDefaults())
			.csrf((csrf) -> csrf.ignoringRequestMatchers("/ignoring/ok"))
			.addFilterAfter(new Trouble("csrf"), CsrfFilter.class)
			.addFilterAfter(lambda, CsrfFilter.class)
			.build();
	}

	@Bean
	@Order(0)
	SecurityFilterChain shared(HttpSecurity http) {
		CorsConfiguration rules = new CorsConfiguration();
		rules.addAllowedOrigin("https://good.example");
		return stateless(http, "/shared").cors((cors) -> cors.configurationSource((request) -> rules)).build();
	}

	@Bean
	@Order(18)
	SecurityFilterChain others(HttpSecurity http) {
		return stateless(http, "").build();
	}

	/** Makes the trouble of the header {@code X-Trouble} at its place in the chain. */
	private record Trouble(String place) implements Filter {

		@Override
		public void doFilter(ServletRequest request, ServletResponse servletResponse, FilterChain chain)
				throws IOException, ServletException {
			HttpServletResponse response = (HttpServletResponse) servletResponse;
			String trouble = String.valueOf(((HttpServletRequest) request).getHeader("X-Trouble"));
			if (!trouble.startsWith(this.place + "-")) {
				chain.doFilter(request, response);
				return;
			}
			switch (trouble.substring(this.place.length() + 1)) {
				case "send" -> response.sendError(401, WireTests.SECRET);
				case "busy" -> response.sendError(429);
				case "forbid" -> response.sendError(403);
				case "set" -> response.setStatus(403);
				case "code" -> throw new ErrorCodeException("order_shipped");
				case "deny" -> throw new AccessDeniedException(WireTests.SECRET);
				default -> throw new IllegalStateException(WireTests.SECRET);
			}
		}

	}

}
