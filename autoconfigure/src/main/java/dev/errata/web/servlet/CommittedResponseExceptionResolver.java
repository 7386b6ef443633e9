package dev.errata.web.servlet;

import java.io.IOException;

import dev.errata.error.Causes;
import dev.errata.web.ContractExchange;
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

	private final ServletExchanges exchanges;

	private final ErrorResponder responder;

	CommittedResponseExceptionResolver(ServletExchanges exchanges, ErrorResponder responder) {
		this.exchanges = exchanges;
		this.responder = responder;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public @Nullable ModelAndView resolveException(HttpServletRequest request, HttpServletResponse response,
			@Nullable Object handler, Exception exception) {
		ContractExchange exchange = this.exchanges.find(request);
		if (exchange == null || exception instanceof AsyncRequestNotUsableException) {
			return null;
		}
		if (response.isCommitted()) {
			if (exchange.isAnswered()) {
				// the answer is whole; the first filter takes notice of the rest
				throw SneakyThrow.of(exception);
			}
			if (ClientDisconnect.isCauseOf(exception)) {
				return new ModelAndView();
			}
			if (response.getStatus() >= HttpServletResponse.SC_BAD_REQUEST && isOfReading(exception)) {
				// a body broke off: the container called sendError, and nothing has left
				return new ModelAndView();
			}
			throw SneakyThrow.of(this.responder.abort(exception, exchange, request, response));
		}
		if (Causes.areWellFormed(exception)) {
			return null;
		}
		if (request.getDispatcherType() == DispatcherType.INCLUDE) {
			throw SneakyThrow.of(exception);
		}
		// a view would choke on it, too
		this.responder.respond(ServletFailures.thrown(exception), Place.CONTAINER, exchange, request, response);
		return new ModelAndView();
	}

	private static boolean isOfReading(Exception exception) {
		return exception instanceof IOException || exception instanceof HttpMessageNotReadableException
				|| exception instanceof MultipartException;
	}

}
