package dev.errata.openapi;

import java.util.List;

import dev.errata.contract.ContractAutoConfiguration;
import dev.errata.contract.Contracts;
import dev.errata.error.ErrorTranslation;
import dev.errata.idempotency.IdempotencyAutoConfiguration;
import dev.errata.idempotency.IdempotencyRules;
import dev.errata.idempotency.IdempotentHandlers;
import dev.errata.idempotency.RunningClaim;
import dev.errata.quota.Quotas;
import dev.errata.validation.ClientPropertyNames;
import dev.errata.web.Mappings;
import dev.errata.web.WebAutoConfiguration;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.utils.SpringDocUtils;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;
import org.springframework.context.annotation.Lazy;
import org.springframework.util.ClassUtils;

/**
 * Auto-configuration for the errors in the description of the API.
 *
 * @since 0.1.0
 */
@AutoConfiguration(
		after = { ContractAutoConfiguration.class, IdempotencyAutoConfiguration.class, WebAutoConfiguration.class })
@ConditionalOnWebApplication
public final class OpenApiAutoConfiguration {

	private static final List<String> SECURITY_FILTER_CHAINS = List.of(
			"org.springframework.security.web.SecurityFilterChain",
			"org.springframework.security.web.server.SecurityWebFilterChain");

	@Bean
	RaisedCodes errataRaisedCodes(ObjectProvider<Mappings> mappings, Contracts contracts) {
		return new RaisedCodes(mappings, contracts);
	}

	@Bean
	@Lazy
	OperationKeys errataOperationKeys(ObjectProvider<IdempotentHandlers> handlers,
			ObjectProvider<IdempotencyRules> rules) {
		return new OperationKeys(handlers.getIfAvailable(), rules.getIfAvailable());
	}

	@Bean
	@Lazy
	OperationErrors errataOperationErrors(RaisedCodes raised, ErrorTranslation translation, OperationKeys keys,
			ObjectProvider<ClientPropertyNames> names, ListableBeanFactory beans) {
		return new OperationErrors(raised, translation, keys,
				names.getIfAvailable(() -> ClientPropertyNames.AS_DECLARED), isSecured(beans));
	}

	private static boolean isSecured(ListableBeanFactory beans) {
		ClassLoader classLoader = OpenApiAutoConfiguration.class.getClassLoader();
		return SECURITY_FILTER_CHAINS.stream()
			.filter((name) -> ClassUtils.isPresent(name, classLoader))
			.map((name) -> ClassUtils.resolveClassName(name, classLoader))
			.anyMatch((type) -> beans.getBeanNamesForType(type, false, false).length > 0);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(GlobalOpenApiCustomizer.class)
	static class DescriptionConfiguration {

		static {
			// springdoc would describe it as a parameter that clients send
			SpringDocUtils.getConfig().addRequestWrapperToIgnore(RunningClaim.class);
		}

		@Bean
		// applications may ask for the one customizer, which is springdoc's
		@Fallback
		DescribedErrors errataDescribedErrors(Contracts contracts, OperationErrors errors, OperationKeys keys,
				ObjectProvider<Quotas> quotas) {
			return new DescribedErrors(contracts, errors, keys, () -> {
				Quotas available = quotas.getIfAvailable();
				return available != null && !available.isEmpty();
			});
		}

	}

}
