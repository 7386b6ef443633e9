package dev.errata.quota.servlet;

import dev.errata.quota.QuotaRequest;
import dev.errata.web.ContractExchange;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * A servlet request as a provider of quotas sees it.
 */
record ServletQuotaRequest(ContractExchange exchange, HttpServletRequest request) implements QuotaRequest {

	@Override
	public String contract() {
		return this.exchange.contract().name();
	}

	@Override
	public String method() {
		return this.request.getMethod();
	}

	@Override
	public String path() {
		return this.exchange.path();
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
