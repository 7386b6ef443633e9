package dev.errata.client;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import dev.errata.contract.CheckedProperties;
import dev.errata.contract.ContractAutoConfiguration;
import dev.errata.contract.PropertiesPart;
import dev.errata.error.ApplicationClock;
import feign.Capability;
import feign.FeignException;
import io.micrometer.observation.ObservationFilter;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.http.converter.autoconfigure.ClientHttpMessageConvertersCustomizer;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientResponseException;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClientResponseException;

/**
 * Auto-configuration for the services that this one calls.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ContractAutoConfiguration.class,
		afterName = "org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration")
public final class ClientAutoConfiguration {

	@Bean
	PropertiesPart<ClientsProperties, List<RemoteApi>> errataClientsProperties(ObjectProvider<Clock> clock) {
		return new PropertiesPart<>("clients", ClientsProperties.class,
				(properties, contracts,
						reader) -> new RemoteApisFactory(contracts, reader, new ApplicationClock(clock.getIfUnique()))
							.create(properties));
	}

	@Bean
	@Lazy
	RemoteApis errataRemoteApis(CheckedProperties checked, PropertiesPart<?, List<RemoteApi>> part,
			ObjectProvider<RestClient.Builder> builders, ObjectProvider<ConvertersCustomizer> converters,
			ObjectProvider<RemoteApiListener> listeners) {
		return new RemoteApis(checked.get(part), () -> builders.getIfAvailable(RestClient::builder),
				SingletonSupplier.of(() -> converters(converters)), listeners.orderedStream().toList());
	}

	/**
	 * Return the converters that builders of Spring Boot have.
	 */
	private static List<HttpMessageConverter<?>> converters(ObjectProvider<ConvertersCustomizer> customizers) {
		HttpMessageConverters.ClientBuilder builder = HttpMessageConverters.forClient().registerDefaults();
		customizers.ifAvailable((customizer) -> customizer.customize(builder));
		List<HttpMessageConverter<?>> converters = new ArrayList<>();
		builder.build().forEach(converters::add);
		return converters;
	}

	@Bean
	@Conditional(OnClientsCondition.class)
	RemoteApiTranslator errataRemoteApiTranslator(RemoteApis apis) {
		return new RemoteApiTranslator(apis, RestClientResponseException.class);
	}

	/**
	 * What Spring Boot does to the converters of clients.
	 */
	@FunctionalInterface
	interface ConvertersCustomizer {

		void customize(HttpMessageConverters.ClientBuilder builder);

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ClientHttpMessageConvertersCustomizer.class)
	static class ConvertersConfiguration {

		@Bean
		ConvertersCustomizer errataClientConverters(ObjectProvider<ClientHttpMessageConvertersCustomizer> customizers) {
			return (builder) -> customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(RestClientCustomizer.class)
	static class RestClientConfiguration {

		@Bean
		// of handlers of a status, the first one counts, and those of the application do
		@Order(Ordered.LOWEST_PRECEDENCE)
		RestClientCustomizer errataRestClientCustomizer(ObjectProvider<RemoteApis> apis) {
			return (builder) -> apis.getObject().customize(builder);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ExchangeFilterFunction.class)
	static class WebClientConfiguration {

		@Bean
		RemoteApiFilter errataRemoteApiFilter(RemoteApis apis) {
			return new RemoteApiFilter(apis);
		}

		@Bean
		RemoteApiTranslator errataRemoteWebClientTranslator(RemoteApis apis) {
			return new RemoteApiTranslator(apis, WebClientResponseException.class);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Capability.class)
	static class FeignConfiguration {

		@Bean
		@Conditional(OnClientsCondition.class)
		RemoteApiCapability errataRemoteApiCapability(RemoteApis apis) {
			return new RemoteApiCapability(apis);
		}

		@Bean
		RemoteApiTranslator errataRemoteFeignTranslator(RemoteApis apis) {
			return new RemoteApiTranslator(apis, FeignException.class);
		}

	}

	/**
	 * A filter sees each observation of each request, so there is one only where it has
	 * work.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ObservationFilter.class)
	@Conditional(OnClientsCondition.class)
	static class ObservationConfiguration {

		@Bean
		ObservedRemoteErrors errataObservedRemoteErrors() {
			return new ObservedRemoteErrors();
		}

	}

}
