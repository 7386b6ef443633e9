package dev.errata.web;

import java.util.List;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.Code;
import dev.errata.catalog.CodeNames;
import dev.errata.contract.Contracts;
import dev.errata.contract.StartupLog;
import dev.errata.error.ErrorCode;
import dev.errata.error.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.util.ClassUtils;

/**
 * Warns at start-up of codes that the application uses and no contract declares: those of
 * {@link ErrorCode} annotations, and the constants of enums that implement {@link Code}.
 * It reads class files of the packages that Spring Boot scans.
 */
final class UndeclaredCodes implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(StartupLog.NAME);

	private final Contracts contracts;

	private final BeanFactory beanFactory;

	UndeclaredCodes(Contracts contracts, BeanFactory beanFactory) {
		this.contracts = contracts;
		this.beanFactory = beanFactory;
	}

	@Override
	public void afterSingletonsInstantiated() {
		// there are no class files in a native image
		if (AotDetector.useGeneratedArtifacts() || !AutoConfigurationPackages.has(this.beanFactory)) {
			return;
		}
		Scanner scanner = new Scanner();
		MetadataReaderFactory readers = this.beanFactory.getBeanProvider(MetadataReaderFactory.class).getIfAvailable();
		if (readers != null) {
			scanner.setMetadataReaderFactory(readers);
		}
		for (String packageName : AutoConfigurationPackages.get(this.beanFactory)) {
			for (BeanDefinition type : scanner.findCandidateComponents(packageName)) {
				check(type);
			}
		}
	}

	private void check(BeanDefinition type) {
		String name = String.valueOf(type.getBeanClassName());
		var annotation = (type instanceof AnnotatedBeanDefinition annotated)
				? annotated.getMetadata().getAnnotationAttributes(ErrorCode.class.getName()) : null;
		if (annotation != null) {
			check(String.valueOf(annotation.get("value")), "@ErrorCode of " + name);
			return;
		}
		try {
			Object[] constants = ClassUtils.forName(name, ClassUtils.getDefaultClassLoader()).getEnumConstants();
			for (Object constant : (constants != null) ? constants : new Object[0]) {
				check(((Code) constant).code(), name + "." + constant);
			}
		}
		catch (ClassNotFoundException | RuntimeException | LinkageError ex) {
			logger.debug("The codes of {} could not be read", name, ex);
		}
	}

	private void check(String code, String place) {
		if (!code.isBlank() && this.contracts.all()
			.stream()
			.anyMatch((contract) -> contract.composer().resolve(Failure.of(code)) != null)) {
			return;
		}
		List<String> nearest = CodeNames.nearest(code,
				this.contracts.all()
					.stream()
					.flatMap((contract) -> contract.catalog().entries().stream())
					.map(CatalogEntry::code)
					.distinct()
					.toList());
		logger.warn("No contract declares the code '{}' of {}, so it is answered as an internal error.{}", code, place,
				nearest.isEmpty() ? "" : " Did you mean '" + String.join("' or '", nearest) + "'?");
	}

	private static final class Scanner extends ClassPathScanningCandidateComponentProvider {

		Scanner() {
			super(false);
		}

		@Override
		protected boolean isCandidateComponent(MetadataReader reader) {
			return reader.getAnnotationMetadata().hasAnnotation(ErrorCode.class.getName())
					|| List.of(reader.getClassMetadata().getInterfaceNames()).contains(Code.class.getName());
		}

		@Override
		protected boolean isCandidateComponent(AnnotatedBeanDefinition definition) {
			return true;
		}

	}

}
