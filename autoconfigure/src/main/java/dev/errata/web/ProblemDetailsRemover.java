package dev.errata.web;

import dev.errata.contract.StartupLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;

/**
 * Removes the advice that Spring Boot adds for {@code problemdetails.enabled} of a web
 * stack. It has precedence over any other advice, and would answer half of the failures
 * in its own format. A {@code ResponseEntityExceptionHandler} of the application is kept.
 */
final class ProblemDetailsRemover implements BeanDefinitionRegistryPostProcessor {

	private static final Logger logger = LoggerFactory.getLogger(StartupLog.NAME);

	private static final String BEAN = "problemDetailsExceptionHandler";

	private static final String OF_WEBFLUX = "org.springframework.boot.webflux.";

	@Override
	public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
		String factory = registry.containsBeanDefinition(BEAN) ? registry.getBeanDefinition(BEAN).getFactoryBeanName()
				: null;
		if (factory != null && factory.startsWith("org.springframework.boot.")) {
			registry.removeBeanDefinition(BEAN);
			logger.info(
					"'spring.{}.problemdetails.enabled' is not needed; errors leave in the envelope of their contract",
					factory.startsWith(OF_WEBFLUX) ? "webflux" : "mvc");
		}
	}

}
