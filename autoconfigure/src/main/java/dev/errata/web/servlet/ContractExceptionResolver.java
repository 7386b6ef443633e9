package dev.errata.web.servlet;

import dev.errata.web.ClientDisconnect;
import dev.errata.web.ContractExchange;
import dev.errata.web.RequestFailure;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.converter.HttpMessageNotWritableException;
import org.springframework.web.context.request.async.WebAsyncUtils;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * Answers what handlers throw and what Spring MVC finds wrong with a request,
 * {@linkplain ExceptionResolverPlacement after any advice of the application}. It writes
 * the response itself, without content negotiation, unless a browser gets a view of the
 * application. As with Spring Boot alone, the ERROR dispatch renders it: advice and
 * interceptors of the application add what the layout of all its pages needs.
 */
final class ContractExceptionResolver implements HandlerExceptionResolver {

	private final ServletExchanges exchanges;

	private final ErrorResponder responder;

	private final PropagatedExceptions propagated;

	private final LaterResolvers later;

	ContractExceptionResolver(ServletExchanges exchanges, ErrorResponder responder, PropagatedExceptions propagated,
			LaterResolvers later) {
		this.exchanges = exchanges;
		this.responder = responder;
		this.propagated = propagated;
		this.later = later;
	}

	@Override
	public @Nullable ModelAndView resolveException(HttpServletRequest request, HttpServletResponse response,
			@Nullable Object handler, Exception exception) {
		ContractExchange exchange = this.exchanges.find(request);
		if (exchange == null || (handler != null && this.propagated.test(exception, exchange.contract().composer()))) {
			// without a handler, a filter or an entry point has asked, and throws nothing
			return null;
		}
		if (request.getDispatcherType() == DispatcherType.INCLUDE) {
			// the including resource answers
			throw SneakyThrow.of(exception);
		}
		if (exception instanceof HttpMessageNotWritableException unwritten) {
			Exception thrown = this.propagated.behind(unwritten);
			if (thrown != null) {
				throw SneakyThrow.of(thrown);
			}
		}
		boolean error = request.getDispatcherType() == DispatcherType.ERROR;
		ModelAndView theirs = error ? null : this.later.resolve(exception, handler, exchange, request, response);
		if (theirs != null) {
			return theirs;
		}
		if (!error && response.isCommitted() && !exchange.isAnswered()
				&& !ErrorResponder.isForNobody(exception, exchange) && !ClientDisconnect.isCauseOf(exception)) {
			// a resolver has begun a response and failed in its turn
			return abort(exception, exchange, request, response);
		}
		RequestFailure failure = error ? ServletFailures.original(request, response)
				: ServletFailures.thrown(exception);
		ViewPlace place = error ? ViewPlace.HERE : ViewPlace.ERROR_DISPATCH;
		ModelAndView view = this.responder.respond(failure, place, exchange, request, response);
		if (failure instanceof RequestFailure.Thrown thrown && exchange.hasFailedWith(thrown.exception())) {
			endAsync(request);
		}
		return (view != null) ? view : new ModelAndView();
	}

	private ModelAndView abort(Exception exception, ContractExchange exchange, HttpServletRequest request,
			HttpServletResponse response) {
		Exception aborted = this.responder.abortInDispatcher(exception, exchange, request, response);
		if (aborted != null) {
			throw SneakyThrow.of(aborted);
		}
		return new ModelAndView();
	}

	/**
	 * Complete asynchronous processing that Spring MVC had started before the handler
	 * failed. An emitter whose first event cannot be written would stay open until its
	 * time-out.
	 */
	private static void endAsync(HttpServletRequest request) {
		if (request.isAsyncStarted() && WebAsyncUtils.getAsyncManager(request).isConcurrentHandlingStarted()) {
			request.getAsyncContext().complete();
		}
	}

}
