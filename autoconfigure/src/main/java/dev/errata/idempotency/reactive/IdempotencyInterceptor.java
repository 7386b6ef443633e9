package dev.errata.idempotency.reactive;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.Principal;
import java.util.List;
import java.util.Optional;

import dev.errata.contract.Contract;
import dev.errata.error.Causes;
import dev.errata.error.ErrorCodeException;
import dev.errata.idempotency.Caller;
import dev.errata.idempotency.ClaimLostException;
import dev.errata.idempotency.IdempotencyDecision;
import dev.errata.idempotency.IdempotencyGuard;
import dev.errata.idempotency.IdempotencyKey;
import dev.errata.idempotency.IdempotencyPolicy;
import dev.errata.idempotency.IdempotencyRules;
import dev.errata.idempotency.IdempotencyScope;
import dev.errata.idempotency.IdempotentHandlers;
import dev.errata.idempotency.RunningClaim;
import dev.errata.idempotency.StoredHeaders;
import dev.errata.web.ContractExchange;
import dev.errata.web.reactive.ContractResponse;
import dev.errata.web.reactive.DispatchInterceptor;
import dev.errata.web.reactive.ReactiveErrorResponder;
import dev.errata.web.reactive.ReactiveExchanges;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.HandlerAdapter;
import org.springframework.web.reactive.HandlerResult;
import org.springframework.web.reactive.HandlerResultHandler;
import org.springframework.web.reactive.resource.ResourceWebHandler;
import org.springframework.web.server.ServerWebExchange;

/**
 * Decides whether a request with an idempotency key runs, gets a stored response or is
 * rejected. It stands right before the handler, which is known here, and so is the
 * principal.
 */
final class IdempotencyInterceptor implements DispatchInterceptor {

	private final ReactiveExchanges exchanges;

	private final ReactiveErrorResponder responder;

	private final IdempotencyGuard guard;

	private final GuardCalls calls;

	private final IdempotencyRules rules;

	private final IdempotentHandlers handlers;

	private final IdempotencyScope scope;

	private final RequestFingerprint fingerprint;

	IdempotencyInterceptor(ReactiveExchanges exchanges, ReactiveErrorResponder responder, IdempotencyGuard guard,
			GuardCalls calls, IdempotencyRules rules, IdempotentHandlers handlers, IdempotencyScope scope,
			RequestFingerprint fingerprint) {
		this.exchanges = exchanges;
		this.responder = responder;
		this.guard = guard;
		this.calls = calls;
		this.rules = rules;
		this.handlers = handlers;
		this.scope = scope;
		this.fingerprint = fingerprint;
	}

	@Override
	public Mono<HandlerResult> handle(ServerWebExchange exchange, Object handler, HandlerAdapter adapter) {
		ServerHttpRequest request = exchange.getRequest();
		if (!IdempotencyRules.isCovered(request.getMethod().name())) {
			return adapter.handle(exchange, handler);
		}
		ContractExchange contractExchange = ReactiveExchanges.of(exchange);
		Contract contract = (contractExchange != null) ? contractExchange.contract() : null;
		IdempotencyPolicy policy = (contract != null) ? policy(exchange, handler, contract) : null;
		if (contract == null || policy == null) {
			return adapter.handle(exchange, handler);
		}
		try {
			List<String> lines = request.getHeaders().get(IdempotencyKey.HEADER);
			if (lines == null) {
				this.guard.admitWithoutKey(contract, policy);
				return adapter.handle(exchange, handler);
			}
			return handle(this.guard.key(lines, contract), contract, policy, exchange, handler, adapter);
		}
		catch (ErrorCodeException ex) {
			return refuse(ex, exchange);
		}
	}

	/**
	 * Answer a refusal. Signalled, it would be answered by an advice for all exceptions.
	 */
	private <T> Mono<T> refuse(ErrorCodeException refusal, ServerWebExchange exchange) {
		ContractResponse response = ContractResponse.of(exchange.getResponse());
		return (response != null)
				? this.responder.respond(ReactiveErrorResponder.thrown(refusal), exchange, response).then(Mono.empty())
				: Mono.error(refusal);
	}

	private @Nullable IdempotencyPolicy policy(ServerWebExchange exchange, Object handler, Contract contract) {
		if (handler instanceof ResourceWebHandler) {
			return null;
		}
		IdempotencyPolicy annotated = (handler instanceof HandlerMethod method) ? this.handlers.find(method) : null;
		return (annotated != null) ? annotated : this.rules.find(exchange.getRequest().getMethod().name(),
				this.exchanges.pathOf(exchange), contract.name());
	}

