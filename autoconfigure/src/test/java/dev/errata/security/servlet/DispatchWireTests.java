package dev.errata.security.servlet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import dev.errata.wire.Failures;
import dev.errata.wire.Row;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import dev.errata.wire.WireTests;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.web.firewall.HttpStatusRequestRejectedHandler;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.of;
import static dev.errata.wire.Exchange.post;
import static dev.errata.wire.Row.row;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Refusals of Spring Security that only a servlet application has: in other dispatches
 * and on other threads.
 */
@Tag("full")
class DispatchWireTests {

	private static final String ALICE = "Authorization: Basic " + base64("alice:secret");

	private static final String MALLORY = "Authorization: Basic " + base64("alice:guess");

	private static Service service;

	@BeforeAll
	static void start() {
		service = Service.start(Container.TOMCAT, true, List.of(Application.class), WireTests.SHORT_ENVELOPE,
				"errata.codes.not_now.status=409",
				"errata.codes.not_now.exceptions=java.lang.UnsupportedOperationException");
	}

	@AfterAll
	static void stop() {
		service.close();
	}

	@TestFactory
	Stream<DynamicTest> callables() {
		return table(row("in a Callable, user", get("/basic/callable-guarded").header(ALICE)).is(403, "forbidden"),
				row("in a Callable, anonymous", get("/basic/callable-guarded")).is(401, "credentials_missing"),
				row("Callable that denies", get("/basic/callable-denied").header(ALICE)).is(403, "forbidden"),
				row("Callable that denies, anonymous", get("/basic/callable-denied")).is(401, "credentials_missing"),
				row("Callable with bad credentials", get("/basic/callable-bad").header(ALICE)).is(401,
						"credentials_invalid"),
				row("Callable that fails", get("/basic/callable-broken").header(ALICE)).is(500, "internal_error"));
	}

	@TestFactory
	Stream<DynamicTest> entryPoints() {
		return table(row("none, in a Callable", get("/none/callable-guarded")).is(403, "forbidden"),
				row("none, in a forward", get("/none/wrapped-forward?to=ok")).is(403, "forbidden"),
				row("none, in an include", get("/none/wrapped-include?to=ok")).is(403, "forbidden"),
				row("none, bad credentials of a handler", get("/none/wrapped-bad")).is(403, "forbidden"));
	}

	@TestFactory
	Stream<DynamicTest> exceptionsOfTheApplicationAroundThoseOfSecurity() {
		return table(
				row("user", get("/basic/wrapped-by?type=denied").header(ALICE)).is(403, "forbidden").isLoggedOnce(),
				row("anonymous", get("/basic/wrapped-by?type=denied")).is(401, "credentials_missing")
					.with("WWW-Authenticate", "Basic realm=\"Realm\", charset=\"UTF-8\"")
					.isLoggedOnce(),
				row("bad credentials", get("/basic/wrapped-by?type=bad").header(ALICE)).is(401, "credentials_invalid")
					.with("WWW-Authenticate", "Basic realm=\"Realm\", charset=\"UTF-8\""),
				row("browser is sent to the login", get("/form/wrapped-by?type=denied").header("Accept: text/html"))
					.isForeign(302, ""),
				row("handler that sets a status", get("/silent/wrapped-by?type=denied").header(ALICE)).is(451,
						"client_error"),
				row("that has a code", get("/basic/wrapped-by?type=claimed")).is(409, "not_now"),
				row("that has a status", get("/basic/wrapped-by?type=status")).is(410, "gone"));
	}

	@TestFactory
	Stream<DynamicTest> firewall() {
		return table(
				row("parameter that a handler reads", get("/basic/wrapped-parameters?a%01=1")).is(400,
						"request_rejected"),
				row("parameter that a Callable reads", get("/basic/callable-parameters?a%01=1")).is(400,
						"request_rejected"));
	}

	@TestFactory
	Stream<DynamicTest> filtersBehindThatOfCsrf() {
		return table(row("lambda that sends 403 to a write", post("/ignoring/ok").header("X-Trouble: lambda")).is(403,
				"forbidden"));
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
	Stream<DynamicTest> otherPaths() {
		return table(row("catalog page", get("/errors").header(MALLORY)).is(401, "credentials_invalid"),
				row("error page", get("/error").header(ALICE)).is(404, "not_found"));
	}

	@Test
	void challengeStays() {
		for (String path : List.of("callable-guarded", "wrapped-forward?to=ok", "wrapped-include?to=ok")) {
			assertThat(service.answer(get("/basic/" + path)).header("WWW-Authenticate"))
				.isEqualTo("Basic realm=\"Realm\", charset=\"UTF-8\"");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "wrapped-cookie", "callable-cookie" })
	void cookieOfAHandlerThatDeniesIsGoneAndThatOfSecurityStays(String path) {
		Answer answer = service.answer(get("/silent/" + path).header(ALICE));
		assertThat(answer.status()).isEqualTo(451);
		assertThat(answer.headers().get("Set-Cookie")).containsExactly("denied=1");
		assertThat(service.answer(get("/basic/" + path).header(ALICE)).header("Set-Cookie")).isNull();
	}

	@Test
	void failureOfACallableIsOneLine() {
		for (Exchange exchange : List.of(get("/basic/callable-guarded"), get("/basic/callable-broken").header(ALICE))) {
			try (Failures failures = Failures.logged()) {
				service.answer(exchange);
				assertThat(failures.lines()).singleElement()
					.satisfies((line) -> assertThat(line.getFormattedMessage()).contains("[" + Exchange.ID + "]"));
			}
		}
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
	@Import({ ServletChains.class, GuardedService.class, PlainController.class })
	static class Application {

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

		@GetMapping("/{chain}/wrapped-cookie")
		void wrappedCookie(@PathVariable String chain, HttpServletResponse response) {
			response.addCookie(new Cookie("handler", "1"));
			this.service.guarded();
		}

		@GetMapping("/{chain}/callable-cookie")
		Callable<String> callableCookie(@PathVariable String chain, HttpServletResponse response) {
			response.addCookie(new Cookie("handler", "1"));
			return this.service::guarded;
		}

		@GetMapping("/{chain}/wrapped-bad")
		void wrappedBad(@PathVariable String chain) {
			throw new RuntimeException(new BadCredentialsException(WireTests.SECRET));
		}

		@GetMapping("/{chain}/wrapped-by")
		void wrappedBy(@PathVariable String chain, @RequestParam String type) {
			throw switch (type) {
				case "bad" -> new IllegalStateException(new BadCredentialsException(WireTests.SECRET));
				case "claimed" -> new UnsupportedOperationException(new AccessDeniedException(WireTests.SECRET));
				case "status" ->
					new ResponseStatusException(HttpStatus.GONE, "", new AccessDeniedException(WireTests.SECRET));
				default -> new IllegalStateException(new AccessDeniedException(WireTests.SECRET));
			};
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

	}

}
