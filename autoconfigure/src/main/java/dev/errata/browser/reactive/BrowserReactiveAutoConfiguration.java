package dev.errata.browser.reactive;

import dev.errata.browser.BrowserAutoConfiguration;
import dev.errata.browser.CatalogSite;
import dev.errata.contract.CatalogPage;
import dev.errata.web.RequestPaths;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;

/**
 * Auto-configuration for the browsable catalog of a reactive application.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = BrowserAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass(DispatcherHandler.class)
@ConditionalOnBean(CatalogSite.class)
public final class BrowserReactiveAutoConfiguration {

	@Bean
	CatalogController errataCatalogController(ObjectProvider<CatalogSite> site, RequestPaths paths) {
		return new CatalogController(site, paths);
	}

	@Bean
	CatalogMapping errataCatalogMapping(CatalogController controller, CatalogPage page,
			@Qualifier("requestMappingHandlerMapping") ObjectProvider<RequestMappingHandlerMapping> mapping,
			ObjectProvider<HandlerMapping> others) {
		return new CatalogMapping(controller, page.path(), mapping, others);
	}

}
