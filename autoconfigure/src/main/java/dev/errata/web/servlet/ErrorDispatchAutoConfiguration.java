package dev.errata.web.servlet;

import jakarta.servlet.DispatcherType;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.support.ErrorPageFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * Auto-configuration for the filters that run before those of Spring Boot.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@AutoConfigureOrder(Ordered.HIGHEST_PRECEDENCE)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(DispatcherServlet.class)
public final class ErrorDispatchAutoConfiguration {

	@Bean
	OptionalFilterRegistrationBean errataErrorDispatchFilter(ObjectProvider<ServletExchanges> exchanges,
			ObjectProvider<ErrorResponder> responder, ObjectProvider<ContractErrorController> controller) {
		ErrorResponder available = responder.getIfAvailable();
		// an error controller of the application answers ERROR dispatches itself
		OptionalFilterRegistrationBean registration = new OptionalFilterRegistrationBean(
				(available != null && controller.stream().findAny().isPresent())
						? new ErrorDispatchFilter(exchanges.getObject(), available) : null);
		registration.setOrder(FilterOrder.ERROR_DISPATCH);
		registration.setDispatcherTypes(DispatcherType.ERROR);
		return registration;
	}

	@Bean
	@ConditionalOnBean(ErrorPageFilter.class)
	OptionalFilterRegistrationBean errataResponseAbortFilter(ObjectProvider<ServletExchanges> exchanges) {
		ServletExchanges available = exchanges.getIfAvailable();
		OptionalFilterRegistrationBean registration = new OptionalFilterRegistrationBean(
				(available != null) ? new ResponseAbortFilter(available) : null);
		registration.setOrder(FilterOrder.RESPONSE_ABORT);
		registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC);
		return registration;
	}

}
