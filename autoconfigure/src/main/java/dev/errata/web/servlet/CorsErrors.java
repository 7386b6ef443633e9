package dev.errata.web.servlet;

import java.util.function.Supplier;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.filter.CorsFilter;
import org.springframework.web.servlet.handler.AbstractHandlerMapping;

/**
 * Sets the {@link ContractCorsProcessor} on everything that checks CORS.
 */
final class CorsErrors implements BeanPostProcessor {

	private final Supplier<ContractCorsProcessor> processor;

	CorsErrors(Supplier<ContractCorsProcessor> processor) {
		this.processor = processor;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof AbstractHandlerMapping mapping) {
			if (mapping.getCorsProcessor().getClass() == DefaultCorsProcessor.class) {
				mapping.setCorsProcessor(this.processor.get());
			}
		}
		else if (bean instanceof CorsFilter filter) {
			filter.setCorsProcessor(this.processor.get());
		}
		else if (bean instanceof FilterRegistrationBean<?> registration
				&& registration.getFilter() instanceof CorsFilter filter) {
			filter.setCorsProcessor(this.processor.get());
		}
		return bean;
	}

}
