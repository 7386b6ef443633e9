package dev.errata.browser.reactive;

import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.accept.ApiVersionStrategy;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.server.ServerWebExchange;

/**
 * The API versions of an application, except that the catalog has none: a request for the
 * catalog is served even if its version is missing or invalid.
 */
final class CatalogVersions implements ApiVersionStrategy {

	private final ApiVersionStrategy strategy;

	private final List<RequestMappingInfo> catalog;

	private final List<RequestMappingInfo> others;

	private final Comparable<?> any;

	/**
	 * Create an instance.
	 * @param strategy the strategy of the application
	 * @param catalog what is mapped to the catalog
	 * @param others what the application has mapped itself to paths of the catalog
	 * @param any a version that stands for none, since nothing is mapped without one; it
	 * can be compared with those of the application
	 */
	CatalogVersions(ApiVersionStrategy strategy, List<RequestMappingInfo> catalog, List<RequestMappingInfo> others,
			Comparable<?> any) {
		this.strategy = strategy;
		this.catalog = List.copyOf(catalog);
		this.others = List.copyOf(others);
		this.any = any;
	}

	@Override
	public Mono<Comparable<?>> resolveParseAndValidateApiVersion(ServerWebExchange exchange) {
		return (isOf(this.catalog, exchange) && !isOf(this.others, exchange)) ? Mono.just(this.any)
				: this.strategy.resolveParseAndValidateApiVersion(exchange);
	}

	private static boolean isOf(List<RequestMappingInfo> mapped, ServerWebExchange exchange) {
		return mapped.stream().anyMatch((info) -> info.getPatternsCondition().getMatchingCondition(exchange) != null);
	}

	@Override
	public Mono<String> resolveApiVersion(ServerWebExchange exchange) {
		return this.strategy.resolveApiVersion(exchange);
	}

	@Override
	@Deprecated(since = "7.0.3", forRemoval = true)
	@SuppressWarnings("removal")
	public @Nullable String resolveVersion(ServerWebExchange exchange) {
		return this.strategy.resolveVersion(exchange);
	}

	@Override
	public Comparable<?> parseVersion(String version) {
		return this.strategy.parseVersion(version);
	}

	@Override
	public void validateVersion(@Nullable Comparable<?> requestVersion, ServerWebExchange exchange) {
		this.strategy.validateVersion(requestVersion, exchange);
	}

	@Override
	public @Nullable Comparable<?> getDefaultVersion() {
		return this.strategy.getDefaultVersion();
	}

	@Override
	public void handleDeprecations(Comparable<?> version, Object handler, ServerWebExchange exchange) {
		if (version != this.any) {
			this.strategy.handleDeprecations(version, handler, exchange);
		}
	}

}
