package dev.errata.web.servlet;

import java.io.IOException;
import java.util.Set;

import dev.errata.contract.Contract;
import dev.errata.error.Causes;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * Takes, before anyone else, what Spring's own resolvers mishandle: exceptions whose
 * causes do not end or whose messages throw, on which they would choke, and those of a
 * response that has left already, which they would let end as if it were whole.
 */
final class CommittedResponseExceptionResolver implements HandlerExceptionResolver, Ordered {

	private static final Set<String> OF_CONTAINERS = Set.of("ClientAbortException", "EofException");

	private final ServletErrors errors;

	CommittedResponseExceptionResolver(ServletErrors errors) {
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
		boolean sound = Causes.areWellFormed(exception);
		if (response.isCommitted()) {
			if (this.errors.wasAnswered(request)) {
				// the answer is whole; the first filter takes notice of the rest
				throw CommittedResponseExceptionResolver.<RuntimeException>sneaky(exception);
			}
			if (isClientGone(exception)) {
				return new ModelAndView();
			}
			if (response.getStatus() >= HttpServletResponse.SC_BAD_REQUEST && isOfReading(exception)) {
				// a body broke off: the container called sendError, and nothing has left
				return new ModelAndView();
			}
			throw CommittedResponseExceptionResolver
				.<RuntimeException>sneaky(this.errors.abort(exception, contract, request, response));
		}
		if (sound) {
			return null;
		}
		if (request.getDispatcherType() == DispatcherType.INCLUDE) {
			throw CommittedResponseExceptionResolver.<RuntimeException>sneaky(exception);
		}
		this.errors.answer(exception, contract, request, response);
		return new ModelAndView();
	}

	/**
	 * Return whether the response could not be written. A message that tells of a broken
	 * connection may as well be about that to a database.
	 */
	static boolean isClientGone(Throwable exception) {
		if (!Causes.areWellFormed(exception)) {
			return false;
		}
		Throwable cause = exception;
		while (cause != null) {
			if (cause instanceof AsyncRequestNotUsableException
					|| OF_CONTAINERS.contains(cause.getClass().getSimpleName())) {
				return true;
			}
			cause = Causes.causeOf(cause);
		}
		return false;
	}

	private static boolean isOfReading(Exception exception) {
		return exception instanceof IOException || exception instanceof HttpMessageNotReadableException
				|| exception instanceof MultipartException;
	}

	/**
	 * Throw what nobody declares: dispatchers and containers let any exception pass.
	 */
	@SuppressWarnings("unchecked")
	static <E extends Exception> E sneaky(Exception exception) throws E {
		throw (E) exception;
	}

}
