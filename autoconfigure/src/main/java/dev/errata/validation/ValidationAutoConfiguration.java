package dev.errata.validation;

import dev.errata.contract.Contracts;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ValidatorFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Auto-configuration for the errors of data binding and Bean Validation.
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

	@Bean
	@Conditional(NoProvider.class)
	@ConditionalOnMissingBean(type = "jakarta.validation.ValidatorFactory")
	UncheckedConstraints errataUncheckedConstraints(ObjectProvider<Contracts> contracts) {
		return new UncheckedConstraints(contracts);
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

	/**
	 * Matches if there is no provider of Jakarta Validation. A condition is evaluated
	 * when a native image is built, which does not contain the resource.
	 */
	static final class NoProvider implements Condition {

		@Override
		public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
			return !context.getResourceLoader()
				.getResource("classpath:META-INF/services/jakarta.validation.spi.ValidationProvider")
				.exists();
		}

	}

}
