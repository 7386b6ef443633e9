package dev.errata.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import dev.errata.error.ErrorCodeException;
import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import dev.errata.wire.Failures;
import dev.errata.wire.Row;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import dev.errata.wire.WireTests;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authentication.BadCredentialsException;
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
import org.springframework.security.web.firewall.HttpStatusRequestRejectedHandler;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.of;
import static dev.errata.wire.Exchange.post;
import static dev.errata.wire.Row.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.config.Customizer.withDefaults;

/**
 * Chains of Spring Security side by side, each secured in its own way.
 */
class SecurityWireTests {

	private static final String ALICE = "Authorization: Basic " + base64("alice:secret");

	private static final String MALLORY = "Authorization: Basic " + base64("alice:guess");

	private static final String CHALLENGE = "Basic realm=\"Realm\", charset=\"UTF-8\"";

	private static Service service;

	@BeforeAll
	static void start() {
		service = Service.start(Container.TOMCAT, true, List.of(Application.class), WireTests.SHORT_ENVELOPE,
				"errata.codes.order_shipped.status=409", "errata.contracts.closed.paths=/closed/**",
				"errata.contracts.closed.closed=true", "errata.contracts.closed.codes.bad.status=400",
				"errata.contracts.closed.codes.bad.replaces=client_error",
				"errata.contracts.closed.codes.broken.status=500",
				"errata.contracts.closed.codes.broken.replaces=server_error",
				"errata.contracts.closed.codes.login.status=401",
				"errata.contracts.closed.codes.login.replaces=unauthorized",
				"errata.contracts.closed.codes.denied.status=404",
				"errata.contracts.closed.codes.denied.replaces=forbidden", "errata.contracts.mapped.paths=/mapped/**",
				"errata.contracts.mapped.codes.no_entry.status=423",
				"errata.contracts.mapped.codes.no_entry.exceptions=" + AccessDeniedException.class.getName(),
				"errata.contracts.mapped.codes.odd.status=406",
				"errata.contracts.mapped.codes.odd.exceptions=" + RequestRejectedException.class.getName(),
				"errata.contracts.several.paths=/mapped-none/**",
				"errata.contracts.several.codes.several.status=401,403",
				"errata.contracts.several.codes.several.exceptions=" + AccessDeniedException.class.getName(),
				"errata.contracts.mapped.codes.no_login.status=401",
				"errata.contracts.mapped.codes.no_login.exceptions=" + BadCredentialsException.class.getName());
	}

	@AfterAll
	static void stop() {
		service.close();
	}

	@TestFactory
	Stream<DynamicTest> formLogin() {
		return table(
				row("browser is sent to the login", get("/form/ok").header("Accept: text/html")).isForeign(302, ""),
				row("login that fails is sent back", Exchange.form("/form/login", "username=alice&password=guess"))
					.is(403, "csrf_rejected"),
				row("write without a token", post("/form/ok")).is(403, "csrf_rejected"),
				row("beside Basic, a client of JSON", get("/both/ok").header("Accept: application/json")).is(401,
						"credentials_missing"),
				row("beside Basic, a client of anything", get("/both/ok")).is(401, "credentials_missing"));
	}

	@TestFactory
	Stream<DynamicTest> methodSecurityOfServices() {
		return table(row("anonymous", get("/basic/guarded")).is(401, "credentials_missing"),
				row("user", get("/basic/guarded").header(ALICE)).is(403, "forbidden"),
				row("wrapped, anonymous", get("/basic/wrapped-denied")).is(401, "credentials_missing"),
				row("wrapped, user", get("/basic/wrapped-denied").header(ALICE)).is(403, "forbidden"),
				row("wrapped, bad credentials", get("/basic/wrapped-bad").header(ALICE)).is(401, "credentials_invalid"),
				row("in a Callable, user", get("/basic/callable-guarded").header(ALICE)).is(403, "forbidden"),
				row("in a Callable, anonymous", get("/basic/callable-guarded")).is(401, "credentials_missing"),
				row("Callable that denies", get("/basic/callable-denied").header(ALICE)).is(403, "forbidden"),
				row("Callable that denies, anonymous", get("/basic/callable-denied")).is(401, "credentials_missing"),
				row("Callable with bad credentials", get("/basic/callable-bad").header(ALICE)).is(401,
						"credentials_invalid"),
				row("Callable that fails", get("/basic/callable-broken").header(ALICE)).is(500, "internal_error"));
	}

