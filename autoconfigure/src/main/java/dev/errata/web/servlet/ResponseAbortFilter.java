package dev.errata.web.servlet;

import java.io.IOException;

import dev.errata.web.ContractExchange;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Rethrows the exception that aborts a committed response. In a WAR, Boot's {@code
 * ErrorPageFilter} would swallow it, and a truncated response would look complete.
 */
final class ResponseAbortFilter extends ExchangeFilter {

	ResponseAbortFilter(ServletExchanges exchanges) {
		super(exchanges);
	}

	@Override
	protected void doFilter(ContractExchange exchange, HttpServletRequest request, HttpServletResponse response,
			FilterChain chain) throws IOException, ServletException {
		chain.doFilter(request, response);
		Exception aborted = exchange.takeAbort();
		if (aborted != null) {
			throw SneakyThrow.of(aborted);
		}
	}

}
