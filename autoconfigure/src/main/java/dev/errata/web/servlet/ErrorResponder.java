package dev.errata.web.servlet;

import java.io.IOException;

import dev.errata.error.Causes;
import dev.errata.web.ContractExchange;
import dev.errata.web.ErrorAnswer;
import dev.errata.web.FailureResolver;
import dev.errata.web.PlainAnswer;
import dev.errata.web.RequestFailure;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.util.WebUtils;

/**
 * Responds to failures of requests: resolves the answer and writes it, unless a view of
 * the application renders it. Filters, exception resolvers and containers all use it.
 *
 * @since 0.1.0
 * @hidden
 */
public final class ErrorResponder {

	private final ServletExchanges exchanges;

	private final FailureResolver resolver;

	private final ErrorViews views;

	private final @Nullable ServletObservations observed;

	private final ResponseAborter aborter;

	ErrorResponder(ServletExchanges exchanges, FailureResolver resolver, ErrorViews views,
			@Nullable ServletObservations observed, ResponseAborter aborter) {
		this.exchanges = exchanges;
		this.resolver = resolver;
		this.views = views;
		this.observed = observed;
		this.aborter = aborter;
	}

	/**
	 * Respond to a failure. One that is seen again, in another place, gets the same
	 * answer and is reported once.
	 * @param failure what went wrong
	 * @param place where a browser gets a view
	 * @param exchange the exchange, which afterwards is
	 * {@linkplain ContractExchange#isDeferred() deferred} if the answer is left to the
	 * ERROR dispatch
	 * @param request the request
	 * @param response its response; left alone if it is committed
	 * @return the view to render, or {@code null} if there is none here
	 */
	public @Nullable ModelAndView respond(RequestFailure failure, ViewPlace place, ContractExchange exchange,
			HttpServletRequest request, HttpServletResponse response) {
		if (isNone(failure, exchange, request, response)) {
			return null;
		}
		ErrorAnswer answer = answer(failure, exchange, request);
		if (response.isCommitted()) {
			return null;
		}
		boolean viewable = exchange.contract().isDefault() && ErrorViews.isForBrowser(request);
		if (viewable && place == ViewPlace.ERROR_DISPATCH && this.views.areExpected(answer.error(), request)) {
			exchange.leaveToErrorDispatch();
			sendError(answer, failure, response);
			return null;
		}
		ModelAndView view = (viewable && place == ViewPlace.HERE) ? this.views.find(answer.error(), request) : null;
		if (view == null) {
			ResponseWriter.write(answer, request, response);
			return null;
		}
		ResponseWriter.writeHead(answer, request, response);
		HttpStatusCode status = view.getStatus();
		if (status != null && !status.isError()) {
			// a page of a single-page application, which may be cached
			response.setHeader(HttpHeaders.CACHE_CONTROL, null);
		}
		this.views.expose(answer.error(), request);
		exchange.leaveToView();
		return view;
	}

	private static void sendError(ErrorAnswer answer, RequestFailure failure, HttpServletResponse response) {
		int status = answer.error().status();
		String message = null;
		if (failure instanceof RequestFailure.Known) {
			message = answer.error().message();
		}
		else if (failure instanceof RequestFailure.Reported reported) {
			message = reported.message();
		}
		try {
			if (message != null) {
				response.sendError(status, message);
			}
			else {
				response.sendError(status);
			}
		}
		catch (IOException ex) {
			throw SneakyThrow.of(ex);
		}
	}

	/**
	 * Respond to a status that was sent to a response which buffers it.
	 * @param status the status that was sent
	 * @param exchange the exchange
	 * @param request the request
	 * @param response the response that buffers it
	 * @return whether the answer is written; if not, the error is the container's
	 */
	public boolean respondToSent(int status, ContractExchange exchange, HttpServletRequest request,
			HttpServletResponse response) {
		ContractResponseWrapper wrapper = WebUtils.getNativeResponse(response, ContractResponseWrapper.class);
		if (wrapper == null || !wrapper.answers(status)) {
			return false;
		}
		respond(ServletFailures.sent(status, null, response), ViewPlace.ERROR_DISPATCH, exchange, request, response);
		return !exchange.isDeferred();
	}

