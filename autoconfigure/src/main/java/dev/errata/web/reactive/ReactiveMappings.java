package dev.errata.web.reactive;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.errata.web.MappedHandler;
import dev.errata.web.MappedPaths;
import dev.errata.web.Mappings;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.context.ApplicationContext;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.config.WebFluxConfigurationSupport;
import org.springframework.web.reactive.function.server.support.RouterFunctionMapping;
import org.springframework.web.reactive.handler.AbstractUrlHandlerMapping;
import org.springframework.web.reactive.resource.ResourceWebHandler;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.RequestMappingInfoHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;

/**
 * What a reactive application has mapped. Static resources do not count: they are mapped
 * to all paths and rarely intended. Filters have no paths.
 */
final class ReactiveMappings implements Mappings {

	private final ApplicationContext context;

	ReactiveMappings(ApplicationContext context) {
		this.context = context;
	}

	@Override
	public List<MappedHandler> handlers() {
		return this.context.getBeanProvider(RequestMappingInfoHandlerMapping.class)
			.orderedStream()
			.flatMap((mapping) -> mapping.getHandlerMethods().entrySet().stream())
			.map((mapped) -> new MappedHandler(mapped.getValue(),
					patterns(mapped.getKey()).collect(Collectors.toCollection(LinkedHashSet::new)),
					mapped.getKey().getMethodsCondition().getMethods()))
			.toList();
	}

	@Override
	public MappedPaths paths() {
		Set<String> patterns = new LinkedHashSet<>();
		BeanFactoryUtils.beansOfTypeIncludingAncestors(this.context, HandlerMapping.class, true, false)
			.values()
			.forEach((mapping) -> add(mapping, patterns));
		return new MappedPaths(patterns);
	}

	private static void add(HandlerMapping mapping, Set<String> patterns) {
		if (mapping instanceof RequestMappingInfoHandlerMapping methods) {
			methods.getHandlerMethods().keySet().stream().flatMap(ReactiveMappings::patterns).forEach(patterns::add);
		}
		else if (mapping instanceof AbstractUrlHandlerMapping urls) {
			urls.getHandlerMap().forEach((path, handler) -> {
				if (!(handler instanceof ResourceWebHandler)) {
					patterns.add(path.getPatternString());
				}
			});
		}
		else if (!isEmpty(mapping)) {
			// functional endpoints do not list their paths
			patterns.add(MappedPaths.EVERYTHING);
		}
	}

	/**
	 * Return whether nothing is mapped. WebFlux has a mapping of its own that is always
	 * empty.
	 */
	private static boolean isEmpty(HandlerMapping mapping) {
		return (mapping instanceof RouterFunctionMapping routes) ? routes.getRouterFunction() == null
				: mapping.getClass().getEnclosingClass() == WebFluxConfigurationSupport.class;
	}

	private static Stream<String> patterns(RequestMappingInfo info) {
		return info.getPatternsCondition().getPatterns().stream().map(PathPattern::getPatternString);
	}

}
