package dev.errata.idempotency.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

import dev.errata.idempotency.Digest;
import dev.errata.idempotency.IdempotencyStoreContract;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.ReturnType;

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
