package dev.errata.web.servlet;

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
 * The door for what handlers throw and what Spring MVC finds wrong with a request. It
 * stands {@linkplain ExceptionResolverPlacement behind any advice of the application}. It
 * writes the response itself, so that nothing is negotiated, unless a browser gets a view
 * of the application.
 */
final class ContractExceptionResolver implements HandlerExceptionResolver {

	private final ServletExchanges exchanges;

	private final ErrorResponder responder;

	private final PropagatedExceptions propagated;

	ContractExceptionResolver(ServletExchanges exchanges, ErrorResponder responder, PropagatedExceptions propagated) {
		this.exchanges = exchanges;
		this.responder = responder;
		this.propagated = propagated;
	}

	@Override
	public @Nullable ModelAndView resolveException(HttpServletRequest request, HttpServletResponse response,
			@Nullable Object handler, Exception exception) {
		ContractExchange exchange = this.exchanges.find(request);
		if (exchange == null || this.propagated.test(exception)) {
			return null;
		}
		if (request.getDispatcherType() == DispatcherType.INCLUDE) {
			// the answer is that of the resource which includes
			throw SneakyThrow.of(exception);
		}
		if (exception instanceof HttpMessageNotWritableException unwritten) {
			Exception thrown = this.propagated.behind(unwritten);
			if (thrown != null) {
				throw SneakyThrow.of(thrown);
			}
		}
		boolean error = request.getDispatcherType() == DispatcherType.ERROR;
		RequestFailure failure = error ? ServletFailures.original(request, response)
				: ServletFailures.thrown(exception);
		ModelAndView view = this.responder.respond(failure, Place.DISPATCHER, exchange, request, response);
		if (!error && exchange.answer() != null) {
			endAsync(request);
		}
		return (view != null) ? view : new ModelAndView();
	}

	/**
	 * End what Spring MVC has made asynchronous before its handler failed, as an emitter
	 * does whose first event cannot be written: nobody would until it is out of time.
	 */
	private static void endAsync(HttpServletRequest request) {
		if (request.isAsyncStarted() && WebAsyncUtils.getAsyncManager(request).isConcurrentHandlingStarted()) {
			request.getAsyncContext().complete();
		}
	}

}
