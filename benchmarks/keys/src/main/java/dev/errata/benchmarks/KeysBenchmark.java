package dev.errata.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
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
import org.springframework.web.bind.annotation.RestController;

/**
 * A service and its clients in one process. What the service spends is what the process
 * spends without the threads of the clients.
 */
@SpringBootApplication
@RestController
public class KeysBenchmark {

	private static final String CLIENT = "client-";

	private static final int REDIS_PORT = 16379;

	private static final int REPETITIONS = 25;

	private static final int MAX_BYTES_PER_ROUND = 20_000_000;

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
		.getOperatingSystemMXBean();

	private static final ExecutorService CLIENTS = Executors.newFixedThreadPool(64,
			new CustomizableThreadFactory(CLIENT));

	private static URI orders = URI.create("http://localhost");

	public static void main(String[] arguments) throws Exception {
		String store = arguments[0];
		int rounds = Integer.parseInt(arguments[1]);
		List<String> properties = new ArrayList<>(List.of("--errata.idempotency.enabled=true",
				"--errata.idempotency.store=" + store, "--errata.idempotency.memory.max-keys=10000000",
				"--server.port=0", "--spring.main.banner-mode=off", "--logging.level.root=off"));
		RedisServer redis = null;
		switch (store) {
			case "jdbc" -> {
				properties
					.add("--spring.datasource.url=" + EmbeddedPostgres.start().getJdbcUrl("postgres", "postgres"));
				properties.add("--errata.idempotency.jdbc.initialize-schema=always");
			}
			case "redis" -> {
				redis = RedisServer.newRedisServer().port(REDIS_PORT).setting("save \"\"").build();
				redis.start();
				properties.add("--spring.data.redis.port=" + REDIS_PORT);
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
			measure(store, rounds);
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
	Map<String, Integer> order(@RequestBody byte[] order) {
		return Map.of("size", order.length);
	}

	private static void measure(String store, int rounds) throws Exception {
		System.out.printf("%-22s%30s%30s%30s   (CPU | bytes)%n", store, "no key", "first", "replay");
		for (int size : new int[] { 1_000, 100_000, 1_000_000, 10_000_000 }) {
			byte[] body = "x".repeat(size).getBytes(StandardCharsets.US_ASCII);
			String known = UUID.randomUUID().toString();
			int count = Math.max(1, Math.min(REPETITIONS, MAX_BYTES_PER_ROUND / size));
			row("body of " + size, rounds, count, () -> send(body, null),
					() -> send(body, UUID.randomUUID().toString()), () -> send(body, known));
		}
		byte[] body = { 'x' };
		for (int contenders : new int[] { 1, 4, 16, 64 }) {
			row(contenders + " at once, one key", rounds, contenders, () -> atOnce(contenders, body, null),
					() -> atOnce(contenders, body, UUID.randomUUID().toString()));
		}
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
	 * Return nanoseconds of CPU and bytes allocated, without what clients have spent.
	 */
	private static long[] spent() {
		long nanos = SYSTEM.getProcessCpuTime();
		long bytes = 0;
		for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
			if (thread != null && thread.getThreadName().startsWith(CLIENT)) {
				nanos -= THREADS.getThreadCpuTime(thread.getThreadId());
			}
			else if (thread != null && thread.getThreadId() != Thread.currentThread().getId()) {
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

}
