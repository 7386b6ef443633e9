package dev.errata.security.reactive;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.WebFilterChainProxy;
import org.springframework.web.server.WebFilter;

/**
 * What is behind Spring Security's filter: filter chains and their filters, some of which
 * may be the application's.
 *
 * @param decorator decorates a filter chain for a request, or {@code null} if unknown
 * @param chains the filter chains
 * @param filters the filters of all chains
 */
record SecurityFilters(@Nullable Object decorator, List<SecurityWebFilterChain> chains, List<WebFilter> filters) {

	static SecurityFilters of(WebFilterChainProxy proxy) {
		List<SecurityWebFilterChain> chains = new ArrayList<>();
		List<WebFilter> filters = new ArrayList<>();
		if (PrivateFields.read(WebFilterChainProxy.class, "filters", proxy) instanceof List<?> known) {
			known.forEach((chain) -> chains.add((SecurityWebFilterChain) chain));
		}
		chains.forEach((chain) -> chain.getWebFilters().subscribe(filters::add));
		return new SecurityFilters(PrivateFields.read(WebFilterChainProxy.class, "filterChainDecorator", proxy), chains,
				filters);
	}

	/**
	 * Return whether all of it is known, and Spring Security's own.
	 */
	boolean areOfLibrary() {
		return this.decorator != null && isOfLibrary(this.decorator.getClass()) && !this.chains.isEmpty()
				&& this.chains.stream().allMatch((chain) -> isOfLibrary(chain.getClass()))
				&& this.filters.stream().allMatch((filter) -> isOfLibrary(filter.getClass()));
	}

	/**
	 * Return whether a class is Spring Security's own.
	 */
	static boolean isOfLibrary(Class<?> type) {
		return type.getName().startsWith("org.springframework.security.");
	}

}
