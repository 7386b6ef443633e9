package dev.errata.web.servlet;

import dev.errata.web.ContractExchange;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.web.context.request.async.WebAsyncManager;
import org.springframework.web.context.request.async.WebAsyncUtils;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.function.HandlerFunction;

/**
 * Refusals by filters and interceptors: an error status without a body, and no handler
 * was called. The same status of a handler, or of another servlet, is an answer.
 */
final class Refusals {

	private static final String LAST_CALL = Refusals.class.getName() + ".lastCall";

	private Refusals() {
	}

	/**
	 * Return whether a request that has come back with an error status was refused.
	 */
	static boolean isRefused(ContractExchange exchange, HttpServletRequest request, HttpServletResponse response) {
		return exchange.answer() == null && response instanceof ContractResponseWrapper wrapper && !wrapper.isUsed()
				&& !response.isCommitted() && !request.isAsyncStarted() && !isHandled(request);
	}

	/**
	 * Remember which call of a handler was the last before a request was forwarded to
	 * another.
	 */
	static void beforeForward(Object handler, HttpServletRequest request) {
		if (isKnown(handler)) {
			request.setAttribute(LAST_CALL, WebAsyncUtils.getAsyncManager(request).getAsyncWebRequest());
		}
	}

	/**
	 * Return whether a forwarded request that has come back with an error status was
	 * refused by an interceptor. The container completes the response right after it.
	 */
	static boolean isForwardRefused(Object handler, HttpServletRequest request, ContractResponseWrapper response) {
		return isKnown(handler) && !response.isUsed() && !response.isCommitted()
				&& request.getAttribute(DispatcherServlet.EXCEPTION_ATTRIBUTE) == null
				&& WebAsyncUtils.getAsyncManager(request).getAsyncWebRequest() == request.getAttribute(LAST_CALL);
	}

	private static boolean isHandled(HttpServletRequest request) {
		if (request.getAttribute(DispatcherServlet.WEB_APPLICATION_CONTEXT_ATTRIBUTE) == null) {
			return !isForDispatcher(request);
		}
		Object handler = request.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE);
		return !isKnown(handler) || isCalled(request)
				|| request.getAttribute(DispatcherServlet.EXCEPTION_ATTRIBUTE) != null;
	}

	private static boolean isKnown(@Nullable Object handler) {
		return handler instanceof HandlerMethod || handler instanceof HandlerFunction;
	}

	private static boolean isForDispatcher(HttpServletRequest request) {
		ServletRegistration servlet = request.getServletContext()
			.getServletRegistration(request.getHttpServletMapping().getServletName());
		return servlet != null && DispatcherServlet.class.getName().equals(servlet.getClassName());
	}

	/**
	 * Return whether the handler was called, in the ASYNC dispatch as well. Spring MVC
	 * prepares each call for asynchronous processing, and takes the result of the one
	 * before.
	 */
	private static boolean isCalled(HttpServletRequest request) {
		WebAsyncManager manager = WebAsyncUtils.getAsyncManager(request);
		return manager.getAsyncWebRequest() != null && !manager.hasConcurrentResult();
	}

}
