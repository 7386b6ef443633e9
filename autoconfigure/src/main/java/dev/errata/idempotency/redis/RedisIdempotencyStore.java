package dev.errata.idempotency.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import dev.errata.idempotency.Acquisition;
import dev.errata.idempotency.Claim;
import dev.errata.idempotency.Digest;
import dev.errata.idempotency.IdempotencyStore;
import dev.errata.idempotency.IdempotencyStoreException;
import dev.errata.idempotency.Ownership;
import dev.errata.idempotency.Release;
import dev.errata.idempotency.Settlement;
import dev.errata.idempotency.StoredResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * An {@link IdempotencyStore} in Redis 6.2 or later, standalone or a cluster. A record is
 * a hash, a call is a script that touches this one key, and the time is that of the
 * server. There is no committed state, for Redis has no part in the transactions of the
 * work.
 */
final class RedisIdempotencyStore implements IdempotencyStore {

	/**
	 * The longest time that scripts reckon with: thousands of years, and still exact.
	 */
	private static final Duration LONGEST = Duration.ofMillis(1L << 48);

	private static final LuaScript CLAIM = LuaScript.named("claim");

	private static final LuaScript RENEW = LuaScript.named("renew");

	private static final LuaScript FORGET = LuaScript.named("forget");

	private static final LuaScript COMPLETE = LuaScript.named("complete");

	private static final LuaScript RELEASE = LuaScript.named("release");

	private final RedisConnectionFactory connectionFactory;

	private final String keyPrefix;

	private final EvictionCheck evictionCheck;

	RedisIdempotencyStore(RedisConnectionFactory connectionFactory, String keyPrefix, EvictionCheck evictionCheck) {
		this.connectionFactory = connectionFactory;
		this.keyPrefix = keyPrefix;
		this.evictionCheck = evictionCheck;
	}

	@Override
	public Acquisition claim(Claim claim) {
		List<?> reply = run(CLAIM, claim.id(), bytes(claim.owner()), claim.fingerprint().bytes(), millis(claim.lease()),
				millis(claim.kept()));
		return switch (number(reply, 0)) {
			case 0 -> new Acquisition.Acquired(longNumber(reply, 1), number(reply, 2));
			case 1 -> new Acquisition.Replay(required(response(reply)));
			case 2 -> new Acquisition.Busy(Duration.ofMillis(longNumber(reply, 1)));
			case 3 -> new Acquisition.Mismatch();
			default -> throw unreadable(null);
		};
	}

	@Override
	public boolean renew(Ownership ownership, Duration lease) {
		List<?> reply = run(RENEW, ownership.id(), bytes(ownership.owner()), bytes(ownership.fence()), millis(lease));
		return number(reply, 0) == 1;
	}

	@Override
	public Settlement complete(Ownership ownership, StoredResponse response, Duration ttl) {
		byte[] owner = bytes(ownership.owner());
		byte[] fence = bytes(ownership.fence());
		byte[] status = bytes(response.status());
		byte[] headers = response.encodedHeaders();
		byte[] body = response.body();
		return settlement(
				(body != null) ? run(COMPLETE, ownership.id(), owner, fence, millis(ttl), status, headers, body)
						: run(COMPLETE, ownership.id(), owner, fence, millis(ttl), status, headers));
	}

	@Override
	public Settlement release(Ownership ownership, Release release, Duration ttl) {
		return settlement(run(RELEASE, ownership.id(), bytes(ownership.owner()), bytes(ownership.fence()), millis(ttl),
				bytes(release.name())));
	}

	@Override
	public boolean forget(Digest id) {
		return number(run(FORGET, id), 0) == 1;
	}

	/**
	 * Return the key of a record.
	 * @param id the id of the record
	 * @return the key
	 */
	byte[] key(Digest id) {
		return (this.keyPrefix + id).getBytes(StandardCharsets.UTF_8);
	}

	private List<?> run(LuaScript script, Digest id, byte[]... arguments) {
		byte[][] keyAndArguments = new byte[arguments.length + 1][];
		keyAndArguments[0] = key(id);
		System.arraycopy(arguments, 0, keyAndArguments, 1, arguments.length);
		List<?> reply;
		// not a template: it would join what the thread has bound, and queue in a MULTI
		try (RedisConnection connection = this.connectionFactory.getConnection()) {
			reply = script.run(connection.scriptingCommands(), keyAndArguments);
		}
		catch (RuntimeException ex) {
			throw new IdempotencyStoreException("Redis does not answer as it should", ex);
		}
		this.evictionCheck.start();
		return reply;
	}

	private static Settlement settlement(List<?> reply) {
		return switch (number(reply, 0)) {
			case 0 -> new Settlement.Done();
			case 1 -> new Settlement.Superseded(response(reply));
			case 2 -> new Settlement.Gone();
			default -> throw unreadable(null);
		};
	}

	private static @Nullable StoredResponse response(List<?> reply) {
		byte[] status = bytes(reply, 1);
		byte[] headers = bytes(reply, 2);
		if (status == null || headers == null) {
			return null;
		}
		try {
			return StoredResponse.of(Integer.parseInt(new String(status, StandardCharsets.US_ASCII)), headers,
					bytes(reply, 3));
		}
		catch (NumberFormatException ex) {
			throw unreadable(ex);
		}
	}

	private static StoredResponse required(@Nullable StoredResponse response) {
		if (response == null) {
			throw unreadable(null);
		}
		return response;
	}

	private static int number(List<?> reply, int index) {
		return Math.toIntExact(longNumber(reply, index));
	}

	private static long longNumber(List<?> reply, int index) {
		if (index < reply.size() && reply.get(index) instanceof Long number) {
			return number;
		}
		throw unreadable(null);
	}

	private static byte @Nullable [] bytes(List<?> reply, int index) {
		return (index < reply.size() && reply.get(index) instanceof byte[] bytes) ? bytes : null;
	}

	private static IdempotencyStoreException unreadable(@Nullable Throwable cause) {
		return new IdempotencyStoreException("The record in Redis cannot be read", cause);
	}

	private static byte[] millis(Duration time) {
		return bytes((time.compareTo(LONGEST) < 0) ? time.toMillis() : LONGEST.toMillis());
	}

	private static byte[] bytes(Object value) {
		return value.toString().getBytes(StandardCharsets.UTF_8);
	}

}
