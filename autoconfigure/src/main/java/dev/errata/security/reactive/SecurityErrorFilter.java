package dev.errata.security.reactive;

import dev.errata.security.SecurityRefusals;
import dev.errata.web.RequestFailure;
import dev.errata.web.reactive.ContractResponse;
import dev.errata.web.reactive.FailureAwareFilter;
import dev.errata.web.reactive.Refusals;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.web.server.authorization.HttpStatusServerAccessDeniedHandler;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;

/**
 * Says what it means that Spring Security refuses a request. It runs right before Spring
 * Security's filter and lets the handlers of the filter chains act first, so that
 * challenges stay as they are. A body or a redirect of a handler is left alone, except
 * for the words that Spring Security itself writes.
 */
final class SecurityErrorFilter implements FailureAwareFilter, Refusals {

	private static final int CALLERS = 12;

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		ContractResponse response = ContractResponse.of(exchange.getResponse());
		if (response != null) {
			response.holdBack(this);
		}
		return chain.filter(exchange);
	}

	@Override
	public String toString() {
		// for a checkpoint of each request, which a short name makes cheaper
		return "SecurityErrorFilter";
	}

	@Override
	public RequestFailure failure(int status, ServerHttpRequest request, ContractResponse response) {
		return SecurityRefusals.failure(status, response.exchange(), null,
				response.getHeaders().getFirst(HttpHeaders.WWW_AUTHENTICATE),
				request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION) != null);
	}

	@Override
	public boolean isWrittenByLibrary() {
		return StackWalker.getInstance()
			.walk((callers) -> callers.limit(CALLERS)
				.anyMatch(
						(caller) -> caller.getClassName().equals(HttpStatusServerAccessDeniedHandler.class.getName())));
	}

}
