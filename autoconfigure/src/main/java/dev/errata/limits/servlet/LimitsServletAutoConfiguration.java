package dev.errata.limits.servlet;

import dev.errata.contract.Contracts;
import dev.errata.web.servlet.ServletErrors;
import dev.errata.web.servlet.WebServletAutoConfiguration;
import jakarta.servlet.DispatcherType;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.WebMvcProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * Auto-configuration for the limits of a servlet application. Its filters come right
 * behind the one that answers what filters throw, and before all that read a body.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = WebServletAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(DispatcherServlet.class)
public final class LimitsServletAutoConfiguration {

	private static final int FILTER_ORDER = Ordered.HIGHEST_PRECEDENCE + 3;

	@Bean
	FilterRegistrationBean<BodyLimitFilter> errataBodyLimitFilter(ServletErrors errors, Contracts contracts) {
		FilterRegistrationBean<BodyLimitFilter> registration = new FilterRegistrationBean<>(
				new BodyLimitFilter(errors, contracts.limits().body()));
		registration.setEnabled(!contracts.limits().body().isEmpty());
		registration.setOrder(FILTER_ORDER);
		registration.setDispatcherTypes(DispatcherType.REQUEST);
		return registration;
	}

	@Bean
	FilterRegistrationBean<AsyncTimeoutFilter> errataAsyncTimeoutFilter(ServletErrors errors, Contracts contracts,
			ObjectProvider<WebMvcProperties> properties) {
		WebMvcProperties available = properties.getIfAvailable();
		FilterRegistrationBean<AsyncTimeoutFilter> registration = new FilterRegistrationBean<>(
				new AsyncTimeoutFilter(errors, contracts.limits().asyncTimeout(),
						(available != null) ? available.getAsync().getRequestTimeout() : null));
		registration.setEnabled(!contracts.limits().asyncTimeout().isEmpty());
		registration.setOrder(FILTER_ORDER);
		registration.setDispatcherTypes(DispatcherType.REQUEST);
		return registration;
	}

}
