package dev.errata.sample;

import dev.errata.catalog.StandardCode;
import dev.errata.error.ErrorCodeException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Authentication for demonstration only: credentials are fixed and readable. It throws
 * standard codes; the contract has its own name for them.
 */
@Component
class ReactiveAuthentication implements WebFilter {

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		String path = exchange.getRequest().getPath().value();
		if (!path.startsWith("/joule/") || path.startsWith("/joule/raise/")) {
			return chain.filter(exchange);
		}
		String credential = bearerToken(exchange.getRequest().getHeaders().getFirst(HttpHeaders.AUTHORIZATION));
		if (credential == null) {
			throw unauthorized(StandardCode.CREDENTIALS_MISSING, exchange);
		}
		Account account = Account.of("joule", credential);
		if (account == null || account == Account.REVOKED) {
			throw unauthorized(StandardCode.CREDENTIALS_INVALID, exchange);
		}
		if (account == Account.EXPIRED) {
			throw unauthorized(StandardCode.TOKEN_EXPIRED, exchange);
		}
		if (account == Account.READ_ONLY && !exchange.getRequest().getMethod().equals(HttpMethod.GET)
				&& !path.startsWith("/joule/v1/chat/")) {
			throw new ErrorCodeException(StandardCode.FORBIDDEN);
		}
		if (account == Account.THROTTLED) {
			throw new ErrorCodeException(StandardCode.TOO_MANY_REQUESTS);
		}
		exchange.getAttributes().put("account", account);
		return chain.filter(exchange);
	}

	private static @Nullable String bearerToken(@Nullable String authorization) {
		boolean bearer = authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7);
		return bearer ? authorization.substring(7).trim() : null;
	}

	private static ErrorCodeException unauthorized(StandardCode code, ServerWebExchange exchange) {
		exchange.getResponse().getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
		return new ErrorCodeException(code);
	}

}
