package dev.errata.web.servlet;

import dev.errata.web.ContractExchange;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Notices that an asynchronous request is out of time, for what comes of it differs from
 * container to container. It comes after all listeners of the application, and before
 * whatever is dispatched because of the time.
 */
record TimeoutListener(ContractExchange exchange) implements AsyncListener {

	/**
	 * Listen to a request that a dispatch has left, if it goes on.
	 */
	static void listenTo(HttpServletRequest request, ContractExchange exchange) {
		if (!request.isAsyncStarted()) {
			return;
		}
		try {
			request.getAsyncContext().addListener(new TimeoutListener(exchange));
		}
		catch (IllegalStateException ex) {
			// it has ended in the meantime, in time
		}
	}

	@Override
	public void onTimeout(AsyncEvent event) {
		this.exchange.timedOut();
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
