package dev.errata.dataaccess;

import dev.errata.web.HandledRequest;
import dev.errata.web.reactive.WebReactiveAutoConfiguration;
import dev.errata.web.servlet.WebServletAutoConfiguration;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
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
@AutoConfiguration(after = { WebServletAutoConfiguration.class, WebReactiveAutoConfiguration.class })
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
		// not before the first error: these beans are factories of others and must not be
		// created early
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
	@ConditionalOnBean(HandledRequest.class)
	static class SortConfiguration {

		@Bean
		SortTranslator errataSortTranslator(HandledRequest request, Environment environment) {
			return new SortTranslator(request, environment.getProperty("spring.data.web.sort.sort-parameter", "sort"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(name = "org.springframework.data.rest.webmvc.RepositoryRestController")
	static class ResourceConfiguration {

		@Bean
		RepositoryResourceTranslator errataRepositoryResourceTranslator() {
			return new RepositoryResourceTranslator();
		}

	}

}
