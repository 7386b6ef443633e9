package dev.errata.web.servlet;

import java.util.List;

import dev.errata.web.HandledRequest;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;

/**
 * The request of Spring MVC that this thread works on.
 */
final class ServletHandledRequest implements HandledRequest {

	@Override
	public @Nullable HandlerMethod handler() {
		HttpServletRequest request = current();
		return (request != null && request
			.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE) instanceof HandlerMethod handler) ? handler
					: null;
	}

	@Override
	public List<String> parameters(String name) {
		HttpServletRequest request = current();
		String[] values = (request != null) ? request.getParameterValues(name) : null;
		return (values != null) ? List.of(values) : List.of();
	}

	/**
	 * Return the request.
	 * @return the request, or {@code null} if this thread works on none
	 */
	static @Nullable HttpServletRequest current() {
		return (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes)
				? attributes.getRequest() : null;
	}

}
