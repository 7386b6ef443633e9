package dev.errata.idempotency.servlet;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import dev.errata.error.ErrorCodeException;
import dev.errata.idempotency.IdempotencyGuard;
import dev.errata.idempotency.IdempotencyKey;
import dev.errata.idempotency.IdempotencyProperties;
import dev.errata.idempotency.IdempotencyRules;
import dev.errata.idempotency.KeyDisposition;
import dev.errata.idempotency.RunningClaim;
import dev.errata.idempotency.StoredHeaders;
import dev.errata.idempotency.StoredResponse;
import dev.errata.web.ContractExchange;
import dev.errata.web.servlet.ErrorResponder;
import dev.errata.web.servlet.ServletExchanges;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.web.context.request.async.WebAsyncUtils;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * Buffers requests that have an idempotency key: the body can be read again, and the
 * response is not sent before it is stored. Whether a request runs is decided by the
 * {@linkplain IdempotencyInterceptor interceptor}, which knows the handler.
 */
final class IdempotencyFilter implements Filter {

	private static final Logger logger = LoggerFactory.getLogger(IdempotencyFilter.class);

	private final ServletExchanges exchanges;

	private final ErrorResponder responder;

	private final IdempotencyGuard guard;

	private final IdempotencyProperties properties;

	IdempotencyFilter(ServletExchanges exchanges, ErrorResponder responder, IdempotencyGuard guard,
			IdempotencyProperties properties) {
		this.exchanges = exchanges;
		this.responder = responder;
		this.guard = guard;
		this.properties = properties;
	}

	@Override
	public void doFilter(ServletRequest servletRequest, ServletResponse servletResponse, FilterChain chain)
			throws IOException, ServletException {
		HttpServletRequest request = (HttpServletRequest) servletRequest;
		HttpServletResponse response = (HttpServletResponse) servletResponse;
		IdempotentExchange exchange = IdempotentExchange.of(request);
		if (exchange != null) {
			doFilter(exchange, request, response, chain);
			return;
		}
		ContractExchange contractExchange = (request.getDispatcherType() == DispatcherType.REQUEST && isKeyed(request))
				? this.exchanges.find(request) : null;
		if (contractExchange != null) {
			begin(contractExchange, request, response, chain);
		}
		else {
			chain.doFilter(request, response);
		}
	}

	private void doFilter(IdempotentExchange exchange, HttpServletRequest request, HttpServletResponse response,
			FilterChain chain) throws IOException, ServletException {
		DispatcherType type = request.getDispatcherType();
		if (type == DispatcherType.FORWARD) {
			forward(exchange, request, response, chain);
		}
		else if (exchange.openClaim() == null) {
			chain.doFilter(request, response);
		}
		else if (type == DispatcherType.ERROR) {
			run(exchange, request, exchange.continueOn(response, maxResponseSize()), chain);
		}
		else {
			// an ASYNC dispatch arrives with the request and response it began with
			exchange.buffer().resume();
			run(exchange, request, response, chain);
		}
	}

	private static boolean isKeyed(HttpServletRequest request) {
		return request.getHeader(IdempotencyKey.HEADER) != null && IdempotencyRules.isCovered(request.getMethod());
	}

	private int maxResponseSize() {
		return (int) this.properties.maxResponseSize().toBytes();
	}

	private void begin(ContractExchange contractExchange, HttpServletRequest request, HttpServletResponse response,
			FilterChain chain) throws IOException, ServletException {
		BufferingResponseWrapper captured = new BufferingResponseWrapper(response, maxResponseSize());
		CachedBodyRequestWrapper replayable = new CachedBodyRequestWrapper(request, captured,
				this.properties.maxMemory(), this.properties.maxBodySize());
		IdempotentExchange exchange = new IdempotentExchange(contractExchange, replayable, captured);
		request.setAttribute(IdempotentExchange.ATTRIBUTE, exchange);
		run(exchange, replayable, captured, chain);
	}

	/**
	 * Settle a request right behind the forward that has answered it: the container
	 * closes the response then.
	 */
	private void forward(IdempotentExchange exchange, HttpServletRequest request, HttpServletResponse response,
			FilterChain chain) throws IOException, ServletException {
		chain.doFilter(request, response);
		StoredResponse replay = exchange.takeReplay();
		if (replay != null) {
			replace(exchange, replay);
		}
		else if (!request.isAsyncStarted() && exchange.buffer().hasCompleteResponse()) {
			end(exchange, request);
		}
	}

	private void run(IdempotentExchange exchange, HttpServletRequest request, HttpServletResponse response,
			FilterChain chain) throws IOException, ServletException {
		try {
			chain.doFilter(request, response);
		}
		catch (Throwable ex) {
			exchange.request().close();
			if (!abandon(exchange)) {
				throw ex;
			}
			return;
		}
		StoredResponse replay = exchange.takeReplay();
		if (replay != null) {
			exchange.request().close();
			replace(exchange, replay);
			return;
		}
		if (exchange.contractExchange().isCutShort()) {
			// its status says that it is a success
			exchange.request().close();
			abandon(exchange);
			return;
		}
		if (request.isAsyncStarted()) {
			suspend(exchange, request);
			return;
		}
		exchange.request().close();
		end(exchange, request);
	}

