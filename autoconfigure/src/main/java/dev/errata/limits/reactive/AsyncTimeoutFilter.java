package dev.errata.limits.reactive;

import java.time.Duration;

import dev.errata.contract.PathMap;
import dev.errata.web.ContractExchange;
import dev.errata.web.reactive.ContractResponse;
import dev.errata.web.reactive.FailureAwareFilter;
import dev.errata.web.reactive.ReactiveExchanges;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;

/**
 * Applies the timeout of a path to its requests. The work on a request that takes longer
 * is cancelled.
 */
final class AsyncTimeoutFilter implements FailureAwareFilter {

	/** How long a client may take for the last event of a stream. */
	private static final Duration LAST_EVENT = Duration.ofSeconds(5);

	private final ReactiveExchanges exchanges;

	private final PathMap<Duration> limits;

	AsyncTimeoutFilter(ReactiveExchanges exchanges, PathMap<Duration> limits) {
		this.exchanges = exchanges;
		this.limits = limits;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		Duration limit = this.limits.find(this.exchanges.pathOf(exchange));
		Mono<Void> handled = chain.filter(exchange);
		if (limit == null) {
			return handled;
		}
		ContractExchange known = ReactiveExchanges.of(exchange);
		if (known == null) {
			// the only type of exception whose status Spring Boot uses
			return handled.timeout(limit,
					Mono.error(() -> new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE)));
		}
		return handled.timeout(Mono.delay(limit).flatMap((end) -> timeOut(known, exchange)),
				Mono.error(AsyncRequestTimeoutException::new));
	}

	/**
	 * Mark a request as timed out, before its work is cancelled and fails for that
	 * reason.
	 * @return emits when the work has to be cancelled
	 */
	private static Mono<?> timeOut(ContractExchange known, ServerWebExchange exchange) {
		known.markTimedOut();
		ContractResponse response = ContractResponse.of(exchange.getResponse());
		boolean ends = response != null && response.failStream(new AsyncRequestTimeoutException());
		return ends ? Mono.delay(LAST_EVENT) : Mono.just(true);
	}

	@Override
	public String toString() {
		// for a checkpoint of each request, which a short name makes cheaper
		return "AsyncTimeoutFilter";
	}

}
