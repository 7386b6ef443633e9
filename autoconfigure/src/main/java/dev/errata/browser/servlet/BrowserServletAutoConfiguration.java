package dev.errata.browser.servlet;

import dev.errata.browser.BrowserAutoConfiguration;
import dev.errata.browser.CatalogSite;
import dev.errata.contract.CatalogPage;
import dev.errata.web.servlet.ServletPaths;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Auto-configuration for the browsable catalog of a servlet application.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = BrowserAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(DispatcherServlet.class)
@ConditionalOnBean(CatalogSite.class)
@ImportRuntimeHints(BrowserServletAutoConfiguration.ControllerHints.class)
public final class BrowserServletAutoConfiguration {

	@Bean
	CatalogController errataCatalogController(ObjectProvider<CatalogSite> site, ServletPaths paths) {
		return new CatalogController(site, paths);
	}

	@Bean
	CatalogMapping errataCatalogMapping(CatalogController controller, CatalogPage page,
			@Qualifier("requestMappingHandlerMapping") ObjectProvider<RequestMappingHandlerMapping> mapping,
			ObjectProvider<HandlerMapping> others) {
		return new CatalogMapping(controller, page.path(), mapping, others);
	}

	/**
	 * Hints for what is called by reflection.
	 */
	static class ControllerHints implements RuntimeHintsRegistrar {

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
			hints.reflection().registerMethod(CatalogMapping.SERVE, ExecutableMode.INVOKE);
		}

	}

}