	@TestFactory
	Stream<DynamicTest> filtersOfTheChain() {
		return Stream.of("before", "behind", "last")
			.flatMap((place) -> table(
					row(place + ", sends 401",
							get("/basic/ok").header(ALICE).header("X-Trouble: %s-send".formatted(place)))
						.is(401, "credentials_invalid"),
					row(place + ", sends 429",
							get("/basic/ok").header(ALICE).header("X-Trouble: %s-busy".formatted(place)))
						.is(429, "too_many_requests"),
					row(place + ", sets 403",
							get("/basic/ok").header(ALICE).header("X-Trouble: %s-set".formatted(place)))
						.is(403, "forbidden"),
					row(place + ", throws a code",
							get("/basic/ok").header(ALICE).header("X-Trouble: %s-code".formatted(place)))
						.is(409, "order_shipped"),
					row(place + ", fails", get("/basic/ok").header(ALICE).header("X-Trouble: %s-fail".formatted(place)))
						.is(500, "internal_error"),
					row(place + ", denies a user",
							get("/basic/ok").header(ALICE).header("X-Trouble: %s-deny".formatted(place)))
						.is(403, "forbidden")));
	}

	@TestFactory
	Stream<DynamicTest> ownHandlers() {
		return table(row("that writes", get("/writing/deny").header(ALICE)).isForeign(403, "theirs"),
				row("that sets a status", get("/silent/deny").header(ALICE)).is(451, "client_error"),
				row("that sends an error", get("/sending/deny").header(ALICE)).is(410, "gone"),
				row("that throws a code", get("/throwing/deny").header(ALICE)).is(409, "order_shipped"));
	}

	@TestFactory
	Stream<DynamicTest> entryPoints() {
		return table(row("none, anonymous", get("/none/ok")).is(403, "forbidden"),
				row("none, by method security", get("/none/guarded")).is(403, "forbidden"),
				row("none, wrapped", get("/none/wrapped-denied")).is(403, "forbidden"),
				row("none, in a Callable", get("/none/callable-guarded")).is(403, "forbidden"),
				row("none, in a forward", get("/none/wrapped-forward?to=ok")).is(403, "forbidden"),
				row("none, in an include", get("/none/wrapped-include?to=ok")).is(403, "forbidden"),
				row("none, bad credentials of a handler", get("/none/wrapped-bad")).is(403, "forbidden"),
				row("that hides", get("/hiding/ok")).is(404, "not_found"),
				row("that hides, by method security", get("/hiding/guarded")).is(404, "not_found"),
				row("that hides, wrong password", get("/hiding/ok").header(MALLORY)).is(404, "not_found"),
				row("that sets a status", get("/teapot/ok")).is(418, "client_error"),
				row("that redirects", get("/redirecting/ok")).isForeign(302, ""));
	}

	@TestFactory
	Stream<DynamicTest> firewall() {
		return table(row("semicolon", get("/basic/ok;x=1").header(ALICE)).is(400, "request_rejected"),
				row("double slash", get("//basic/ok").header(ALICE)).is(400, "request_rejected"),
				row("unknown method", of("BREW", "/basic/ok").header(ALICE)).is(400, "request_rejected"),
				row("parameter that a handler reads", get("/basic/wrapped-parameters?a%01=1")).is(400,
						"request_rejected"),
				row("parameter that a Callable reads", get("/basic/callable-parameters?a%01=1")).is(400,
						"request_rejected"),
				row("in a closed contract", get("/closed/ok;x=1")).is(400, "bad"),
				row("exception that a code claims", get("/mapped/ok;x=1")).is(406, "odd"));
	}

	@TestFactory
	Stream<DynamicTest> filtersBehindThatOfCsrf() {
		return table(row("write that is let through", post("/ignoring/ok").header(ALICE)).isForeign(200, "ok"),
				row("write without a token", post("/ignoring/strict").header(ALICE)).is(403, "csrf_rejected"),
				row("sends 403 to a write", post("/ignoring/ok").header("X-Trouble: csrf-forbid")).is(403, "forbidden"),
				row("sets 403 for a write", post("/ignoring/ok").header("X-Trouble: csrf-set")).is(403, "forbidden"),
				row("lambda that sends 403 to a write", post("/ignoring/ok").header("X-Trouble: lambda")).is(403,
						"forbidden"));
	}

