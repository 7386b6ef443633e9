package dev.errata.idempotency.crash;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.errata.idempotency.crash.Shop.Gate;
import dev.errata.idempotency.jdbc.TestDatabase;
import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.web.server.context.ConfigurableWebServerApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Stores whose replies are lost, that stand still or that start anew while a request is
 * under way.
 */
class LostReplyIT {

	private final List<AutoCloseable> started = new ArrayList<>();

	@TempDir
	private Path directory;

	@AfterEach
	void stop() throws Exception {
		Collections.reverse(this.started);
		for (AutoCloseable closeable : this.started) {
			closeable.close();
		}
	}

	private <T extends AutoCloseable> T started(T closeable) {
		this.started.add(closeable);
		return closeable;
	}

	private ConfigurableWebServerApplicationContext start(Stack stack, List<String> properties, String... more) {
		List<String> all = stack.properties(properties);
		all.addAll(List.of(more));
		return started(Shop.start(all));
	}

	private Path file() {
		return this.directory.resolve("effects");
	}

	private int effects(String key) throws Exception {
		return Files.exists(file()) ? Collections.frequency(Files.readAllLines(file()), key) : 0;
	}

	private static Answer answer(ConfigurableWebServerApplicationContext shop, Exchange exchange) {
		return exchange.on(shop.getWebServer().getPort());
	}

