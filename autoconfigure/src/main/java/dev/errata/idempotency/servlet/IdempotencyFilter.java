package dev.errata.idempotency.servlet;

import java.io.IOException;

import dev.errata.idempotency.IdempotencyKey;
import dev.errata.idempotency.IdempotencyProperties;
import dev.errata.idempotency.IdempotencyRules;
import dev.errata.idempotency.RunningClaim;
import dev.errata.idempotency.StoredResponse;
import dev.errata.web.ContractExchange;
import dev.errata.web.servlet.ErrorResponder;
import dev.errata.web.servlet.ServletExchanges;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.context.request.async.WebAsyncUtils;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * Buffers requests that have an idempotency key: the body can be read again, and the
 * response is not sent before it is stored. Whether a request runs is decided by the
 * {@linkplain IdempotencyInterceptor interceptor}, which knows the handler.
 */
final class IdempotencyFilter implements Filter {

	private final ServletExchanges exchanges;

	private final ErrorResponder responder;

	private final ClaimSettlement settlement;

	private final IdempotencyProperties properties;

	IdempotencyFilter(ServletExchanges exchanges, ErrorResponder responder, ClaimSettlement settlement,
			IdempotencyProperties properties) {
		this.exchanges = exchanges;
		this.responder = responder;
		this.settlement = settlement;
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
			exchange.replace(replay);
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
			if (!this.settlement.abandon(exchange)) {
				throw ex;
			}
			return;
		}
		StoredResponse replay = exchange.takeReplay();
		boolean cutShort = exchange.contractExchange().isCutShort();
		if (replay == null && !cutShort && request.isAsyncStarted()) {
			suspend(exchange, request);
			return;
		}
		exchange.request().close();
		if (replay != null) {
			exchange.replace(replay);
		}
		else if (cutShort) {
			// its status says that it is a success
			this.settlement.abandon(exchange);
		}
		else {
			end(exchange, request);
		}
	}

	/**
	 * Go on while other threads have the request. What they write goes through: only a
	 * handler that writes its response in another dispatch can have it buffered.
	 */
	private void suspend(IdempotentExchange exchange, HttpServletRequest request) throws IOException {
		if (!exchange.isAsync()) {
			// also without a claim, since the body is deleted when the request ends
			this.settlement.settleOnCompletion(exchange, request);
		}
		exchange.setAsync();
		exchange.buffer().suspend(() -> this.settlement.settleLost(exchange, request));
	}

	private void end(IdempotentExchange exchange, HttpServletRequest request) throws IOException {
		RunningClaim claim = exchange.openClaim();
		if (claim == null || exchange.isErrorPassed()) {
			return;
		}
		if (CallableWork.isLost(WebAsyncUtils.getAsyncManager(request).getConcurrentResult())
				|| CallableWork.isLost(request.getAttribute(DispatcherServlet.EXCEPTION_ATTRIBUTE))) {
			this.settlement.settleLost(exchange, request);
			return;
		}
		ResponseBuffer buffer = exchange.buffer();
		if (buffer.errorStatus() != 0 && !answerError(exchange, request)) {
			// the container dispatches it to the error page, which passes here again
			exchange.setErrorPassed();
			buffer.passError();
			return;
		}
		this.settlement.settle(exchange, buffer.isWhole());
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

}
