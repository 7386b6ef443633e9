package dev.errata.idempotency.reactive;

import java.time.Duration;

import dev.errata.contract.PathMap;
import dev.errata.idempotency.IdempotencyKey;
import dev.errata.idempotency.IdempotencyProperties;
import dev.errata.idempotency.IdempotencyRules;
import dev.errata.web.reactive.ContractResponse;
import dev.errata.web.reactive.FailureAwareFilter;
import dev.errata.web.reactive.ReactiveErrorResponder;
import reactor.core.publisher.Mono;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;

/**
 * Buffers requests that have an idempotency key: the body can be read again, and the
 * response is not sent before it is stored. Whether a request runs is decided by the
 * {@linkplain IdempotencyInterceptor interceptor}, which knows the handler.
 */
final class IdempotencyFilter implements FailureAwareFilter {

	/** The time of all paths without a time-out. */
	private static final Duration LONGEST = Duration.ofMinutes(5);

	private final ReactiveErrorResponder responder;

	private final ClaimSettlement settlement;

	private final IdempotencyProperties properties;

	private final PathMap<Duration> limits;

	/**
	 * Create a filter.
	 * @param limits the time-outs of paths
	 */
	IdempotencyFilter(ReactiveErrorResponder responder, ClaimSettlement settlement, IdempotencyProperties properties,
			PathMap<Duration> limits) {
		this.responder = responder;
		this.settlement = settlement;
		this.properties = properties;
		this.limits = limits;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		ContractResponse response = isKeyed(exchange.getRequest()) ? ContractResponse.of(exchange.getResponse()) : null;
		if (response == null) {
			return chain.filter(exchange);
		}
		IdempotentExchange idempotent = new IdempotentExchange(exchange, response, this.settlement, this.properties);
		response.whenOver(() -> this.settlement.over(idempotent));
		Duration limit = this.limits.find(response.exchange().path());
		return new UncancelledWork(chain.filter(idempotent), idempotent, this.responder,
				(limit != null) ? limit : LONGEST);
	}

	@Override
	public String toString() {
		// for a checkpoint of each request, which a short name makes cheaper
		return "IdempotencyFilter";
	}

	private static boolean isKeyed(ServerHttpRequest request) {
		return request.getHeaders().containsHeader(IdempotencyKey.HEADER)
				&& IdempotencyRules.isCovered(request.getMethod().name());
	}

}
