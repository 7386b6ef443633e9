package dev.errata.contract;

import java.util.List;
import java.util.function.BooleanSupplier;

import dev.errata.catalog.CatalogEntry;
import dev.errata.envelope.ErrorEnvelope;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.bind.BindableRuntimeHintsRegistrar;
import org.springframework.context.ApplicationContext;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.context.support.DelegatingMessageSource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Auto-configuration for the contracts of the application.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ImportRuntimeHints(ContractAutoConfiguration.PropertiesHints.class)
public final class ContractAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	Contracts errataContracts(ConfigurableEnvironment environment, ApplicationContext context,
			ObjectProvider<CatalogEntry> entries, ObjectProvider<ErrorEnvelope> envelope,
			ObjectProvider<KnownProperties> knownProperties, ObjectProvider<CatalogPage> catalogPage,
			ObjectProvider<PathPatternParser> pathPatternParsers) {
		PropertyOrigins written = PropertyOrigins.of(environment);
		FaultReport report = new FaultReport(written);
		List<KnownProperties> others = knownProperties.orderedStream().toList();
		List<String> otherNames = others.stream().map(KnownProperties::name).toList();
		DollarPlaceholders.check(environment, written, report);
		MisplacedProperties.check(environment, written, otherNames, report);
		ErrataProperties properties = PropertiesBinder.ofAllBut(otherNames, environment, written, report)
			.bind("errata", ErrataProperties.class);
		if (properties == null) {
			// 'errata' itself is no object
			report.throwIfAny();
			properties = ErrataProperties.NONE;
		}
		List<CatalogEntry> contributed = entries.orderedStream().toList();
		MisspelledVariables.check("errata", ErrataProperties.class,
				contributed.stream().map(CatalogEntry::code).toList(), written, report);
		MessageSource messageSource = messageSource(context);
		TranslatedTexts translatedTexts = new TranslatedTexts(messageSource, environment, context.getClassLoader());
		return new ContractsFactory(properties, written, report, context.getClassLoader(),
				new ContractsFactory.Surroundings(contributed, envelope.getIfUnique(), messageSource,
						() -> path(catalogPage.getIfAvailable()), isCaseIgnored(pathPatternParsers)))
			.create((contracts) -> {
				PropertiesCheck check = new PropertiesCheck(environment, written, report, contracts);
				others.forEach((known) -> known.check().accept(check));
				translatedTexts.check(contracts, report);
			});
	}

	@Bean
	@ConditionalOnWebApplication
	StartupLine errataStartupLine(Contracts contracts, ObjectProvider<StartupRemark> remarks) {
		return new StartupLine(contracts, remarks);
	}

	private static @Nullable String path(@Nullable CatalogPage page) {
		return (page != null) ? page.path() : null;
	}

	/**
	 * Return whether Spring MVC ignores the case of paths, which is known once the
	 * application has started.
	 */
	private static BooleanSupplier isCaseIgnored(ObjectProvider<PathPatternParser> parsers) {
		return SingletonSupplier.of(() -> parsers.stream().anyMatch((parser) -> !parser.isCaseSensitive()))::obtain;
	}

	/**
	 * Return the application's messages, or {@code null} if it has none to be asked.
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

	/**
	 * Hints for the records that are bound without being beans.
	 */
	static class PropertiesHints implements RuntimeHintsRegistrar {

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
			BindableRuntimeHintsRegistrar.forTypes(ErrataProperties.class).registerHints(hints);
		}

	}

}
