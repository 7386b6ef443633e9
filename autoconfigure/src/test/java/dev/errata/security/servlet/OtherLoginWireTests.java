package dev.errata.security.servlet;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

import dev.errata.wire.ContainerTests;
import dev.errata.wire.Exchange;
import dev.errata.wire.InEachContainer;
import dev.errata.wire.Row;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authentication.AuthenticationEventPublisher;
import org.springframework.security.authentication.DefaultAuthenticationEventPublisher;
import org.springframework.security.authorization.method.AuthorizeReturnObject;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.DelegatingMissingAuthorityAccessDeniedHandler;
import org.springframework.security.web.authentication.SimpleUrlAuthenticationFailureHandler;
import org.springframework.security.web.authentication.preauth.RequestHeaderAuthenticationFilter;
import org.springframework.security.web.authentication.www.BasicAuthenticationEntryPoint;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Row.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.config.Customizer.withDefaults;

/**
 * Logins that only Spring MVC has, and objects that only some may read, on a real port.
 */
@InEachContainer
class OtherLoginWireTests extends ContainerTests {

	private static final String CHALLENGE = "Basic realm=\"Realm\", charset=\"UTF-8\"";

	private static final String NONE = "Authentication is required.";

	@Override
	protected Service start(Container container) {
		return start(Application.class);
	}

	private Service start(Class<?>... sources) {
		return Service.start(container(), true, List.of(sources), ENVELOPE);
	}

	@TestFactory
	Stream<DynamicTest> others() {
		return table(row("header of a proxy is missing", get("/proxied/ok")).is(401, "credentials_missing", NONE),
				row("second factor is missing", basic("/factors", "alice")).is(401, "credentials_missing", NONE),
				row("object that a user may not read in full", basic("/account", "alice")).is(403, "forbidden",
						"Access is denied."),
				row("object that nobody may read in full", get("/account")).is(401, "credentials_missing", NONE));
	}

	@Test
	void challengeStays() {
		assertThat(answer(basic("/factors", "alice")).header("WWW-Authenticate"))
			.isEqualTo("Basic realm=\"second\", charset=\"UTF-8\"");
		assertThat(answer(get("/account")).header("WWW-Authenticate")).isEqualTo(CHALLENGE);
	}

	@Test
	void ownPublisherIsLeftAlone() {
		try (Service own = start(Application.class, OwnPublisherConfiguration.class)) {
			assertThat(own.bean(AuthenticationEventPublisher.class))
				.isExactlyInstanceOf(DefaultAuthenticationEventPublisher.class);
			assertThat(own.answer(login("nobody")).body()).contains("credentials_invalid");
		}
	}

	@Override
	protected Stream<DynamicTest> table(Row... rows) {
		return service().table(basic("/ok", "alice"), rows);
	}

	private static Exchange login(String user) {
		return Exchange.form("/login", "username=" + user + "&password=secret");
	}

	private static Exchange basic(String path, String user) {
		return get(path).header("Authorization: Basic "
				+ Base64.getEncoder().encodeToString((user + ":secret").getBytes(StandardCharsets.UTF_8)));
	}

	static class Account {

		public String getName() {
			return "alice";
		}

		@PreAuthorize("hasRole('CLERK')")
		public String getNumber() {
			return SECRET;
		}

	}

	static class Accounts {

		@AuthorizeReturnObject
		public Account find() {
			return new Account();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnPublisherConfiguration {

		@Bean
		DefaultAuthenticationEventPublisher ownPublisher() {
			return new DefaultAuthenticationEventPublisher();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableMethodSecurity
	@Import({ Accounts.class, AccountController.class })
	static class Application {

		@Bean
		UserDetailsService users() {
			return (name) -> {
				if (name.equals("nobody")) {
					throw new UsernameNotFoundException(SECRET);
				}
				return User.withUsername(name).password("{noop}secret").roles("USER").build();
			};
		}

		@Bean
		@Order(1)
		SecurityFilterChain proxied(HttpSecurity http) {
			RequestHeaderAuthenticationFilter filter = new RequestHeaderAuthenticationFilter();
			filter.setAuthenticationManager((authentication) -> authentication);
			return http.securityMatcher("/proxied/**").addFilter(filter).build();
		}

		@Bean
		@Order(2)
		SecurityFilterChain others(HttpSecurity http) {
			BasicAuthenticationEntryPoint second = new BasicAuthenticationEntryPoint();
			second.setRealmName("second");
			return http
				.authorizeHttpRequests((requests) -> requests.requestMatchers("/factors")
					.hasAuthority(FactorGrantedAuthority.OTT_AUTHORITY)
					.requestMatchers("/ok")
					.authenticated()
					.anyRequest()
					.permitAll())
				.exceptionHandling((handling) -> handling
					.accessDeniedHandler(DelegatingMissingAuthorityAccessDeniedHandler.builder()
						.addEntryPointFor(second, FactorGrantedAuthority.OTT_AUTHORITY)
						.build())
					.authenticationEntryPoint(realm()))
				.httpBasic(withDefaults())
				.formLogin((login) -> login.failureHandler(new SimpleUrlAuthenticationFailureHandler()))
				.csrf(AbstractHttpConfigurer::disable)
				.build();
		}

		private static BasicAuthenticationEntryPoint realm() {
			BasicAuthenticationEntryPoint point = new BasicAuthenticationEntryPoint();
			point.setRealmName("Realm");
			return point;
		}

	}

	@RestController
	static class AccountController {

		private final Accounts accounts;

		AccountController(Accounts accounts) {
			this.accounts = accounts;
		}

		@GetMapping({ "/ok", "/factors", "/proxied/ok" })
		String ok() {
			return "ok";
		}

		@GetMapping("/account")
		Account account() {
			return this.accounts.find();
		}

	}

}
