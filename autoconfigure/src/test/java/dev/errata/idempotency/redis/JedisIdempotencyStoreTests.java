package dev.errata.idempotency.redis;

import java.io.IOException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import redis.embedded.RedisServer;

import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.jedis.JedisClientConfiguration;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;

/**
 * Tests for {@link RedisIdempotencyStore} with Jedis.
 */
class JedisIdempotencyStoreTests extends RedisStoreContract {

	private static RedisServer server;

	private static JedisConnectionFactory connectionFactory;

	@BeforeAll
	static void startServer() throws IOException {
		server = RedisIdempotencyStoreTests.start(RedisIdempotencyStoreTests.freePort());
		connectionFactory = new JedisConnectionFactory(
				new RedisStandaloneConfiguration("127.0.0.1", server.ports().get(0)),
				JedisClientConfiguration.builder().usePooling().build());
		connectionFactory.start();
	}

	@AfterAll
	static void stopServer() throws IOException {
		connectionFactory.destroy();
		server.stop();
	}

	@Override
	RedisConnectionFactory connectionFactory() {
		return connectionFactory;
	}

}
