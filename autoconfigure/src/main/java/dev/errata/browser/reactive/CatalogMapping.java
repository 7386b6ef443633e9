package dev.errata.browser.reactive;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import dev.errata.browser.CatalogPatterns;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.accept.ApiVersionStrategy;
import org.springframework.web.reactive.handler.AbstractUrlHandlerMapping;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Maps the catalog once all handlers of the application are known.
 *
 * @see CatalogPatterns
 */
class CatalogMapping implements SmartInitializingSingleton {

	static final Method SERVE = ClassUtils.getMethod(CatalogController.class, "serve", Map.class,
			ServerWebExchange.class);

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
		RequestMappingInfo.BuilderConfiguration options = new RequestMappingInfo.BuilderConfiguration();
		options.setPatternParser(mapping.getPathPatternParser());
		options.setContentTypeResolver(mapping.getContentTypeResolver());
		List<RequestMappingInfo> others = List.copyOf(mapping.getHandlerMethods().keySet());
		List<RequestMappingInfo> catalog = new ArrayList<>();
		for (String pattern : CatalogPatterns.besides(this.path, patterns(others))) {
			RequestMappingInfo info = RequestMappingInfo.paths(pattern)
				.methods(RequestMethod.GET)
				.options(options)
				.build();
			mapping.registerMapping(info, this.controller, SERVE);
			catalog.add(info);
		}
		spareVersions(mapping, catalog, others);
	}

	/**
	 * Have the catalog mapped whatever the version of a request.
	 */
	private void spareVersions(RequestMappingHandlerMapping mapping, List<RequestMappingInfo> catalog,
			List<RequestMappingInfo> others) {
		ApiVersionStrategy strategy = mapping.getApiVersionStrategy();
		if (strategy == null || catalog.isEmpty()) {
			return;
		}
		List<RequestMappingInfo> near = others.stream()
			.filter((info) -> patterns(info).anyMatch((pattern) -> pattern.startsWith(this.path)))
			.toList();
		mapping.setApiVersionStrategy(new CatalogVersions(strategy, catalog, near, anyVersion(strategy, others)));
	}

	private static Comparable<?> anyVersion(ApiVersionStrategy strategy, List<RequestMappingInfo> others) {
		for (RequestMappingInfo info : others) {
			String version = info.getVersionCondition().getVersion();
			if (version != null) {
				return strategy.parseVersion(version);
			}
		}
		return "";
	}

	private Set<String> patterns(List<RequestMappingInfo> infos) {
		Set<String> patterns = new LinkedHashSet<>();
		infos.stream().flatMap(CatalogMapping::patterns).forEach(patterns::add);
		this.others.orderedStream().forEach((other) -> {
			if (other instanceof AbstractUrlHandlerMapping urls) {
				urls.getHandlerMap().keySet().forEach((pattern) -> patterns.add(pattern.getPatternString()));
			}
		});
		return patterns;
	}

	private static Stream<String> patterns(RequestMappingInfo info) {
		return info.getPatternsCondition().getPatterns().stream().map(PathPattern::getPatternString);
	}

}
