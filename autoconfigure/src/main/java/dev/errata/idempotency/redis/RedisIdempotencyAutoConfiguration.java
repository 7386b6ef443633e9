package dev.errata.idempotency.redis;

import dev.errata.idempotency.IdempotencyRules;
import dev.errata.idempotency.IdempotencyStoreFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Auto-configuration for idempotency keys in Redis.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = DataRedisAutoConfiguration.class)
@ConditionalOnClass(RedisConnectionFactory.class)
@ConditionalOnBooleanProperty("errata.idempotency.enabled")
@ImportRuntimeHints(RedisIdempotencyAutoConfiguration.ScriptHints.class)
public final class RedisIdempotencyAutoConfiguration {

	@Bean
	@ConditionalOnSingleCandidate(RedisConnectionFactory.class)
	RedisIdempotencyStoreFactory errataRedisIdempotencyStoreFactory(RedisConnectionFactory connectionFactory,
			IdempotencyRules rules) {
		return new RedisIdempotencyStoreFactory(connectionFactory, rules.properties().redis().keyPrefix());
	}

	/**
	 * Makes a {@link RedisIdempotencyStore}, whether Redis is there yet or not.
	 */
	record RedisIdempotencyStoreFactory(RedisConnectionFactory connectionFactory,
			String keyPrefix) implements IdempotencyStoreFactory {

		@Override
		public String name() {
			return "redis";
		}

		@Override
		public RedisIdempotencyStore create() {
			EvictionCheck evictionCheck = new EvictionCheck(this.connectionFactory);
			evictionCheck.start();
			return new RedisIdempotencyStore(this.connectionFactory, this.keyPrefix, evictionCheck);
		}

	}

	/**
	 * Hints for the scripts, which are read from the class path.
	 */
	static class ScriptHints implements RuntimeHintsRegistrar {

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
			hints.resources().registerPattern("dev/errata/idempotency/redis/*.lua");
		}

	}

}
