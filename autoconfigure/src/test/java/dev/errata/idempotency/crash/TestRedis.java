package dev.errata.idempotency.crash;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import redis.embedded.RedisServer;

import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;

/**
 * A Redis that can stand still.
 */
final class TestRedis implements AutoCloseable {

	private final int port;

	private RedisServer server;

	private TestRedis(int port) throws IOException {
		this.port = port;
		this.server = server();
	}

	static TestRedis start() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			int port = socket.getLocalPort();
			socket.close();
			return new TestRedis(port);
		}
	}

	private RedisServer server() throws IOException {
		RedisServer server = RedisServer.newRedisServer()
			.port(this.port)
			.bind("127.0.0.1")
			.setting("save \"\"")
			.build();
		server.start();
		return server;
	}

	int port() {
		return this.port;
	}

	List<String> properties(Path effects) {
		return properties(this.port, effects);
	}

	static List<String> properties(int port, Path effects) {
		return List.of("--errata.idempotency.store=redis", "--spring.data.redis.host=127.0.0.1",
				"--spring.data.redis.port=" + port, "--shop.effects=" + effects,
				"--spring.autoconfigure.exclude=" + DataSourceAutoConfiguration.class.getName());
	}

	/**
	 * Return the process that answers on the port.
	 */
	long pid() {
		RedisClient client = RedisClient.create("redis://127.0.0.1:" + this.port);
		try (StatefulRedisConnection<String, String> connection = client.connect()) {
			return connection.sync()
				.info("server")
				.lines()
				.filter((line) -> line.startsWith("process_id:"))
				.mapToLong((line) -> Long.parseLong(line.substring(line.indexOf(':') + 1).trim()))
				.findFirst()
				.orElseThrow();
		}
		finally {
			client.shutdown();
		}
	}

	void stop() throws IOException {
		this.server.stop();
	}

	/**
	 * Start again, without what was there.
	 */
	void startAgain() throws IOException {
		this.server = server();
	}

	@Override
	public void close() throws IOException {
		stop();
	}

}
