package dev.errata.validation;

import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ValidatorFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Auto-configuration for invalid input in the client's words.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnWebApplication
public final class ValidationAutoConfiguration {

	@Bean
	BindingTranslator errataBindingTranslator(ObjectProvider<ClientPropertyNames> names,
			ObjectProvider<Findings> findings, ObjectProvider<ConvertedTypes> types) {
		return new BindingTranslator(names.getIfAvailable(() -> ClientPropertyNames.AS_DECLARED),
				findings.getIfAvailable(() -> Findings.NONE), types.getIfAvailable(() -> ConvertedTypes.UNKNOWN));
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ConstraintViolationException.class)
	static class BeanValidationConfiguration {

		@Bean
		ConstraintFindings errataConstraintFindings(ObjectProvider<ValidatorFactory> factory) {
			return new ConstraintFindings(factory::getIfUnique);
		}

		@Bean
		BeanValidationTranslator errataBeanValidationTranslator(ObjectProvider<ClientPropertyNames> names,
				ConstraintFindings findings) {
			return new BeanValidationTranslator(names.getIfAvailable(() -> ClientPropertyNames.AS_DECLARED), findings);
		}

	}

}
