package dev.errata.web.servlet;

import dev.errata.contract.StartupLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;

/**
 * Removes the advice that Spring Boot adds for {@code spring.mvc.problemdetails.enabled}.
 * It has precedence over any other advice, and would answer half of the failures in its
 * own format. A {@code ResponseEntityExceptionHandler} of the application is kept.
 */
final class ProblemDetailsRemover implements BeanDefinitionRegistryPostProcessor {

	private static final Logger logger = LoggerFactory.getLogger(StartupLog.NAME);

	private static final String BEAN = "problemDetailsExceptionHandler";

	@Override
	public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
		if (registry.containsBeanDefinition(BEAN) && isOfSpringBoot(registry.getBeanDefinition(BEAN))) {
			registry.removeBeanDefinition(BEAN);
			logger.info("'spring.mvc.problemdetails.enabled' is not needed; errors leave in the envelope of their "
					+ "contract");
		}
	}

	private static boolean isOfSpringBoot(BeanDefinition definition) {
		String factory = definition.getFactoryBeanName();
		return factory != null && factory.startsWith("org.springframework.boot.");
	}

}