	@TestFactory
	Stream<DynamicTest> mappedByTheCatalog() {
		return table(row("status that the code lists", get("/mapped-none/deny")).is(403, "several"),
				row("user", get("/mapped/deny").header(ALICE)).is(423, "no_entry"),
				row("anonymous", get("/mapped/deny")).is(401, "credentials_missing"),
				row("user, by method security", get("/mapped/guarded").header(ALICE)).is(423, "no_entry"),
				row("wrong password", get("/mapped/ok").header(MALLORY)).is(401, "no_login"));
	}

	@TestFactory
	Stream<DynamicTest> failedLogins() {
		return table(
				row("that a handler sends", Exchange.form("/told/login", "username=alice&password=guess")).is(401,
						"credentials_invalid"),
				row("of nobody known", Exchange.form("/told/login", "username=eve&password=guess")).is(401,
						"credentials_invalid"),
				row("expired password", get("/basic/ok").header("Authorization: Basic " + base64("bob:secret"))).is(401,
						"token_expired"),
				row("expired password that is wrong",
						get("/basic/ok").header("Authorization: Basic " + base64("bob:guess")))
					.is(401, "credentials_invalid"));
	}

	@TestFactory
	Stream<DynamicTest> forwards() {
		return table(row("user", get("/basic/wrapped-forward?to=deny").header(ALICE)).is(403, "forbidden"),
				row("anonymous", get("/basic/wrapped-forward?to=deny")).is(401, "credentials_missing"),
				row("to what rules of paths protect", get("/basic/wrapped-forward?to=ok")).is(401,
						"credentials_missing"),
				row("handler that sets a status", get("/silent/wrapped-forward?to=deny").header(ALICE)).is(451,
						"client_error"),
				row("handler that writes", get("/writing/wrapped-forward?to=deny").header(ALICE)).isForeign(403,
						"theirs"),
				row("that may be seen", get("/basic/wrapped-forward?to=ok").header(ALICE)).isForeign(200, "ok"));
	}

	@TestFactory
	Stream<DynamicTest> includes() {
		return table(row("user", get("/basic/wrapped-include?to=deny").header(ALICE)).is(403, "forbidden"),
				row("anonymous", get("/basic/wrapped-include?to=deny")).is(401, "credentials_missing"),
				row("what rules of paths protect", get("/basic/wrapped-include?to=ok")).is(401, "credentials_missing"),
				row("handler that sets a status", get("/silent/wrapped-include?to=deny").header(ALICE)).is(451,
						"client_error"),
				row("browser is sent to the login", get("/form/wrapped-include?to=ok").header("Accept: text/html"))
					.isForeign(302, ""),
				row("that may be seen", get("/basic/wrapped-include?to=ok").header(ALICE)).isForeign(200, "ok"));
	}

	@TestFactory
	Stream<DynamicTest> closedContract() {
		return table(row("anonymous", get("/closed/secret")).is(401, "login"),
				row("wrong password", get("/closed/secret").header(MALLORY)).is(401, "login"),
				row("denied", get("/closed/deny").header(ALICE)).is(404, "denied"),
				row("write without a token", post("/closed/secret").header(ALICE)).is(404, "denied"));
	}

	@TestFactory
	Stream<DynamicTest> unsecured() {
		return table(row("nowhere", get("/ignored/nowhere")).is(404, "not_found"),
				row("fails", get("/ignored/broken")).is(500, "internal_error"),
				row("denies without Security", get("/ignored/deny")).is(403, "forbidden"),
				row("wrong credentials do not matter", get("/ignored/nowhere").header(MALLORY)).is(404, "not_found"),
				row("method security", get("/ignored/guarded")).is(401, "credentials_missing"));
	}

	@TestFactory
	Stream<DynamicTest> otherPaths() {
		return table(row("catalog page", get("/errors").header(MALLORY)).is(401, "credentials_invalid"),
				row("nowhere", get("/nowhere").header(ALICE)).is(404, "not_found"),
				row("nowhere, anonymous", get("/nowhere")).is(401, "credentials_missing"),
				row("broken header", get("/basic/ok").header("Authorization: Basic !!!")).is(401,
						"credentials_invalid"),
				row("error page", get("/error").header(ALICE)).is(404, "not_found"));
	}

