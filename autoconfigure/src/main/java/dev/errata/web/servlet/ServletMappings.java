package dev.errata.web.servlet;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.errata.web.MappedHandler;
import dev.errata.web.MappedPaths;
import dev.errata.web.Mappings;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.function.support.RouterFunctionMapping;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;

/**
 * What a servlet application has mapped: handlers, servlets and filters. Static resources
 * and filters of every path do not count: they are mapped to all paths and rarely
 * intended. An error controller is called in ERROR dispatches only, and no handler of
 * requests.
 */
final class ServletMappings implements Mappings {

	private static final Set<String> DEFAULT_SERVLETS = Set.of("default", "jsp",
			DispatcherServletAutoConfiguration.DEFAULT_DISPATCHER_SERVLET_BEAN_NAME);

	private final WebApplicationContext context;

	ServletMappings(WebApplicationContext context) {
		this.context = context;
	}

	@Override
	public List<MappedHandler> handlers() {
		List<MappedHandler> handlers = new ArrayList<>();
		for (RequestMappingInfoHandlerMapping mapping : this.context
			.getBeanProvider(RequestMappingInfoHandlerMapping.class)
			.orderedStream()
			.toList()) {
			for (Map.Entry<RequestMappingInfo, HandlerMethod> mapped : mapping.getHandlerMethods().entrySet()) {
				RequestMappingInfo info = mapped.getKey();
				if (!ErrorController.class.isAssignableFrom(mapped.getValue().getBeanType())) {
					handlers.add(new MappedHandler(mapped.getValue(), info.getPatternValues(),
							info.getMethodsCondition().getMethods()));
				}
			}
		}
		return handlers;
	}

	@Override
	public MappedPaths paths() {
		Set<String> patterns = new LinkedHashSet<>();
		BeanFactoryUtils.beansOfTypeIncludingAncestors(this.context, HandlerMapping.class, true, false)
			.values()
			.forEach((mapping) -> add(mapping, patterns));
		ServletContext servletContext = this.context.getServletContext();
		if (servletContext != null) {
			servletContext.getServletRegistrations().values().forEach((servlet) -> add(servlet, patterns));
			servletContext.getFilterRegistrations().values().forEach((filter) -> add(filter, patterns));
		}
		return new MappedPaths(patterns);
	}

	private static void add(HandlerMapping mapping, Set<String> patterns) {
		if (mapping instanceof RequestMappingInfoHandlerMapping methods) {
			methods.getHandlerMethods().keySet().forEach((info) -> patterns.addAll(info.getPatternValues()));
		}
		else if (mapping instanceof AbstractUrlHandlerMapping urls) {
			urls.getHandlerMap().forEach((path, handler) -> add(path, handler, patterns));
			// it lists neither
			add("/", urls.getRootHandler(), patterns);
			add(MappedPaths.EVERYTHING, urls.getDefaultHandler(), patterns);
		}
		else if (!(mapping instanceof RouterFunctionMapping routes && routes.getRouterFunction() == null)) {
			// functional endpoints do not list their paths
			patterns.add(MappedPaths.EVERYTHING);
		}
	}

	private static void add(String path, @Nullable Object handler, Set<String> patterns) {
		if (handler != null && !(handler instanceof ResourceHttpRequestHandler)) {
			patterns.add(path);
		}
	}

	private static void add(ServletRegistration servlet, Set<String> patterns) {
		if (!DEFAULT_SERVLETS.contains(servlet.getName())) {
			servlet.getMappings().forEach((mapping) -> add(mapping, patterns));
		}
	}

	private static void add(FilterRegistration filter, Set<String> patterns) {
		for (String mapping : filter.getUrlPatternMappings()) {
			// a filter of all paths says nothing of those that it answers, if any
			if (!mapping.equals("/*")) {
				add(mapping, patterns);
			}
		}
	}

	private static void add(String mapping, Set<String> patterns) {
		if (mapping.equals("/")) {
			patterns.add(MappedPaths.EVERYTHING);
		}
		else if (mapping.startsWith("/")) {
			patterns.add(mapping.endsWith("/*") ? mapping + "*" : mapping);
		}
	}

}
