package dev.errata.idempotency.jdbc;

import javax.sql.DataSource;

import dev.errata.contract.ContractAutoConfiguration;
import dev.errata.idempotency.IdempotencyAutoConfiguration;
import dev.errata.idempotency.IdempotencyRules;
import dev.errata.idempotency.IdempotencyStore;
import dev.errata.idempotency.IdempotencyStoreFactory;
import dev.errata.wire.NativeHints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.AbstractApplicationContextRunner;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionManagerCustomizationAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link JdbcIdempotencyAutoConfiguration}.
 */
class JdbcIdempotencyAutoConfigurationTests {

	private final ApplicationContextRunner empty = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JdbcIdempotencyAutoConfiguration.class))
		.withPropertyValues("errata.idempotency.enabled=true");

	private final ApplicationContextRunner withDataSource = this.empty
		.withPropertyValues("spring.datasource.generate-unique-name=true")
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
				DataSourceInitializationAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
				TransactionAutoConfiguration.class, TransactionManagerCustomizationAutoConfiguration.class));

	private final ApplicationContextRunner runner = this.withDataSource
		.withConfiguration(AutoConfigurations.of(ContractAutoConfiguration.class, IdempotencyAutoConfiguration.class));

	@Test
	void createsStoreAndFencesTransactionsWhenAsked() {
		// by itself, the store in use is created with its guard
		this.runner.withBean(IdempotencyStore.class, () -> mock(IdempotencyStore.class)).run((context) -> {
			assertThat(context).hasSingleBean(JdbcIdempotencyStoreFactory.class);
			JdbcTransactionManager transactionManager = context.getBean(JdbcTransactionManager.class);
			JdbcTemplate jdbc = new JdbcTemplate(context.getBean(DataSource.class));
			assertThat(transactionManager.getTransactionExecutionListeners()).isEmpty();
			assertThat(tables(jdbc)).isZero();
			context.getBean(IdempotencyStoreFactory.class).create();
			assertThat(transactionManager.getTransactionExecutionListeners()).hasSize(1)
				.hasOnlyElementsOfType(FencedCommit.class);
			assertThat(tables(jdbc)).isOne();
		});
	}

	@Test
	void transactionsOfR2dbcAreFencedInReactiveApplication() {
		withR2dbc(new ReactiveWebApplicationContextRunner())
			.run((context) -> assertThat(context).getBean(R2dbcTransactionManager.class)
				.isInstanceOf(FencedR2dbcTransactions.class));
	}

	@Test
	void transactionsOfR2dbcAreLeftAloneInServletApplication() {
		withR2dbc(new WebApplicationContextRunner())
			.run((context) -> assertThat(context).getBean(R2dbcTransactionManager.class)
				.isNotInstanceOf(FencedR2dbcTransactions.class));
	}

	private static <S extends AbstractApplicationContextRunner<S, ?, ?>> S withR2dbc(S runner) {
		return runner.withConfiguration(AutoConfigurations.of(JdbcIdempotencyAutoConfiguration.class))
			.withPropertyValues("errata.idempotency.enabled=true")
			.withBean(IdempotencyRules.class, () -> mock(IdempotencyRules.class))
			.withBean(DataSource.class, () -> TestDatabase.H2.pool((configuration) -> {
			}))
			.withBean(R2dbcTransactionManager.class, TestDatabase.H2.reactive());
	}

	@ParameterizedTest
	@ValueSource(strings = { "errata.idempotency.enabled=false", "errata.idempotency.enabled=" })
	void backsOffUnlessEnabled(String property) {
		this.withDataSource.withPropertyValues(property)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(IdempotencyStoreFactory.class));
	}

	@Test
	void backsOffWithoutDataSource() {
		this.empty.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(IdempotencyStoreFactory.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "org.springframework.jdbc", "org.springframework.transaction",
			"org.springframework.boot.jdbc", "org.springframework.boot.sql",
			"org.springframework.jdbc org.springframework.transaction org.springframework.boot.jdbc "
					+ "org.springframework.boot.sql org.springframework.boot.transaction com.zaxxer org.h2" })
	void backsOffWithoutLibrary(String packages) {
		this.empty.withClassLoader(new FilteredClassLoader(packages.split(" ")))
			.withBean(DataSource.class, TwoDataSources::database)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("errataJdbcIdempotencyStoreFactory"));
	}

	@Test
	void takesThePrimaryDataSource() {
		this.runner.withUserConfiguration(TwoDataSources.class).run((context) -> {
			context.getBean(IdempotencyStoreFactory.class).create();
			assertThat(tables(new JdbcTemplate(context.getBean("first", DataSource.class)))).isOne();
			assertThat(tables(new JdbcTemplate(context.getBean("second", DataSource.class)))).isZero();
		});
	}

	@Test
	void doesNotChooseAmongDataSources() {
		this.runner.withBean("one", DataSource.class, TwoDataSources::database)
			.withBean("two", DataSource.class, TwoDataSources::database)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(IdempotencyStoreFactory.class));
	}

	@Test
	void databaseIsInitializedBefore() {
		this.runner.run((context) -> assertThat(
				context.getBeanFactory().getBeanDefinition("errataJdbcIdempotencyStoreFactory").getDependsOn())
			.contains("dataSourceScriptDatabaseInitializer"));
	}

	@Test
	void scriptsAreKeptInNativeImages() {
		RuntimeHints hints = NativeHints.importedBy(JdbcIdempotencyAutoConfiguration.class);
		for (Dialect dialect : Dialect.values()) {
			assertThat(RuntimeHintsPredicates.resource().forResource(dialect.schema())).accepts(hints);
			assertThat(new ClassPathResource(dialect.schema()).exists()).isTrue();
		}
	}

	private static Integer tables(JdbcTemplate jdbc) {
		return jdbc.queryForObject(
				"SELECT COUNT(*) FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_NAME = 'ERRATA_IDEMPOTENCY'",
				Integer.class);
	}

	@Configuration(proxyBeanMethods = false)
	static class TwoDataSources {

		@Bean
		@Primary
		EmbeddedDatabase first() {
			return database();
		}

		@Bean
		EmbeddedDatabase second() {
			return database();
		}

		private static EmbeddedDatabase database() {
			return new EmbeddedDatabaseBuilder().generateUniqueName(true).setType(EmbeddedDatabaseType.H2).build();
		}

	}

}
