package dev.errata.web.servlet;

import java.io.IOException;

import dev.errata.web.ContractExchange;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Throws what cuts off an answer at the container, past Spring Boot's filter for error
 * pages: a WAR has it, and it would swallow that, so that half an answer would end as if
 * it were whole.
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
