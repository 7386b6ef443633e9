package dev.errata.web.tomcat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.errata.error.Failure;
import dev.errata.web.ClientDisconnect;
import dev.errata.web.ContractExchange;
import dev.errata.web.ErrorAnswer;
import dev.errata.web.FailureResolver;
import dev.errata.web.RefusedRequests;
import dev.errata.web.RequestFailure;
import dev.errata.web.servlet.ResponseWriter;
import dev.errata.web.servlet.ServletFailures;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpHeaders;

/**
 * Answers requests that Tomcat rejects before any servlet sees them: malformed request
 * lines, oversized headers, unknown encodings.
 */
final class ContractErrorValve extends ErrorReportValve {

	private static final Logger logger = LoggerFactory.getLogger(ContractErrorValve.class);

	private final RefusedRequests refused;

	private final FailureResolver resolver;

	ContractErrorValve(RefusedRequests refused, FailureResolver resolver) {
		this.refused = refused;
		this.resolver = resolver;
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		BadRequestInputBuffer.watch(request, this.refused);
		if (ChunkedBody.isOf(request)) {
			new ChunkedBody(request.getCoyoteRequest()).keep(request);
		}
		super.invoke(request, response);
	}

	@Override
	protected void report(Request request, Response response, @Nullable Throwable exception) {
		int status = response.getStatus();
		if (status < HttpServletResponse.SC_BAD_REQUEST) {
			return;
		}
		ContractExchange exchange = find(request, this.refused);
		if (exchange == null) {
			// left to the valve that is there without this one
			return;
		}
		if (response.getContentWritten() > 0 || !response.setErrorReported() || !is(ActionCode.IS_IO_ALLOWED, response)
				|| isForNobody(exception, status)) {
			return;
		}
		if (is(ActionCode.IS_ERROR, response)) {
			// Tomcat announces it for some statuses only
			response.setHeader(HttpHeaders.CONNECTION, "close");
		}
		RequestFailure failure = (exception == null && status == HttpServletResponse.SC_BAD_REQUEST)
				? new RequestFailure.Known(Failure.ofUnreadable(status))
				: ServletFailures.reported(exception, status, response);
		ErrorAnswer answer = this.resolver.resolve(failure, exchange, () -> this.refused.describe(exchange,
				request.getMethod(), request.getRequestURI(), request.getHeader(HttpHeaders.ACCEPT_LANGUAGE)));
		ResponseWriter.write(answer, request, response);
		try {
			response.finishResponse();
		}
		catch (IOException ex) {
			logger.debug("The client was gone before it got its {}", status, ex);
		}
	}

	/**
	 * Return whether an exception is that the client has reset its stream of HTTP/2.
	 * Tomcat makes an error of it after the request was dispatched for that.
	 */
	private static boolean isForNobody(@Nullable Throwable exception, int status) {
		return exception != null && status == HttpServletResponse.SC_INTERNAL_SERVER_ERROR
				&& ClientDisconnect.isCauseOf(exception);
	}

	/**
	 * Return the exchange of a request that may have come to the application.
	 */
	static @Nullable ContractExchange find(Request request, RefusedRequests refused) {
		Object known = request.getAttribute(ContractExchange.ATTRIBUTE);
		if (known != null) {
			return (known instanceof ContractExchange exchange) ? exchange : null;
		}
		return refused.exchange(request.getRequestURI(), request::getHeader);
	}

	private static boolean is(ActionCode question, Response response) {
		AtomicBoolean reply = new AtomicBoolean();
		response.getCoyoteResponse().action(question, reply);
		return reply.get();
	}

}
