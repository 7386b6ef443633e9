package com.example.rest;

import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RestErrors {

	@Bean
	static BeanDefinitionRegistryPostProcessor repositoriesInTheContract() {
		return (registry) -> registry.removeBeanDefinition("repositoryRestExceptionHandler");
	}

}
