package dev.errata.web.servlet;

import java.io.IOException;
import java.util.List;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.util.WebUtils;

/**
 * Sends an error if Spring only sets its status: for a condition of the request that does
 * not match, and in its handlers of static files and of WebSockets, some of the latter
 * with a line of text. And if an interceptor behind this one only sets the status of a
 * forwarded request.
 */
final class BareStatusInterceptor implements HandlerInterceptor {

	private static final List<String> CONDITIONS = List.of(HttpHeaders.IF_MATCH, HttpHeaders.IF_UNMODIFIED_SINCE,
			HttpHeaders.IF_NONE_MATCH);

	private static final List<String> REFUSING = List.of(
			"org.springframework.web.servlet.function.ResourceHandlerFunction",
			"org.springframework.boot.webmvc.autoconfigure.WelcomePage", "org.springframework.web.socket.");

	private final ServletExchanges exchanges;

	BareStatusInterceptor(ServletExchanges exchanges) {
		this.exchanges = exchanges;
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
		if (request.getDispatcherType() == DispatcherType.FORWARD) {
			Refusals.beforeForward(handler, request);
		}
		if (isRefusing(handler) && this.exchanges.find(request) != null) {
			ContractResponseWrapper wrapper = WebUtils.getNativeResponse(response, ContractResponseWrapper.class);
			if (wrapper != null) {
				wrapper.replaceErrors(response);
			}
		}
		return true;
	}

	@Override
	public void afterCompletion(HttpServletRequest request, HttpServletResponse response, Object handler,
			@Nullable Exception exception) throws IOException {
		int status = response.getStatus();
		if (status >= HttpServletResponse.SC_BAD_REQUEST
				&& (isBare(status, request, response, handler) || isForwardRefused(request, response, handler))
				&& this.exchanges.find(request) != null) {
			response.sendError(status);
		}
	}

	private static boolean isBare(int status, HttpServletRequest request, HttpServletResponse response,
			Object handler) {
		if (response.isCommitted() || response.getContentType() != null
				|| request.getAttribute(DispatcherServlet.EXCEPTION_ATTRIBUTE) != null) {
			return false;
		}
		return (status == HttpServletResponse.SC_PRECONDITION_FAILED) ? isConditional(request) : isRefusing(handler);
	}

	private static boolean isForwardRefused(HttpServletRequest request, HttpServletResponse response, Object handler) {
		if (request.getDispatcherType() != DispatcherType.FORWARD) {
			return false;
		}
		ContractResponseWrapper wrapper = WebUtils.getNativeResponse(response, ContractResponseWrapper.class);
		return wrapper != null && Refusals.isForwardRefused(handler, request, wrapper);
	}

	private static boolean isConditional(HttpServletRequest request) {
		return CONDITIONS.stream().anyMatch((condition) -> request.getHeader(condition) != null);
	}

	private static boolean isRefusing(Object handler) {
		String type = handler.getClass().getName();
		return REFUSING.stream().anyMatch(type::startsWith);
	}

}
