package dev.errata.dataaccess;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.support.PersistenceExceptionTranslator;
import org.springframework.data.domain.Sort;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;
import org.springframework.util.function.SingletonSupplier;

/**
 * Auto-configuration for the exceptions of Spring's data access and of the libraries
 * behind it.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnWebApplication
@ConditionalOnClass(DataAccessException.class)
public final class DataAccessErrorsAutoConfiguration {

	@Bean
	DataAccessTranslator errataDataAccessTranslator() {
		return new DataAccessTranslator();
	}

	@Bean
	PersistenceTranslator errataPersistenceTranslator(DataAccessTranslator dataAccess,
			ObjectProvider<PersistenceExceptionTranslator> libraries) {
		// not before there is an error: they are factories of what others depend on
		return new PersistenceTranslator(dataAccess, SingletonSupplier.of(() -> libraries.orderedStream().toList()));
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(SQLExceptionSubclassTranslator.class)
	static class JdbcConfiguration {

		@Bean
		SqlTranslator errataSqlTranslator(DataAccessTranslator dataAccess) {
			return new SqlTranslator(dataAccess);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Sort.class)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	static class SortConfiguration {

		@Bean
		SortTranslator errataSortTranslator(Environment environment) {
			return new SortTranslator(environment.getProperty("spring.data.web.sort.sort-parameter", "sort"));
		}

	}

}
