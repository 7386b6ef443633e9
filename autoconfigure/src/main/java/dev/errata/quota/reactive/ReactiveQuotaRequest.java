package dev.errata.quota.reactive;

import dev.errata.quota.QuotaRequest;
import dev.errata.web.ContractExchange;
import org.jspecify.annotations.Nullable;

import org.springframework.web.server.ServerWebExchange;

/**
 * A reactive request as a provider of quotas sees it.
 */
record ReactiveQuotaRequest(ContractExchange exchange, ServerWebExchange webExchange) implements QuotaRequest {

	@Override
	public String contract() {
		return this.exchange.contract().name();
	}

	@Override
	public String method() {
		return this.webExchange.getRequest().getMethod().name();
	}

	@Override
	public String path() {
		return this.exchange.path();
	}

	@Override
	public @Nullable String header(String name) {
		return this.webExchange.getRequest().getHeaders().getFirst(name);
	}

	@Override
	public @Nullable Object attribute(String name) {
		return this.webExchange.getAttribute(name);
	}

}
