package dev.errata.idempotency;

import java.time.Duration;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.errata.contract.ContractAutoConfiguration;
import dev.errata.properties.StartupFaultException;
import dev.errata.wire.NativeHints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link IdempotencyAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class IdempotencyAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ContractAutoConfiguration.class, IdempotencyAutoConfiguration.class));

	private final ApplicationContextRunner enabled = this.runner.withPropertyValues("errata.idempotency.enabled=true");

	private static FailureAnalysis analysis(Throwable failure) {
		Throwable cause = failure;
		while (cause != null && !(cause instanceof StartupFaultException)) {
			cause = cause.getCause();
		}
		assertThat(cause).as(String.valueOf(failure)).isNotNull();
		return ((StartupFaultException) cause).analysis();
	}

	@Test
	void propertiesCanBeBoundInANativeImage() {
		assertThat(RuntimeHintsPredicates.reflection().onType(IdempotencyProperties.class))
			.accepts(NativeHints.declared());
	}

	@Test
	void isDisabledByDefault() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(IdempotencyGuard.class)
			.doesNotHaveBean(IdempotencyStore.class));
	}

	@Test
	void memoryIsTakenWhereThereIsNothingElseAndSaidOnce(CapturedOutput output) {
		this.enabled.run((context) -> {
			assertThat(context.getBean(IdempotencyStore.class)).isInstanceOf(MemoryIdempotencyStore.class);
			assertThat(output.toString().split("Idempotency keys are stored in memory", -1)).hasSize(2);
		});
	}

	@Test
	void memoryThatIsAskedForIsNotWarnedOf(CapturedOutput output) {
		this.enabled.withPropertyValues("errata.idempotency.store=memory").run((context) -> {
			assertThat(context.getBean(IdempotencyStore.class)).isInstanceOf(MemoryIdempotencyStore.class);
			assertThat(output).doesNotContain("stored in memory");
		});
	}

	@Test
	void onlyFactoryIsTaken() {
		this.enabled.withUserConfiguration(RedisFactory.class)
			.run((context) -> assertThat(context.getBean(IdempotencyStore.class)).isSameAs(RedisFactory.STORE));
	}

	@Test
	void severalFactoriesAreAskedFor() {
		this.enabled.withUserConfiguration(JdbcFactory.class, RedisFactory.class).run((context) -> {
			FailureAnalysis analysis = analysis(context.getStartupFailure());
			assertThat(analysis.getDescription())
				.isEqualTo("Idempotency keys can be stored in several places: jdbc, redis.");
			assertThat(analysis.getAction()).isEqualTo("Choose one: errata.idempotency.store: jdbc");
		});
	}

	@Test
	void chosenFactoryIsTaken() {
		this.enabled.withUserConfiguration(JdbcFactory.class, RedisFactory.class)
			.withPropertyValues("errata.idempotency.store=redis")
			.run((context) -> assertThat(context.getBean(IdempotencyStore.class)).isSameAs(RedisFactory.STORE));
	}

	@Test
	void chosenFactoryIsMissing() {
		this.enabled.withPropertyValues("errata.idempotency.store=jdbc").run((context) -> {
			FailureAnalysis analysis = analysis(context.getStartupFailure());
			assertThat(analysis.getDescription())
				.isEqualTo("errata.idempotency.store is 'jdbc', but the application has no connection for it.");
			assertThat(analysis.getAction())
				.isEqualTo("Add spring-boot-starter-jdbc and configure a data source, or choose another store.");
		});
	}

	@Test
	void storeOfTheUserWins() {
		this.enabled.withUserConfiguration(OwnStore.class, RedisFactory.class)
			.run((context) -> assertThat(context.getBean(IdempotencyStore.class)).isSameAs(OwnStore.STORE));
	}

	@Test
	void startsWithoutCaffeineWhereItIsNotNeeded() {
		this.enabled.withClassLoader(new FilteredClassLoader(Caffeine.class))
			.withUserConfiguration(RedisFactory.class)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(IdempotencyGuard.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "0s", "1ns", "-1s", "36501d", "9223372036854775807ms", "9223372036854775807s" })
	void durationThatNoStoreCanReckonWithIsRefused(String duration) {
		this.enabled
			.withPropertyValues("errata.idempotency.ttl=" + duration, "errata.idempotency.lease=" + duration,
					"errata.idempotency.store-timeout=" + duration)
			.run((context) -> assertThat(analysis(context.getStartupFailure()).getDescription())
				.startsWith("The error contract has 3 faults:")
				.contains("errata.idempotency.ttl", "errata.idempotency.lease", "errata.idempotency.store-timeout",
						"A duration must be above zero, and 36500 days at most."));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a b", "a;b", "a.b.c", "1a", "\"a\"", "a-b", "a.", "ä",
			"a2345678901234567890123456789012345678901234567890b" })
	void tableWithImpossibleNameIsRefused(String name) {
		this.enabled.withPropertyValues("errata.idempotency.jdbc.table=" + name)
			.run((context) -> assertThat(analysis(context.getStartupFailure()).getDescription())
				.startsWith("The error contract has a fault:\n\n1. errata.idempotency.jdbc.table\n")
				.contains("A table has a name of up to 50 letters, digits, _ and $, with a schema in front of it"));
	}

	@Test
	void unknownPropertyIsToldOf() {
		this.enabled.withPropertyValues("errata.idempotency.tll=1h")
			.run((context) -> assertThat(analysis(context.getStartupFailure()).getDescription())
				.startsWith("The error contract has a fault:\n\n1. errata.idempotency.tll\n"));
	}

	@Test
	void faultsAreToldWhereKeysAreDisabled() {
		this.runner
			.withPropertyValues("errata.idempotency.enabled=of course", "errata.idempotency.rules.a.paths=/a",
					"errata.idempotency.rules.a.key=perhaps")
			.run((context) -> assertThat(analysis(context.getStartupFailure()).getDescription())
				.startsWith("The error contract has 2 faults:")
				.contains("1. errata.idempotency.enabled\n", "2. errata.idempotency.rules.a.key\n"));
	}

	@Test
	void mostSpecificRuleCounts() {
		this.enabled
			.withPropertyValues("errata.idempotency.rules.all.paths=/**", "errata.idempotency.rules.all.ttl=1h",
					"errata.idempotency.rules.orders.paths=/orders/{id}", "errata.idempotency.rules.orders.ttl=2h",
					"errata.idempotency.rules.orders.methods=put", "errata.contracts.v1.paths=/v1/**",
					"errata.idempotency.rules.v1.contract=v1", "errata.idempotency.rules.v1.key=required")
			.run((context) -> {
				IdempotencyRules rules = context.getBean(IdempotencyRules.class);
				assertThat(ttl(rules, "POST", "/orders/1", "default")).isEqualTo(Duration.ofHours(1));
				assertThat(ttl(rules, "PUT", "/orders/1", "default")).isEqualTo(Duration.ofHours(2));
				assertThat(ttl(rules, "PUT", "/other", "default")).isNull();
				assertThat(ttl(rules, "POST", "/v1/x", "v1")).isEqualTo(Duration.ofHours(24));
				assertThat(ttl(rules, "POST", "/v1/x", "other")).isEqualTo(Duration.ofHours(1));
			});
	}

	@Test
	void ruleOfAContractComesBeforeOneForTheSamePath() {
		this.enabled
			.withPropertyValues("errata.contracts.v1.paths=/v1/**", "errata.idempotency.rules.a.paths=/v1/**",
					"errata.idempotency.rules.a.ttl=1h", "errata.idempotency.rules.b.contract=v1",
					"errata.idempotency.rules.b.ttl=2h", "errata.idempotency.rules.c.paths=/v1/**",
					"errata.idempotency.rules.c.methods=PUT", "errata.idempotency.rules.c.ttl=3h")
			.run((context) -> {
				IdempotencyRules rules = context.getBean(IdempotencyRules.class);
				assertThat(ttl(rules, "POST", "/v1/x", "v1")).isEqualTo(Duration.ofHours(2));
				assertThat(ttl(rules, "POST", "/v1/x", "v2")).isEqualTo(Duration.ofHours(1));
				assertThat(ttl(rules, "PUT", "/v1/x", "v1")).isEqualTo(Duration.ofHours(3));
			});
	}

	private static Duration ttl(IdempotencyRules rules, String method, String path, String contract) {
		IdempotencyPolicy policy = rules.find(method, path, contract);
		return (policy != null) ? policy.ttl() : null;
	}

	private record Factory(String name, IdempotencyStore store) implements IdempotencyStoreFactory {

		@Override
		public IdempotencyStore create() {
			return this.store;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class JdbcFactory {

		@Bean
		IdempotencyStoreFactory jdbcFactory() {
			return new Factory("jdbc", mock(IdempotencyStore.class));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RedisFactory {

		private static final IdempotencyStore STORE = mock(IdempotencyStore.class);

		@Bean
		IdempotencyStoreFactory redisFactory() {
			return new Factory("redis", STORE);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnStore {

		private static final IdempotencyStore STORE = mock(IdempotencyStore.class);

		@Bean
		IdempotencyStore ownStore() {
			return STORE;
		}

	}

}
