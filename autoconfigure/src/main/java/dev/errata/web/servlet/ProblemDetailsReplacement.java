package dev.errata.web.servlet;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.core.Ordered;

/**
 * Takes the place of Spring Boot's own advice for {@code spring.mvc.problemdetails},
 * which would come before any other. An advice of the application stays.
 */
final class ProblemDetailsReplacement implements BeanDefinitionRegistryPostProcessor, Ordered {

	private static final Logger logger = LoggerFactory.getLogger(ProblemDetailsReplacement.class);

	private static final String BEAN_NAME = "problemDetailsExceptionHandler";

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
		if (!registry.containsBeanDefinition(BEAN_NAME)) {
			return;
		}
		BeanDefinition definition = registry.getBeanDefinition(BEAN_NAME);
		String origin = String.valueOf(definition.getFactoryBeanName());
		if (origin.startsWith("org.springframework.boot.")) {
			registry.removeBeanDefinition(BEAN_NAME);
			logger.info("spring.mvc.problemdetails.enabled has no effect: Errata answers instead, "
					+ "by default with problem details too");
		}
	}

}
