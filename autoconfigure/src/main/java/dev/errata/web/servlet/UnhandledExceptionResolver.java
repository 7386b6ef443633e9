package dev.errata.web.servlet;

import dev.errata.contract.Contract;
import dev.errata.error.Causes;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.util.DisconnectedClientHelper;

/**
 * Takes, before anyone else, what Spring's own resolvers mishandle: exceptions whose
 * causes do not end or whose messages throw, on which they would choke, and those of a
 * response that has left already, which they would let end as if it were whole.
 */
final class UnhandledExceptionResolver implements HandlerExceptionResolver, Ordered {

	private final ServletErrors errors;

	UnhandledExceptionResolver(ServletErrors errors) {
		this.errors = errors;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public @Nullable ModelAndView resolveException(HttpServletRequest request, HttpServletResponse response,
			@Nullable Object handler, Exception exception) {
		Contract contract = this.errors.contractOf(request);
		if (contract == null || exception instanceof AsyncRequestNotUsableException) {
			return null;
		}
		boolean sound = Causes.areSound(exception);
		if (response.isCommitted()) {
			if (sound && DisconnectedClientHelper.isClientDisconnectedException(exception)) {
				return null;
			}
			this.errors.tell(exception, contract, request);
			// only an exception makes the container cut the connection
			ReflectionUtils.rethrowRuntimeException(exception);
		}
		if (sound) {
			return null;
		}
		this.errors.answer(exception, contract, request, response);
		return new ModelAndView();
	}

}
