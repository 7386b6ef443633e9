package dev.errata.idempotency.redis;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import redis.embedded.RedisServer;
import redis.embedded.RedisShardedCluster;

import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Tests for {@link RedisIdempotencyStore} on a cluster of three servers, with Lettuce.
 */
class RedisClusterIdempotencyStoreTests extends RedisStoreContract {

	private static final RedisClient client = RedisClient.create();

	private static final List<StatefulRedisConnection<byte[], byte[]>> connections = new ArrayList<>();

	private static RedisShardedCluster cluster;

	private static LettuceConnectionFactory connectionFactory;

	@BeforeAll
	static void startCluster() throws IOException {
		cluster = RedisShardedCluster.newRedisCluster()
			.withServerBuilder(RedisServer.newRedisServer().setting("save \"\""))
			.ephemeral()
			.shard("a", 0)
			.shard("b", 0)
			.shard("c", 0)
			.build();
		cluster.start();
		List<String> nodes = new ArrayList<>();
		for (int port : cluster.serverPorts()) {
			nodes.add("127.0.0.1:" + port);
			connections.add(client.connect(ByteArrayCodec.INSTANCE, RedisURI.create("127.0.0.1", port)));
		}
		// the servers agree on one another after the cluster has started
		Awaitility.await()
			.until(() -> connections.stream()
				.allMatch((connection) -> connection.sync().clusterInfo().contains("cluster_state:ok")));
		connectionFactory = new LettuceConnectionFactory(new RedisClusterConfiguration(nodes),
				LettuceClientConfiguration.builder()
					.commandTimeout(Duration.ofSeconds(10))
					.shutdownTimeout(Duration.ZERO)
					.build());
		connectionFactory.start();
	}

	@AfterAll
	static void stopCluster() throws IOException {
		connectionFactory.destroy();
		client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
		cluster.stop();
	}

	@Override
	RedisConnectionFactory connectionFactory() {
		return connectionFactory;
	}

	@Override
	void shift(byte[]... arguments) {
		for (StatefulRedisConnection<byte[], byte[]> connection : connections) {
			connection.sync()
				.eval(SHIFT.getBytes(StandardCharsets.US_ASCII), ScriptOutputType.STATUS, new byte[0][], arguments);
		}
	}

}
