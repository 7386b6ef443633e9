package dev.errata.limits.servlet;

import java.time.Duration;

import dev.errata.contract.Contracts;
import dev.errata.contract.PathMap;
import dev.errata.web.servlet.FilterOrder;
import dev.errata.web.servlet.OptionalFilterRegistrationBean;
import dev.errata.web.servlet.ServletExchanges;
import dev.errata.web.servlet.WebServletAutoConfiguration;
import jakarta.servlet.DispatcherType;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.webmvc.autoconfigure.WebMvcProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.util.unit.DataSize;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * Auto-configuration for the limits of a servlet application.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = WebServletAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(DispatcherServlet.class)
public final class LimitsServletAutoConfiguration {

	@Bean
	OptionalFilterRegistrationBean errataBodyLimitFilter(ServletExchanges exchanges, Contracts contracts) {
		PathMap<DataSize> limits = contracts.limits().body();
		OptionalFilterRegistrationBean registration = new OptionalFilterRegistrationBean(
				limits.isEmpty() ? null : new BodyLimitFilter(exchanges, limits));
		registration.setOrder(FilterOrder.BODY_LIMIT);
		registration.setDispatcherTypes(DispatcherType.REQUEST);
		return registration;
	}

	@Bean
	OptionalFilterRegistrationBean errataAsyncTimeoutFilter(ServletExchanges exchanges, Contracts contracts,
			ObjectProvider<WebMvcProperties> properties) {
		WebMvcProperties available = properties.getIfAvailable();
		PathMap<Duration> limits = contracts.limits().asyncTimeout();
		OptionalFilterRegistrationBean registration = new OptionalFilterRegistrationBean(
				limits.isEmpty() ? null : new AsyncTimeoutFilter(exchanges, limits,
						(available != null) ? available.getAsync().getRequestTimeout() : null));
		registration.setOrder(FilterOrder.ASYNC_TIMEOUT);
		registration.setDispatcherTypes(DispatcherType.REQUEST);
		return registration;
	}

}
