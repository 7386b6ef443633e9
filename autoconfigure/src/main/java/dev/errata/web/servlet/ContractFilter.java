package dev.errata.web.servlet;

import java.io.IOException;

import dev.errata.requestid.RequestId;
import dev.errata.web.ClientDisconnect;
import dev.errata.web.ContractExchange;
import dev.errata.web.ErrorAnswer;
import dev.errata.web.RequestFailure;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outermost filter. Assigns the request id and answers errors thrown or sent by
 * anything behind it, without an ERROR dispatch.
 */
final class ContractFilter extends ExchangeFilter {

	private static final Logger logger = LoggerFactory.getLogger(ContractFilter.class);

	private final ErrorResponder responder;

	private final @Nullable SentErrors sentErrors;

	private final boolean abortedOutside;

	/**
	 * Create a filter.
	 * @param sentErrors the errors that are answered when they are sent, or {@code null}
	 * if the application has an error controller of its own, which answers all
	 * @param abortedOutside whether a {@link ResponseAbortFilter} throws what aborts a
	 * response
	 */
	ContractFilter(ServletExchanges exchanges, ErrorResponder responder, @Nullable SentErrors sentErrors,
			boolean abortedOutside) {
		super(exchanges);
		this.responder = responder;
		this.sentErrors = sentErrors;
		this.abortedOutside = abortedOutside;
	}

	@Override
	protected void doFilter(ContractExchange exchange, HttpServletRequest request, HttpServletResponse response,
			FilterChain chain) throws IOException, ServletException {
		if (!response.isCommitted()) {
			response.setHeader(exchange.contract().requestId().header(), exchange.requestId());
		}
		if (request.getDispatcherType() == DispatcherType.ASYNC && exchange.isAbortPending()) {
			// the filters behind are not called, and Jetty calls no listener either
			exchange.tellOfAbort();
			abort(exchange.takeAbort(), exchange, request);
			return;
		}
		RequestId.Scope scope = RequestId.open(exchange.requestId());
		try {
			HttpServletResponse wrapped = wrap(exchange, request, response);
			chain.doFilter(request, wrapped);
			if (wrapped.getStatus() >= HttpServletResponse.SC_BAD_REQUEST
					&& Refusals.isRefused(exchange, request, wrapped)) {
				wrapped.sendError(wrapped.getStatus());
			}
			if (wrapped instanceof ContractResponseWrapper contractResponse && !request.isAsyncStarted()) {
				contractResponse.checkHead();
			}
		}
		catch (Throwable ex) {
			if (!respond(ex, exchange, request, response)) {
				throw ex;
			}
		}
		finally {
			TimeoutListener.listenTo(request, response, exchange, this.responder);
			scope.close();
		}
	}

	private HttpServletResponse wrap(ContractExchange exchange, HttpServletRequest request,
			HttpServletResponse response) {
		return (this.sentErrors != null && request.getDispatcherType() != DispatcherType.ERROR)
				? new ContractResponseWrapper(this.sentErrors, exchange, request, response) : response;
	}

	/**
	 * Respond to an exception, or abort a response that is committed.
	 * @return whether that is done; if not, the exception is the container's
	 */
	private boolean respond(Throwable exception, ContractExchange exchange, HttpServletRequest request,
			HttpServletResponse response) {
		boolean error = request.getDispatcherType() == DispatcherType.ERROR;
		if (response.isCommitted() || (exchange.isDeferred() && !error)) {
			handleLate(exception, exchange, request, response);
			return true;
		}
		if (this.sentErrors == null || request.isAsyncStarted()) {
			return false;
		}
		ErrorAnswer answer = exchange.answer();
		if (answer != null && exchange.isLeftToView()) {
			if (!exchange.hasFailedWith(ServletFailures.unwrap(exception))) {
				logger.error("The view for {} failed; the envelope is sent instead", answer.error(), exception);
			}
			ResponseWriter.write(answer, request, response);
		}
		else if (error) {
			this.responder.respond(ServletFailures.original(request, response), ViewPlace.NOWHERE, exchange, request,
					response);
		}
		else {
			this.responder.respond(failure(exception, request, response), ViewPlace.ERROR_DISPATCH, exchange, request,
					response);
		}
		return true;
	}

	/**
	 * Handle an exception that comes after the response has begun to leave. It is
	 * aborted, unless it is the answer to an earlier failure or there is no client left.
	 */
	private void handleLate(Throwable exception, ContractExchange exchange, HttpServletRequest request,
			HttpServletResponse response) {
		if (ClientDisconnect.isCauseOf(exception)) {
			return;
		}
		if (!exchange.isAnswered()) {
			abort(this.responder.abortAfterFilters(exception, exchange, request, response), exchange, request);
		}
		else if (!exchange.hasFailedWith(ServletFailures.unwrap(exception))) {
			logger.error("The request {} failed again after it was answered", exchange.requestId(), exception);
		}
	}

	private void abort(@Nullable Exception aborted, ContractExchange exchange, HttpServletRequest request) {
		if (aborted == null) {
			return;
		}
		if (!this.abortedOutside || request.getDispatcherType() == DispatcherType.ERROR) {
			throw SneakyThrow.of(aborted);
		}
		exchange.deferAbort(aborted);
	}

	/**
	 * Return the failure for an exception. When Spring cannot parse a path, in the
	 * dispatcher or in a filter, the exception does not say so.
	 */
	private static RequestFailure failure(Throwable exception, HttpServletRequest request,
			HttpServletResponse response) {
		Throwable thrown = ServletFailures.unwrap(exception);
		boolean maybePath = thrown instanceof IllegalArgumentException || thrown instanceof IllegalStateException;
		return (maybePath && !ServletPaths.isReadable(request))
				? ServletFailures.reported(exception, HttpServletResponse.SC_BAD_REQUEST, response)
				: new RequestFailure.Thrown(thrown);
	}

}
