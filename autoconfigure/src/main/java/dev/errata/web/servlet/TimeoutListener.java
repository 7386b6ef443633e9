package dev.errata.web.servlet;

import dev.errata.web.ClientDisconnect;
import dev.errata.web.ContractExchange;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.context.request.async.AsyncRequestTimeoutException;

/**
 * Records that an asynchronous request has timed out, since containers report it
 * differently. It is called after all listeners of the application, and before any
 * dispatch for the time-out. If none of them has reacted and the response is committed,
 * it is ended here: containers do not agree on what to do, and Jetty completes it.
 * <p>
 * A request whose client has left is completed if none of them has reacted. Containers
 * would dispatch it for an error that is none of the service, even if its result was
 * there, and only its dispatch was too late.
 */
record TimeoutListener(ContractExchange exchange, HttpServletRequest request, HttpServletResponse response,
		ErrorResponder responder) implements AsyncListener {

	/**
	 * Listen to a request if it goes on asynchronously.
	 */
	static void listenTo(HttpServletRequest request, HttpServletResponse response, ContractExchange exchange,
			ErrorResponder responder) {
		if (!request.isAsyncStarted()) {
			return;
		}
		try {
			request.getAsyncContext().addListener(new TimeoutListener(exchange, request, response, responder));
		}
		catch (IllegalStateException ex) {
			// it has completed in the meantime
		}
	}

	@Override
	public void onTimeout(AsyncEvent event) {
		this.exchange.markTimedOut();
		if (this.request.isAsyncStarted() && this.response.isCommitted() && !this.exchange.isAnswered()) {
			Exception aborted = this.responder.abortAfterFilters(new AsyncRequestTimeoutException(), this.exchange,
					this.request, this.response);
			if (aborted != null) {
				// only a dispatch can throw it
				this.exchange.deferAbort(aborted);
				dispatch(event.getAsyncContext());
			}
		}
	}

	private static void dispatch(AsyncContext context) {
		try {
			context.dispatch();
		}
		catch (IllegalStateException ex) {
			// the thread that was interrupted for the time-out has just done it
		}
	}

	@Override
	public void onStartAsync(AsyncEvent event) {
		event.getAsyncContext().addListener(this);
	}

	@Override
	public void onComplete(AsyncEvent event) {
	}

	@Override
	public void onError(AsyncEvent event) {
		Throwable error = event.getThrowable();
		if (error == null || !ClientDisconnect.isCauseOf(error)) {
			return;
		}
		this.exchange.markClientGone();
		try {
			event.getAsyncContext().complete();
		}
		catch (IllegalStateException ex) {
			// a listener has dispatched it, as that of Spring MVC does
		}
	}

}
