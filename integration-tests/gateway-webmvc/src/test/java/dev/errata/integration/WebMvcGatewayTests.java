package dev.errata.integration;

import java.util.stream.Stream;

import dev.errata.wire.Service;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Row.row;

/**
 * Spring Cloud Gateway on Spring MVC.
 */
class WebMvcGatewayTests extends GatewayTests {

	private static final String GATEWAY = "spring.cloud.gateway.server.webmvc";

	WebMvcGatewayTests() {
		super(Service.Container.TOMCAT, GATEWAY);
	}

	@Override
	Class<?> application() {
		property("spring.http.clients.connect-timeout", "500ms");
		property("spring.http.clients.read-timeout", "1500ms");
		String up = "http://localhost:" + this.upstream.port();
		route("heads", up, "StripPrefix=1", "RequestHeaderSize=100B");
		route("breaker", up, "StripPrefix=1", "CircuitBreaker=slow");
		route("open", up, "StripPrefix=1", "CircuitBreaker=open");
		route("breaker-refused", "http://localhost:1", "StripPrefix=1", "CircuitBreaker=refused");
		route("breaker-status", up, "StripPrefix=1");
		filter(1, "CircuitBreaker", "id=status", "statusCodes[0]=500", "statusCodes[1]=409");
		route("fallback", up, "StripPrefix=1");
		filter(1, "CircuitBreaker", "id=fallback", "statusCodes[0]=500", "fallbackUri=forward:/local/fallback");
		route("fallback-empty", up, "StripPrefix=1");
		filter(1, "CircuitBreaker", "id=fallback-empty", "statusCodes[0]=500", "fallbackUri=forward:/local/empty");
		route("fallback-failing", up, "StripPrefix=1");
		filter(1, "CircuitBreaker", "id=fallback-failing", "statusCodes[0]=500", "fallbackUri=forward:/local/failing");
		route("forward", "forward:/local/empty");
		property("resilience4j.timelimiter.instances.slow.timeout-duration", "300ms");
		property("resilience4j.circuitbreaker.instances.open.sliding-window-size", "1");
		property("resilience4j.circuitbreaker.instances.open.minimum-number-of-calls", "1");
		property("resilience4j.circuitbreaker.instances.open.wait-duration-in-open-state", "1h");
		return Application.class;
	}

	@TestFactory
	Stream<DynamicTest> refusalsOfFilters() {
		return table(row(get("/heads/fine").header("X-Long: " + "x".repeat(200))).is(431, "headers_too_large")
			.mayHave("errorMessage")
			.isLoggedOnce());
	}

	@TestFactory
	Stream<DynamicTest> circuitBreakers() {
		return table(row(get("/breaker/silent")).is(504, "timeout").isLoggedOnce(),
				row("first call", get("/open/close")).is(502, "upstream_error").isLoggedOnce(),
				row("later call", get("/open/fine")).is(503, "service_unavailable").isLoggedOnce(),
				row(get("/breaker-refused/x")).is(503, "service_unavailable").isLoggedOnce(),
				row(get("/breaker-status/500-empty")).is(502, "upstream_error").isLoggedOnce(),
				row(get("/breaker-status/id")).is(502, "upstream_error").isLoggedOnce(),
				row(get("/retry/busy")).is(502, "upstream_error").isLoggedOnce(),
				row(get("/fallback/500-empty")).isForeign(200, "fallback"),
				row(get("/fallback-empty/500-empty")).isForeign(404, ""),
				row(get("/fallback-failing/500-empty")).is(500, "internal_error").isLoggedOnce());
	}

	/** The container's buffer is not full, so that an answer is still possible. */
	@TestFactory
	Stream<DynamicTest> shortAnswersThatAreCutOff() {
		return table(row(get("/up/half")).is(502, "upstream_error").isLoggedOnce(),
				row(get("/up/half-chunked")).is(502, "upstream_error").isLoggedOnce(),
				row(get("/up/half-reset")).is(502, "upstream_error").isLoggedOnce());
	}

	@TestFactory
	Stream<DynamicTest> answersOfTheAuthor() {
		return table(row(get("/forward/x")).isForeign(404, ""));
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import(LocalController.class)
	static class Application {

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
