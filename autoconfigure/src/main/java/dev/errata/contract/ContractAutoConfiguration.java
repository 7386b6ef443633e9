package dev.errata.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

import dev.errata.catalog.CatalogEntry;
import dev.errata.envelope.ErrorEnvelope;
import dev.errata.properties.PropertiesReader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.ApplicationContext;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.context.support.DelegatingMessageSource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.function.SingletonSupplier;

/**
 * Auto-configuration for the contracts of the application.
 *
 * @since 0.1.0
 */
@AutoConfiguration
public final class ContractAutoConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(StartupLog.NAME);

	@Bean
	PropertiesReader errataPropertiesReader(ConfigurableEnvironment environment, ApplicationContext context,
			ObjectProvider<PropertiesPart<?, ?>> parts) {
		List<String> names = new ArrayList<>();
		for (PropertiesPart<?, ?> part : parts.orderedStream().toList()) {
			names.add(part.name());
		}
		return new PropertiesReader(environment, context.getClassLoader(), names);
	}

	@Bean
	CheckedProperties errataCheckedProperties(PropertiesReader reader, ApplicationContext context,
			ObjectProvider<PropertiesPart<?, ?>> parts, ObjectProvider<CatalogEntry> entries,
			ObjectProvider<ErrorEnvelope> envelope, ObjectProvider<CatalogPage> catalogPage,
			ObjectProvider<PathCase> pathCase) {
		MessageSource messageSource = messageSource(context);
		TranslatedTexts translations = new TranslatedTexts(messageSource, context.getEnvironment(),
				context.getClassLoader());
		Contributions contributions = new Contributions(entries.orderedStream().toList(), envelope.getIfUnique(),
				messageSource, translations.languages(), () -> path(catalogPage.getIfAvailable()),
				isCaseIgnored(pathCase));
		Contracts contracts = new ContractsFactory(reader, contributions)
			.create(reader.bind(ErrataProperties.class, contributions.codes()));
		CheckedProperties checked = new CheckedProperties(contracts, parts.orderedStream().toList(), reader);
		translations.check(contracts, reader.report());
		for (String warning : reader.report().warnings()) {
			logger.warn(warning);
		}
		reader.report().throwIfAny();
		return checked;
	}

	@Bean
	@ConditionalOnMissingBean
	Contracts errataContracts(CheckedProperties checked) {
		return checked.contracts();
	}

	@Bean
	@ConditionalOnWebApplication
	StartupLine errataStartupLine(Contracts contracts, ObjectProvider<StartupRemark> remarks) {
		return new StartupLine(contracts, remarks);
	}

	private static @Nullable String path(@Nullable CatalogPage page) {
		return (page != null) ? page.path() : null;
	}

	private static BooleanSupplier isCaseIgnored(ObjectProvider<PathCase> pathCase) {
		return SingletonSupplier.of(() -> pathCase.stream().anyMatch(PathCase::isIgnored))::obtain;
	}

	/**
	 * Return the message source of the application, or {@code null} if it has none of its
	 * own.
	 */
	private static @Nullable MessageSource messageSource(ApplicationContext context) {
		if (!context.containsLocalBean(AbstractApplicationContext.MESSAGE_SOURCE_BEAN_NAME)) {
			return null;
		}
		MessageSource messageSource = context.getBean(AbstractApplicationContext.MESSAGE_SOURCE_BEAN_NAME,
				MessageSource.class);
		return (messageSource instanceof DelegatingMessageSource delegating
				&& delegating.getParentMessageSource() == null) ? null : messageSource;
	}

}
