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
	BindingTranslator errataBindingTranslator(ObjectProvider<PropertyNames> names,
			ObjectProvider<Sentences> sentences) {
		return new BindingTranslator(names.getIfAvailable(() -> PropertyNames.AS_DECLARED),
				sentences.getIfAvailable(() -> Sentences.AS_FOUND));
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ConstraintViolationException.class)
	static class BeanValidationConfiguration {

		@Bean
		ConstraintSentences errataConstraintSentences(ObjectProvider<ValidatorFactory> factory) {
			return new ConstraintSentences(factory::getIfUnique);
		}

		@Bean
		BeanValidationTranslator errataBeanValidationTranslator(ObjectProvider<PropertyNames> names,
				ConstraintSentences sentences) {
			return new BeanValidationTranslator(names.getIfAvailable(() -> PropertyNames.AS_DECLARED), sentences);
		}

	}

}
