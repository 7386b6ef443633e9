package dev.errata.browser;

import java.util.Locale;

import dev.errata.contract.ContractAutoConfiguration;
import dev.errata.contract.Contracts;
import dev.errata.error.ErrorTranslation;
import dev.errata.web.WebAutoConfiguration;
import dev.errata.web.RequestPaths;
import dev.errata.web.reactive.WebReactiveAutoConfiguration;
import dev.errata.web.servlet.WebServletAutoConfiguration;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Auto-configuration for the catalog as an actuator endpoint.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { ContractAutoConfiguration.class, WebAutoConfiguration.class,
		WebReactiveAutoConfiguration.class, WebServletAutoConfiguration.class })
@ConditionalOnWebApplication
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
public final class CatalogEndpointAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnAvailableEndpoint(endpoint = CatalogEndpoint.class)
	@ConditionalOnBean({ Contracts.class, ErrorTranslation.class, RequestPaths.class })
	static class EndpointConfiguration {

		@Bean
		CatalogEndpoint errataCatalogEndpoint(Contracts contracts, ErrorTranslation translation,
				ApplicationContext context, RequestPaths paths, ObjectProvider<CatalogEndpoint.Reader> reader) {
			return new CatalogEndpoint((language) -> new CatalogView(contracts, paths.base(), language),
					reader.getIfAvailable(() -> () -> Locale.ROOT),
					new ExceptionMappings(contracts, translation, context), context.getClassLoader());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@ConditionalOnBean(Contracts.class)
	static class ServletConfiguration {

		@Bean
		CatalogEndpoint.Reader errataCatalogEndpointReader(Contracts contracts) {
			ReaderLanguages languages = new ReaderLanguages(contracts.languages());
			// the locale of the thread would be the system's if the request names none
			return () -> (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes)
					? languages.find(attributes.getRequest().getHeader(HttpHeaders.ACCEPT_LANGUAGE)) : Locale.ROOT;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	@ConditionalOnAvailableEndpoint(endpoint = CatalogEndpoint.class)
	@ConditionalOnBean({ Contracts.class, ErrorTranslation.class, RequestPaths.class })
	static class ReactiveConfiguration {

		@Bean
		ReactiveCatalogEndpoint errataReactiveCatalogEndpoint(CatalogEndpoint endpoint, Contracts contracts) {
			return new ReactiveCatalogEndpoint(endpoint, new ReaderLanguages(contracts.languages()));
		}

		@Bean
		ReactiveCatalogEndpoint.LanguageFilter errataCatalogEndpointLanguageFilter(Environment environment) {
			return new ReactiveCatalogEndpoint.LanguageFilter(
					environment.getProperty("management.endpoints.web.path-mapping.errorcatalog", "errorcatalog"));
		}

	}

}
