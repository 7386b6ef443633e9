package dev.errata.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.management.ThreadMXBean;
import dev.errata.idempotency.Claim;
import dev.errata.idempotency.Digest;
import dev.errata.idempotency.IdempotencyStore;
import dev.errata.idempotency.StoredResponse;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import redis.embedded.RedisServer;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * A service and its clients in one process. What the service spends is what its threads
 * spend.
 */
@SpringBootApplication
@RestController
public class KeysBenchmark {

	private static final String CLIENT = "client-";

	private static final int REDIS_PORT = 16379;

	private static final int REPETITIONS = 25;

	/** How many threads work at once where a rate is measured. */
	private static final int AT_ONCE = 8;

	private static final StoredResponse ANSWER = new StoredResponse(200, Map.of(), new byte[16]);

	private static final int MAX_BYTES_PER_ROUND = 20_000_000;

	private static final int MAX_STORED_PER_ROUND = 1_000_000;

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final ExecutorService CLIENTS = Executors.newFixedThreadPool(64,
			new CustomizableThreadFactory(CLIENT));

	private static URI orders = URI.create("http://localhost");

	public static void main(String[] arguments) throws Exception {
		String store = arguments[0];
		int rounds = Integer.parseInt(arguments[1]);
		List<String> properties = new ArrayList<>(List.of("--errata.idempotency.enabled=true",
				"--errata.idempotency.store=" + store, "--errata.idempotency.memory.max-keys=10000000",
				"--errata.idempotency.memory.max-size=500MB", "--errata.idempotency.store-timeout=30s",
				"--server.port=0", "--spring.main.banner-mode=off", "--logging.level.root=off"));
		RedisServer redis = null;
		List<String> bare = List.of();
		switch (store) {
			case "jdbc" -> {
				EmbeddedPostgres postgres = EmbeddedPostgres.start();
				properties.add("--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"));
				bare = List.of("pgbench", "-n", "-M", "prepared", "-c", "" + AT_ONCE, "-j", "2", "-T", "10", "-f",
						"two-statements.sql", "-h", "localhost", "-p", "" + postgres.getPort(), "-U", "postgres",
						"postgres");
				properties.add("--errata.idempotency.jdbc.initialize-schema=always");
			}
			case "redis" -> {
				redis = RedisServer.newRedisServer().port(REDIS_PORT).setting("save \"\"").build();
				redis.start();
				properties.add("--spring.data.redis.port=" + REDIS_PORT);
				bare = List.of("redis-benchmark", "-q", "-c", "" + AT_ONCE, "-n", "100000", "-r", "1000000000", "-p",
						"" + REDIS_PORT, "SET", "key:__rand_int__", "0123456789abcdef", "NX", "PX", "3600000");
			}
			default -> {
			}
		}
		if (!store.equals("jdbc")) {
			properties.add("--spring.autoconfigure.exclude=" + DataSourceAutoConfiguration.class.getName());
		}
		ConfigurableApplicationContext context = SpringApplication.run(KeysBenchmark.class,
				properties.toArray(String[]::new));
		try {
			int port = ((WebServerApplicationContext) context).getWebServer().getPort();
			orders = URI.create("http://localhost:" + port + "/orders");
			measure(rounds);
			measureStore(context, rounds, Integer.parseInt(arguments[2]));
			runBare(bare);
		}
		finally {
			context.close();
			if (redis != null) {
				redis.stop();
			}
		}
		System.exit(0);
	}

	@PostMapping("/orders")
	byte[] order(@RequestBody byte[] order, @RequestParam(defaultValue = "16") int answer) {
		return new byte[answer];
	}

	private static void measure(int rounds) throws Exception {
		System.out.printf("%-22s%30s%30s%30s   (CPU | bytes)%n", "", "no key", "first", "replay");
		for (int size : new int[] { 1_000, 100_000, 1_000_000, 10_000_000 }) {
			byte[] body = "x".repeat(size).getBytes(StandardCharsets.US_ASCII);
			int count = Math.max(1, Math.min(REPETITIONS, MAX_BYTES_PER_ROUND / size));
			row("body of " + size, rounds, count, body);
		}
		byte[] body = { 'x' };
		URI small = orders;
		for (int size : new int[] { 1_000, 100_000, 1_000_000 }) {
			orders = URI.create(small + "?answer=" + size);
			int count = Math.max(1, Math.min(REPETITIONS, MAX_STORED_PER_ROUND / size));
			row("answer of " + size, rounds, count, body);
		}
		orders = small;
		for (int contenders : new int[] { 1, 4, 16, 64 }) {
			row(contenders + " at once, one key", rounds, contenders, () -> atOnce(contenders, body, null),
					() -> atOnce(contenders, body, UUID.randomUUID().toString()));
		}
	}

	/**
	 * Measure with many keys in the store, and what the store does alone.
	 */
	private static void measureStore(ConfigurableApplicationContext context, int rounds, int maxKeys) throws Exception {
		IdempotencyStore store = context.getBean(IdempotencyStore.class);
		byte[] body = { 'x' };
		int filled = 0;
		for (int keys = 1_000; keys <= maxKeys; keys *= 10) {
			int missing = keys - filled;
			perSecond(missing, (i) -> store.claim(claim(Duration.ofHours(1))));
			filled = keys;
			row(keys + " live keys", rounds, REPETITIONS, body);
		}
		int count = 100 * rounds;
		System.out.printf("%n%d at once, each second:%n", AT_ONCE);
		print("requests without a key", perSecond(count, (i) -> send(body, null)));
		print("first requests", perSecond(count, (i) -> send(body, UUID.randomUUID().toString())));
		Callable<Object> both = () -> {
			Claim claim = claim(Duration.ofHours(1));
			store.claim(claim);
			return store.complete(claim.ownership(1), ANSWER, claim.ttl());
		};
		print("both calls of the store alone", perSecond(count, (i) -> both.call()));
		perSecond(maxKeys, (i) -> store.claim(claim(Duration.ofMillis(1))));
		AtomicBoolean purging = new AtomicBoolean(true);
		Future<?> purge = CLIENTS.submit(() -> {
			while (purging.get() && store.purge() > 0) {
				Thread.onSpinWait();
			}
		});
		print("the same while expired keys are purged without a pause", perSecond(count, (i) -> both.call()));
		purging.set(false);
		purge.get();
	}

	/**
	 * Run the benchmark of the database itself, if it is installed.
	 */
	private static void runBare(List<String> command) throws InterruptedException {
		if (command.isEmpty()) {
			return;
		}
		System.out.printf("%n%s:%n", String.join(" ", command));
		try {
			new ProcessBuilder(command).inheritIO().start().waitFor();
		}
		catch (IOException ex) {
			System.out.println("is not installed");
		}
	}

	private static Claim claim(Duration time) {
		String owner = UUID.randomUUID().toString();
		Digest id = Digest.of(owner.getBytes(StandardCharsets.US_ASCII));
		return new Claim(id, id, owner, owner, time, time, false);
	}

	private static double perSecond(int count, Call call) throws Exception {
		AtomicInteger left = new AtomicInteger(count);
		List<Future<Void>> all = new ArrayList<>();
		long begin = System.nanoTime();
		for (int i = 0; i < AT_ONCE; i++) {
			all.add(CLIENTS.submit(() -> {
				for (int next = left.getAndDecrement(); next > 0; next = left.getAndDecrement()) {
					call.call(next);
				}
				return null;
			}));
		}
		for (Future<Void> each : all) {
			each.get();
		}
		return count * 1e9 / (System.nanoTime() - begin);
	}

	private static void print(String name, double perSecond) {
		System.out.printf("%-56s%8.0f%n", name, perSecond);
	}

	private static void row(String name, int rounds, int count, byte[] body) throws Exception {
		String known = UUID.randomUUID().toString();
		row(name, rounds, count, () -> send(body, null), () -> send(body, UUID.randomUUID().toString()),
				() -> send(body, known));
	}

	/**
	 * Let kinds of requests take turns. The first half of the rounds warms up.
	 */
	@SafeVarargs
	private static void row(String name, int rounds, int count, Callable<Void>... kinds) throws Exception {
		boolean volley = name.contains("at once");
		double[][] nanos = new double[kinds.length][rounds];
		double[][] bytes = new double[kinds.length][rounds];
		for (int round = -rounds; round < rounds; round++) {
			for (int kind = 0; kind < kinds.length; kind++) {
				long[] before = spent();
				for (int i = 0; i < (volley ? 1 + REPETITIONS / count : count); i++) {
					CLIENTS.submit(kinds[kind]).get();
				}
				long[] after = spent();
				int requests = volley ? count * (1 + REPETITIONS / count) : count;
				if (round >= 0) {
					nanos[kind][round] = (double) (after[0] - before[0]) / requests;
					bytes[kind][round] = (double) (after[1] - before[1]) / requests;
				}
			}
		}
		StringBuilder line = new StringBuilder("%-22s".formatted(name));
		for (int kind = 0; kind < kinds.length; kind++) {
			double cpu = median(nanos[kind]);
			double allocated = median(bytes[kind]);
			line.append("%30s".formatted("%.2f|%.2f (%.0fus %.1fk)".formatted(cpu / median(nanos[0]),
					allocated / median(bytes[0]), cpu / 1000, allocated / 1024)));
		}
		System.out.println(line);
	}

	private static double median(double[] values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		return sorted[sorted.length / 2];
	}

	/**
	 * Return nanoseconds of CPU and bytes allocated by the threads of the service. Those
	 * that compile and collect garbage are the JVM's and not among them.
	 */
	private static long[] spent() {
		long nanos = 0;
		long bytes = 0;
		for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
			if (thread != null && !thread.getThreadName().startsWith(CLIENT)
					&& thread.getThreadId() != Thread.currentThread().getId()) {
				nanos += THREADS.getThreadCpuTime(thread.getThreadId());
				bytes += THREADS.getThreadAllocatedBytes(thread.getThreadId());
			}
		}
		return new long[] { nanos, bytes };
	}

	private static Void atOnce(int contenders, byte[] body, String key) throws Exception {
		List<Future<Void>> others = new ArrayList<>();
		for (int i = 1; i < contenders; i++) {
			others.add(CLIENTS.submit(() -> send(body, key)));
		}
		send(body, key);
		for (Future<Void> other : others) {
			other.get();
		}
		return null;
	}

	private static Void send(byte[] body, String key) throws IOException {
		HttpURLConnection connection = (HttpURLConnection) orders.toURL().openConnection();
		connection.setRequestMethod("POST");
		connection.setRequestProperty("Content-Type", "application/octet-stream");
		// the default is the one of a browser, for which error pages are looked up
		connection.setRequestProperty("Accept", "*/*");
		if (key != null) {
			connection.setRequestProperty("Idempotency-Key", key);
		}
		connection.setDoOutput(true);
		connection.setFixedLengthStreamingMode(body.length);
		try (OutputStream output = connection.getOutputStream()) {
			output.write(body);
		}
		int status = connection.getResponseCode();
		if (status != 200 && status != 409) {
			throw new IllegalStateException("The service has answered with status " + status);
		}
		try (InputStream input = (status == 200) ? connection.getInputStream() : connection.getErrorStream()) {
			input.readAllBytes();
		}
		return null;
	}

	private interface Call {

		Object call(int number) throws Exception;

	}

}
