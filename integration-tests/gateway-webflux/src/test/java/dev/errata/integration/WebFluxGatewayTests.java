package dev.errata.integration;

import java.util.Map;
import java.util.stream.Stream;

import dev.errata.wire.Answer;
import dev.errata.wire.Failures;
import dev.errata.wire.Service;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import reactor.core.publisher.Mono;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cloud.gateway.filter.ratelimit.KeyResolver;
import org.springframework.cloud.gateway.filter.ratelimit.RateLimiter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.of;
import static dev.errata.wire.Row.row;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring Cloud Gateway on Spring WebFlux.
 */
class WebFluxGatewayTests extends GatewayTests {

	private static final String GATEWAY = "spring.cloud.gateway.server.webflux";

	WebFluxGatewayTests() {
		super(Service.Container.NETTY, GATEWAY);
	}

	@Override
	Class<?> application() {
		property(GATEWAY + ".httpclient.connect-timeout", "500");
		property(GATEWAY + ".httpclient.response-timeout", "1500ms");
		String up = "http://localhost:" + this.upstream.port();
		route("slow-route", up, "StripPrefix=1");
		property(GATEWAY + ".routes[8].metadata.response-timeout", "200");
		route("limited", up, "StripPrefix=1", "RequestRateLimiter=");
		route("throwing", up, "StripPrefix=1");
		filter(1, "RequestRateLimiter", "throw-on-limit=true");
		route("keyless", up, "StripPrefix=1");
		filter(1, "RequestRateLimiter", "key-resolver=#{@nobody}");
		route("heads", up, "StripPrefix=1", "RequestHeaderSize=100B");
		route("status-only", "no://op", "SetStatus=403");
		route("redirect", "no://op", "RedirectTo=302,http://localhost/there");
		route("breaker", up, "StripPrefix=1", "CircuitBreaker=slow");
		route("open", up, "StripPrefix=1", "CircuitBreaker=open");
		route("breaker-refused", "http://localhost:1", "StripPrefix=1", "CircuitBreaker=refused");
		route("breaker-status", up, "StripPrefix=1");
		filter(1, "CircuitBreaker", "name=status", "statusCodes[0]=500", "statusCodes[1]=409");
		route("fallback", up, "StripPrefix=1");
		filter(1, "CircuitBreaker", "name=fallback", "statusCodes[0]=500", "fallbackUri=forward:/local/fallback");
		route("fallback-empty", up, "StripPrefix=1");
		filter(1, "CircuitBreaker", "name=fallback-empty", "statusCodes[0]=500", "fallbackUri=forward:/local/empty");
		route("fallback-failing", up, "StripPrefix=1");
		filter(1, "CircuitBreaker", "name=fallback-failing", "statusCodes[0]=500",
				"fallbackUri=forward:/local/failing");
		route("forward", "forward:/local/empty");
		property("resilience4j.timelimiter.instances.slow.timeout-duration", "300ms");
		property("resilience4j.circuitbreaker.instances.status.minimum-number-of-calls", "1000");
		property("resilience4j.circuitbreaker.instances.open.sliding-window-size", "1");
		property("resilience4j.circuitbreaker.instances.open.minimum-number-of-calls", "1");
		property("resilience4j.circuitbreaker.instances.open.wait-duration-in-open-state", "1h");
		return Application.class;
	}

	@TestFactory
	Stream<DynamicTest> refusalsOfFilters() {
		return table(row(get("/limited/fine")).is(429, "too_many_requests").with("X-RateLimit-Remaining", "0"),
				row(get("/throwing/fine")).is(429, "too_many_requests").with("X-RateLimit-Remaining", "0"),
				row(get("/keyless/fine")).is(403, "forbidden").isLoggedOnce(),
				row(get("/heads/fine").header("X-Long: " + "x".repeat(200))).is(431, "headers_too_large")
					.mayHave("errorMessage")
					.isLoggedOnce(),
				row("a status without a service", get("/status-only/x")).is(403, "forbidden").isLoggedOnce(),
				row(of("HEAD", "/limited/fine")).isForeign(429, ""));
	}

	@TestFactory
	Stream<DynamicTest> circuitBreakers() {
		return table(row(get("/slow-route/silent")).is(504, "timeout").isLoggedOnce(),
				row(get("/breaker/silent")).is(504, "timeout").isLoggedOnce(),
				row("first call", get("/open/close")).is(502, "upstream_error").isLoggedOnce(),
				row("later call", get("/open/fine")).is(503, "service_unavailable").isLoggedOnce(),
				row(get("/breaker-refused/x")).is(503, "service_unavailable").isLoggedOnce(),
				row(get("/breaker-status/500-empty")).is(502, "upstream_error").isLoggedOnce(),
				row(get("/breaker-status/id")).is(502, "upstream_error").isLoggedOnce(),
				row(get("/retry/busy")).isForeign(503, "busy").with("Retry-After", "7"),
				row(get("/fallback/500-empty")).isForeign(200, "fallback"),
				row(get("/fallback-empty/500-empty")).isForeign(404, ""),
				row(get("/fallback-failing/500-empty")).is(500, "internal_error").isLoggedOnce());
	}

	@TestFactory
	Stream<DynamicTest> shortAnswersThatAreCutOff() {
		return Stream.of("/up/half", "/up/half-chunked", "/up/half-reset")
			.map((path) -> DynamicTest.dynamicTest(path, () -> {
				try (Failures failures = Failures.logged()) {
					Answer answer = this.service.answer(get(path));
					assertThat(answer.status()).isEqualTo(200);
					// a reset overtakes what was sent
					assertThat("half").startsWith(answer.body());
					assertThat(answer.whole()).isFalse();
					assertThat(failures.lines()).hasSize(1);
				}
			}));
	}

	@TestFactory
	Stream<DynamicTest> answersOfTheAuthor() {
		return table(row(get("/forward/x")).isForeign(404, ""),
				row(get("/redirect/x")).isForeign(302, "").with("Location", "http://localhost/there"));
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import(LocalController.class)
	static class Application {

		@Bean
		@Primary
		KeyResolver everybody() {
			return (exchange) -> Mono.just("all");
		}

		/** Without a key, everybody is refused. */
		@Bean
		KeyResolver nobody() {
			return (exchange) -> Mono.empty();
		}

		@Bean
		RateLimiter<Object> rateLimiter() {
			return new NothingAllowed();
		}

	}

	static class NothingAllowed implements RateLimiter<Object> {

		@Override
		public Mono<Response> isAllowed(String routeId, String id) {
			return Mono.just(new Response(false, Map.of("X-RateLimit-Remaining", "0")));
		}

		@Override
		public Map<String, Object> getConfig() {
			return Map.of();
		}

		@Override
		public Class<Object> getConfigClass() {
			return Object.class;
		}

		@Override
		public Object newConfig() {
			return new Object();
		}

	}

	@RestController
	static class LocalController {

		@GetMapping("/local/fallback")
		String fallback() {
			return "fallback";
		}

		@GetMapping("/local/empty")
		ResponseEntity<Void> empty() {
			return ResponseEntity.notFound().build();
		}

		@GetMapping("/local/failing")
		String failing() {
			throw new IllegalStateException("failed");
		}

	}

}