	@Test
	void challengeStays() {
		assertThat(service.answer(get("/basic/guarded")).header("WWW-Authenticate")).isEqualTo(CHALLENGE);
		assertThat(service.answer(get("/basic/callable-guarded")).header("WWW-Authenticate")).isEqualTo(CHALLENGE);
		assertThat(service.answer(get("/basic/wrapped-denied")).header("WWW-Authenticate")).isEqualTo(CHALLENGE);
		assertThat(service.answer(get("/basic/wrapped-bad").header(ALICE)).header("WWW-Authenticate"))
			.isEqualTo(CHALLENGE);
		assertThat(service.answer(get("/basic/wrapped-forward?to=ok")).header("WWW-Authenticate")).isEqualTo(CHALLENGE);
		assertThat(service.answer(get("/basic/wrapped-include?to=ok")).header("WWW-Authenticate")).isEqualTo(CHALLENGE);
		assertThat(service.answer(get("/basic/guarded").header(ALICE)).headers()).doesNotContainKey("WWW-Authenticate");
	}

	@Test
	void sessionOfRememberedRequestSurvives() {
		Answer answer = service.answer(get("/both/ok"));
		assertThat(answer.status()).isEqualTo(401);
		assertThat(answer.header("Set-Cookie")).startsWith("JSESSIONID=");
	}

	@Test
	void csrfTokenSurvives() {
		Answer answer = service.answer(post("/cookie/ok").header(ALICE));
		assertThat(answer.status()).isEqualTo(403);
		assertThat(answer.body()).contains("csrf_rejected");
		String cookie = answer.header("Set-Cookie");
		assertThat(cookie).startsWith("XSRF-TOKEN=");
		String token = cookie.substring("XSRF-TOKEN=".length(), cookie.indexOf(';'));
		Exchange again = post("/cookie/ok").header(ALICE)
			.header("Cookie: XSRF-TOKEN=" + token)
			.header("X-XSRF-TOKEN: " + token);
		assertThat(service.answer(again).body()).isEqualTo("ok");
	}

	@Test
	void cookieOfTheSessionIsSentOnceOnJetty() {
		try (Service jetty = Service.start(Container.JETTY, true, List.of(Application.class), WireTests.ENVELOPE)) {
			Answer answer = jetty.answer(post("/form/ok"));
			assertThat(answer.body()).contains("csrf_rejected");
			assertThat(answer.header("Set-Cookie")).startsWith("JSESSIONID=");
		}
	}

	@Test
	void headHasNoBody() {
		Answer answer = service.answer(of("HEAD", "/basic/guarded"));
		assertThat(answer.status()).isEqualTo(401);
		assertThat(answer.body()).isEmpty();
		assertThat(answer.header("WWW-Authenticate")).isEqualTo(CHALLENGE);
	}

	@TestFactory
	Stream<DynamicTest> failureIsOneLine() {
		return Stream
			.of(get("/basic/guarded"), get("/basic/guarded").header(ALICE), get("/basic/ok").header(MALLORY),
					get("/basic/callable-guarded"), get("/basic/ok;x=1"), post("/closed/secret").header(ALICE),
					get("/mapped/deny").header(ALICE), get("/basic/ok").header("X-Trouble: before-send"),
					get("/basic/ok").header("X-Trouble: before-code"), get("/basic/callable-broken").header(ALICE))
			.map((exchange) -> DynamicTest.dynamicTest(exchange.toString(), () -> {
				try (Failures failures = Failures.logged()) {
					service.answer(exchange);
					assertThat(failures.lines()).singleElement()
						.satisfies((line) -> assertThat(line.getFormattedMessage()).contains("[" + Exchange.ID + "]"));
				}
			}));
	}

	@Test
	void ownRequestRejectedHandlerIsLeftAlone() {
		try (Service own = Service.start(Container.TOMCAT, true,
				List.of(Application.class, OwnRejectedHandlerConfiguration.class))) {
			Answer answer = own.answer(get("/basic/ok;x=1"));
			assertThat(answer.status()).isEqualTo(418);
			assertThat(answer.body()).isEqualTo("theirs");
			assertThat(own.answer(get("/basic/wrapped-parameters?a%01=1")).body()).isEqualTo("theirs");
			assertThat(own.answer(get("/basic/ok").header(ALICE)).body()).isEqualTo("ok");
		}
	}

	@Test
	void statusOfOwnRequestRejectedHandlerIsKept() {
		try (Service own = Service.start(Container.TOMCAT, true,
				List.of(Application.class, HidingRejectedHandlerConfiguration.class), WireTests.ENVELOPE)) {
			Answer answer = own.answer(get("/basic/ok;x=1"));
			assertThat(answer.status()).isEqualTo(404);
			assertThat(answer.body()).startsWith("{\"code\":\"not_found\"");
		}
	}

	private static Stream<DynamicTest> table(Row... rows) {
		return service.table(get("/basic/ok").header(ALICE), rows);
	}

