package dev.errata.idempotency.servlet;

import java.io.IOException;
import java.security.Principal;
import java.util.Collections;
import java.util.List;

import dev.errata.contract.Contract;
import dev.errata.error.ErrorCodeException;
import dev.errata.idempotency.Caller;
import dev.errata.idempotency.Digest;
import dev.errata.idempotency.IdempotencyDecision;
import dev.errata.idempotency.IdempotencyGuard;
import dev.errata.idempotency.IdempotencyKey;
import dev.errata.idempotency.IdempotencyPolicy;
import dev.errata.idempotency.IdempotencyRules;
import dev.errata.idempotency.IdempotencyScope;
import dev.errata.idempotency.IdempotentHandlers;
import dev.errata.idempotency.StoredHeaders;
import dev.errata.web.ContractExchange;
import dev.errata.web.servlet.ErrorResponder;
import dev.errata.web.servlet.ViewPlace;
import dev.errata.web.servlet.ServletExchanges;
import dev.errata.web.servlet.ServletFailures;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;

/**
 * Decides whether a request with an idempotency key runs, gets a stored response or is
 * rejected. It is the last interceptor, where handler, principal and the parts of an
 * upload are known.
 */
final class IdempotencyInterceptor implements HandlerInterceptor {

	private final ServletExchanges exchanges;

	private final ErrorResponder responder;

	private final IdempotencyGuard guard;

	private final IdempotencyRules rules;

	private final IdempotentHandlers handlers;

	private final IdempotencyScope scope;

	IdempotencyInterceptor(ServletExchanges exchanges, ErrorResponder responder, IdempotencyGuard guard,
			IdempotencyRules rules, IdempotentHandlers handlers, IdempotencyScope scope) {
		this.exchanges = exchanges;
		this.responder = responder;
		this.guard = guard;
		this.rules = rules;
		this.handlers = handlers;
		this.scope = scope;
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
			throws Exception {
		if (!isFirst(request) || !IdempotencyRules.isCovered(request.getMethod())) {
			return true;
		}
		ContractExchange contractExchange = this.exchanges.find(request);
		IdempotencyPolicy policy = (contractExchange != null) ? policy(request, handler, contractExchange.contract())
				: null;
		boolean keyed = request.getHeader(IdempotencyKey.HEADER) != null;
		if (contractExchange == null || policy == null) {
			stopCaching(keyed ? IdempotentExchange.of(request) : null);
			return true;
		}
		try {
			return admit(keyed, request, response, contractExchange.contract(), policy);
		}
		catch (ErrorCodeException refusal) {
			// thrown, it would be answered by an advice for all exceptions
			this.responder.respond(ServletFailures.thrown(refusal), ViewPlace.ERROR_DISPATCH, contractExchange, request,
					response);
			return false;
		}
	}

	private boolean admit(boolean keyed, HttpServletRequest request, HttpServletResponse response, Contract contract,
			IdempotencyPolicy policy) throws IOException, ServletException {
		if (!keyed) {
			this.guard.admitWithoutKey(contract, policy);
			return true;
		}
		List<String> lines = Collections.list(request.getHeaders(IdempotencyKey.HEADER));
		IdempotencyKey key = this.guard.key(lines, contract);
		IdempotentExchange exchange = IdempotentExchange.of(request);
		if (exchange == null) {
			throw new IllegalStateException("A request with an Idempotency-Key has not passed the filter for it. "
					+ "A MockMvc that is built by hand needs the filters of the application");
		}
		return !exchange.decide() || decide(key, exchange, request, response, contract, policy);
	}

	/**
	 * Return whether this is the first dispatch that reaches a handler, which alone may
	 * claim. A filter may have forwarded the request before.
	 */
	private static boolean isFirst(HttpServletRequest request) {
		if (request.getDispatcherType() != DispatcherType.FORWARD) {
			return request.getDispatcherType() == DispatcherType.REQUEST;
		}
		IdempotentExchange exchange = IdempotentExchange.of(request);
		return exchange != null && !exchange.isDecided();
	}

	private static void stopCaching(@Nullable IdempotentExchange exchange) {
		if (exchange != null && exchange.decide()) {
			exchange.request().stopCaching();
		}
	}

	private @Nullable IdempotencyPolicy policy(HttpServletRequest request, Object handler, Contract contract) {
		if (handler instanceof ResourceHttpRequestHandler) {
			return null;
		}
		IdempotencyPolicy annotated = (handler instanceof HandlerMethod method) ? this.handlers.find(method) : null;
		String path = (annotated != null) ? null : this.exchanges.pathOf(request);
		return (path != null) ? this.rules.find(request.getMethod(), path, contract.name()) : annotated;
	}

	private boolean decide(IdempotencyKey key, IdempotentExchange exchange, HttpServletRequest request,
			HttpServletResponse response, Contract contract, IdempotencyPolicy policy)
			throws IOException, ServletException {
		Digest fingerprint = RequestFingerprint.of(request, exchange.request());
		Caller caller = Caller.of(new ScopeRequest(request), this.scope);
		IdempotencyDecision decision = this.guard.admit(key, contract, caller, fingerprint, policy);
		if (decision instanceof IdempotencyDecision.Resend resend) {
			exchange.replay(resend.response());
			return false;
		}
		if (decision instanceof IdempotencyDecision.Run run) {
			exchange.run(run.claim());
		}
		else {
			response.setHeader(StoredHeaders.UNPROTECTED, "true");
		}
		return true;
	}

	private record ScopeRequest(HttpServletRequest request) implements IdempotencyScope.Request {

		@Override
		public @Nullable Principal principal() {
			return this.request.getUserPrincipal();
		}

		@Override
		public @Nullable String address() {
			return this.request.getRemoteAddr();
		}

		@Override
		public @Nullable String header(String name) {
			return this.request.getHeader(name);
		}

		@Override
		public @Nullable Object attribute(String name) {
			return this.request.getAttribute(name);
		}

	}

}
