package dev.errata.browser;

import dev.errata.contract.ContractAutoConfiguration;
import dev.errata.contract.Contracts;
import dev.errata.error.ErrorTranslation;
import dev.errata.web.WebAutoConfiguration;
import dev.errata.web.RequestPaths;
import dev.errata.web.servlet.WebServletAutoConfiguration;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Auto-configuration for the catalog as an actuator endpoint.
 *
 * @since 0.1.0
 */
@AutoConfiguration(
		after = { ContractAutoConfiguration.class, WebAutoConfiguration.class, WebServletAutoConfiguration.class })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
public final class CatalogEndpointAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnAvailableEndpoint(endpoint = CatalogEndpoint.class)
	@ConditionalOnBean({ Contracts.class, ErrorTranslation.class, RequestPaths.class })
	static class EndpointConfiguration {

		@Bean
		CatalogEndpoint errataCatalogEndpoint(Contracts contracts, ErrorTranslation translation,
				ApplicationContext context, RequestPaths paths) {
			return new CatalogEndpoint((reader) -> new CatalogView(contracts, paths.base(), reader),
					new ReaderLanguages(contracts.languages()), new ExceptionMappings(contracts, translation, context),
					context.getClassLoader());
		}

	}

}
