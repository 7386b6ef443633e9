package dev.errata.web.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Rejects a request whose multipart body is incomplete. Tomcat only records the exception
 * in a request attribute, which the dispatcher takes for that of an ERROR dispatch, and
 * calls the handler without the parts.
 */
final class BrokenBodyInterceptor implements HandlerInterceptor {

	private final ServletExchanges exchanges;

	BrokenBodyInterceptor(ServletExchanges exchanges) {
		this.exchanges = exchanges;
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
			throws Exception {
		if (response.isCommitted() && request.getDispatcherType() == DispatcherType.REQUEST
				&& request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Exception broken
				&& this.exchanges.find(request) != null) {
			throw broken;
		}
		return true;
	}

}