	private static String base64(String text) {
		return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
	}

	@Configuration(proxyBeanMethods = false)
	static class HidingRejectedHandlerConfiguration {

		@Bean
		RequestRejectedHandler hidingRequestRejectedHandler() {
			return new HttpStatusRequestRejectedHandler(404);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnRejectedHandlerConfiguration {

		@Bean
		RequestRejectedHandler ownRequestRejectedHandler() {
			return (request, response, exception) -> {
				response.setStatus(418);
				response.getWriter().write("theirs");
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableMethodSecurity
	@Import({ GuardedService.class, PlainController.class })
	static class Application {

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
				.authorizeHttpRequests((requests) -> requests
					.requestMatchers(path + "/guarded", path + "/callable-*", path + "/wrapped-*")
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
				.exceptionHandling((handling) -> handling
					.accessDeniedHandler((request, response, exception) -> response.setStatus(451)))
				.build();
		}

		@Bean
		@Order(9)
		SecurityFilterChain sending(HttpSecurity http) {
			return stateless(http, "/sending")
				.exceptionHandling((handling) -> handling
					.accessDeniedHandler((request, response, exception) -> response.sendError(410)))
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
		@Order(18)
		SecurityFilterChain others(HttpSecurity http) {
			return stateless(http, "").build();
		}

	}

	static class GuardedService {

		@PreAuthorize("hasRole('ADMIN')")
		public String guarded() {
			return "guarded";
		}

	}

	@RestController
	static class PlainController {

		private final GuardedService service;

		PlainController(GuardedService service) {
			this.service = service;
		}

		@RequestMapping(path = "/{chain}/ok", method = { RequestMethod.GET, RequestMethod.POST })
		String ok(@PathVariable String chain) {
			return "ok";
		}

		@GetMapping("/{chain}/deny")
		void deny(@PathVariable String chain) {
			throw new AccessDeniedException(WireTests.SECRET);
		}

		@GetMapping("/{chain}/broken")
		void broken(@PathVariable String chain) {
			throw new IllegalStateException(WireTests.SECRET);
		}

		@GetMapping("/{chain}/guarded")
		String guarded(@PathVariable String chain) {
			return this.service.guarded();
		}

		@GetMapping("/{chain}/wrapped-denied")
		void wrappedDenied(@PathVariable String chain) {
			throw new RuntimeException(new AccessDeniedException(WireTests.SECRET));
		}

		@GetMapping("/{chain}/wrapped-bad")
		void wrappedBad(@PathVariable String chain) {
			throw new RuntimeException(new BadCredentialsException(WireTests.SECRET));
		}

		@GetMapping("/{chain}/wrapped-parameters")
		String wrappedParameters(@PathVariable String chain, @RequestParam Map<String, String> parameters) {
			return "parameters";
		}

		@GetMapping("/{chain}/callable-parameters")
		Callable<String> callableParameters(@PathVariable String chain, HttpServletRequest request) {
			return () -> "parameters " + request.getParameterMap();
		}

		@GetMapping("/{chain}/wrapped-forward")
		void wrappedForward(@PathVariable String chain, @RequestParam String to, HttpServletRequest request,
				HttpServletResponse response) throws ServletException, IOException {
			request.getRequestDispatcher("/" + chain + "/" + to).forward(request, response);
		}

		@GetMapping("/{chain}/wrapped-include")
		void wrappedInclude(@PathVariable String chain, @RequestParam String to, HttpServletRequest request,
				HttpServletResponse response) throws ServletException, IOException {
			request.getRequestDispatcher("/" + chain + "/" + to).include(request, response);
		}

		@GetMapping("/{chain}/callable-guarded")
		Callable<String> callableGuarded(@PathVariable String chain) {
			return this.service::guarded;
		}

		@GetMapping("/{chain}/callable-denied")
		Callable<String> callableDenied(@PathVariable String chain) {
			return () -> {
				throw new AccessDeniedException(WireTests.SECRET);
			};
		}

		@GetMapping("/{chain}/callable-bad")
		Callable<String> callableBad(@PathVariable String chain) {
			return () -> {
				throw new BadCredentialsException(WireTests.SECRET);
			};
		}

		@GetMapping("/{chain}/callable-broken")
		Callable<String> callableBroken(@PathVariable String chain) {
			return () -> {
				throw new IllegalStateException(WireTests.SECRET);
			};
		}

		@GetMapping("/closed/secret")
		Map<String, String> secret() {
			return Map.of();
		}

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
