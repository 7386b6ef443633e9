package dev.errata.web.servlet;

import java.io.IOException;

import dev.errata.web.ContractExchange;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Base class of filters for requests that a contract rules. All others pass untouched.
 *
 * @since 0.1.0
 * @hidden
 */
public abstract class ExchangeFilter implements Filter {

	private final ServletExchanges exchanges;

	/**
	 * Create a filter.
	 * @param exchanges the exchanges of requests
	 */
	protected ExchangeFilter(ServletExchanges exchanges) {
		this.exchanges = exchanges;
	}

	@Override
	public final void doFilter(ServletRequest servletRequest, ServletResponse servletResponse, FilterChain chain)
			throws IOException, ServletException {
		if (servletRequest instanceof HttpServletRequest request
				&& servletResponse instanceof HttpServletResponse response) {
			ContractExchange exchange = this.exchanges.find(request);
			if (exchange != null) {
				doFilter(exchange, request, response, chain);
				return;
			}
		}
		chain.doFilter(servletRequest, servletResponse);
	}

	/**
	 * Filter a request that a contract rules.
	 * @param exchange the exchange
	 * @param request the request
	 * @param response the response
	 * @param chain the filters behind this one
	 * @throws IOException if reading or writing fails
	 * @throws ServletException if processing fails
	 */
	protected abstract void doFilter(ContractExchange exchange, HttpServletRequest request,
			HttpServletResponse response, FilterChain chain) throws IOException, ServletException;

}
