package dev.errata.idempotency.redis;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.errata.idempotency.Acquisition;
import dev.errata.idempotency.Claim;
import dev.errata.idempotency.Digest;
import dev.errata.idempotency.IdempotencyStoreException;
import dev.errata.idempotency.Ownership;
import dev.errata.idempotency.Release;
import dev.errata.idempotency.Settlement;
import dev.errata.idempotency.StoredResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.embedded.RedisServer;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link RedisIdempotencyStore} on a single server, with Lettuce.
 */
@ExtendWith(OutputCaptureExtension.class)
class RedisIdempotencyStoreTests extends RedisStoreContract {

	private static final Duration LEASE = Duration.ofMinutes(1);

	private static final StoredResponse RESPONSE = new StoredResponse(200, Map.of("A", List.of("b")),
			new byte[] { -1 });

	private static RedisServer server;

	private static LettuceConnectionFactory connectionFactory;

	private final Digest id = Digest.of(UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII));

	@BeforeAll
	static void startServer() throws IOException {
		server = start(freePort());
		connectionFactory = connectTo(server);
	}

	@AfterAll
	static void stopServer() throws IOException {
		connectionFactory.destroy();
		server.stop();
	}

	static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	static RedisServer start(int port) throws IOException {
		RedisServer server = RedisServer.newRedisServer().port(port).bind("127.0.0.1").setting("save \"\"").build();
		server.start();
		return server;
	}

	static LettuceConnectionFactory connectTo(RedisServer server) {
		LettuceConnectionFactory factory = new LettuceConnectionFactory(
				new RedisStandaloneConfiguration("127.0.0.1", server.ports().get(0)),
				LettuceClientConfiguration.builder()
					.commandTimeout(Duration.ofSeconds(2))
					.shutdownTimeout(Duration.ZERO)
					.build());
		factory.start();
		return factory;
	}

	@Override
	RedisConnectionFactory connectionFactory() {
		return connectionFactory;
	}

	@Test
	void scriptsRunOnTheOldestVersion() {
		try (RedisConnection connection = connectionFactory.getConnection()) {
			assertThat(connection.serverCommands().info("server").getProperty("redis_version")).startsWith("6.2.");
		}
	}

	@Test
	void scriptsAreSentAgainWhenTheyAreLost() {
		flushScripts();
		Ownership owned = own("a");
		flushScripts();
		assertThat(store().renew(owned, LEASE)).isTrue();
		flushScripts();
		assertThat(store().complete(owned, RESPONSE, LEASE)).isEqualTo(new Settlement.Done());
		flushScripts();
		assertThat(store().release(owned, Release.FORGET, LEASE)).isEqualTo(new Settlement.Superseded(RESPONSE));
		flushScripts();
		assertThat(store().claim(claim("b"))).isEqualTo(new Acquisition.Replay(RESPONSE));
	}

	@Test
	void callIsOneRoundTrip() {
		RedisIdempotencyStore store = new RedisIdempotencyStore(connectionFactory, "", new NoEvictionCheck());
		Ownership owned = new Ownership(this.id, "a", 1);
		store.claim(claim("a"));
		assertOneRoundTrip(() -> store.claim(claim("b")));
		assertOneRoundTrip(() -> store.renew(owned, LEASE));
		assertOneRoundTrip(() -> store.complete(owned, RESPONSE, LEASE));
		assertOneRoundTrip(() -> store.claim(claim("b")));
		assertOneRoundTrip(() -> store.release(owned, Release.FORGET, LEASE));
	}

	private static void assertOneRoundTrip(Runnable call) {
		call.run();
		long before = countReads();
		call.run();
		assertThat(countReads() - before).isEqualTo(2);
	}

	@Test
	void storesOnOneServerSeeTheSame() {
		RedisIdempotencyStore other = newStore();
		Ownership owned = own("a");
		assertThat(other.claim(claim("b"))).isInstanceOf(Acquisition.Busy.class);
		assertThat(other.renew(owned, LEASE)).isTrue();
		assertThat(other.complete(owned, RESPONSE, LEASE)).isEqualTo(new Settlement.Done());
		assertThat(store().claim(claim("b"))).isEqualTo(new Acquisition.Replay(RESPONSE));
	}

	@Test
	void recordExpiresByItself() {
		own("a");
		assertThat(expiry()).isBetween(Duration.ofMinutes(55), Duration.ofHours(1));
		Ownership owned = new Ownership(this.id, "a", 1);
		store().renew(owned, Duration.ofHours(2));
		assertThat(expiry()).isBetween(Duration.ofMinutes(115), Duration.ofHours(2));
		store().complete(owned, RESPONSE, LEASE);
		assertThat(expiry()).isBetween(LEASE.minusSeconds(20), LEASE);
	}

	@Test
	void recordThatRedisStillKeepsIsInvisibleOnceExpired() {
		Ownership owned = own("a");
		store().complete(owned, RESPONSE, LEASE);
		try (RedisConnection connection = connectionFactory.getConnection()) {
			connection.keyCommands().persist(store().key(this.id));
			connection.hashCommands()
				.hSet(store().key(this.id), "expires".getBytes(StandardCharsets.US_ASCII),
						Long.toString(connection.serverCommands().time()).getBytes(StandardCharsets.US_ASCII));
		}
		assertThat(store().renew(owned, LEASE)).isFalse();
		assertThat(store().complete(owned, RESPONSE, LEASE)).isEqualTo(new Settlement.Gone());
		assertThat(store().release(owned, Release.REOPEN, LEASE)).isEqualTo(new Settlement.Gone());
		assertThat(own("b").fence()).isOne();
		assertThat(contents(this.id)).doesNotContainKeys("status", "headers", "body");
		assertThat(expiry()).isPositive();
	}

	@Test
	void keyBeginsWithPrefix() {
		assertThat(new String(store().key(Digest.of(new byte[] { 1, -1 })), StandardCharsets.US_ASCII))
			.isEqualTo("errata:idempotency:01ff");
	}

	@Test
	void boundConnectionOfThreadIsLeftAlone() {
		try (RedisConnection connection = connectionFactory.getConnection()) {
			connection.multi();
			assertThat(own("a").fence()).isOne();
			connection.discard();
		}
		assertThat(store().claim(claim("b"))).isInstanceOf(Acquisition.Busy.class);
	}

	@Test
	void keyOfAnotherKindIsTold() {
		try (RedisConnection connection = connectionFactory.getConnection()) {
			connection.stringCommands().set(store().key(this.id), new byte[] { 1 });
		}
		assertThatExceptionOfType(IdempotencyStoreException.class).isThrownBy(() -> store().claim(claim("a")))
			.withMessage("Redis does not answer as it should")
			.withStackTraceContaining("WRONGTYPE");
	}

	@Test
	void fullServerRefusesNewClaimsAndEndsThoseItHas() {
		Ownership owned = own("a");
		Digest reopened = Digest.of(UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII));
		store().claim(new Claim(reopened, reopened, "c", "caller", LEASE, LEASE, false));
		configure("maxmemory", "1");
		try {
			Digest other = Digest.of(UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII));
			assertThatExceptionOfType(IdempotencyStoreException.class)
				.isThrownBy(() -> store().claim(new Claim(other, other, "b", "caller", LEASE, LEASE, false)))
				.withStackTraceContaining("OOM");
			assertThat(store().renew(owned, LEASE)).isTrue();
			assertThat(store().complete(owned, RESPONSE, LEASE)).isEqualTo(new Settlement.Done());
			assertThat(store().claim(claim("b"))).isEqualTo(new Acquisition.Replay(RESPONSE));
			assertThat(store().release(new Ownership(reopened, "c", 1), Release.REOPEN, LEASE))
				.isEqualTo(new Settlement.Done());
		}
		finally {
			configure("maxmemory", "0");
		}
	}

	@Test
	void evictionIsWarnedOf(CapturedOutput output) {
		configure("maxmemory-policy", "volatile-lru");
		configure("maxmemory", "1gb");
		try {
			newStore().claim(claim("a"));
			await().untilAsserted(() -> assertThat(output).contains("Redis may evict idempotency keys before they "
					+ "expire, so that their requests would run again: maxmemory-policy is volatile-lru."));
		}
		finally {
			configure("maxmemory", "0");
			configure("maxmemory-policy", "noeviction");
		}
	}

	@Test
	void serverThatStopsAndComesBackIsTold() throws Exception {
		RedisServer first = start(freePort());
		LettuceConnectionFactory factory = connectTo(first);
		RedisServer second = null;
		try {
			RedisIdempotencyStore restarted = new RedisIdempotencyStore(factory, "", new EvictionCheck(factory));
			assertThat(restarted.claim(claim("a"))).isEqualTo(new Acquisition.Acquired(1, 1));
			first.stop();
			assertThatExceptionOfType(IdempotencyStoreException.class).isThrownBy(() -> restarted.claim(claim("b")));
			second = start(first.ports().get(0));
			await().ignoreExceptions().until(() -> restarted.claim(claim("b")) instanceof Acquisition.Acquired);
			assertThat(restarted.renew(new Ownership(this.id, "a", 1), LEASE)).isFalse();
		}
		finally {
			factory.destroy();
			first.stop();
			if (second != null) {
				second.stop();
			}
		}
	}

	private Claim claim(String owner) {
		return new Claim(this.id, this.id, owner, "caller", LEASE, Duration.ofHours(1), false);
	}

	private Ownership own(String owner) {
		Acquisition acquisition = store().claim(claim(owner));
		assertThat(acquisition).isInstanceOf(Acquisition.Acquired.class);
		return new Ownership(this.id, owner, ((Acquisition.Acquired) acquisition).fence());
	}

	private Duration expiry() {
		try (RedisConnection connection = connectionFactory.getConnection()) {
			return Duration.ofMillis(connection.keyCommands().pTtl(store().key(this.id)));
		}
	}

	private static void flushScripts() {
		try (RedisConnection connection = connectionFactory.getConnection()) {
			connection.scriptingCommands().scriptFlush();
		}
	}

	private static void configure(String name, String value) {
		try (RedisConnection connection = connectionFactory.getConnection()) {
			connection.serverCommands().setConfig(name, value);
		}
	}

	private static long countReads() {
		try (RedisConnection connection = connectionFactory.getConnection()) {
			return Long.parseLong(connection.serverCommands().info("stats").getProperty("total_reads_processed"));
		}
	}

	private static final class NoEvictionCheck extends EvictionCheck {

		private NoEvictionCheck() {
			super(connectionFactory);
		}

		@Override
		void start() {
		}

	}

}
