package dev.errata.security;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

import dev.errata.security.reactive.ReactiveChains;
import dev.errata.security.servlet.ServletChains;
import dev.errata.wire.Answer;
import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Exchange;
import dev.errata.wire.Failures;
import dev.errata.wire.Row;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.of;
import static dev.errata.wire.Exchange.post;
import static dev.errata.wire.Row.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Chains of Spring Security side by side, each secured in its own way.
 */
class SecurityWireTests extends EveryStackTests {

	private static final String ALICE = "Authorization: Basic " + base64("alice:secret");

	private static final String MALLORY = "Authorization: Basic " + base64("alice:guess");

	@Override
	protected Service start(Container container) {
		return start(SHORT_ENVELOPE);
	}

	private Service start(String envelope) {
		return Service.start(container(), true,
				List.of(Application.class, container().pick(ServletChains.class, ReactiveChains.class)), envelope,
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
				"errata.contracts.mapped.codes.odd.exceptions=" + RequestRejectedException.class.getName() + ","
						+ ServerExchangeRejectedException.class.getName(),
				"errata.contracts.several.paths=/mapped-none/**",
				"errata.contracts.several.codes.several.status=401,403",
				"errata.contracts.several.codes.several.exceptions=" + AccessDeniedException.class.getName(),
				"errata.contracts.mapped.codes.no_login.status=401",
				"errata.contracts.mapped.codes.no_login.exceptions=" + BadCredentialsException.class.getName());
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
				row("of many, anonymous", get("/basic/wrapped-many")).is(401, "credentials_missing"),
				row("of many, user", get("/basic/wrapped-many").header(ALICE)).is(403, "forbidden"),
				row("handler that denies later, user", get("/basic/wrapped-later").header(ALICE)).is(403, "forbidden"),
				row("handler that denies later, anonymous", get("/basic/wrapped-later")).is(401, "credentials_missing"),
				row("wrapped, anonymous", get("/basic/wrapped-denied")).is(401, "credentials_missing"),
				row("wrapped, user", get("/basic/wrapped-denied").header(ALICE)).is(403, "forbidden"),
				row("wrapped, bad credentials", get("/basic/wrapped-bad").header(ALICE)).is(401, "credentials_invalid"),
				row("wrapped by the application, user", get("/basic/wrapped-service").header(ALICE)).is(403,
						"forbidden"),
				row("wrapped by the application, anonymous", get("/basic/wrapped-service")).is(401,
						"credentials_missing"),
				row("answered by the application", get("/basic/wrapped-own").header(ALICE)).isForeign(200, "own"));
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
		return table(row("that hides", get("/hiding/ok")).is(404, "not_found"),
				row("that hides, by method security", get("/hiding/guarded")).is(404, "not_found"),
				row("that hides, wrong password", get("/hiding/ok").header(MALLORY)).is(404, "not_found"),
				row("that sets a status", get("/teapot/ok")).is(418, "client_error"),
				row("that redirects", get("/redirecting/ok")).isForeign(302, ""));
	}

	@TestFactory
	Stream<DynamicTest> entryPointOfSpring() {
		return table(Stream
			.of(row("anonymous", get("/none/ok")), row("by method security", get("/none/guarded")),
					row("wrapped", get("/none/wrapped-denied")))
			.map((row) -> row.is(403, "forbidden")
				.on(Container.NETTY, "asks for a login by default", (it) -> it.is(401, "credentials_missing")))
			.toArray(Row[]::new));
	}

	@TestFactory
	Stream<DynamicTest> firewall() {
		return table(row("semicolon", get("/basic/ok;x=1").header(ALICE)).is(400, "request_rejected"),
				row("double slash", get("//basic/ok").header(ALICE)).is(400, "request_rejected")
					.on(Container.JETTY, "rejects it itself", (row) -> row.is(400, "malformed_request")),
				row("unknown method", of("BREW", "/basic/ok").header(ALICE)).is(400, "request_rejected"),
				row("in a closed contract", get("/closed/ok;x=1")).is(400, "bad"),
				row("exception that a code claims", get("/mapped/ok;x=1")).is(406, "odd"));
	}

	@TestFactory
	Stream<DynamicTest> filtersBehindThatOfCsrf() {
		return table(row("write that is let through", post("/ignoring/ok").header(ALICE)).isForeign(200, "ok"),
				row("write without a token", post("/ignoring/strict").header(ALICE)).is(403, "csrf_rejected"),
				row("sends 403 to a write", post("/ignoring/ok").header("X-Trouble: csrf-forbid")).is(403, "forbidden"),
				row("sets 403 for a write", post("/ignoring/ok").header("X-Trouble: csrf-set")).is(403, "forbidden"));
	}

	@TestFactory
	Stream<DynamicTest> mappedByTheCatalog() {
		return table(row("user", get("/mapped/deny").header(ALICE)).is(423, "no_entry"),
				row("anonymous", get("/mapped/deny")).is(401, "credentials_missing"),
				row("user, by method security", get("/mapped/guarded").header(ALICE)).is(423, "no_entry"),
				row("wrong password", get("/mapped/ok").header(MALLORY)).is(401, "no_login"),
				row("status that the code lists", get("/mapped-none/deny")).is(403, "several")
					.on(Container.NETTY, "asks for a login by default", (row) -> row.is(401, "credentials_missing")));
	}

	@TestFactory
	Stream<DynamicTest> credentialsThatCannotBeRead() {
		return table(Stream
			.of("Basic %%%", "Basic " + base64("alice"), "basic " + base64("alice"), "Basic", "Basic YQ== YQ==")
			.flatMap((credentials) -> Stream.of("/basic/ok", "/basic/guarded", "/both/ok")
				.map((path) -> row(credentials + " for " + path, get(path).header("Authorization: " + credentials))
					.is(401, "credentials_invalid")
					.isLoggedOnce()))
			.toArray(Row[]::new));
	}

	@TestFactory
	Stream<DynamicTest> credentialsThatCannotBeReadAreNoWrongPassword() {
		return table(
				row("which a code claims", get("/mapped/ok").header("Authorization: Basic %%%")).is(401,
						"credentials_invalid"),
				row("nor of another scheme", get("/basic/ok").header("Authorization: Bearer %%%")).is(401,
						"credentials_missing"));
	}

	@Test
	void challengeToCredentialsThatCannotBeReadIsThatOfSpringSecurity() {
		assertThat(answer(get("/basic/ok").header("Authorization: Basic %%%")).header("WWW-Authenticate"))
			.isEqualTo(answer(get("/basic/ok")).header("WWW-Authenticate"))
			.startsWith("Basic ");
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
	Stream<DynamicTest> cors() {
		String stranger = "Origin: https://evil.example";
		return table(row("stranger", get("/shared/ok").header(stranger)).is(403, "forbidden"),
				row("stranger with credentials", get("/shared/ok").header(stranger).header(ALICE)).is(403, "forbidden"),
				row("preflight of a stranger",
						of("OPTIONS", "/shared/ok").header(stranger).header("Access-Control-Request-Method: GET"))
					.is(403, "forbidden"),
				row("friend without credentials", get("/shared/ok").header("Origin: https://good.example"))
					.is(401, "credentials_missing")
					.with("Access-Control-Allow-Origin", "https://good.example"));
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
				row("method security", get("/ignored/guarded")).is(401, "credentials_missing")
					.on(Container.NETTY, "method security takes nobody for an anonymous user",
							(row) -> row.is(403, "forbidden")));
	}

	@TestFactory
	Stream<DynamicTest> otherPaths() {
		return table(row("nowhere", get("/nowhere").header(ALICE)).is(404, "not_found"),
				row("nowhere, wrong password", get("/nowhere").header(MALLORY)).is(401, "credentials_invalid"),
				row("nowhere, anonymous", get("/nowhere")).is(401, "credentials_missing"));
	}

	@Test
	void challengeStays() {
		String challenge = container().isReactive() ? "Basic realm=\"Realm\""
				: "Basic realm=\"Realm\", charset=\"UTF-8\"";
		for (Exchange exchange : List.of(get("/basic/guarded"), get("/basic/wrapped-denied"),
				get("/basic/ok").header(MALLORY), of("HEAD", "/basic/ok"))) {
			assertThat(answer(exchange).header("WWW-Authenticate")).isEqualTo(challenge);
		}
		assertThat(answer(get("/basic/guarded").header(ALICE)).headers()).doesNotContainKey("WWW-Authenticate");
	}

	@Test
	void statusChallengeAndCookiesAreThoseOfSecurity() {
		// on Spring MVC, Spring Boot's ERROR dispatch is refused in its turn
		assumeThat(container().isReactive()).isTrue();
		try (Service plain = start(Service.WITHOUT_ERRATA)) {
			for (String chain : List.of("form", "both", "basic", "cookie", "hiding", "teapot", "redirecting", "told",
					"none")) {
				for (Exchange exchange : List.of(get("/" + chain + "/ok"),
						get("/" + chain + "/ok").header("Accept: application/json"),
						get("/" + chain + "/ok").header(ALICE), get("/" + chain + "/ok").header(MALLORY),
						get("/" + chain + "/guarded"), get("/" + chain + "/guarded").header(ALICE),
						get("/" + chain + "/deny").header(ALICE), post("/" + chain + "/ok"),
						get("/" + chain + "/ok;x=1"), of("HEAD", "/" + chain + "/ok"))) {
					assertThat(head(answer(exchange))).as(exchange.toString()).isEqualTo(head(plain.answer(exchange)));
				}
			}
		}
	}

	private static String head(Answer answer) {
		String cookies = String.valueOf(answer.header("Set-Cookie")).replaceAll("=[^;]*", "");
		return "%d %s %s %s".formatted(answer.status(), answer.header("WWW-Authenticate"), answer.header("Location"),
				cookies);
	}

	@Test
	void sessionOfARefusalSurvives() {
		Answer answer = answer(get("/both/ok"));
		assertThat(answer.status()).isEqualTo(401);
		assertThat(answer.header("Set-Cookie")).startsWith(container().isReactive() ? "SESSION=" : "JSESSIONID=");
	}

	@Test
	void csrfTokenSurvives() {
		Answer answer = answer(get("/cookie/ok"));
		assertThat(answer.status()).isEqualTo(401);
		assertThat(answer.body()).contains("credentials_missing");
		assertThat(answer.headers().get("Set-Cookie")).anyMatch((cookie) -> cookie.startsWith("XSRF-TOKEN="));
		String cookie = answer.headers().get("Set-Cookie").get(0);
		String token = cookie.substring("XSRF-TOKEN=".length(), cookie.indexOf(';'));
		assertThat(answer(post("/cookie/ok").header(ALICE)).body()).contains("csrf_rejected");
		Exchange again = post("/cookie/ok").header(ALICE)
			.header("Cookie: XSRF-TOKEN=" + token)
			.header("X-XSRF-TOKEN: " + token);
		assertThat(answer(again).body()).isEqualTo("ok");
	}

	@Test
	void headHasNoBody() {
		Answer answer = answer(of("HEAD", "/basic/guarded"));
		assertThat(answer.status()).isEqualTo(401);
		assertThat(answer.body()).isEmpty();
	}

	@TestFactory
	Stream<DynamicTest> failureIsOneLine() {
		return Stream
			.of(get("/basic/guarded"), get("/basic/guarded").header(ALICE), get("/basic/ok").header(MALLORY),
					get("/basic/ok;x=1"), post("/closed/secret").header(ALICE), get("/mapped/deny").header(ALICE),
					get("/basic/ok").header("X-Trouble: before-send"),
					get("/basic/ok").header("X-Trouble: before-code"), get("/basic/wrapped-broken").header(ALICE))
			.map((exchange) -> DynamicTest.dynamicTest(exchange.toString(), () -> {
				try (Failures failures = Failures.logged()) {
					answer(exchange);
					assertThat(failures.lines()).singleElement()
						.satisfies((line) -> assertThat(line.getFormattedMessage()).contains("[" + Exchange.ID + "]"));
				}
			}));
	}

	@Override
	protected Stream<DynamicTest> table(Row... rows) {
		return service().table(get("/basic/ok").header(ALICE), rows);
	}

	private static String base64(String text) {
		return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ GuardedService.class, PlainController.class })
	static class Application {

	}

	static class OwnException extends RuntimeException {

	}

	static class GuardedService {

		@PreAuthorize("hasRole('ADMIN')")
		public Mono<String> guarded() {
			return Mono.just("guarded");
		}

		@PreAuthorize("hasRole('ADMIN')")
		public Flux<String> many() {
			return Flux.just("guarded");
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
			throw new AccessDeniedException(SECRET);
		}

		@GetMapping({ "/{chain}/broken", "/{chain}/wrapped-broken" })
		void broken(@PathVariable String chain) {
			throw new IllegalStateException(SECRET);
		}

		@GetMapping("/{chain}/guarded")
		Mono<String> guarded(@PathVariable String chain) {
			return this.service.guarded();
		}

		@GetMapping("/{chain}/wrapped-many")
		Flux<String> many(@PathVariable String chain) {
			return this.service.many();
		}

		@GetMapping("/{chain}/wrapped-later")
		Mono<String> later(@PathVariable String chain) {
			return Mono.error(new AccessDeniedException(SECRET));
		}

		@GetMapping("/{chain}/wrapped-denied")
		void wrappedDenied(@PathVariable String chain) {
			throw new RuntimeException(new AccessDeniedException(SECRET));
		}

		@GetMapping("/{chain}/wrapped-service")
		void wrappedService(@PathVariable String chain) {
			throw new IllegalStateException(new AccessDeniedException(SECRET));
		}

		@GetMapping("/{chain}/wrapped-bad")
		void wrappedBad(@PathVariable String chain) {
			throw new RuntimeException(new BadCredentialsException(SECRET));
		}

		@GetMapping("/{chain}/wrapped-own")
		void own(@PathVariable String chain) {
			throw new OwnException();
		}

		@ExceptionHandler
		String own(OwnException exception) {
			return "own";
		}

		@GetMapping("/closed/secret")
		Mono<Void> secret() {
			return Mono.empty();
		}

	}

}