	/**
	 * Handle a failure and leave its answer to the ERROR dispatch.
	 */
	void defer(RequestFailure failure, ContractExchange exchange, HttpServletRequest request,
			HttpServletResponse response) {
		if (!isNone(failure, exchange, request, response)) {
			answer(failure, exchange, request);
			exchange.leaveToErrorDispatch();
		}
	}

	/**
	 * Handle an exception of a handler that comes after the response was committed. A
	 * stream ends with a last event if the contract has one.
	 * @return the exception to throw, since only an exception makes the container abort
	 * the connection, or {@code null} if the response has ended with a last event
	 */
	@Nullable Exception abortInDispatcher(Throwable exception, ContractExchange exchange, HttpServletRequest request,
			HttpServletResponse response) {
		Exception aborted = abort(exception, true, exchange, request, response);
		// whatever other resolvers make of the exception
		ContractResponseWrapper.end(response);
		return aborted;
	}

	/**
	 * Handle an exception that filters have already seen, after the response was
	 * committed. A stream that one of them compresses has ended there.
	 * @return the same as for an exception of a handler
	 */
	@Nullable Exception abortAfterFilters(Throwable exception, ContractExchange exchange, HttpServletRequest request,
			HttpServletResponse response) {
		boolean open = !response.containsHeader(HttpHeaders.CONTENT_ENCODING);
		return abort(exception, open, exchange, request, response);
	}

	private @Nullable Exception abort(Throwable exception, boolean open, ContractExchange exchange,
			HttpServletRequest request, HttpServletResponse response) {
		Throwable thrown = ServletFailures.unwrap(exception);
		if (exception instanceof Exception known && exchange.isAbortedBy(thrown)) {
			return known;
		}
		if (open && endWithLastEvent(new RequestFailure.Thrown(thrown), exchange, request, response)) {
			return null;
		}
		// Jetty follows causes to their end
		Throwable sound = Causes.areWellFormed(exception) ? exception : new IOException("Malformed");
		Exception aborted = this.aborter.abort(sound, request, response);
		if (this.observed != null) {
			this.observed.keep((sound == exception) ? thrown : sound, request);
		}
		answer(new RequestFailure.Thrown(thrown), exchange, request);
		exchange.abort(ServletFailures.unwrap(aborted));
		return aborted;
	}

	/**
	 * End a stream with a last event if the contract has one. If not, nothing is done.
	 * @return whether the response has ended
	 */
	private boolean endWithLastEvent(RequestFailure failure, ContractExchange exchange, HttpServletRequest request,
			HttpServletResponse response) {
		if (!LastEventWriter.begin(exchange, request, response)
				|| !LastEventWriter.write(answer(failure, exchange, request), exchange, request, response)) {
			return false;
		}
		exchange.leaveToLastEvent();
		return true;
	}

	/**
	 * Return whether a failure is none, and write what there is to write then.
	 */
	private boolean isNone(RequestFailure failure, ContractExchange exchange, HttpServletRequest request,
			HttpServletResponse response) {
		if (failure instanceof RequestFailure.Reported reported) {
			// some send what is no error, such as 304
			return reported.exception() == null && reported.status() < HttpServletResponse.SC_BAD_REQUEST;
		}
		if (!(failure instanceof RequestFailure.Thrown thrown)) {
			return false;
		}
		if (isForNobody(thrown.exception(), exchange)) {
			return true;
		}
		PlainAnswer plain = this.resolver.plainAnswer(thrown.exception(), exchange);
		if (plain != null) {
			ResponseWriter.write(plain, request, response);
		}
		return plain != null;
	}

	/**
	 * Return whether an exception says no more than that the client is gone, and so is
	 * the response, or that the work was interrupted for that.
	 */
	static boolean isForNobody(Throwable exception, ContractExchange exchange) {
		return exception instanceof AsyncRequestNotUsableException
				|| (exchange.isClientGone() && Causes.find(exception, InterruptedException.class) != null);
	}

	private ErrorAnswer answer(RequestFailure failure, ContractExchange exchange, HttpServletRequest request) {
		ErrorAnswer answer = this.resolver.resolve(failure, exchange, () -> this.exchanges.describe(exchange, request));
		if (this.observed != null) {
			this.observed.mark(answer.error(), request);
		}
		return answer;
	}

}
