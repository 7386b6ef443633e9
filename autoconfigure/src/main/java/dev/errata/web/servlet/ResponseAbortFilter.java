package dev.errata.web.servlet;

import java.io.IOException;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;

/**
 * Throws what cuts off an answer at the container, past Spring Boot's filter for error
 * pages: a WAR has it, and it would swallow that, so that half an answer would end as if
 * it were whole.
 */
final class ResponseAbortFilter implements Filter {

	private static final String ABORTED = ResponseAbortFilter.class.getName() + ".ABORTED";

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		request.setAttribute(ABORTED, true);
		chain.doFilter(request, response);
		if (request.getAttribute(ABORTED) instanceof Exception aborted) {
			request.removeAttribute(ABORTED);
			throw CommittedResponseExceptionResolver.<RuntimeException>sneaky(aborted);
		}
	}

	/**
	 * Return whether an exception is thrown once the filters in between are through.
	 */
	static boolean isThrownLater(Exception aborted, ServletRequest request) {
		boolean later = request.getAttribute(ABORTED) != null;
		if (later) {
			request.setAttribute(ABORTED, aborted);
		}
		return later;
	}

}