	private static Exchange order(String key) {
		return CrashContract.order(key);
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void postgresLosesItsReplies(Stack stack) throws Exception {
		JdbcTemplate jdbc = new JdbcTemplate(TestDatabase.POSTGRESQL.dataSource());
		String url = TestDatabase.POSTGRESQL.address();
		URI server = URI.create(url.substring("jdbc:".length()));
		LossyProxy proxy = started(LossyProxy.to(server.getPort()));
		jdbc.execute("CREATE TABLE IF NOT EXISTS effects (name VARCHAR(100) NOT NULL)");
		try {
			// the text of a statement is sent each time
			ConfigurableWebServerApplicationContext shop = start(stack, PostgresCrashIT.properties(
					url.replace(":" + server.getPort() + "/", ":" + proxy.port() + "/") + "&prepareThreshold=0"));
			String key = CrashContract.newKey();
			losesReplies(shop, proxy, key, "INSERT INTO crash_idempotency", "status = ");
			assertThat(jdbc.queryForObject("SELECT count(*) FROM effects WHERE name LIKE ?", Integer.class, key + "%"))
				.isEqualTo(2);
		}
		finally {
			jdbc.execute("DROP TABLE effects, crash_idempotency");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void redisLosesItsReplies(Stack stack) throws Exception {
		TestRedis redis = started(TestRedis.start());
		LossyProxy proxy = started(LossyProxy.to(redis.port()));
		ConfigurableWebServerApplicationContext shop = start(stack, TestRedis.properties(proxy.port(), file()));
		String key = CrashContract.newKey();
		// the server learns the scripts
		assertThat(answer(shop, order(CrashContract.newKey())).status()).isEqualTo(201);
		losesReplies(shop, proxy, key, "EVALSHA", "EVALSHA");
		assertThat(effects(key + "-claim")).isEqualTo(1);
		assertThat(effects(key + "-answer")).isEqualTo(1);
	}

	private void losesReplies(ConfigurableWebServerApplicationContext shop, LossyProxy proxy, String key, String claim,
			String complete) {
		proxy.loseReplyTo(claim);
		Answer first = answer(shop, order(key + "-claim"));
		assertThat(proxy.lost()).isEqualTo(1);
		// the claim is there, and it is still one's own
		assertThat(first.status()).as("%s", first).isEqualTo(201);
		assertThat(first.header("X-Attempt")).isEqualTo("1");
		assertReplayed(answer(shop, order(key + "-claim")), first);

		Gate gate = new Gate(this.directory);
		CompletableFuture<Answer> second = CompletableFuture
			.supplyAsync(() -> answer(shop, order(key + "-answer").header("X-Gate-After: " + this.directory)));
		gate.awaitEntered();
		proxy.loseReplyTo(complete);
		gate.open();
		Answer answer = second.join();
		assertThat(answer.status()).isEqualTo(201);
		assertThat(proxy.lost()).isEqualTo(2);
		assertReplayed(finalAnswer(shop, key + "-answer"), answer);
	}

	private static Answer finalAnswer(ConfigurableWebServerApplicationContext shop, String key) {
		return await().atMost(Duration.ofSeconds(30))
			.pollInterval(Duration.ofMillis(50))
			.until(() -> answer(shop, order(key)), (answer) -> answer.status() == 201);
	}

	private static void assertReplayed(Answer answer, Answer first) {
		assertThat(answer.status()).isEqualTo(first.status());
		assertThat(answer.body()).isEqualTo(first.body());
		assertThat(answer.header("Idempotency-Replayed")).isEqualTo("true");
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void redisStandsStill(Stack stack) throws Exception {
		TestRedis redis = started(TestRedis.start());
		ConfigurableWebServerApplicationContext shop = start(stack, redis.properties(file()),
				"--errata.idempotency.store-timeout=500ms", "--errata.idempotency.lease=30s");
		String running = CrashContract.newKey();
		String waiting = CrashContract.newKey();
		Gate gate = new Gate(this.directory);
		CompletableFuture<Answer> first = CompletableFuture
			.supplyAsync(() -> answer(shop, order(running).header("X-Gate-After: " + this.directory)));
		gate.awaitEntered();
		long pid = redis.pid();
		ShopProcess.signal("STOP", pid);
		try {
			long begin = System.nanoTime();
			Answer refused = answer(shop, order(waiting));
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(Duration.ofMillis(400),
					Duration.ofSeconds(5));
			assertThat(refused.status()).isEqualTo(503);
			assertThat(refused.body()).contains("\"code\":\"idempotency_store_unavailable\"");
			assertThat(refused.header("Retry-After")).isNotNull();
			assertThat(effects(waiting)).isZero();
			gate.open();
			// the work is done, and its answer is sent
			Answer answer = first.get(30, TimeUnit.SECONDS);
			assertThat(answer.status()).isEqualTo(201);
		}
		finally {
			ShopProcess.signal("CONT", pid);
		}
		assertReplayed(finalAnswer(shop, running), first.join());
		// a claim that came too late is given back
		assertThat(finalAnswer(shop, waiting).header("X-Attempt")).isEqualTo("1");
		assertThat(effects(running)).isEqualTo(1);
		assertThat(effects(waiting)).isEqualTo(1);
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void redisStartsAnewAndHasForgotten(Stack stack) throws Exception {
		TestRedis redis = started(TestRedis.start());
		ConfigurableWebServerApplicationContext shop = start(stack, redis.properties(file()),
				"--errata.idempotency.store-timeout=500ms");
		String key = CrashContract.newKey();
		Gate gate = new Gate(this.directory);
		CompletableFuture<Answer> first = CompletableFuture
			.supplyAsync(() -> answer(shop, order(key).header("X-Gate-After: " + this.directory)));
		gate.awaitEntered();
		redis.stop();
		Answer refused = answer(shop, order(CrashContract.newKey()));
		assertThat(refused.status()).isEqualTo(503);
		assertThat(refused.body()).contains("\"code\":\"idempotency_store_unavailable\"");
		redis.startAgain();
		await().until(() -> answer(shop, order(CrashContract.newKey())).status() == 201);
		gate.open();
		assertThat(first.get(10, TimeUnit.SECONDS).status()).isEqualTo(201);
		assertThat(effects(key)).isEqualTo(1);
		// the claim is lost, and its answer is stored all the same
		assertReplayed(finalAnswer(shop, key), first.join());
		assertThat(effects(key)).isEqualTo(1);
	}

}
