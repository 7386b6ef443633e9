package dev.errata.security.reactive;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import dev.errata.wire.Failures;
import dev.errata.wire.Row;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import dev.errata.wire.WireTests;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.session.InMemoryReactiveSessionRegistry;
import org.springframework.security.web.server.MatcherSecurityWebFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authentication.HttpStatusServerEntryPoint;
import org.springframework.security.web.server.authentication.PreventLoginServerMaximumSessionsExceededHandler;
import org.springframework.security.web.server.authentication.ServerAuthenticationEntryPointFailureHandler;
import org.springframework.security.web.server.authentication.SessionLimit;
import org.springframework.security.web.server.authorization.AuthorizationWebFilter;
import org.springframework.security.web.server.authorization.ExceptionTranslationWebFilter;
import org.springframework.security.web.server.authorization.HttpStatusServerAccessDeniedHandler;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Row.row;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Refusals that only a reactive application has: in functional handlers, by reactive
 * filters, and of responses that are on their way.
 */
class ReactiveRefusalWireTests {

	private static final String ALICE = "Authorization: Basic YWxpY2U6c2VjcmV0";

	private static Service service;

	@BeforeAll
	static void start() {
		service = Service.start(Container.NETTY, true, List.of(Application.class, ReactiveChains.class),
				WireTests.SHORT_ENVELOPE, "errata.codes.order_shipped.status=409");
	}

	@AfterAll
	static void stop() {
		service.close();
	}

	private static Exchange alice(String path) {
		return get(path).header(ALICE);
	}

	private static Stream<DynamicTest> table(Row... rows) {
		return service.table(alice("/fine"), rows);
	}

	@TestFactory
	Stream<DynamicTest> functionalHandlers() {
		return table(row("denies", alice("/functional/deny")).is(403, "forbidden"),
				row("denies, anonymous", get("/wrapped-deny")).is(401, "credentials_missing"));
	}

	@TestFactory
	Stream<DynamicTest> filters() {
		return table(
				row("before Security, denies", alice("/fine").header("X-Filter: before-deny")).is(403, "forbidden"),
				row("before Security, ends with a status", alice("/fine").header("X-Filter: before-status")).is(402,
						"client_error"),
				row("behind Security, denies", alice("/fine").header("X-Filter: behind-deny")).is(403, "forbidden"),
				row("behind Security, ends with a status", alice("/fine").header("X-Filter: behind-status")).is(402,
						"client_error"));
	}

	@Test
	void cookieOfAHandlerThatDeniesIsGoneAndThatOfSecurityStays() {
		Answer answer = service.answer(alice("/silent/cookie"));
		assertThat(answer.status()).isEqualTo(451);
		assertThat(answer.headers().get("Set-Cookie")).containsExactly("denied=1");
		assertThat(service.answer(alice("/basic/cookie")).header("Set-Cookie")).isNull();
	}

	@TestFactory
	Stream<DynamicTest> wordsOfTheApplication() {
		return table(row("status of a handler", alice("/bare")).isForeign(403, ""),
				row("status of a handler that Spring sends", alice("/bare-later")).isForeign(403, ""),
				row("text of a handler", alice("/text")).isForeign(403, "Access Denied"));
	}

	@TestFactory
	Stream<DynamicTest> firewall() {
		return table(row("encoded slash", alice("/fi%2fne")).is(400, "request_rejected"),
				row("parameter that a handler reads", alice("/parameters?a%01=1")).is(400, "request_rejected"));
	}

	@TestFactory
	Stream<DynamicTest> handBuiltChain() {
		return table(row("denied", get("/built/denied")).is(451, "client_error"),
				row("anonymous", get("/built/anonymous")).is(401, "credentials_missing"));
	}

	@Test
	void headersOfTheSuccessAreRemoved() {
		Answer answer = service.answer(alice("/tagged"));
		assertThat(answer.status()).isEqualTo(403);
		assertThat(answer.headers()).doesNotContainKeys("ETag", "Last-Modified", "etag");
		assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
		assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
	}