	/**
	 * Give back the claim of a request that has failed without a response.
	 * @return whether the client has got the response of another request instead
	 */
	private boolean abandon(IdempotentExchange exchange) throws IOException {
		RunningClaim claim = exchange.takeClaim();
		if (claim == null) {
			return false;
		}
		StoredResponse other = this.guard.abandon(claim);
		if (other == null || exchange.response().isCommitted()) {
			return false;
		}
		replace(exchange, other);
		return true;
	}

	/**
	 * Go on while other threads have the request. What they write goes through: only a
	 * handler that writes its response in another dispatch can have it buffered.
	 */
	private void suspend(IdempotentExchange exchange, HttpServletRequest request) throws IOException {
		if (!exchange.isAsync()) {
			// also without a claim, since the body is deleted when the request ends
			request.getAsyncContext().addListener(new Completion(exchange));
		}
		exchange.setAsync();
		exchange.buffer().suspend();
	}

	private void end(IdempotentExchange exchange, HttpServletRequest request) throws IOException {
		RunningClaim claim = exchange.openClaim();
		if (claim == null || exchange.isErrorPassed()) {
			return;
		}
		if (CallableWork.isLost(WebAsyncUtils.getAsyncManager(request).getConcurrentResult())
				|| CallableWork.isLost(request.getAttribute(DispatcherServlet.EXCEPTION_ATTRIBUTE))) {
			settleLost(exchange, request);
			return;
		}
		ResponseBuffer buffer = exchange.buffer();
		if (buffer.errorStatus() != 0 && !answerError(exchange, request)) {
			// the container dispatches it to the error page, which passes here again
			exchange.setErrorPassed();
			buffer.passError();
			return;
		}
		settle(exchange, buffer.isComplete());
	}

	private boolean answerError(IdempotentExchange exchange, HttpServletRequest request) throws IOException {
		BufferingResponseWrapper response = exchange.response();
		int status = response.buffer().takeError();
		if (this.responder.respondToSent(status, exchange.contractExchange(), request, response)) {
			return true;
		}
		response.sendError(status);
		return false;
	}

	private void settle(IdempotentExchange exchange, boolean whole) throws IOException {
		RunningClaim claim = exchange.takeClaim();
		if (claim == null) {
			return;
		}
		StoredResponse other = settle(exchange, claim, whole);
		if (other != null && whole) {
			replace(exchange, other);
		}
		else {
			exchange.buffer().send();
		}
	}

	private @Nullable StoredResponse settle(IdempotentExchange exchange, RunningClaim claim, boolean whole) {
		StoredResponse own;
		try {
			own = stored(exchange, whole);
		}
		catch (RuntimeException ex) {
			// a response that cannot be sent either, such as a redirect to nowhere
			this.guard.abandon(claim);
			throw ex;
		}
		return this.guard.settle(claim, own, exchange.contractExchange().error());
	}

	/**
	 * Settle the claim of a request whose client has left, as containers tell with
	 * HTTP/2. Spring MVC closes its response then, so that nobody can write it. Work that
	 * fails is reopened, if need be once it has. Other work is done, or may go on.
	 */
	private void settleLost(IdempotentExchange exchange, HttpServletRequest request) {
		RunningClaim claim = exchange.takeClaim();
		if (claim == null) {
			return;
		}
		StoredResponse unreplayable = new StoredResponse(exchange.response().getStatus(), Map.of(), null);
		boolean hasFailed = exchange.contractExchange().error() != null
				|| CallableWork.isFailure(WebAsyncUtils.getAsyncManager(request).getConcurrentResult());
		exchange.work()
			.abandon((failed) -> settleLost(claim, (failed || hasFailed) ? KeyDisposition.REOPEN : KeyDisposition.KEEP,
					unreplayable));
	}

	private void settleLost(RunningClaim claim, KeyDisposition disposition, StoredResponse unreplayable) {
		try {
			this.guard.settle(claim, disposition, unreplayable);
		}
		catch (ErrorCodeException ex) {
			logger.debug("Nobody is there to be told", ex);
		}
	}

	private static StoredResponse stored(IdempotentExchange exchange, boolean whole) {
		BufferingResponseWrapper response = exchange.response();
		Map<String, List<String>> headers = StoredHeaders.changed(response.getHeaderNames(), response::getHeaders,
				exchange.headersBefore(), exchange.contractExchange().contract().requestId().header(),
				response.getContentType());
		return StoredResponses.of(response, headers, whole ? response.buffer().body() : null);
	}

	private static void replace(IdempotentExchange exchange, StoredResponse other) throws IOException {
		StoredResponses.replace(other, exchange.headersBefore(), exchange.response());
	}

	/**
	 * Settles the claim of a request that another thread has completed outside of any
	 * dispatch.
	 */
	private final class Completion implements AsyncListener {

		private final IdempotentExchange exchange;

		Completion(IdempotentExchange exchange) {
			this.exchange = exchange;
		}

		@Override
		public void onComplete(AsyncEvent event) throws IOException {
			this.exchange.request().close();
			if (this.exchange.contractExchange().isCutShort()) {
				abandon(this.exchange);
			}
			else {
				// what that thread has written may have bypassed the buffer
				settle(this.exchange, false);
			}
		}

		@Override
		public void onTimeout(AsyncEvent event) {
		}

		@Override
		public void onError(AsyncEvent event) {
			if (event.getThrowable() instanceof IOException) {
				// whether or not anybody has dispatched it for that
				settleLost(this.exchange, this.exchange.request());
			}
		}

		@Override
		public void onStartAsync(AsyncEvent event) {
			// listeners are gone once it begins anew
			event.getAsyncContext().addListener(this);
		}

	}

}
