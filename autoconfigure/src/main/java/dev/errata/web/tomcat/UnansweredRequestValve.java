package dev.errata.web.tomcat;

import java.io.IOException;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/**
 * Cuts off what Spring WebFlux has not answered when the server stops: Tomcat lets the
 * request time out then, which Spring would end with a 200 without a body.
 */
final class UnansweredRequestValve extends ValveBase implements AsyncListener {

	UnansweredRequestValve() {
		super(true);
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		getNext().invoke(request, response);
		if (request.isAsync()) {
			request.getAsyncContextInternal().addListener(this, request, response);
		}
	}

	@Override
	public void onTimeout(AsyncEvent event) {
		// Spring gives its requests no time-out of their own
		((Response) event.getSuppliedResponse()).getCoyoteResponse().action(ActionCode.CLOSE_NOW, null);
	}

	@Override
	public void onComplete(AsyncEvent event) {
	}

	@Override
	public void onError(AsyncEvent event) {
	}

	@Override
	public void onStartAsync(AsyncEvent event) {
	}

}
