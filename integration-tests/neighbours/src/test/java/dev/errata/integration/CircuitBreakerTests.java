package dev.errata.integration;

import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cloud.client.circuitbreaker.CircuitBreakerFactory;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Row.row;

/**
 * Spring Cloud Circuit Breaker with Resilience4j.
 */
class CircuitBreakerTests extends NeighbourTests {

	@Override
	Service start() {
		return Neighbour.CIRCUIT_BREAKER.start(Container.TOMCAT, false, Application.class, SHORT_ENVELOPE,
				"resilience4j.timelimiter.configs.default.timeout-duration=300ms",
				"resilience4j.circuitbreaker.instances.open.sliding-window-size=1",
				"resilience4j.circuitbreaker.instances.open.minimum-number-of-calls=1",
				"resilience4j.circuitbreaker.instances.open.wait-duration-in-open-state=1h");
	}

	@TestFactory
	Stream<DynamicTest> failures() {
		return table(row(get("/call/slow")).is(504, "timeout").isLoggedOnce(),
				row(get("/call/conflict")).is(409, "conflict"),
				row("first call", get("/call/open")).is(500, "internal_error").isLoggedOnce(),
				row("later call", get("/call/open")).is(503, "service_unavailable").isLoggedOnce());
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import({ FineController.class, Calls.class })
	static class Application {

	}

	@RestController
	static class Calls {

		private final CircuitBreakerFactory<?, ?> breakers;

		Calls(CircuitBreakerFactory<?, ?> breakers) {
			this.breakers = breakers;
		}

		@GetMapping("/call/{what}")
		String call(@PathVariable String what) {
			return this.breakers.create(what).run(() -> switch (what) {
				case "slow" -> sleep();
				case "conflict" -> throw new ResponseStatusException(HttpStatus.CONFLICT);
				default -> throw new IllegalStateException(SECRET);
			});
		}

		private static String sleep() {
			try {
				TimeUnit.SECONDS.sleep(5);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return "late";
		}

	}

}
