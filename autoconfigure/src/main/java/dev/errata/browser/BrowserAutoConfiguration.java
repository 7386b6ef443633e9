package dev.errata.browser;

import dev.errata.contract.CatalogPage;
import dev.errata.contract.ContractAutoConfiguration;
import dev.errata.contract.Contracts;
import dev.errata.contract.KnownProperties;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * Auto-configuration for the browsable catalog.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ContractAutoConfiguration.class)
public final class BrowserAutoConfiguration {

	@Bean
	KnownProperties errataBrowserNames() {
		return new KnownProperties("browser");
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@ConditionalOnClass(DispatcherServlet.class)
	@ConditionalOnBooleanProperty(name = "errata.browser.enabled", matchIfMissing = true)
	@EnableConfigurationProperties(BrowserProperties.class)
	static class BrowserConfiguration {

		@Bean
		CatalogPage errataCatalogPage(BrowserProperties properties) {
			return new CatalogPage(properties.path());
		}

		@Bean
		CatalogController errataCatalogController(Contracts contracts) {
			return new CatalogController(new CatalogView(contracts));
		}

	}

}
