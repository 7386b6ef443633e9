package dev.errata.web.servlet;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.http.server.PathContainer;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.function.support.RouterFunctionMapping;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * The patterns of the paths that an application's handlers, servlets and filters are
 * mapped to, to find configuration that can never take effect. Static resources and
 * filters of every path do not count: they are mapped to all paths and rarely intended.
 *
 * @since 0.1.0
 * @hidden
 */
public final class MappedPaths {

	private static final String EVERYTHING = "/**";

	private static final Set<String> DEFAULT_SERVLETS = Set.of("default", "jsp",
			DispatcherServletAutoConfiguration.DEFAULT_DISPATCHER_SERVLET_BEAN_NAME);

	private final Set<String> patterns = new LinkedHashSet<>();

	private MappedPaths() {
	}

	/**
	 * Collect the paths of an application.
	 * @param context the context of the application, its singletons instantiated
	 * @return the paths
	 */
	public static MappedPaths of(WebApplicationContext context) {
		MappedPaths paths = new MappedPaths();
		BeanFactoryUtils.beansOfTypeIncludingAncestors(context, HandlerMapping.class, true, false)
			.values()
			.forEach(paths::add);
		ServletContext servletContext = context.getServletContext();
		if (servletContext != null) {
			servletContext.getServletRegistrations().values().forEach(paths::add);
			servletContext.getFilterRegistrations().values().forEach(paths::add);
		}
		return paths;
	}

	private void add(HandlerMapping mapping) {
		if (mapping instanceof RequestMappingInfoHandlerMapping methods) {
			methods.getHandlerMethods().keySet().forEach((info) -> this.patterns.addAll(info.getPatternValues()));
		}
		else if (mapping instanceof AbstractUrlHandlerMapping urls) {
			urls.getHandlerMap().forEach(this::add);
			// it lists neither
			add("/", urls.getRootHandler());
			add(EVERYTHING, urls.getDefaultHandler());
		}
		else if (!(mapping instanceof RouterFunctionMapping routes && routes.getRouterFunction() == null)) {
			// functional endpoints do not list their paths
			this.patterns.add(EVERYTHING);
		}
	}

	private void add(String path, @Nullable Object handler) {
		if (handler != null && !(handler instanceof ResourceHttpRequestHandler)) {
			this.patterns.add(path);
		}
	}

	private void add(ServletRegistration servlet) {
		if (DEFAULT_SERVLETS.contains(servlet.getName())) {
			return;
		}
		servlet.getMappings().forEach(this::addMapping);
	}

	private void add(FilterRegistration filter) {
		for (String mapping : filter.getUrlPatternMappings()) {
			// a filter of all paths says nothing of those that it answers, if any
			if (!mapping.equals("/*")) {
				addMapping(mapping);
			}
		}
	}

	private void addMapping(String mapping) {
		if (mapping.equals("/")) {
			this.patterns.add(EVERYTHING);
		}
		else if (mapping.startsWith("/")) {
			this.patterns.add(mapping.endsWith("/*") ? mapping + "*" : mapping);
		}
	}

	/**
	 * Return whether something is mapped to a path that a pattern matches.
	 * @param pattern the pattern
	 * @return whether there can be such a path
	 */
	public boolean overlap(String pattern) {
		List<String> segments = segments(pattern);
		return this.patterns.stream().anyMatch((mapped) -> overlap(segments, 0, segments(mapped), 0));
	}

	private static boolean overlap(List<String> one, int i, List<String> other, int j) {
		if (i < one.size() && isMultiple(one.get(i))) {
			return overlapFrom(one, i + 1, other, j);
		}
		if (j < other.size() && isMultiple(other.get(j))) {
			return overlapFrom(other, j + 1, one, i);
		}
		if (i == one.size() || j == other.size()) {
			return i == one.size() && j == other.size();
		}
		return overlap(one.get(i), other.get(j)) && overlap(one, i + 1, other, j + 1);
	}

	private static boolean overlap(String one, String other) {
		if (isVariable(one)) {
			return isVariable(other) || matches(one, other);
		}
		return isVariable(other) ? matches(other, one) : one.equals(other);
	}

	private static boolean matches(String pattern, String segment) {
		return PathPatternParser.defaultInstance.parse("/" + pattern).matches(PathContainer.parsePath("/" + segment));
	}

	private static boolean overlapFrom(List<String> one, int i, List<String> other, int from) {
		for (int j = from; j <= other.size(); j++) {
			if (overlap(one, i, other, j)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return the segments of a pattern; a regular expression may hold a slash.
	 */
	private static List<String> segments(String pattern) {
		List<String> segments = new ArrayList<>();
		int depth = 0;
		int start = 0;
		for (int i = 0; i < pattern.length(); i++) {
			switch (pattern.charAt(i)) {
				case '{' -> depth++;
				case '}' -> depth--;
				case '/' -> {
					if (depth == 0) {
						segments.add(pattern.substring(start, i));
						start = i + 1;
					}
				}
				default -> {
				}
			}
		}
		segments.add(pattern.substring(start));
		return segments;
	}

	private static boolean isMultiple(String segment) {
		return segment.equals("**") || segment.startsWith("{*");
	}

	private static boolean isVariable(String segment) {
		return segment.indexOf('{') >= 0 || segment.indexOf('*') >= 0 || segment.indexOf('?') >= 0;
	}

}
