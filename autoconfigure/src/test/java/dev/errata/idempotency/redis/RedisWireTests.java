package dev.errata.idempotency.redis;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.errata.idempotency.IdempotencyStore;
import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import dev.errata.wire.Service;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.embedded.RedisServer;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for requests that bear a key, on two instances of a service that share one Redis.
 */
class RedisWireTests {

	private static RedisServer server;

	private static Service first;

	private static Service second;

	@BeforeAll
	static void start() throws IOException {
		server = RedisIdempotencyStoreTests.start(RedisIdempotencyStoreTests.freePort());
		first = startService();
		second = startService();
	}

	@AfterAll
	static void stop() throws IOException {
		first.close();
		second.close();
		server.stop();
	}

	private static Service startService() {
		return Service.start(Service.Container.TOMCAT, false, List.of(Shop.class), "errata.codes.sold_out=409",
				"errata.idempotency.enabled=true", "errata.idempotency.store=redis",
				"errata.idempotency.store-timeout=1s", "spring.application.name=shop",
				"spring.data.redis.port=" + server.ports().get(0));
	}

	private static Exchange order(String key) {
		return Exchange.json("/orders", "{\"item\":\"tea\"}").header("Idempotency-Key: " + key);
	}

	private static String newKey() {
		return UUID.randomUUID().toString();
	}

	@Test
	void storeIsThatOfRedis() {
		assertThat(first.bean(IdempotencyStore.class)).isInstanceOf(RedisIdempotencyStore.class);
	}

	@Test
	void otherInstanceGivesTheSameAnswer() {
		String key = newKey();
		Answer answer = first.answer(order(key));
		Answer again = second.answer(order(key));
		assertThat(answer.status()).isEqualTo(201);
		assertThat(again.status()).isEqualTo(201);
		assertThat(again.body()).isEqualTo(answer.body());
		assertThat(again.header("Location")).isEqualTo(answer.header("Location"));
		assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
	}

	@Test
	void otherInstanceRefusesAnotherRequest() {
		String key = newKey();
		first.answer(order(key));
		Answer answer = second
			.answer(Exchange.json("/orders", "{\"item\":\"milk\"}").header("Idempotency-Key: " + key));
		assertThat(answer.status()).isEqualTo(422);
		assertThat(answer.body()).contains("\"code\":\"idempotency_key_reused\"");
	}

	@Test
	void requestRunsOnceWhateverInstanceItMeets() throws Exception {
		String key = newKey();
		int before = Orders.count.get();
		ExecutorService clients = Executors.newFixedThreadPool(16);
		try {
			CountDownLatch start = new CountDownLatch(1);
			List<Future<Answer>> answers = new ArrayList<>();
			for (int i = 0; i < 16; i++) {
				Service service = (i % 2 == 0) ? first : second;
				answers.add(clients.submit(() -> {
					start.await(10, TimeUnit.SECONDS);
					return service.answer(order(key));
				}));
			}
			start.countDown();
			for (Future<Answer> answer : answers) {
				assertThat(answer.get(30, TimeUnit.SECONDS).status()).isIn(201, 409);
			}
		}
		finally {
			clients.shutdownNow();
		}
		assertThat(Orders.count.get() - before).isOne();
	}

	@Test
	void answerIsStoredAlsoWhereRedisHasComeBackEmpty() throws Exception {
		String key = newKey();
		int before = Orders.count.get();
		Orders.meanwhile = () -> {
			try (RedisConnection connection = first.bean(RedisConnectionFactory.class).getConnection()) {
				connection.serverCommands().flushAll();
			}
		};
		try {
			assertThat(first.answer(order(key)).status()).isEqualTo(201);
		}
		finally {
			Orders.meanwhile = () -> {
			};
		}
		Answer again = second.answer(order(key));
		assertThat(again.status()).isEqualTo(201);
		assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
		assertThat(Orders.count.get() - before).isOne();
	}

	@Test
	void serviceRefusesWhileRedisIsAway() throws Exception {
		Answer before = first.answer(order(newKey()));
		assertThat(before.status()).isEqualTo(201);
		int count = Orders.count.get();
		server.stop();
		try {
			Answer answer = first.answer(order(newKey()));
			assertThat(answer.status()).isEqualTo(503);
			assertThat(answer.body()).contains("\"code\":\"idempotency_store_unavailable\"");
			assertThat(answer.header("Retry-After")).isNotNull();
			assertThat(first.answer(Exchange.json("/orders", "{}")).status()).isEqualTo(201);
			assertThat(Orders.count.get() - count).isOne();
		}
		finally {
			server = RedisIdempotencyStoreTests.start(server.ports().get(0));
		}
		await().untilAsserted(() -> {
			assertThat(first.answer(order(newKey())).status()).isEqualTo(201);
			assertThat(second.answer(order(newKey())).status()).isEqualTo(201);
		});
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Orders.class)
	static class Shop {

	}

	@RestController
	static class Orders {

		private static final AtomicInteger count = new AtomicInteger();

		private static volatile Runnable meanwhile = () -> {
		};

		@PostMapping("/orders")
		ResponseEntity<String> order(@RequestBody String order) {
			int number = count.incrementAndGet();
			meanwhile.run();
			return ResponseEntity.status(HttpStatus.CREATED)
				.header("Location", "/orders/" + number)
				.body("order " + number + ": " + order);
		}

	}

}