	private Mono<HandlerResult> handle(IdempotencyKey key, Contract contract, IdempotencyPolicy policy,
			ServerWebExchange exchange, Object handler, HandlerAdapter adapter) {
		IdempotentExchange idempotent = IdempotentExchange.of(exchange);
		if (idempotent == null) {
			return Mono.error(new IllegalStateException(
					"A request with an Idempotency-Key has not passed the filter for it. A WebTestClient that is bound "
							+ "to a controller needs the filters of the application"));
		}
		if (!idempotent.decide()) {
			return run(idempotent, exchange, handler, adapter);
		}
		Mono<Caller> caller = exchange.getPrincipal()
			.map(Optional::of)
			.defaultIfEmpty(Optional.empty())
			.map((principal) -> Caller.of(new ScopeRequest(exchange, principal.orElse(null)), this.scope));
		return caller.flatMap((known) -> this.fingerprint.of(idempotent).flatMap((fingerprint) -> {
			idempotent.begin();
			return this.calls.decide(() -> this.guard.admit(key, contract, known, fingerprint, policy), contract);
		}))
			.onErrorResume(ErrorCodeException.class, (ex) -> refuse(ex, exchange))
			.flatMap((decision) -> decided(decision, idempotent, exchange, handler, adapter));
	}

	private Mono<HandlerResult> decided(IdempotencyDecision decision, IdempotentExchange idempotent,
			ServerWebExchange exchange, Object handler, HandlerAdapter adapter) {
		if (decision instanceof IdempotencyDecision.Run run) {
			idempotent.run(run.claim());
			if (idempotent.contractExchange().isTimedOut()) {
				// while the store was waited for
				run.claim().markUncalled();
				idempotent.settlement().abandon(idempotent);
				return Mono.empty();
			}
			return run(idempotent, exchange, handler, adapter);
		}
		if (!idempotent.goOnWithoutClaim()) {
			// the client has left
			return Mono.empty();
		}
		if (decision instanceof IdempotencyDecision.Resend resend) {
			return StoredResponses.write(resend.response(), exchange.getResponse()).then(Mono.empty());
		}
		exchange.getResponse().getHeaders().set(StoredHeaders.UNPROTECTED, "true");
		return adapter.handle(exchange, handler);
	}

	private static Mono<HandlerResult> run(IdempotentExchange idempotent, ServerWebExchange exchange, Object handler,
			HandlerAdapter adapter) {
		RunningClaim claim = idempotent.openClaim();
		if (claim == null) {
			return adapter.handle(exchange, handler);
		}
		return Mono.defer(() -> adapter.handle(exchange, handler))
			.onErrorResume((ex) -> failed(ex, handler, idempotent, claim).then(Mono.empty()))
			.contextWrite((context) -> context.put(RunningClaim.class, claim));
	}

	@Override
	public Mono<Void> handleResult(ServerWebExchange exchange, HandlerResult result,
			HandlerResultHandler resultHandler) {
		IdempotentExchange idempotent = IdempotentExchange.of(exchange);
		RunningClaim claim = (idempotent != null) ? idempotent.openClaim() : null;
		if (idempotent == null || claim == null) {
			return resultHandler.handleResult(exchange, result);
		}
		return Mono.defer(() -> resultHandler.handleResult(exchange, result))
			.onErrorResume((ex) -> failed(ex, result.getHandler(), idempotent, claim))
			.contextWrite((context) -> context.put(RunningClaim.class, claim));
	}

	/**
	 * Take note of a failure, before it is answered.
	 */
	private static Mono<Void> failed(Throwable exception, Object handler, IdempotentExchange idempotent,
			RunningClaim claim) {
		if (Causes.find(exception, ClaimLostException.class) != null) {
			claim.markLost();
			// no failure: the client gets the response of the request that took over
			return idempotent.getResponse().setComplete();
		}
		if (handler instanceof HandlerMethod method && InvalidArguments.areCauseOf(exception, method)) {
			claim.markUncalled();
		}
		return Mono.error(exception);
	}

	private record ScopeRequest(ServerWebExchange exchange,
			@Nullable Principal principal) implements IdempotencyScope.Request {

		@Override
		public @Nullable String address() {
			InetSocketAddress remote = this.exchange.getRequest().getRemoteAddress();
			InetAddress address = (remote != null) ? remote.getAddress() : null;
			// a forwarded address is not resolved
			return (address != null) ? address.getHostAddress() : (remote != null) ? remote.getHostString() : null;
		}

		@Override
		public @Nullable String header(String name) {
			return this.exchange.getRequest().getHeaders().getFirst(name);
		}

		@Override
		public @Nullable Object attribute(String name) {
			return this.exchange.getAttribute(name);
		}

	}

}
