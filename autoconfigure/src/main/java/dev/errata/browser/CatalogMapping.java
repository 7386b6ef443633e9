package dev.errata.browser;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.errata.contract.StartupLog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.util.Assert;
import org.springframework.web.accept.ApiVersionStrategy;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Maps the catalog among the application's own handlers, so that the most specific
 * pattern wins, once all of these are known. What the application maps at the same place,
 * or as all that is below it, stays the application's.
 */
class CatalogMapping implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(StartupLog.NAME);

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
		Set<String> taken = taken(mapping);
		List<RequestMappingInfo> others = List.copyOf(mapping.getHandlerMethods().keySet());
		map(mapping, taken, "", "all");
		map(mapping, taken, ".{suffix}", "allAs");
		map(mapping, taken, "/{contract}", "contract");
		map(mapping, taken, "/{contract}/{code}", "code");
		if (mapping.getPatternParser() != null) {
			// a code may have slashes, which Ant's patterns cannot take together
			map(mapping, taken, "/{contract}/{*code}", "code");
		}
		map(mapping, taken, "/-/{asset}", "asset");
		spareVersions(mapping, others);
	}

	/**
	 * Have the catalog mapped whatever the version of a request.
	 */
	private void spareVersions(RequestMappingHandlerMapping mapping, List<RequestMappingInfo> others) {
		ApiVersionStrategy strategy = mapping.getApiVersionStrategy();
		List<RequestMappingInfo> catalog = new ArrayList<>(mapping.getHandlerMethods().keySet());
		catalog.removeAll(others);
		// Ant's patterns cannot be matched before the version is known
		if (strategy == null || catalog.isEmpty() || mapping.getPatternParser() == null) {
			return;
		}
		mapping.setApiVersionStrategy(new CatalogVersions(strategy, catalog,
				others.stream()
					.filter((info) -> info.getPatternValues().stream().anyMatch((path) -> path.startsWith(this.path)))
					.toList()));
	}

	/**
	 * Return the patterns that the application has for the catalog's path and below.
	 */
	private Set<String> taken(RequestMappingHandlerMapping mapping) {
		Set<String> patterns = new LinkedHashSet<>();
		mapping.getHandlerMethods().keySet().forEach((info) -> patterns.addAll(info.getPatternValues()));
		this.others.orderedStream().forEach((other) -> {
			if (other instanceof AbstractUrlHandlerMapping urls) {
				patterns.addAll(urls.getHandlerMap().keySet());
			}
		});
		patterns.removeIf((pattern) -> !pattern.startsWith(this.path));
		Set<String> taken = new LinkedHashSet<>();
		patterns.forEach((pattern) -> taken.add(unnamed(pattern)));
		return taken;
	}

	private void map(RequestMappingHandlerMapping mapping, Set<String> taken, String rest, String handler) {
		String pattern = this.path + rest;
		if (taken.contains(unnamed(pattern)) || taken.contains(this.path + "/**")) {
			logger.info("The application maps {} itself, so the catalog is not served there", pattern);
			return;
		}
		RequestMappingInfo info = RequestMappingInfo.paths(pattern)
			.methods(RequestMethod.GET)
			.options(mapping.getBuilderConfiguration())
			.build();
		mapping.registerMapping(info, this.controller, method(handler));
	}

	private static Method method(String name) {
		@Nullable Method found = Arrays.stream(CatalogController.class.getDeclaredMethods())
			.filter((method) -> method.getName().equals(name))
			.findFirst()
			.orElse(null);
		Assert.state(found != null, () -> "No method " + name);
		return found;
	}

	/**
	 * Two patterns that differ in the names of their variables match the same.
	 */
	private static String unnamed(String pattern) {
		return pattern.replaceAll("\\{\\*[^}]*}|\\*\\*$", "**").replaceAll("\\{[^{}]*}", "*");
	}

}
