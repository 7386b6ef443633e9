package dev.errata.dataaccess;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.dao.DataAccessException;

/**
 * Auto-configuration for what Spring's data access reports.
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

}
