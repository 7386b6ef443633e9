package dev.errata.quota.reactive;

import java.util.List;

import dev.errata.quota.Quota;
import dev.errata.quota.RequestQuotas;
import dev.errata.web.ExchangeQuotas;
import dev.errata.web.reactive.ContractResponse;
import dev.errata.web.reactive.FailureAwareFilter;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;

/**
 * Adds quota headers to every response, errors included, right before it is committed.
 * Threads of its own wait for the providers.
 */
final class QuotaFilter implements FailureAwareFilter, AutoCloseable {

	private static final int MAX_THREADS = 64;

	private static final int MAX_WAITING = 10_000;

	private final ExchangeQuotas quotas;

	private final Scheduler waiting = Schedulers.newBoundedElastic(MAX_THREADS, MAX_WAITING, "errata-quota-waiting", 30,
			true);

	QuotaFilter(ExchangeQuotas quotas) {
		this.quotas = quotas;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		ContractResponse response = ContractResponse.of(exchange.getResponse());
		if (response != null && this.quotas.areSentIn(response.exchange())) {
			RequestQuotas quotas = this.quotas.of(response.exchange(),
					new ReactiveQuotaRequest(response.exchange(), exchange));
			// a failure waits for the same answer as the head that is on its way
			Mono<List<Quota>> asked = Mono.defer(() -> ask(quotas)).cache();
			response.beforeAnswer(asked.then());
			response.beforeCommit(() -> asked.doOnNext((all) -> setHeaders(quotas, response)).then());
		}
		return chain.filter(exchange);
	}

	@Override
	public String toString() {
		// for a checkpoint of each request, which a short name makes cheaper
		return "QuotaFilter";
	}

	private Mono<List<Quota>> ask(RequestQuotas quotas) {
		return quotas.isWaiting() ? Mono.fromCallable(quotas::all).subscribeOn(this.waiting).onErrorReturn(List.of())
				: Mono.just(quotas.all());
	}

	private static void setHeaders(RequestQuotas quotas, ServerHttpResponse response) {
		quotas.headers().forEach((name, value) -> response.getHeaders().set(name, value));
	}

	@Override
	public void close() {
		this.waiting.dispose();
	}

}
