package dev.errata.web;

import dev.errata.contract.ContractAutoConfiguration;
import dev.errata.contract.Contracts;
import dev.errata.error.ApiErrorCustomizer;
import dev.errata.error.ErrorListener;
import dev.errata.error.ErrorTranslation;
import dev.errata.error.ErrorTranslator;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration for the {@link ErrorFunnel} and what it consists of, independent of
 * the web stack.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ContractAutoConfiguration.class)
@ConditionalOnWebApplication
public final class WebAutoConfiguration {

	@Bean
	StatusTranslator errataStatusTranslator(ApplicationContext context) {
		return new StatusTranslator(context);
	}

	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	FailureLog errataFailureLog() {
		return new FailureLog();
	}

	@Bean
	ErrorTranslation errataErrorTranslation(ObjectProvider<ErrorTranslator> translators) {
		return ErrorTranslation.of(translators.orderedStream().toList());
	}

	@Bean
	@Lazy(false)
	IgnoredErrorProperties errataIgnoredErrorProperties(Environment environment) {
		return new IgnoredErrorProperties(environment);
	}

	@Bean
	ShadowedCodes errataShadowedCodes(Contracts contracts, ApplicationContext context,
			ObjectProvider<Mappings> mappings) {
		return new ShadowedCodes(contracts, context, mappings);
	}

	@Bean
	UnmappedPaths errataUnmappedPaths(Contracts contracts, ObjectProvider<Mappings> mappings) {
		return new UnmappedPaths(contracts, mappings);
	}

	@Bean
	static ProblemDetailsRemover errataProblemDetailsRemover() {
		return new ProblemDetailsRemover();
	}

	@Bean
	UndeclaredCodes errataUndeclaredCodes(Contracts contracts, BeanFactory beanFactory) {
		return new UndeclaredCodes(contracts, beanFactory);
	}

	@Bean
	@ConditionalOnMissingBean
	ErrorFunnel errataErrorFunnel(ErrorTranslation translation, ObjectProvider<ApiErrorCustomizer> customizers,
			ObjectProvider<ErrorListener> listeners) {
		return new ErrorFunnel(translation, customizers.orderedStream().toList(), listeners.orderedStream().toList());
	}

	@Bean
	FailureResolver errataFailureResolver(ErrorFunnel funnel) {
		return new FailureResolver(funnel);
	}

}
