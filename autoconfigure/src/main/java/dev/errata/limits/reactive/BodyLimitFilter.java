package dev.errata.limits.reactive;

import dev.errata.contract.PathMap;
import dev.errata.limits.BodyTooLargeException;
import dev.errata.web.reactive.FailureAwareFilter;
import dev.errata.web.reactive.ReactiveExchanges;
import reactor.core.publisher.Mono;

import org.springframework.util.unit.DataSize;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;

/**
 * Rejects a request whose {@code Content-Length} exceeds the limit of its path, before
 * the body is read.
 *
 * @see CountedBodies
 */
final class BodyLimitFilter implements FailureAwareFilter {

	private final ReactiveExchanges exchanges;

	private final PathMap<DataSize> limits;

	BodyLimitFilter(ReactiveExchanges exchanges, PathMap<DataSize> limits) {
		this.exchanges = exchanges;
		this.limits = limits;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		return isTooLarge(exchange) ? Mono.error(new BodyTooLargeException()) : chain.filter(exchange);
	}

	@Override
	public String toString() {
		// for a checkpoint of each request, which a short name makes cheaper
		return "BodyLimitFilter";
	}

	private boolean isTooLarge(ServerWebExchange exchange) {
		long length = exchange.getRequest().getHeaders().getContentLength();
		DataSize max = (length > 0) ? this.limits.find(this.exchanges.pathOf(exchange)) : null;
		return max != null && length > max.toBytes();
	}

}
