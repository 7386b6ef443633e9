package dev.errata.security;

import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;

import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Exchange;
import dev.errata.wire.Row;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.password.CompromisedPasswordChecker;
import org.springframework.security.authentication.password.CompromisedPasswordDecision;
import org.springframework.security.authentication.password.CompromisedPasswordException;
import org.springframework.security.authentication.password.ReactiveCompromisedPasswordChecker;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.ReactiveUserDetailsService;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authentication.HttpStatusServerEntryPoint;
import org.springframework.security.web.server.authentication.ServerAuthenticationEntryPointFailureHandler;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.SimpleUrlAuthenticationFailureHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Row.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.config.Customizer.withDefaults;

/**
 * Logins that fail for reasons other than a wrong password, on a real port.
 */
class LoginWireTests extends EveryStackTests {

	private static final String UNAVAILABLE = "The service is temporarily unavailable.";

	private static final String UNEXPECTED = "An unexpected error occurred.";

	private static final String BAD = "The credentials are not valid.";

	private static final String LEAKED = "123456";

	@Override
	protected Service start(Container container) {
		return Service.start(container, true,
				List.of(Application.class, container.pick(ServletConfiguration.class, ReactiveConfiguration.class)),
				ENVELOPE, "errata.codes.suspended.status=403",
				"errata.codes.suspended.exceptions=" + SuspendedException.class.getName(),
				"errata.codes.password_leaked.status=401",
				"errata.codes.password_leaked.exceptions=" + CompromisedPasswordException.class.getName());
	}

	@TestFactory
	Stream<DynamicTest> basic() {
		return table(row("store that fails", basic("/ok", "broken")).is(503, "service_unavailable", UNAVAILABLE),
				row("store that fails, public path", basic("/open", "broken")).is(503, "service_unavailable",
						UNAVAILABLE),
				row("store that cannot be reached", basic("/ok", "unreachable")).is(503, "service_unavailable",
						UNAVAILABLE),
				row("store that finds nobody and says so in its own words", basic("/ok", "absent"))
					.is(401, "credentials_invalid", BAD)
					.on(Container.NETTY, "Spring Security does not catch it there",
							(row) -> row.is(500, "internal_error", UNEXPECTED)),
				row("store that stumbles over nobody", basic("/ok", "null")).is(401, "credentials_invalid", BAD)
					.on(Container.NETTY, "Spring Security does not catch it there",
							(row) -> row.is(500, "internal_error", UNEXPECTED)),
				row("store that returns nobody", basic("/ok", "none")).is(401, "credentials_invalid", BAD),
				row("store that expects somebody", basic("/ok", "empty")).is(401, "credentials_invalid", BAD)
					.on(Container.NETTY, "Spring Security does not catch it there",
							(row) -> row.is(500, "internal_error", UNEXPECTED)),
				row("store that locks a user out", basic("/ok", "locked")).is(401, "credentials_invalid", BAD),
				row("store whose exception a code claims", basic("/ok", "suspended")).is(403, "suspended", "Forbidden"),
				row("exception without an event that a code claims", basic("/ok", "leaked", LEAKED)).is(401,
						"password_leaked", "Unauthorized"),
				row("unknown user", basic("/ok", "nobody")).is(401, "credentials_invalid", BAD));
	}

	@TestFactory
	Stream<DynamicTest> form() {
		return table(row("store that fails", login("broken")).is(503, "service_unavailable", UNAVAILABLE),
				row("store that finds nobody and says so in its own words", login("absent"))
					.is(401, "credentials_invalid", BAD)
					.on(Container.NETTY, "Spring Security does not catch it there",
							(row) -> row.is(500, "internal_error", UNEXPECTED)),
				row("store that locks a user out", login("locked")).is(401, "credentials_invalid", BAD),
				row("store whose exception a code claims", login("suspended")).is(403, "suspended", "Forbidden"),
				row("exception without an event that a code claims", login("leaked", LEAKED)).is(401, "password_leaked",
						"Unauthorized"),
				row("unknown user", login("nobody")).is(401, "credentials_invalid", BAD));
	}

	@Test
	void challengeStays() {
		assertThat(answer(basic("/ok", "leaked", LEAKED)).header("WWW-Authenticate"))
			.startsWith("Basic realm=\"Realm\"");
	}

	@Override
	protected Stream<DynamicTest> table(Row... rows) {
		return service().table(basic("/ok", "alice"), rows);
	}

	private static Exchange login(String user) {
		return login(user, "secret");
	}

	private static Exchange login(String user, String password) {
		return Exchange.form("/login", "username=" + user + "&password=" + password);
	}

	private static Exchange basic(String path, String user) {
		return basic(path, user, "secret");
	}

	private static Exchange basic(String path, String user, String password) {
		return get(path).header("Authorization: Basic "
				+ Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8)));
	}

	/** What a service says of a user in words of its own. */
	static class SuspendedException extends AuthenticationException {

		SuspendedException() {
			super(SECRET);
		}

	}

	private static UserDetails find(String name) {
		return switch (name) {
			case "broken" -> throw new DataAccessResourceFailureException(SECRET);
			case "unreachable" -> throw new IllegalStateException(new ConnectException(SECRET));
			case "absent" -> throw new NoSuchElementException(SECRET);
			case "null" -> throw new NullPointerException(SECRET);
			case "none" -> null;
			case "empty" -> throw new EmptyResultDataAccessException(SECRET, 1);
			case "locked" -> throw new LockedException(SECRET);
			case "suspended" -> throw new SuspendedException();
			case "nobody" -> throw new UsernameNotFoundException(SECRET);
			default -> User.withUsername(name)
				.password("{noop}" + (name.equals("leaked") ? LEAKED : "secret"))
				.roles("USER")
				.build();
		};
	}

	@Configuration(proxyBeanMethods = false)
	static class ServletConfiguration {

		@Bean
		UserDetailsService users() {
			return LoginWireTests::find;
		}

		@Bean
		CompromisedPasswordChecker leaks() {
			return (password) -> new CompromisedPasswordDecision(LEAKED.equals(password));
		}

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return http
				.authorizeHttpRequests(
						(requests) -> requests.requestMatchers("/ok").authenticated().anyRequest().permitAll())
				.httpBasic(withDefaults())
				.formLogin((login) -> login.failureHandler(new SimpleUrlAuthenticationFailureHandler()))
				.csrf(AbstractHttpConfigurer::disable)
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ReactiveConfiguration {

		@Bean
		ReactiveUserDetailsService users() {
			return (name) -> Mono.fromSupplier(() -> find(name));
		}

		@Bean
		ReactiveCompromisedPasswordChecker leaks() {
			return (password) -> Mono.just(new CompromisedPasswordDecision(LEAKED.equals(password)));
		}

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
			return http
				.authorizeExchange(
						(exchanges) -> exchanges.pathMatchers("/ok").authenticated().anyExchange().permitAll())
				.httpBasic(withDefaults())
				.formLogin(
						(login) -> login.authenticationFailureHandler(new ServerAuthenticationEntryPointFailureHandler(
								new HttpStatusServerEntryPoint(HttpStatus.UNAUTHORIZED))))
				.csrf(ServerHttpSecurity.CsrfSpec::disable)
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Application {

		@GetMapping({ "/ok", "/open" })
		String ok() {
			return "ok";
		}

	}

}
