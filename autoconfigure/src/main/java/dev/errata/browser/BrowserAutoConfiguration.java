package dev.errata.browser;

import java.time.Clock;
import java.util.List;
import java.util.regex.Pattern;

import dev.errata.browser.changes.ReleaseHistory;
import dev.errata.contract.CatalogPage;
import dev.errata.contract.CheckedProperties;
import dev.errata.contract.ContractAutoConfiguration;
import dev.errata.contract.Contracts;
import dev.errata.contract.PropertiesPart;
import dev.errata.contract.StartupRemark;
import dev.errata.error.ApplicationClock;
import dev.errata.idempotency.IdempotencyRules;
import dev.errata.properties.FaultReport;
import dev.errata.properties.PropertiesReader;
import dev.errata.web.Mappings;
import dev.errata.web.OperationCodes;
import dev.errata.web.RequestPaths;
import dev.errata.web.reactive.WebReactiveAutoConfiguration;
import dev.errata.web.servlet.WebServletAutoConfiguration;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;

/**
 * Auto-configuration for the browsable catalog.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { ContractAutoConfiguration.class, WebReactiveAutoConfiguration.class,
		WebServletAutoConfiguration.class })
public final class BrowserAutoConfiguration {

	private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+");

	@Bean
	PropertiesPart<BrowserProperties, TryIt> errataBrowserProperties() {
		return new PropertiesPart<>("browser", BrowserProperties.class,
				(properties, contracts, reader) -> tryIt(properties, reader.report()));
	}

	private static TryIt tryIt(BrowserProperties properties, FaultReport report) {
		if (!PATH.matcher(properties.path()).matches()) {
			report.add("errata.browser.path", properties.path(),
					"The path must consist of letters, digits, '.', '_', '~' and '-', and must not be the root.",
					"Use one such as /errors.");
		}
		try {
			return TryIt.of(properties.tryIt());
		}
		catch (IllegalArgumentException ex) {
			report.add("errata.browser.try-it", properties.tryIt(), String.valueOf(ex.getMessage()),
					"Use one such as /{contract}/raise/{code}?status={status}.");
			return TryIt.NONE;
		}
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication
	@ConditionalOnBean(RequestPaths.class)
	@ConditionalOnBooleanProperty(name = "errata.browser.enabled", matchIfMissing = true)
	static class CatalogConfiguration {

		@Bean
		CatalogPage errataCatalogPage(PropertiesReader reader, PropertiesPart<BrowserProperties, ?> part) {
			return new CatalogPage(reader.bind(part.name(), part.type()).path());
		}

		@Bean
		@Lazy
		CatalogSite errataCatalogSite(Contracts contracts, CatalogPage page, CheckedProperties checked,
				PropertiesPart<BrowserProperties, TryIt> part, PropertiesReader reader, Environment environment,
				ObjectProvider<BuildProperties> builds, ObjectProvider<IdempotencyRules> rules,
				ObjectProvider<Mappings> mappings, ObjectProvider<OperationCodes> codes,
				ObjectProvider<CodeCounts> counts, ResourceLoader resources) {
			ServiceInfo service = ServiceInfo.of(environment, builds);
			boolean operations = reader.bind(part.name(), part.type()).operations();
			CatalogSources sources = new CatalogSources(contracts, page.path(), service, checked.get(part),
					new ReleaseHistory(contracts, service.version(), resources.getClassLoader()), () -> {
						IdempotencyRules available = rules.getIfAvailable();
						return (available != null) ? available.describe() : List.of();
					}, new CodeOperations(contracts, operations, mappings, codes), counts.getIfAvailable());
			CatalogAssets assets = new CatalogAssets();
			return new CatalogSite(contracts, page.path(), CatalogDocuments.of(contracts, sources, assets), assets);
		}

		@Bean
		@ConditionalOnBooleanProperty("errata.browser.counts")
		CodeCounts errataCodeCounts(ObjectProvider<Clock> clock) {
			return new CodeCounts(new ApplicationClock(clock.getIfUnique()));
		}

		@Bean
		@Order(2)
		StartupRemark errataCatalogRemark(CatalogPage page, RequestPaths paths) {
			return new StartupRemark("catalog at " + paths.base() + page.path());
		}

	}

}
