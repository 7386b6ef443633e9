package dev.errata.limits.servlet;

import java.io.IOException;

import dev.errata.contract.PathMap;
import dev.errata.limits.BodyTooLargeException;
import dev.errata.web.servlet.ServletExchanges;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.util.unit.DataSize;

/**
 * Rejects a request whose {@code Content-Length} exceeds the limit of its path, before
 * the body is read. A body of unknown length is counted in the container, as it is read.
 */
final class BodyLimitFilter implements Filter {

	private final ServletExchanges exchanges;

	private final PathMap<DataSize> limits;

	BodyLimitFilter(ServletExchanges exchanges, PathMap<DataSize> limits) {
		this.exchanges = exchanges;
		this.limits = limits;
	}

	@Override
	public void doFilter(ServletRequest servletRequest, ServletResponse servletResponse, FilterChain chain)
			throws IOException, ServletException {
		if (servletRequest instanceof HttpServletRequest request && isTooLarge(request)) {
			if (this.exchanges.find(request) != null) {
				throw new BodyTooLargeException();
			}
			((HttpServletResponse) servletResponse).sendError(413);
			return;
		}
		chain.doFilter(servletRequest, servletResponse);
	}

	private boolean isTooLarge(HttpServletRequest request) {
		long length = request.getContentLengthLong();
		String path = (length > 0) ? this.exchanges.pathOf(request) : null;
		DataSize max = (path != null) ? this.limits.find(path) : null;
		return max != null && length > max.toBytes();
	}

}
