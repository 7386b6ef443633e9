package dev.errata.security.servlet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

import dev.errata.wire.ContainerTests;
import dev.errata.wire.Exchange;
import dev.errata.wire.InEachContainer;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Row.row;
import static org.springframework.security.config.Customizer.withDefaults;

/**
 * Filters, entry points and handlers of Spring Security that leave their exceptions to
 * Spring MVC's exception resolver.
 */
@InEachContainer
class ResolverInFilterWireTests extends ContainerTests {

	private static final String NONE = "Authentication is required.";

	private static final String DENIED = "Access is denied.";

	@Override
	protected Service start(Container container) {
		return Service.start(container, true, List.of(Application.class), ENVELOPE);
	}

	@TestFactory
	Stream<DynamicTest> exceptions() {
		return service().table(get("/fine"),
				row("entry point", get("/private/ok")).is(401, "credentials_missing", NONE),
				row("access denied handler", basic("/private/admin")).is(403, "forbidden", DENIED),
				row("authentication in a filter of Security", get("/private/ok").header("Token: expired")).is(401,
						"credentials_invalid", "The credentials are not valid."),
				row("authorization in a filter of Security", get("/private/ok").header("Token: foreign")).is(403,
						"forbidden", DENIED),
				row("authentication in a filter", get("/fine").header("Early-Token: expired")).is(401,
						"credentials_invalid", "The credentials are not valid."),
				row("authorization in a filter", get("/fine").header("Early-Token: foreign")).is(403, "forbidden",
						DENIED),
				row("other exception in a filter", get("/fine").header("Early-Token: broken")).is(500, "internal_error",
						"An unexpected error occurred."),
				row("parameter that the firewall rejects while a handler is looked for", get("/narrow?%00=1")).is(400,
						"request_rejected", "The request was rejected."));
	}

	private static Exchange basic(String target) {
		String credentials = Base64.getEncoder().encodeToString("alice:secret".getBytes(StandardCharsets.UTF_8));
		return get(target).header("Authorization: Basic " + credentials);
	}

	private static final class TokenFilter extends OncePerRequestFilter {

		private final String header;

		private final HandlerExceptionResolver resolver;

		TokenFilter(String header, HandlerExceptionResolver resolver) {
			this.header = header;
			this.resolver = resolver;
		}

		@Override
		protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
				throws ServletException, IOException {
			Exception exception = switch (String.valueOf(request.getHeader(this.header))) {
				case "expired" -> new BadCredentialsException(SECRET);
				case "foreign" -> new AccessDeniedException(SECRET);
				case "broken" -> new IllegalStateException(SECRET);
				default -> null;
			};
			if (exception == null) {
				chain.doFilter(request, response);
			}
			else {
				this.resolver.resolveException(request, response, null, exception);
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Controller.class)
	static class Application {

		@Bean
		SecurityFilterChain chain(HttpSecurity http,
				@Qualifier("handlerExceptionResolver") HandlerExceptionResolver resolver) {
			return http
				.authorizeHttpRequests((requests) -> requests.requestMatchers("/private/admin")
					.hasRole("ADMIN")
					.requestMatchers("/private/**")
					.authenticated()
					.anyRequest()
					.permitAll())
				.httpBasic(withDefaults())
				.exceptionHandling((handling) -> handling
					.authenticationEntryPoint(
							(request, response, ex) -> resolver.resolveException(request, response, null, ex))
					.accessDeniedHandler(
							(request, response, ex) -> resolver.resolveException(request, response, null, ex)))
				.addFilterBefore(new TokenFilter("Token", resolver), UsernamePasswordAuthenticationFilter.class)
				.build();
		}

		@Bean
		FilterRegistrationBean<TokenFilter> earlyFilter(
				@Qualifier("handlerExceptionResolver") HandlerExceptionResolver resolver) {
			FilterRegistrationBean<TokenFilter> registration = new FilterRegistrationBean<>(
					new TokenFilter("Early-Token", resolver));
			registration.setOrder(-1000);
			return registration;
		}

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(User.withUsername("alice").password("secret").roles("USER").build());
		}

	}

	@RestController
	static class Controller {

		@GetMapping({ "/fine", "/private/ok", "/private/admin" })
		String fine() {
			return "fine";
		}

		@GetMapping(path = "/narrow", params = "value")
		String narrow() {
			return "fine";
		}

	}

}
