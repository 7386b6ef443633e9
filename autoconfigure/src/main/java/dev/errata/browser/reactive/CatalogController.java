package dev.errata.browser.reactive;

import java.util.Map;

import dev.errata.browser.CatalogAnswer;
import dev.errata.browser.CatalogDocument;
import dev.errata.browser.CatalogSite;
import dev.errata.web.RequestPaths;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.aot.hint.annotation.Reflective;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;

/**
 * Serves the catalog. It writes the bytes itself, so that no codec and no advice of the
 * application applies. {@link CatalogMapping} maps it.
 */
class CatalogController {

	private final ObjectProvider<CatalogSite> site;

	private final RequestPaths paths;

	CatalogController(ObjectProvider<CatalogSite> site, RequestPaths paths) {
		this.site = site;
		this.paths = paths;
	}

	@Reflective
	public Mono<Void> serve(@PathVariable Map<String, String> variables, ServerWebExchange exchange) {
		// to make a document takes its time
		return Mono.fromCallable(() -> find(variables, exchange.getRequest()))
			.subscribeOn(Schedulers.boundedElastic())
			.switchIfEmpty(Mono.error(() -> new ResponseStatusException(HttpStatus.NOT_FOUND)))
			.flatMap((answer) -> write(answer, exchange));
	}

	private @Nullable CatalogAnswer find(Map<String, String> variables, ServerHttpRequest request) {
		return this.site.getObject()
			.find(variables, this.paths.baseOf(request.getPath().contextPath().value()), request.getHeaders()::getFirst,
					request.getQueryParams()::getFirst);
	}

	private static Mono<Void> write(CatalogAnswer answer, ServerWebExchange exchange) {
		ServerHttpResponse response = exchange.getResponse();
		response.setStatusCode(HttpStatusCode.valueOf(answer.status()));
		HttpHeaders headers = response.getHeaders();
		if (answer.vary() != null) {
			headers.add(HttpHeaders.VARY, answer.vary());
		}
		answer.headers().forEach(headers::set);
		CatalogDocument document = answer.document();
		if (document == null || exchange.checkNotModified(document.etag())) {
			return response.setComplete();
		}
		headers.set(HttpHeaders.CONTENT_TYPE, document.contentType());
		headers.setContentLength(document.body().length);
		if (HttpMethod.HEAD.equals(exchange.getRequest().getMethod())) {
			return response.setComplete();
		}
		return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(document.body())));
	}

}
