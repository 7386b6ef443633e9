package dev.errata.idempotency.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

import dev.errata.idempotency.Acquisition;
import dev.errata.idempotency.Claim;
import dev.errata.idempotency.StoredResponse;
import dev.errata.idempotency.Ownership;
import dev.errata.idempotency.Release;
import dev.errata.idempotency.Settlement;
import dev.errata.idempotency.Digest;
import dev.errata.idempotency.IdempotencyStoreContract;

import org.junit.jupiter.api.Test;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.ReturnType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The contract of stores, for a {@link RedisIdempotencyStore}.
 */
abstract class RedisStoreContract extends IdempotencyStoreContract {

	private static final String KEY_PREFIX = "errata:idempotency:";

	/**
	 * Shifts all records of a server into the past, and drops those that are then gone.
	 */
	static final String SHIFT = """
			for _, key in ipairs(redis.call('KEYS', ARGV[1])) do
			  local times = redis.call('HMGET', key, 'expires', 'lease')
			  redis.call('HSET', key, 'expires', string.format('%.0f', times[1] - ARGV[2]),
			    'lease', string.format('%.0f', times[2] - ARGV[2]))
			  local left = redis.call('PTTL', key)
			  if left > 0 then
			    redis.call('PEXPIRE', key, string.format('%.0f', left - ARGV[2]))
			  end
			end
			""";

	private RedisIdempotencyStore store;

	abstract RedisConnectionFactory connectionFactory();

	@Override
	protected RedisIdempotencyStore store() {
		if (this.store == null) {
			this.store = newStore();
		}
		return this.store;
	}

	RedisIdempotencyStore newStore() {
		RedisConnectionFactory factory = connectionFactory();
		return new RedisIdempotencyStore(factory, KEY_PREFIX, new EvictionCheck(factory));
	}

	@Override
	protected void advance(Duration time) {
		shift((KEY_PREFIX + "*").getBytes(StandardCharsets.US_ASCII),
				Long.toString(time.toMillis()).getBytes(StandardCharsets.US_ASCII));
	}

	/**
	 * Run {@link #SHIFT} on every server.
	 * @param arguments its arguments
	 */
	void shift(byte[]... arguments) {
		try (RedisConnection connection = connectionFactory().getConnection()) {
			connection.scriptingCommands()
				.eval(SHIFT.getBytes(StandardCharsets.US_ASCII), ReturnType.STATUS, 0, arguments);
		}
	}

	@Test
	void recordIsForgottenUnlessItsLeaseLasts() {
		Ownership running = acquire();
		Ownership completed = acquire();
		store().complete(completed, new StoredResponse(200, Map.of(), new byte[0]), Duration.ofHours(1));
		Ownership reopened = acquire();
		store().release(reopened, Release.REOPEN, Duration.ofHours(1));
		assertThat(store().forget(running.id())).isFalse();
		assertThat(store().forget(completed.id())).isTrue();
		assertThat(store().forget(completed.id())).isFalse();
		assertThat(store().forget(reopened.id())).isTrue();
		advance(Duration.ofMinutes(2));
		assertThat(store().forget(running.id())).isTrue();
		assertThat(contents(running.id())).isEmpty();
		assertThat(store().complete(running, new StoredResponse(200, Map.of(), null), Duration.ofHours(1)))
			.isEqualTo(new Settlement.Gone());
	}

	private Ownership acquire() {
		Digest id = Digest.of(UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII));
		Claim claim = new Claim(id, id, "owner", "caller", Duration.ofMinutes(1), Duration.ofHours(1), false);
		return claim.ownership(((Acquisition.Acquired) store().claim(claim)).fence());
	}

	@Override
	protected Map<String, String> contents(Digest id) {
		Map<String, String> contents = new TreeMap<>();
		try (RedisConnection connection = connectionFactory().getConnection()) {
			connection.hashCommands()
				.hGetAll(store().key(id))
				.forEach((name, value) -> contents.put(new String(name, StandardCharsets.US_ASCII),
						HexFormat.of().formatHex(value)));
		}
		return contents;
	}

}
