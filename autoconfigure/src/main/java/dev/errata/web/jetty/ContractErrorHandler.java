package dev.errata.web.jetty;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.errata.error.Failure;
import dev.errata.web.ContractExchange;
import dev.errata.web.ErrorAnswer;
import dev.errata.web.FailureResolver;
import dev.errata.web.HeadWriter;
import dev.errata.web.RequestFailure;
import dev.errata.web.RefusedRequests;
import dev.errata.web.ResponseHead;
import dev.errata.web.servlet.ServletFailures;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests that Jetty rejects before any servlet sees them: malformed request
 * lines, oversized headers, unknown encodings.
 */
final class ContractErrorHandler extends ErrorHandler {

	/** The path that Jetty gives to a request whose first line it could not parse. */
	private static final String UNREADABLE = "/badMessage";

	private final RefusedRequests refused;

	private final FailureResolver resolver;

	ContractErrorHandler(RefusedRequests refused, FailureResolver resolver) {
		this.refused = refused;
		this.resolver = resolver;
	}

	@Override
	public boolean handle(Request request, Response response, Callback callback) throws Exception {
		ContractExchange exchange = (request.getAttribute(ContractExchange.ATTRIBUTE) instanceof ContractExchange known)
				? known : exchangeOf(request);
		if (exchange == null || response.isCommitted()) {
			return super.handle(request, response, callback);
		}
		answer(exchange, request, response, callback);
		return true;
	}

	private @Nullable ContractExchange exchangeOf(Request request) {
		return this.refused.exchange(pathOf(request), request.getHeaders()::get);
	}

	private static @Nullable String pathOf(Request request) {
		return isReadable(request) ? request.getHttpURI().getPath() : null;
	}

	private static boolean isReadable(Request request) {
		return !(request.getMethod().equals("BAD") && UNREADABLE.equals(request.getHttpURI().getPath()));
	}

	private void answer(ContractExchange exchange, Request request, Response response, Callback callback) {
		ErrorAnswer answer = this.resolver.resolve(failure(request, response, exchange), exchange,
				() -> this.refused.describe(exchange, isReadable(request) ? request.getMethod() : null, pathOf(request),
						request.getHeaders().get(HttpHeader.ACCEPT_LANGUAGE)));
		write(answer, request, response, callback);
	}

	private static RequestFailure failure(Request request, Response response, ContractExchange exchange) {
		Throwable cause = (request.getAttribute(ERROR_EXCEPTION) instanceof Throwable thrown) ? thrown : null;
		int status = (cause instanceof HttpException exception) ? exception.getCode() : response.getStatus();
		if (exchange.isDeferred()) {
			return new RequestFailure.Reported(cause, status, null, null);
		}
		return (cause != null && status == HttpStatus.INTERNAL_SERVER_ERROR_500) ? ServletFailures.thrown(cause)
				: new RequestFailure.Known(Failure.ofUnreadable(status));
	}

	private static void write(ErrorAnswer answer, Request request, Response response, Callback callback) {
		// a request that Jetty could not parse counts as HTTP/1.0, for which it announces
		// nothing
		boolean closing = !request.getConnectionMetaData().isPersistent();
		HeadWriter.write(answer, new JettyHead(response), closing);
		response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.mediaType());
		response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().length);
		boolean head = HttpMethod.HEAD.is(request.getMethod());
		response.write(true, head ? null : ByteBuffer.wrap(answer.body()), callback);
	}

	private record JettyHead(Response response) implements ResponseHead {

		@Override
		public Map<String, List<String>> headers() {
			HttpFields fields = this.response.getHeaders();
			Map<String, List<String>> headers = new LinkedHashMap<>();
			fields.getFieldNamesCollection().forEach((name) -> headers.put(name, fields.getValuesList(name)));
			return headers;
		}

		@Override
		public void reset(Map<String, List<String>> kept) {
			for (String name : Set.copyOf(this.response.getHeaders().getFieldNamesCollection())) {
				if (!kept.containsKey(name)) {
					this.response.getHeaders().remove(name);
				}
			}
		}

		@Override
		public void status(int status) {
			this.response.setStatus(status);
		}

		@Override
		public void header(String name, List<String> values) {
			this.response.getHeaders().put(name, values);
		}

	}

}
