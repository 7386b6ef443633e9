package dev.errata.web.servlet.jetty;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;

import dev.errata.contract.Contract;
import dev.errata.contract.Contracts;
import dev.errata.error.Failure;
import dev.errata.web.ErrorAnswer;
import dev.errata.web.ErrorFunnel;
import dev.errata.web.servlet.RequestPaths;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Answers what Jetty finds wrong with a request before any servlet sees it: broken
 * request lines, headers that are too large, unknown encodings.
 */
final class ContractErrorHandler extends ErrorHandler {

	/** What Jetty calls a request whose first line it could not read. */
	private static final String UNREADABLE = "/badMessage";

	private final Contracts contracts;

	private final ErrorFunnel funnel;

	private final RequestPaths paths;

	private final Clock clock;

	ContractErrorHandler(Contracts contracts, ErrorFunnel funnel, RequestPaths paths, Clock clock) {
		this.contracts = contracts;
		this.funnel = funnel;
		this.paths = paths;
		this.clock = clock;
	}

	@Override
	public boolean handle(Request request, Response response, Callback callback) throws Exception {
		boolean readable = !(request.getMethod().equals("BAD") && UNREADABLE.equals(request.getHttpURI().getPath()));
		String path = readable ? request.getHttpURI().getPath() : null;
		Contract contract = this.contracts.find(this.paths.ofRefused(path));
		if (contract == null || response.isCommitted()) {
			return super.handle(request, response, callback);
		}
		Throwable cause = (request.getAttribute(ERROR_EXCEPTION) instanceof Throwable thrown) ? thrown : null;
		int status = (cause instanceof HttpException exception) ? exception.getCode() : response.getStatus();
		String id = contract.requestId().idFor(request.getHeaders().get(contract.requestId().header()));
		ErrorAnswer answer = answer(status, cause, contract,
				new dev.errata.error.ErrorRequest(id, readable ? request.getMethod() : null, path, this.paths.base(),
						Locale.ROOT, Instant.now(this.clock), null));
		write(answer, request, response, callback);
		return true;
	}

	private ErrorAnswer answer(int status, @Nullable Throwable cause, Contract contract,
			dev.errata.error.ErrorRequest request) {
		if (status == 500 && cause != null) {
			return this.funnel.answer(cause, contract, request);
		}
		return this.funnel.answer(Failure.ofUnreadable(status), contract, request);
	}

	private static void write(ErrorAnswer answer, Request request, Response response, Callback callback) {
		response.setStatus(answer.error().status());
		answer.headers().forEach((name, values) -> response.getHeaders().put(name, values));
		response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.mediaType());
		response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().length);
		if (!request.getConnectionMetaData().isPersistent()) {
			// Jetty takes what it could not read for HTTP/1.0, which need not be told
			response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
		}
		boolean head = HttpMethod.HEAD.is(request.getMethod());
		response.write(true, head ? null : ByteBuffer.wrap(answer.body()), callback);
	}

}
