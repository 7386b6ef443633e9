package dev.errata.idempotency.actuate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import dev.errata.idempotency.Acquisition;
import dev.errata.idempotency.Claim;
import dev.errata.idempotency.IdempotencyStore;
import dev.errata.idempotency.IdempotencyStoreException;
import dev.errata.idempotency.Ownership;
import dev.errata.idempotency.Release;
import dev.errata.idempotency.Settlement;
import dev.errata.idempotency.StoredResponse;
import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import dev.errata.wire.Service;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Idempotency keys in the actuator.
 */
class IdempotencyActuatorTests {

	private static final String[] PROPERTIES = { "errata.idempotency.enabled=true",
			"management.endpoints.web.exposure.include=idempotency,health",
			"management.endpoint.health.show-details=always", "management.endpoint.health.show-components=always" };

	private static final String RULES = "errata.idempotency.rules.all.paths=/**";

	private static Service start(Class<?> application, String... more) {
		List<String> properties = new ArrayList<>(List.of(PROPERTIES));
		properties.addAll(List.of(more));
		return Service.start(Service.Container.TOMCAT, false, List.of(application), properties.toArray(String[]::new));
	}

	private static Answer order(Service service, String path, String key) {
		return service.answer(Exchange.json(path, "{}").header("Idempotency-Key: " + key));
	}

	private static Answer forget(Service service, String query) {
		return service.answer(Exchange.of("DELETE", "/actuator/idempotency?" + query));
	}

	@Test
	void memoryIsDescribedAndHealthy() {
		try (Service service = start(Memory.class, "errata.idempotency.store=memory", RULES)) {
			order(service, "/orders", "k-1");
			order(service, "/broken", "k-2");
			assertThat(service.answer(Exchange.get("/actuator/idempotency")).body())
				.isEqualTo("{\"store\":\"memory\",\"inFlight\":0,\"pendingResponses\":0,\"overdueCalls\":0,"
						+ "\"records\":{\"completed\":1,\"in_progress\":0,\"reopened\":1},\"rules\":["
						+ "{\"rule\":\"all\",\"path\":\"/**\",\"methods\":[\"PATCH\",\"POST\"],\"key\":\"optional\","
						+ "\"ttl\":\"PT24H\",\"lease\":\"PT30S\"}]}");
			Answer health = service.answer(Exchange.get("/actuator/health/idempotencyStore"));
			assertThat(health.status()).isEqualTo(200);
			assertThat(health.body()).isEqualTo("{\"details\":{\"store\":\"memory\",\"records\":"
					+ "{\"completed\":1,\"in_progress\":0,\"reopened\":1}},\"status\":\"UP\"}");
		}
	}

	@Test
	void forgettingNeedsUnrestrictedAccess() {
		try (Service service = start(Memory.class, "errata.idempotency.store=memory")) {
			order(service, "/orders", "k-1");
			assertThat(forget(service, "contract=default&key=k-1").status()).isEqualTo(405);
			assertThat(order(service, "/orders", "k-1").header("Idempotency-Replayed")).isEqualTo("true");
		}
	}

	@Test
	void keyIsForgottenUnlessItsRequestRuns() throws Exception {
		try (Service service = start(Memory.class, "errata.idempotency.store=memory",
				"management.endpoint.idempotency.access=unrestricted")) {
			order(service, "/orders", "k-1");
			assertThat(forget(service, "contract=default&scope=somebody&key=k-1").body())
				.isEqualTo("{\"forgotten\":false,\"reason\":\"There is no such key, or its request is running.\"}");
			assertThat(forget(service, "contract=default&key=%22k-1%22").body()).isEqualTo("{\"forgotten\":true}");
			assertThat(order(service, "/orders", "k-1").header("Idempotency-Replayed")).isNull();
			assertThat(forget(service, "contract=nobody&key=k-1").status()).isEqualTo(400);
			assertThat(forget(service, "contract=default&key=a%20b").status()).isEqualTo(400);
			assertThat(forget(service, "contract=default").status()).isEqualTo(400);
			CompletableFuture<Answer> running = CompletableFuture.supplyAsync(() -> order(service, "/waiting", "k-2"));
			OrderController.ENTERED.await();
			assertThat(service.answer(Exchange.get("/actuator/idempotency")).body())
				.containsPattern("\"inFlight\":1,\"oldestInFlight\":\"PT[0-9.]+S\",\"pendingResponses\":0");
			assertThat(forget(service, "contract=default&key=k-2").body()).startsWith("{\"forgotten\":false");
			OrderController.LEAVE.countDown();
			assertThat(running.get().status()).isEqualTo(200);
			assertThat(forget(service, "contract=default&key=k-2").body()).isEqualTo("{\"forgotten\":true}");
		}
	}

	@Test
	void ownStoreThatIsAwayIsDown() {
		try (Service service = start(OwnStore.class, "management.endpoint.idempotency.access=unrestricted")) {
			Answer health = service.answer(Exchange.get("/actuator/health/idempotencyStore"));
			assertThat(health.status()).isEqualTo(503);
			assertThat(health.body()).contains("\"status\":\"DOWN\"",
					"\"store\":\"" + AwayStore.class.getName() + "\"");
			assertThat(service.answer(Exchange.get("/actuator/idempotency")).body())
				.startsWith("{\"store\":\"" + AwayStore.class.getName()
						+ "\",\"inFlight\":0,\"pendingResponses\":0,\"overdueCalls\":0,\"rules\":");
			assertThat(forget(service, "contract=default&key=k-1").body())
				.isEqualTo("{\"forgotten\":false,\"reason\":\"This store cannot remove keys.\"}");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "idempotencystore", "idempotencyStore", "idempotency-store" })
	void healthCanBeSwitchedOff(String name) {
		try (Service service = start(Memory.class, "errata.idempotency.store=memory",
				"management.health." + name + ".enabled=false")) {
			assertThat(service.answer(Exchange.get("/actuator/health/idempotencyStore")).status()).isEqualTo(404);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(OrderController.class)
	static class Memory {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class OwnStore {

		@Bean
		AwayStore awayStore() {
			return new AwayStore();
		}

	}

	static class AwayStore implements IdempotencyStore {

		@Override
		public Acquisition claim(Claim claim) {
			throw new IdempotencyStoreException("away", null);
		}

		@Override
		public boolean renew(Ownership ownership, Duration lease) {
			throw new IdempotencyStoreException("away", null);
		}

		@Override
		public Settlement complete(Ownership ownership, StoredResponse response, Duration ttl) {
			throw new IdempotencyStoreException("away", null);
		}

		@Override
		public Settlement release(Ownership ownership, Release release, Duration ttl) {
			throw new IdempotencyStoreException("away", null);
		}

	}

	@RestController
	static class OrderController {

		static final CountDownLatch ENTERED = new CountDownLatch(1);

		static final CountDownLatch LEAVE = new CountDownLatch(1);

		@PostMapping("/orders")
		String order() {
			return "ordered";
		}

		@PostMapping("/broken")
		String broken() {
			throw new IllegalStateException("broken");
		}

		@PostMapping("/waiting")
		String waiting() throws InterruptedException {
			ENTERED.countDown();
			LEAVE.await();
			return "waited";
		}

	}

}