	@Test
	void responseOnItsWayIsCut() {
		try (Failures failures = Failures.logged()) {
			Answer answer = service.answer(alice("/late").persistent());
			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.whole()).isFalse();
			assertThat(failures.lines()).singleElement()
				.satisfies((line) -> assertThat(line.getFormattedMessage()).contains("forbidden"));
		}
	}

	@Test
	void sessionTooMany() {
		Exchange login = Exchange.form("/sessions/login", "username=alice&password=secret");
		assertThat(service.answer(login).status()).isEqualTo(302);
		Answer second = service.answer(login);
		assertThat(second.status()).isEqualTo(401);
		assertThat(second.body()).contains("credentials_invalid");
	}

	@Test
	void securityContextStays() {
		assertThat(service.answer(alice("/me")).body()).isEqualTo("alice");
	}

	@Test
	void ownRejectedHandlerIsLeftAlone() {
		try (Service own = Service.start(Container.NETTY, true,
				List.of(Application.class, ReactiveChains.class, OwnRejectedHandler.class), WireTests.SHORT_ENVELOPE)) {
			assertThat(own.answer(alice("/fine;x=1")).status()).isEqualTo(404);
			assertThat(own.answer(alice("/fine;x=1")).body()).contains("\"not_found\"");
		}
	}

	@Test
	void defaultChainRefuses() {
		try (Service plain = Service.start(Container.NETTY, true, List.of(DefaultChain.class), WireTests.SHORT_ENVELOPE,
				"spring.security.user.password=secret", "spring.security.user.name=alice")) {
			assertThat(plain.answer(get("/fine").header("X-Requested-With: XMLHttpRequest")).body())
				.contains("credentials_missing");
			assertThat(plain.answer(get("/fine").header("Accept: text/html")).status()).isEqualTo(302);
			assertThat(plain.answer(Exchange.post("/fine").header(ALICE)).body()).contains("csrf_rejected");
			assertThat(plain.answer(alice("/fine")).body()).isEqualTo("fine");
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnRejectedHandler {

		@Bean
		ServerExchangeRejectedHandler ownRejectedHandler() {
			return (exchange, rejected) -> {
				exchange.getResponse().setStatusCode(HttpStatus.NOT_FOUND);
				return exchange.getResponse().setComplete();
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(WireTests.FineController.class)
	static class DefaultChain {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Application {

		@Bean
		@Order(-200)
		WebFilter before() {
			return (exchange, chain) -> trouble("before", exchange, chain.filter(exchange));
		}

		@Bean
		@Order(0)
		WebFilter behind() {
			return (exchange, chain) -> trouble("behind", exchange, chain.filter(exchange));
		}

		private static Mono<Void> trouble(String place, ServerWebExchange exchange, Mono<Void> next) {
			String trouble = String.valueOf(exchange.getRequest().getHeaders().getFirst("X-Filter"));
			if (trouble.equals(place + "-deny")) {
				return Mono.error(new AccessDeniedException(WireTests.SECRET));
			}
			if (trouble.equals(place + "-status")) {
				exchange.getResponse().setStatusCode(HttpStatus.PAYMENT_REQUIRED);
				return Mono.empty();
			}
			return next;
		}

		@Bean
		@Order(0)
		SecurityWebFilterChain built() {
			ExceptionTranslationWebFilter translation = new ExceptionTranslationWebFilter();
			translation.setAccessDeniedHandler(
					new HttpStatusServerAccessDeniedHandler(HttpStatus.UNAVAILABLE_FOR_LEGAL_REASONS));
			WebFilter someone = (exchange, chain) -> exchange.getRequest().getPath().value().endsWith("denied")
					? chain.filter(exchange.mutate().principal(Mono.just(() -> "someone")).build())
					: chain.filter(exchange);
			return new MatcherSecurityWebFilterChain(ServerWebExchangeMatchers.pathMatchers("/built/**"),
					List.of(someone, translation, new AuthorizationWebFilter(
							(authentication, exchange) -> Mono.just(new AuthorizationDecision(false)))));
		}

		@Bean
		@Order(0)
		SecurityWebFilterChain sessions(ServerHttpSecurity http) {
			return http.securityMatcher(ServerWebExchangeMatchers.pathMatchers("/sessions/**"))
				.csrf(ServerHttpSecurity.CsrfSpec::disable)
				.formLogin((login) -> login.loginPage("/sessions/login")
					.authenticationFailureHandler(new ServerAuthenticationEntryPointFailureHandler(
							new HttpStatusServerEntryPoint(HttpStatus.UNAUTHORIZED))))
				.sessionManagement((sessions) -> sessions.concurrentSessions(
						(concurrent) -> concurrent.sessionRegistry(new InMemoryReactiveSessionRegistry())
							.maximumSessions(SessionLimit.of(1))
							.maximumSessionsExceededHandler(new PreventLoginServerMaximumSessionsExceededHandler())))
				.build();
		}

		@GetMapping({ "/silent/cookie", "/basic/cookie" })
		void cookie(ServerHttpResponse response) {
			response.addCookie(ResponseCookie.from("handler", "1").build());
			throw new AccessDeniedException(WireTests.SECRET);
		}

		@Bean
		RouterFunction<ServerResponse> routes() {
			return RouterFunctions.route().GET("/functional/deny", (request) -> {
				throw new AccessDeniedException(WireTests.SECRET);
			}).GET("/wrapped-deny", (request) -> Mono.error(new AccessDeniedException(WireTests.SECRET))).build();
		}

		@GetMapping("/fine")
		String fine() {
			return "fine";
		}

		@GetMapping("/me")
		Mono<String> me() {
			return ReactiveSecurityContextHolder.getContext().map((context) -> context.getAuthentication().getName());
		}

		@GetMapping("/parameters")
		Mono<String> parameters(@RequestParam Map<String, String> parameters) {
			return Mono.just("parameters");
		}

		@GetMapping("/bare")
		Mono<Void> bare(ServerHttpResponse response) {
			response.setStatusCode(HttpStatus.FORBIDDEN);
			return response.setComplete();
		}

		@GetMapping("/bare-later")
		Mono<Void> bareLater(ServerHttpResponse response) {
			response.setStatusCode(HttpStatus.FORBIDDEN);
			return Mono.empty();
		}

		@GetMapping("/text")
		Mono<Void> text(ServerWebExchange exchange) {
			return new HttpStatusServerAccessDeniedHandler(HttpStatus.FORBIDDEN).handle(exchange,
					new AccessDeniedException(WireTests.SECRET));
		}

		@GetMapping("/tagged")
		Mono<String> tagged(ServerHttpResponse response) {
			response.getHeaders().setETag("\"1\"");
			response.getHeaders().setLastModified(1);
			response.getHeaders().setCacheControl("max-age=60");
			return Mono.error(new AccessDeniedException(WireTests.SECRET));
		}

		@GetMapping(path = "/late", produces = "application/x-ndjson")
		Flux<String> late() {
			return Flux.just("\"one\"\n")
				.concatWith(Mono.delay(Duration.ofMillis(100))
					.then(Mono.error(new AccessDeniedException(WireTests.SECRET))));
		}

	}

}
