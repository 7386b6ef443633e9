package dev.errata.browser.servlet;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.errata.browser.CatalogPatterns;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.util.ClassUtils;
import org.springframework.web.accept.ApiVersionStrategy;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Maps the catalog once all handlers of the application are known.
 *
 * @see CatalogPatterns
 */
class CatalogMapping implements SmartInitializingSingleton {

	static final Method SERVE = ClassUtils.getMethod(CatalogController.class, "serve", Map.class,
			HttpServletRequest.class, HttpServletResponse.class);

	private final CatalogController controller;

	private final String path;

	private final ObjectProvider<RequestMappingHandlerMapping> mapping;

	private final ObjectProvider<HandlerMapping> others;

	CatalogMapping(CatalogController controller, String path, ObjectProvider<RequestMappingHandlerMapping> mapping,
			ObjectProvider<HandlerMapping> others) {
		this.controller = controller;
		this.path = path;
		this.mapping = mapping;
		this.others = others;
	}

	@Override
	public void afterSingletonsInstantiated() {
		RequestMappingHandlerMapping mapping = this.mapping.getIfAvailable();
		if (mapping == null) {
			return;
		}
		List<RequestMappingInfo> others = List.copyOf(mapping.getHandlerMethods().keySet());
		List<RequestMappingInfo> catalog = new ArrayList<>();
		for (String pattern : CatalogPatterns.besides(this.path, patterns(mapping))) {
			// Ant's patterns cannot take several segments together
			if (mapping.getPatternParser() != null || !pattern.contains("{*")) {
				RequestMappingInfo info = RequestMappingInfo.paths(pattern)
					.methods(RequestMethod.GET)
					.options(mapping.getBuilderConfiguration())
					.build();
				mapping.registerMapping(info, this.controller, SERVE);
				catalog.add(info);
			}
		}
		spareVersions(mapping, catalog, others);
	}

	/**
	 * Have the catalog mapped whatever the version of a request.
	 */
	private void spareVersions(RequestMappingHandlerMapping mapping, List<RequestMappingInfo> catalog,
			List<RequestMappingInfo> others) {
		ApiVersionStrategy strategy = mapping.getApiVersionStrategy();
		// Ant's patterns cannot be matched before the version is known
		if (strategy == null || catalog.isEmpty() || mapping.getPatternParser() == null) {
			return;
		}
		mapping.setApiVersionStrategy(new CatalogVersions(strategy, catalog,
				others.stream()
					.filter((info) -> info.getPatternValues().stream().anyMatch((path) -> path.startsWith(this.path)))
					.toList()));
	}

	private Set<String> patterns(RequestMappingHandlerMapping mapping) {
		Set<String> patterns = new LinkedHashSet<>();
		for (RequestMappingInfo info : mapping.getHandlerMethods().keySet()) {
			patterns.addAll(info.getPatternValues());
		}
		for (HandlerMapping other : this.others.orderedStream().toList()) {
			if (other instanceof AbstractUrlHandlerMapping urls) {
				patterns.addAll(urls.getHandlerMap().keySet());
			}
		}
		return patterns;
	}

}
