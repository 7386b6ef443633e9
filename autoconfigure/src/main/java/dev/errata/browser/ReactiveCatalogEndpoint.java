package dev.errata.browser;

import java.util.Map;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Makes the {@link CatalogEndpoint} of a reactive application answer in the language of
 * the reader. An operation sees no headers of the request, but what a filter has put into
 * Reactor's context.
 */
@EndpointWebExtension(endpoint = CatalogEndpoint.class)
final class ReactiveCatalogEndpoint {

	private final CatalogEndpoint endpoint;

	private final ReaderLanguages languages;

	ReactiveCatalogEndpoint(CatalogEndpoint endpoint, ReaderLanguages languages) {
		this.endpoint = endpoint;
		this.languages = languages;
	}

	@ReadOperation
	Mono<Map<String, Object>> catalog() {
		return Mono
			.deferContextual((context) -> Mono.fromCallable(
					() -> this.endpoint.catalog(this.languages.find(context.getOrDefault(LanguageFilter.KEY, null)))))
			.subscribeOn(Schedulers.boundedElastic());
	}

	/**
	 * Puts the {@code Accept-Language} header of a request for the endpoint into
	 * Reactor's context.
	 */
	static final class LanguageFilter implements WebFilter {

		private static final String KEY = LanguageFilter.class.getName();

		private final String path;

		LanguageFilter(String path) {
			this.path = path;
		}

		@Override
		public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
			String language = exchange.getRequest().getPath().value().endsWith(this.path)
					? exchange.getRequest().getHeaders().getFirst(HttpHeaders.ACCEPT_LANGUAGE) : null;
			Mono<Void> filtered = chain.filter(exchange);
			return (language != null) ? filtered.contextWrite((context) -> context.put(KEY, language)) : filtered;
		}

		@Override
		public String toString() {
			// the name of its checkpoint, which is made for each request
			return KEY;
		}

	}

}
