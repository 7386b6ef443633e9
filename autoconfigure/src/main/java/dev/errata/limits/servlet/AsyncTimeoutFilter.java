package dev.errata.limits.servlet;

import java.io.IOException;
import java.time.Duration;

import dev.errata.contract.PathMap;
import dev.errata.web.servlet.ServletExchanges;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Applies the timeout of a path to its asynchronous requests.
 */
final class AsyncTimeoutFilter implements Filter {

	private final ServletExchanges exchanges;

	private final PathMap<Duration> limits;

	private final @Nullable Duration general;

	/**
	 * Create a filter.
	 * @param general the timeout that Spring MVC sets for every asynchronous request, or
	 * {@code null} if it sets none
	 */
	AsyncTimeoutFilter(ServletExchanges exchanges, PathMap<Duration> limits, @Nullable Duration general) {
		this.exchanges = exchanges;
		this.limits = limits;
		this.general = general;
	}

	@Override
	public void doFilter(ServletRequest servletRequest, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		String path = (servletRequest instanceof HttpServletRequest request) ? this.exchanges.pathOf(request) : null;
		Duration limit = (path != null) ? this.limits.find(path) : null;
		chain.doFilter((limit != null) ? new TimedRequest((HttpServletRequest) servletRequest, limit, this.general)
				: servletRequest, response);
	}

}
