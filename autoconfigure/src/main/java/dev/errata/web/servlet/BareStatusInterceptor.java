package dev.errata.web.servlet;

import java.io.IOException;
import java.util.List;

import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.web.context.request.async.WebAsyncUtils;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.util.ContentCachingResponseWrapper;
import org.springframework.web.util.WebUtils;

/**
 * Sends an error if only its status is set: by Spring for a condition of the request that
 * does not match, by its handlers of static files and of WebSockets, some of the latter
 * with a line of text, and by an interceptor that does not let the request pass.
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
		if (isRefusing(handler) && this.exchanges.find(request) != null) {
			ContractResponseWrapper wrapper = WebUtils.getNativeResponse(response, ContractResponseWrapper.class);
			if (wrapper != null) {
				wrapper.replaceErrors();
			}
		}
		return true;
	}

	@Override
	public void afterCompletion(HttpServletRequest request, HttpServletResponse response, Object handler,
			@Nullable Exception exception) throws IOException {
		int status = response.getStatus();
		if (status >= HttpServletResponse.SC_BAD_REQUEST && isBare(status, request, response, handler)
				&& this.exchanges.find(request) != null) {
			response.sendError(status);
		}
	}

	private static boolean isBare(int status, HttpServletRequest request, HttpServletResponse response,
			Object handler) {
		if (response.isCommitted() || request.getAttribute(DispatcherServlet.EXCEPTION_ATTRIBUTE) != null) {
			return false;
		}
		if (isStopped(request, handler)) {
			return isUnwritten(response);
		}
		if (response.getContentType() != null) {
			return false;
		}
		return (status == HttpServletResponse.SC_PRECONDITION_FAILED) ? isConditional(request) : isRefusing(handler);
	}

	/**
	 * Return whether the handler was not called. Spring MVC prepares each call of one for
	 * asynchronous processing.
	 */
	private static boolean isStopped(HttpServletRequest request, Object handler) {
		return (handler instanceof HandlerMethod || handler instanceof HandlerFunction)
				&& WebAsyncUtils.getAsyncManager(request).getAsyncWebRequest() == null;
	}

	/**
	 * Return whether nothing has been written, as far as this is known: a wrapper of
	 * others may keep what is.
	 */
	private static boolean isUnwritten(HttpServletResponse response) {
		ServletResponse candidate = response;
		while (candidate instanceof HttpServletResponseWrapper wrapper
				&& !(candidate instanceof ContractResponseWrapper)) {
			if (mayKeep(wrapper)) {
				return false;
			}
			candidate = wrapper.getResponse();
		}
		return candidate instanceof ContractResponseWrapper wrapper && !wrapper.isUsed();
	}

	private static boolean mayKeep(HttpServletResponseWrapper wrapper) {
		if (wrapper instanceof ContentCachingResponseWrapper caching) {
			return caching.getContentSize() > 0;
		}
		if (wrapper instanceof HoldingResponse holding) {
			return holding.isHolding();
		}
		return !wrapper.getClass().getName().startsWith("org.springframework.");
	}

	private static boolean isConditional(HttpServletRequest request) {
		return CONDITIONS.stream().anyMatch((condition) -> request.getHeader(condition) != null);
	}

	private static boolean isRefusing(Object handler) {
		String type = handler.getClass().getName();
		return REFUSING.stream().anyMatch(type::startsWith);
	}

}
