package dev.errata.idempotency.crash;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import dev.errata.idempotency.crash.Shop.Gate;
import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.web.server.context.ConfigurableWebServerApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What becomes of keys when processes die, stop or compete, for any store that processes
 * share. One {@link Shop} runs in this process, the others in their own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CrashContract {

	private static final AtomicInteger keys = new AtomicInteger();

	private final Map<Step, ShopProcess> doomed = new EnumMap<>(Step.class);

	private ShopProcess other;

	private ConfigurableWebServerApplicationContext survivor;

	/**
	 * Start what the store needs, and return the properties to reach it by.
	 * @param directory where files may be put
	 */
	abstract List<String> startServer(Path directory) throws Exception;

	abstract void stopServer() throws Exception;

	/**
	 * Return where processes die.
	 */
	Stream<Step> steps() {
		return Stream.of(Step.values());
	}

	/**
	 * Return how many effects there are.
	 */
	abstract int effects(String key) throws Exception;

	/**
	 * Return how many effects a request leaves that was asked for again, after the first
	 * one has died or was overtaken.
	 * @param step where it was
	 */
	abstract int effectsOfTwo(Step step);

	/**
	 * Return whether a request that has died at this step is run again.
	 */
	abstract boolean isRunAgain(Step step);

	@BeforeAll
	void start(@TempDir Path directory) throws Exception {
		List<String> properties = startServer(directory);
		for (Step step : steps().toList()) {
			List<String> arguments = new ArrayList<>(properties);
			arguments.add("--shop.dies=" + step);
			this.doomed.put(step, ShopProcess.start(arguments));
		}
		this.other = ShopProcess.start(properties);
		this.survivor = Shop.start(properties);
		this.other.port();
	}

	@AfterAll
	void stop() throws Exception {
		this.doomed.values().forEach(ShopProcess::close);
		this.other.close();
		this.survivor.close();
		stopServer();
	}

	static String newKey() {
		return "key-" + keys.incrementAndGet();
	}

	static Exchange order(String key) {
		return Exchange.post("/orders")
			.header("Content-Type: text/plain")
			.header("Idempotency-Key: " + key)
			.body("tea");
	}

	Answer answer(Exchange exchange) {
		return exchange.on(this.survivor.getWebServer().getPort());
	}

	/**
	 * Ask again for as long as a request is in progress.
	 */
	private Answer finalAnswer(String key) {
		return await().atMost(Duration.ofSeconds(30))
			.pollInterval(Duration.ofMillis(50))
			.until(() -> answer(order(key)), (answer) -> !answer.body().contains("idempotency_in_progress"));
	}

	@ParameterizedTest
	@MethodSource("steps")
	void processDies(Step step) throws Exception {
		String key = newKey();
		ShopProcess process = this.doomed.get(step);
		byte[] sent = order(key).bytesFrom(process.port());
		process.awaitDeath();
		// no byte of an answer that the store does not have
		assertThat(new String(sent, StandardCharsets.UTF_8)).matches((text) -> text.isEmpty() != (step == Step.SENT));
		Answer answer = finalAnswer(key);
		if (step == Step.COMPLETED || step == Step.SENT) {
			assertThat(answer.status()).isEqualTo(201);
			assertThat(answer.header("Idempotency-Replayed")).isEqualTo("true");
			assertThat(answer.header("X-Attempt")).isEqualTo("1");
		}
		else if (isRunAgain(step)) {
			assertThat(answer.status()).isEqualTo(201);
			assertThat(answer.header("Idempotency-Replayed")).isNull();
			assertThat(answer.header("X-Attempt")).isEqualTo("2");
		}
		else {
			assertThat(answer.status()).isEqualTo(409);
			assertThat(answer.body()).contains("\"code\":\"idempotency_outcome_unknown\"");
		}
		if (step == Step.SENT) {
			assertThat(answer.body()).isEqualTo(Answer.parse(sent, false).body());
		}
		assertThat(effects(key)).isEqualTo(effectsOfTwo(step));
		// and it stays like this
		Answer again = this.other.answer(order(key));
		assertThat(again.status()).isEqualTo(answer.status());
		if (answer.status() == 201) {
			assertThat(again.body()).isEqualTo(answer.body());
		}
		assertThat(effects(key)).isEqualTo(effectsOfTwo(step));
	}

	@Test
	void ownerThatIsSlowKeepsItsKey(@TempDir Path directory) {
		String key = newKey();
		Gate gate = new Gate(directory);
		CompletableFuture<Answer> slow = CompletableFuture
			.supplyAsync(() -> this.other.answer(order(key).header("X-Gate-Before: " + directory)));
		gate.awaitEntered();
		// more than two leases
		await().during(Duration.ofMillis(3200)).atMost(Duration.ofSeconds(8)).until(() -> {
			Answer answer = answer(order(key));
			return answer.status() == 409 && answer.body().contains("idempotency_in_progress");
		});
		gate.open();
		Answer answer = slow.join();
		assertThat(answer.status()).isEqualTo(201);
		assertThat(answer.header("X-Attempt")).isEqualTo("1");
		assertThat(answer(order(key)).body()).isEqualTo(answer.body());
		assertEffects(key, 1);
	}

	@Test
	void ownerThatWasAsleepAnswersWhatItsSuccessorDid(@TempDir Path directory) throws Exception {
		String key = newKey();
		Gate gate = new Gate(directory);
		CompletableFuture<Answer> asleep = CompletableFuture
			.supplyAsync(() -> this.other.answer(order(key).header("X-Gate-Before: " + directory)));
		gate.awaitEntered();
		this.other.stop();
		Answer successor;
		try {
			successor = finalAnswer(key);
			gate.open();
		}
		finally {
			this.other.wake();
		}
		assertThat(successor.status()).isEqualTo(201);
		assertThat(successor.header("X-Attempt")).isEqualTo("2");
		Answer woken = asleep.join();
		assertThat(woken.status()).isEqualTo(201);
		assertThat(woken.body()).isEqualTo(successor.body());
		assertThat(woken.header("X-Attempt")).isEqualTo("2");
		assertThat(woken.header("Idempotency-Replayed")).isEqualTo("true");
		assertThat(woken.header("X-Request-Id")).isEqualTo(Exchange.ID);
		assertThat(answer(order(key)).body()).isEqualTo(successor.body());
		assertEffects(key, effectsOfTwo(Step.IN_HANDLER) + (isRunAgain(Step.COMMITTED) ? 1 : 0));
	}

	@Test
	void twoProcessesRunOnce() throws Exception {
		race(32, 1);
	}

	@Test
	void twoProcessesRunEachKeyOnce() throws Exception {
		race(16, 20);
	}

	@Test
	@Tag("soak")
	void twoProcessesRunEachOfManyKeysOnce() throws Exception {
		race(64, 40);
	}

	private void race(int callers, int count) throws Exception {
		List<String> names = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			names.add(newKey());
		}
		Map<String, Set<String>> bodies = new ConcurrentHashMap<>();
		ExecutorService executor = Executors.newFixedThreadPool(callers);
		try {
			CountDownLatch start = new CountDownLatch(1);
			List<Future<?>> all = new ArrayList<>();
			for (int i = 0; i < callers; i++) {
				int port = (i % 2 == 0) ? this.survivor.getWebServer().getPort() : this.other.port();
				all.add(executor.submit(() -> {
					start.await();
					for (String key : names) {
						Answer answer = order(key).on(port);
						assertThat(answer.status()).as("%s", answer).isIn(201, 409);
						if (answer.status() == 201) {
							bodies.computeIfAbsent(key, (name) -> ConcurrentHashMap.newKeySet()).add(answer.body());
						}
					}
					return null;
				}));
			}
			start.countDown();
			for (Future<?> future : all) {
				future.get(120, TimeUnit.SECONDS);
			}
		}
		finally {
			executor.shutdownNow();
		}
		for (String key : names) {
			assertThat(bodies.get(key)).as(key).hasSize(1);
			assertEffects(key, 1);
		}
	}

	private void assertEffects(String key, int count) {
		try {
			assertThat(effects(key)).as(key).isEqualTo(count);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
