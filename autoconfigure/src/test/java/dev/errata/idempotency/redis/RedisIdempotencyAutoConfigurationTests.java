package dev.errata.idempotency.redis;

import java.time.Duration;

import dev.errata.contract.ContractAutoConfiguration;
import dev.errata.idempotency.Claim;
import dev.errata.idempotency.Digest;
import dev.errata.idempotency.IdempotencyAutoConfiguration;
import dev.errata.idempotency.IdempotencyStoreException;
import dev.errata.idempotency.IdempotencyStoreFactory;
import dev.errata.wire.NativeHints;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link RedisIdempotencyAutoConfiguration}.
 */
class RedisIdempotencyAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ContractAutoConfiguration.class, IdempotencyAutoConfiguration.class,
				DataRedisAutoConfiguration.class, RedisIdempotencyAutoConfiguration.class))
		.withPropertyValues("errata.idempotency.enabled=true");

	@Test
	void factoryIsContributed() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(IdempotencyStoreFactory.class);
			assertThat(context.getBean(IdempotencyStoreFactory.class).name()).isEqualTo("redis");
		});
	}

	@Test
	void keyPrefixIsThatOfTheProperties() {
		this.runner.withPropertyValues("errata.idempotency.redis.key-prefix=shop:").run((context) -> {
			RedisIdempotencyStore store = (RedisIdempotencyStore) context.getBean(IdempotencyStoreFactory.class)
				.create();
			assertThat(store.key(Digest.of(new byte[] { 1 }))).asString().isEqualTo("shop:01");
		});
	}

	@Test
	void backsOffWhenDisabled() {
		this.runner.withPropertyValues("errata.idempotency.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(IdempotencyStoreFactory.class));
	}

	@Test
	void backsOffWhenUnsaid() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(DataRedisAutoConfiguration.class, RedisIdempotencyAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(IdempotencyStoreFactory.class));
	}

	@Test
	void backsOffWithoutConnectionFactory() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(RedisIdempotencyAutoConfiguration.class))
			.withPropertyValues("errata.idempotency.enabled=true")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(IdempotencyStoreFactory.class));
	}

	@Test
	void backsOffWhenThereAreSeveralConnectionFactories() {
		this.runner.withUserConfiguration(TwoConnectionFactories.class)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(IdempotencyStoreFactory.class));
	}

	@Test
	void backsOffWithoutSpringDataRedis() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.data.redis"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(IdempotencyStoreFactory.class));
	}

	@Test
	void backsOffWithoutModuleOfSpringBoot() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(RedisIdempotencyAutoConfiguration.class))
			.withPropertyValues("errata.idempotency.enabled=true")
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.data.redis"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(IdempotencyStoreFactory.class));
	}

	@Test
	void storeIsCreatedWhileRedisIsAway() {
		this.runner.withPropertyValues("spring.data.redis.port=1").run((context) -> {
			RedisIdempotencyStore store = (RedisIdempotencyStore) context.getBean(IdempotencyStoreFactory.class)
				.create();
			Digest id = Digest.of(new byte[] { 1 });
			Duration time = Duration.ofMinutes(1);
			assertThatExceptionOfType(IdempotencyStoreException.class)
				.isThrownBy(() -> store.claim(new Claim(id, id, "a", "caller", time, time, false)));
		});
	}

	@Test
	void scriptsHaveHints() {
		RuntimeHints hints = NativeHints.importedBy(RedisIdempotencyAutoConfiguration.class);
		for (String name : new String[] { "claim", "renew", "complete", "release", "forget" }) {
			assertThat(RuntimeHintsPredicates.resource().forResource("dev/errata/idempotency/redis/" + name + ".lua"))
				.accepts(hints);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class TwoConnectionFactories {

		@Bean
		RedisConnectionFactory first() {
			return mock();
		}

		@Bean
		RedisConnectionFactory second() {
			return mock();
		}

	}

}
