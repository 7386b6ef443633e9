package dev.errata.web.servlet;

import dev.errata.web.ContractExchange;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Records that an asynchronous request has timed out, since containers report it
 * differently. It is called after all listeners of the application, and before any
 * dispatch for the time-out.
 */
record TimeoutListener(ContractExchange exchange) implements AsyncListener {

	/**
	 * Listen to a request if it goes on asynchronously.
	 */
	static void listenTo(HttpServletRequest request, ContractExchange exchange) {
		if (!request.isAsyncStarted()) {
			return;
		}
		try {
			request.getAsyncContext().addListener(new TimeoutListener(exchange));
		}
		catch (IllegalStateException ex) {
			// it has completed in the meantime
		}
	}

	@Override
	public void onTimeout(AsyncEvent event) {
		this.exchange.markTimedOut();
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
	}

}
