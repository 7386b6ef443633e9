package dev.errata.idempotency.jdbc;

import javax.sql.DataSource;

import dev.errata.idempotency.CurrentClaim;
import dev.errata.idempotency.IdempotencyRules;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.transaction.TransactionManager;

/**
 * Auto-configuration for idempotency keys in the database of the application. Where there
 * are several, it is the primary one.
 *
 * @since 0.1.0
 */
@AutoConfiguration(afterName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@ConditionalOnClass({ JdbcTemplate.class, TransactionManager.class, DataSourceScriptDatabaseInitializer.class,
		DependsOnDatabaseInitialization.class })
@ConditionalOnSingleCandidate(DataSource.class)
@ConditionalOnBooleanProperty("errata.idempotency.enabled")
@ImportRuntimeHints(JdbcIdempotencyAutoConfiguration.SchemaHints.class)
public final class JdbcIdempotencyAutoConfiguration {

	@Bean
	@DependsOnDatabaseInitialization
	JdbcIdempotencyStoreFactory errataJdbcIdempotencyStoreFactory(DataSource dataSource, IdempotencyRules rules,
			ListableBeanFactory beans, ObjectProvider<CurrentClaim> current) {
		return new JdbcIdempotencyStoreFactory(dataSource, rules.properties(),
				() -> beans.getBeansOfType(TransactionManager.class), current.getIfAvailable(BoundRequestClaim::new));
	}

	/**
	 * Replaces transaction managers that have no place for a fence.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(R2dbcTransactionManager.class)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	static class R2dbcConfiguration {

		@Bean
		static BeanPostProcessor errataFencedTransactionManagers() {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessAfterInitialization(Object bean, String name) {
					return (bean.getClass() == R2dbcTransactionManager.class)
							? new FencedR2dbcTransactions((R2dbcTransactionManager) bean) : bean;
				}

			};
		}

	}

	static final class SchemaHints implements RuntimeHintsRegistrar {

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
			hints.resources().registerPattern("dev/errata/idempotency/jdbc/schema-*.sql");
		}

	}

}
