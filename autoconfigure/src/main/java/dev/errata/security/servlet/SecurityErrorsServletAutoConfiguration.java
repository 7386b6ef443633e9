package dev.errata.security.servlet;

import java.util.List;

import dev.errata.web.servlet.ContractCorsProcessor;
import dev.errata.web.servlet.ErrorResponder;
import dev.errata.web.servlet.FilterOrder;
import dev.errata.web.servlet.ServletExchanges;
import dev.errata.web.servlet.WebServletAutoConfiguration;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.HttpStatusRequestRejectedHandler;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.web.filter.CorsFilter;

/**
 * Auto-configuration for the error responses of Spring Security in a servlet application.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = WebServletAutoConfiguration.class, afterName = {
		"org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration",
		"org.springframework.boot.security.oauth2.server.resource.autoconfigure.web.OAuth2ResourceServerWebSecurityAutoConfiguration",
		"org.springframework.boot.security.oauth2.client.autoconfigure.servlet.OAuth2ClientWebSecurityAutoConfiguration",
		"org.springframework.boot.security.saml2.autoconfigure.Saml2RelyingPartyAutoConfiguration" })
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({ HttpSecurity.class, SecurityFilterChain.class, SecurityFilterProperties.class })
@ConditionalOnBean(ErrorResponder.class)
public final class SecurityErrorsServletAutoConfiguration {

	@Bean
	FilterRegistrationBean<SecurityErrorFilter> errataSecurityErrorFilter(ServletExchanges exchanges,
			ErrorResponder responder, ObjectProvider<SecurityFilterProperties> properties) {
		return registration(new SecurityErrorFilter(exchanges, responder),
				FilterOrder.aroundSecurity(order(properties)));
	}

	@Bean
	FilterRegistrationBean<SecurityBoundaryFilter> errataSecurityBoundaryFilter(
			ObjectProvider<SecurityFilterProperties> properties) {
		return registration(new SecurityBoundaryFilter(), FilterOrder.behindSecurity(order(properties)));
	}

	@Bean
	AuthorizationDeniedListener errataAuthorizationDeniedListener() {
		return new AuthorizationDeniedListener();
	}

	@Bean
	AuthenticationFailureListener errataAuthenticationFailureListener() {
		return new AuthenticationFailureListener();
	}

	private static int order(ObjectProvider<SecurityFilterProperties> properties) {
		SecurityFilterProperties available = properties.getIfAvailable();
		return (available != null) ? available.getOrder() : SecurityFilterProperties.DEFAULT_FILTER_ORDER;
	}

	private static <T extends Filter> FilterRegistrationBean<T> registration(T filter, int order) {
		FilterRegistrationBean<T> registration = new FilterRegistrationBean<>(filter);
		registration.setOrder(order);
		registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.FORWARD,
				DispatcherType.INCLUDE);
		return registration;
	}

	@Bean
	static BeanPostProcessor errataSecurityCorsErrors(ObjectProvider<ContractCorsProcessor> processor) {
		return new BeanPostProcessor() {

			@Override
			public Object postProcessAfterInitialization(Object bean, String beanName) {
				if (bean instanceof SecurityFilterChain chain) {
					for (Filter filter : chain.getFilters()) {
						if (filter instanceof CorsFilter cors) {
							cors.setCorsProcessor(processor.getObject());
						}
					}
				}
				return bean;
			}

		};
	}

	@Bean
	@ConditionalOnMissingBean
	RequestRejectedHandler errataRequestRejectedHandler() {
		HttpStatusRequestRejectedHandler handler = new HttpStatusRequestRejectedHandler();
		return (request, response, exception) -> {
			Denials.record(exception, request);
			handler.handle(request, response, exception);
		};
	}

	/**
	 * Processed late, so that this chain does not replace Boot's default chain.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(SecurityFilterChain.class)
	static class ErrorDispatchConfiguration {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		SecurityFilterChain errataErrorDispatchChain(ServletExchanges exchanges) {
			// if it were secured again, any error would turn into a 401 without a body
			return new DefaultSecurityFilterChain(
					(request) -> request.getDispatcherType() == DispatcherType.ERROR && exchanges.find(request) != null,
					List.of());
		}

	}

}
