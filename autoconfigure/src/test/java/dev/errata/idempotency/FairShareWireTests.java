package dev.errata.idempotency;

import java.util.List;

import dev.errata.wire.Answer;
import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Exchange;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a caller who fills the store in memory.
 */
class FairShareWireTests extends EveryStackTests {

	@Override
	protected Service start(Container container) {
		return Service.start(container, false, List.of(Application.class), ENVELOPE, "errata.idempotency.enabled=true",
				"errata.idempotency.store=memory", "errata.idempotency.memory.max-keys=40",
				"errata.idempotency.ttl=10m");
	}

	@Test
	void floodOfKeysTakesTheStoreFromNobodyElse() {
		for (int key = 0; key < 20; key++) {
			assertThat(answer(order("flood-" + key)).status()).isEqualTo(200);
		}
		for (int key = 20; key < 60; key++) {
			Answer refused = answer(order("flood-" + key));
			assertThat(refused.body()).isEqualTo(document(429, "too_many_requests", "Too many requests."));
			assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(500, 600);
		}
		assertThat(answer(order("flood-3")).header("Idempotency-Replayed")).isEqualTo("true");
		assertThat(answer(Exchange.post("/orders")).status()).isEqualTo(200);
		for (int key = 0; key < 5; key++) {
			assertThat(answer(order("other-" + key).header("X-Tenant: other")).status()).isEqualTo(200);
			assertThat(answer(order("third-" + key).header("X-Tenant: third")).status()).isEqualTo(200);
		}
	}

	private static Exchange order(String key) {
		return Exchange.post("/orders").header("Idempotency-Key: " + key);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Application {

		@Bean
		IdempotencyScope tenants() {
			return (request) -> request.header("X-Tenant");
		}

		@PostMapping("/orders")
		String order() {
			return "ordered";
		}

	}

}
