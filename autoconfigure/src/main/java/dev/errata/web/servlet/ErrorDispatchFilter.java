package dev.errata.web.servlet;

import java.io.IOException;

import dev.errata.catalog.StandardCode;
import dev.errata.error.Failure;
import dev.errata.web.ContractExchange;
import dev.errata.web.RequestFailure;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.util.StringUtils;
import org.springframework.web.context.request.async.WebAsyncUtils;
import org.springframework.web.filter.ForwardedHeaderFilter;

/**
 * Answers an ERROR dispatch that a later filter rejects with {@code sendError}, such as
 * that for forwarded headers. The container would not dispatch a second time, so the
 * response would stay empty.
 */
final class ErrorDispatchFilter extends ExchangeFilter {

	private final ErrorResponder responder;

	ErrorDispatchFilter(ServletExchanges exchanges, ErrorResponder responder) {
		super(exchanges);
		this.responder = responder;
	}

	@Override
	protected void doFilter(ContractExchange exchange, HttpServletRequest request, HttpServletResponse response,
			FilterChain chain) throws IOException, ServletException {
		// otherwise the result of an asynchronous handler is taken for that of the
		// error's, and nothing can be written if the asynchronous request has failed
		request.removeAttribute(WebAsyncUtils.WEB_ASYNC_MANAGER_ATTRIBUTE);
		UnsendableResponse unsendable = new UnsendableResponse(response);
		chain.doFilter(isMultipart(request) ? new PartlessRequest(request) : request, unsendable);
		if (unsendable.isSent()) {
			RequestFailure failure = unsendable.isSentBy(ForwardedHeaderFilter.class)
					? new RequestFailure.Known(Failure.of(StandardCode.MALFORMED_REQUEST))
					: ServletFailures.original(request, response);
			this.responder.respond(failure, ViewPlace.NOWHERE, exchange, request, response);
		}
	}

	private static boolean isMultipart(HttpServletRequest request) {
		// not getContentType(): Jetty throws for an unknown charset
		return StringUtils.startsWithIgnoreCase(request.getHeader(HttpHeaders.CONTENT_TYPE), "multipart/");
	}

	/**
	 * A request that does not look like multipart, so that the dispatcher does not parse
	 * its parts again and fail again.
	 */
	private static final class PartlessRequest extends HttpServletRequestWrapper {

		PartlessRequest(HttpServletRequest request) {
			super(request);
		}

		@Override
		public @Nullable String getContentType() {
			return null;
		}

	}

	/**
	 * A response that records an error that is sent.
	 */
	private static final class UnsendableResponse extends HttpServletResponseWrapper {

		private boolean sent;

		private @Nullable Class<?> sender;

		UnsendableResponse(HttpServletResponse response) {
			super(response);
		}

		boolean isSent() {
			return this.sent;
		}

		/**
		 * Return whether a filter has sent the error itself. The same filter has rejected
		 * the request in the dispatch before.
		 */
		boolean isSentBy(Class<? extends Filter> filter) {
			return this.sender == filter;
		}

		@Override
		public void sendError(int status) {
			this.sent = true;
			this.sender = ContractResponseWrapper.filterAtWork();
		}

		@Override
		public void sendError(int status, String message) {
			sendError(status);
		}

	}

}
