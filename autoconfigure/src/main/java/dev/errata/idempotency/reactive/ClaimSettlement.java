package dev.errata.idempotency.reactive;

import dev.errata.error.ApiError;
import dev.errata.idempotency.IdempotencyGuard;
import dev.errata.idempotency.RunningClaim;
import dev.errata.idempotency.StoredResponse;
import dev.errata.web.ContractExchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.http.server.reactive.ServerHttpResponse;

/**
 * Gives the claims of requests back, by the responses that their clients get.
 */
final class ClaimSettlement {

	private static final Logger logger = LoggerFactory.getLogger(ClaimSettlement.class);

	private final IdempotencyGuard guard;

	private final GuardCalls calls;

	ClaimSettlement(IdempotencyGuard guard, GuardCalls calls) {
		this.guard = guard;
		this.calls = calls;
	}

	/**
	 * Settle a claim by a response that is not sent yet.
	 * @param body its body, or {@code null} if it is not there as a whole
	 * @return the response that the client gets instead; empty for its own
	 */
	Mono<StoredResponse> settle(IdempotentExchange exchange, RunningClaim claim, ServerHttpResponse response,
			byte @Nullable [] body) {
		ContractExchange contractExchange = exchange.contractExchange();
		ApiError error = contractExchange.error();
		StoredResponse own;
		try {
			own = StoredResponses.of(response, exchange.headersBefore(),
					contractExchange.contract().requestId().header(), body);
		}
		catch (RuntimeException ex) {
			// a response that cannot be sent either
			abandon(claim);
			return Mono.error(ex);
		}
		return this.calls.settle(() -> this.guard.settle(claim, own, error));
	}

	/**
	 * Settle a claim by a response that has been sent.
	 * @param body its body, or {@code null} if it was not kept
	 */
	Mono<Void> settleSent(IdempotentExchange exchange, RunningClaim claim, ServerHttpResponse response,
			byte @Nullable [] body) {
		if (exchange.contractExchange().isCutShort()) {
			abandon(claim);
			return Mono.empty();
		}
		return settle(exchange, claim, response, body).onErrorResume((ex) -> {
			logger.debug("A response that has been sent could not be remembered", ex);
			return Mono.empty();
		}).then();
	}

	/**
	 * Give back the claim of a request that has ended without a response.
	 */
	void abandon(IdempotentExchange exchange) {
		RunningClaim claim = exchange.takeClaim();
		if (claim != null) {
			abandon(claim);
		}
	}

	private void abandon(RunningClaim claim) {
		this.calls.settle(() -> this.guard.abandon(claim))
			.subscribe(null, (ex) -> logger.debug("A claim is held by another request", ex));
	}

	/**
	 * Settle what is left of a request that is over, unless the work on it goes on.
	 */
	void over(IdempotentExchange exchange) {
		if (exchange.isWorking()) {
			return;
		}
		boolean streamed = exchange.isStreaming();
		RunningClaim claim = (streamed || exchange.isCompleted()) ? exchange.takeClaim() : null;
		if (claim != null) {
			// the client has left in this very moment, or the stream has failed
			settleSent(exchange, claim, exchange.response(), streamed ? null : new byte[0]).subscribe();
		}
		else {
			abandon(exchange);
		}
	}

}
