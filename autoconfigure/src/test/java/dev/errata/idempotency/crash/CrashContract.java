package dev.errata.idempotency.crash;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
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
 * share, on all stacks. One {@link Shop} runs in this process, the others in their own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CrashContract {

	private static final AtomicInteger keys = new AtomicInteger();

	private final Map<Doom, ShopProcess> doomed = new LinkedHashMap<>();

	private final Map<Stack, ShopProcess> others = new EnumMap<>(Stack.class);

	private ConfigurableWebServerApplicationContext survivor;

	/**
	 * Start what the store needs, and return the properties to reach it by.
	 * @param directory where files may be put
	 */
	abstract List<String> startServer(Path directory) throws Exception;

	abstract void stopServer() throws Exception;

	/**
	 * Return what processes run on.
	 */
	Stream<Stack> stacks() {
		return Stream.of(Stack.SERVLET, Stack.REACTIVE);
	}

	/**
	 * Return which processes die, and where.
	 */
	abstract Stream<Doom> dooms();

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
		for (Doom doom : dooms().toList()) {
			List<String> arguments = doom.stack().properties(properties);
			arguments.add("--shop.dies=" + doom.step());
			this.doomed.put(doom, ShopProcess.start(arguments));
		}
		for (Stack stack : stacks().toList()) {
			this.others.put(stack, ShopProcess.start(stack.properties(properties)));
		}
		this.survivor = Shop.start(properties);
		this.others.values().forEach(ShopProcess::port);
	}

	@AfterAll
	void stop() throws Exception {
		this.doomed.values().forEach(ShopProcess::close);
		this.others.values().forEach(ShopProcess::close);
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
	@MethodSource("dooms")
	void processDies(Doom doom) throws Exception {
		String key = newKey();
		Step step = doom.step();
		ShopProcess process = this.doomed.get(doom);
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
		for (ShopProcess other : this.others.values()) {
			Answer again = other.answer(order(key));
			assertThat(again.status()).isEqualTo(answer.status());
			if (answer.status() == 201) {
				assertThat(again.body()).isEqualTo(answer.body());
			}
		}
		assertThat(effects(key)).isEqualTo(effectsOfTwo(step));
	}

	@ParameterizedTest
	@MethodSource("stacks")
	void ownerThatIsSlowKeepsItsKey(Stack stack, @TempDir Path directory) {
		String key = newKey();
		ShopProcess owner = this.others.get(stack);
		Gate gate = new Gate(directory);
		CompletableFuture<Answer> slow = CompletableFuture
			.supplyAsync(() -> owner.answer(order(key).header("X-Gate-Before: " + directory)));
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

	@ParameterizedTest
	@MethodSource("stacks")
	void ownerThatWasAsleepAnswersWhatItsSuccessorDid(Stack stack, @TempDir Path directory) throws Exception {
		String key = newKey();
		ShopProcess owner = this.others.get(stack);
		Gate gate = new Gate(directory);
		CompletableFuture<Answer> asleep = CompletableFuture
			.supplyAsync(() -> owner.answer(order(key).header("X-Gate-Before: " + directory)));
		gate.awaitEntered();
		owner.stop();
		Answer successor;
		try {
			successor = finalAnswer(key);
			gate.open();
		}
		finally {
			owner.wake();
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
	void processesRunOnce() throws Exception {
		race(32, 1);
	}

	@Test
	void processesRunEachKeyOnce() throws Exception {
		race(16, 20);
	}

	@Test
	@Tag("soak")
	void processesRunEachOfManyKeysOnce() throws Exception {
		race(64, 40);
	}

	private void race(int callers, int count) throws Exception {
		List<String> names = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			names.add(newKey());
		}
		List<Integer> ports = new ArrayList<>(this.others.values().stream().map(ShopProcess::port).toList());
		ports.add(this.survivor.getWebServer().getPort());
		Map<String, Set<String>> bodies = new ConcurrentHashMap<>();
		ExecutorService executor = Executors.newFixedThreadPool(callers);
		try {
			CountDownLatch start = new CountDownLatch(1);
			List<Future<?>> all = new ArrayList<>();
			for (int i = 0; i < callers; i++) {
				int port = ports.get(i % ports.size());
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

	/**
	 * A process and where it dies.
	 */
	record Doom(Stack stack, Step step) {

		static Stream<Doom> of(Stack stack, Step... steps) {
			return Stream.of(steps).map((step) -> new Doom(stack, step));
		}

	}

}
