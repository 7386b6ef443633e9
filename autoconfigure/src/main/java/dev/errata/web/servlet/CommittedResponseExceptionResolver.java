package dev.errata.web.servlet;

import java.io.IOException;

import dev.errata.error.Causes;
import dev.errata.web.ClientDisconnect;
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
 * Handles, before any other resolver, exceptions that Spring's own mishandle: those with
 * endless causes or with messages that throw, and those of a committed response, which
 * would end as if it were complete.
 */
final class CommittedResponseExceptionResolver implements HandlerExceptionResolver, Ordered {

	private final ServletExchanges exchanges;

	private final ErrorResponder responder;

	private final LaterResolvers later;

	CommittedResponseExceptionResolver(ServletExchanges exchanges, ErrorResponder responder, LaterResolvers later) {
		this.exchanges = exchanges;
		this.responder = responder;
		this.later = later;
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
				// the response is complete; the first filter logs the exception
				throw SneakyThrow.of(exception);
			}
			if (ClientDisconnect.isCauseOf(exception)) {
				return new ModelAndView();
			}
			if (response.getStatus() >= HttpServletResponse.SC_BAD_REQUEST && isOfReading(exception)) {
				// the request body is incomplete: the container has called sendError, and
				// nothing is sent yet
				return new ModelAndView();
			}
			Exception aborted = this.responder.abortInDispatcher(exception, exchange, request, response);
			this.later.resolve(exception, handler, exchange, request, response);
			if (aborted == null) {
				return new ModelAndView();
			}
			throw SneakyThrow.of(aborted);
		}
		if (Causes.areWellFormed(exception)) {
			return null;
		}
		if (request.getDispatcherType() == DispatcherType.INCLUDE) {
			throw SneakyThrow.of(exception);
		}
		// a view would fail on it as well
		this.responder.respond(ServletFailures.thrown(exception), ViewPlace.NOWHERE, exchange, request, response);
		return new ModelAndView();
	}

	private static boolean isOfReading(Exception exception) {
		return exception instanceof IOException || exception instanceof HttpMessageNotReadableException
				|| exception instanceof MultipartException;
	}

}
