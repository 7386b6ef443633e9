package dev.errata.wire;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.type.classreading.CachingMetadataReaderFactory;
import org.springframework.core.type.classreading.MetadataReaderFactory;

/**
 * Keeps what the first service has read of the classes of auto-configurations for all
 * that start after it.
 */
class ClassesReadOnce implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	/** The name by which Spring Boot finds it. */
	private static final String NAME = "org.springframework.boot.autoconfigure.internalCachingMetadataReaderFactory";

	private static final MetadataReaderFactory READERS = new CachingMetadataReaderFactory(new DefaultResourceLoader()) {

		@Override
		public void clearCache() {
			// every context would when it has started
		}

	};

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		if (context.getBeanFactory() instanceof BeanDefinitionRegistry registry) {
			registry.registerBeanDefinition(NAME, new RootBeanDefinition(MetadataReaderFactory.class, () -> READERS));
		}
	}

}
