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
final class CutOffFilter implements Filter {

	private static final String CUT_OFF = CutOffFilter.class.getName() + ".CUT_OFF";

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		request.setAttribute(CUT_OFF, true);
		chain.doFilter(request, response);
		if (request.getAttribute(CUT_OFF) instanceof Exception cutOff) {
			request.removeAttribute(CUT_OFF);
			throw UnhandledExceptionResolver.<RuntimeException>sneaky(cutOff);
		}
	}

	/**
	 * Return whether an exception is thrown once the filters in between are through.
	 */
	static boolean isThrownLater(Exception cutOff, ServletRequest request) {
		boolean later = request.getAttribute(CUT_OFF) != null;
		if (later) {
			request.setAttribute(CUT_OFF, cutOff);
		}
		return later;
	}

}
