package dev.errata.browser.servlet;

import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.web.accept.ApiVersionStrategy;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;

/**
 * The API versions of an application, except that the catalog has none: a request for the
 * catalog is served even if its version is missing or invalid.
 */
final class CatalogVersions implements ApiVersionStrategy {

	private final ApiVersionStrategy strategy;

	private final List<RequestMappingInfo> catalog;

	private final List<RequestMappingInfo> others;

	/**
	 * Create an instance.
	 * @param strategy the strategy of the application
	 * @param catalog what is mapped to the catalog
	 * @param others what the application has mapped itself to paths of the catalog
	 */
	CatalogVersions(ApiVersionStrategy strategy, List<RequestMappingInfo> catalog, List<RequestMappingInfo> others) {
		this.strategy = strategy;
		this.catalog = List.copyOf(catalog);
		this.others = List.copyOf(others);
	}

	@Override
	public @Nullable Comparable<?> resolveParseAndValidateVersion(HttpServletRequest request) {
		try {
			return this.strategy.resolveParseAndValidateVersion(request);
		}
		catch (RuntimeException ex) {
			if (isOf(this.catalog, request) && !isOf(this.others, request)) {
				return null;
			}
			throw ex;
		}
	}

	private static boolean isOf(List<RequestMappingInfo> mapped, HttpServletRequest request) {
		return mapped.stream()
			.anyMatch((info) -> info.getActivePatternsCondition().getMatchingCondition(request) != null);
	}

	@Override
	public @Nullable String resolveVersion(HttpServletRequest request) {
		return this.strategy.resolveVersion(request);
	}

	@Override
	public Comparable<?> parseVersion(String version) {
		return this.strategy.parseVersion(version);
	}

	@Override
	public void validateVersion(@Nullable Comparable<?> requestVersion, HttpServletRequest request) {
		this.strategy.validateVersion(requestVersion, request);
	}

	@Override
	public @Nullable Comparable<?> getDefaultVersion() {
		return this.strategy.getDefaultVersion();
	}

	@Override
	public void handleDeprecations(Comparable<?> version, Object handler, HttpServletRequest request,
			HttpServletResponse response) {
		this.strategy.handleDeprecations(version, handler, request, response);
	}

}
