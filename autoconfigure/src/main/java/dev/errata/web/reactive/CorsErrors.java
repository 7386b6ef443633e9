package dev.errata.web.reactive;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.web.cors.reactive.DefaultCorsProcessor;
import org.springframework.web.reactive.handler.AbstractHandlerMapping;

/**
 * Sets the {@link ContractCorsProcessor} on the handler mappings. What a filter for CORS
 * rejects is a refusal like that of any other filter.
 */
final class CorsErrors implements BeanPostProcessor {

	private final ContractCorsProcessor processor = new ContractCorsProcessor();

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof AbstractHandlerMapping mapping
				&& mapping.getCorsProcessor().getClass() == DefaultCorsProcessor.class) {
			mapping.setCorsProcessor(this.processor);
		}
		return bean;
	}

}
