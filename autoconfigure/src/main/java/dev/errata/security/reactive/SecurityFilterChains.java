package dev.errata.security.reactive;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.WebFilterChainProxy;
import org.springframework.web.server.WebFilter;

/**
 * The filter chains behind Spring Security's filter, some of which may be the
 * application's or have filters of the application.
 *
 * @param decorator decorates a filter chain for a request, or {@code null} if unknown
 * @param chains the filter chains
 */
record SecurityFilterChains(@Nullable Object decorator, List<SecurityWebFilterChain> chains) {

	static SecurityFilterChains of(WebFilterChainProxy proxy) {
		List<SecurityWebFilterChain> chains = new ArrayList<>();
		if (PrivateFields.read(WebFilterChainProxy.class, "filters", proxy) instanceof List<?> known) {
			known.forEach((chain) -> chains.add((SecurityWebFilterChain) chain));
		}
		return new SecurityFilterChains(PrivateFields.read(WebFilterChainProxy.class, "filterChainDecorator", proxy),
				chains);
	}

	/**
	 * Return the filters of a filter chain.
	 */
	static List<WebFilter> of(SecurityWebFilterChain chain) {
		List<WebFilter> filters = new ArrayList<>();
		chain.getWebFilters().subscribe(filters::add);
		return filters;
	}

	/**
	 * Return whether all chains and filters are known, and Spring Security's own.
	 */
	boolean areOfLibrary() {
		return this.decorator != null && isOfLibrary(this.decorator.getClass()) && !this.chains.isEmpty()
				&& this.chains.stream()
					.allMatch((chain) -> isOfLibrary(chain.getClass())
							&& of(chain).stream().allMatch((filter) -> isOfLibrary(filter.getClass())));
	}

	/**
	 * Return whether a class is Spring Security's own.
	 */
	static boolean isOfLibrary(Class<?> type) {
		return type.getName().startsWith("org.springframework.security.");
	}

}
