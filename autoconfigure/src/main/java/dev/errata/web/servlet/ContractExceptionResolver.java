package dev.errata.web.servlet;

import dev.errata.contract.Contract;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.converter.HttpMessageNotWritableException;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * The door for what handlers throw and what Spring MVC finds wrong with a request. It
 * stands {@linkplain ExceptionResolverPlacement behind any advice of the application}. It
 * writes the response itself, so that nothing is negotiated, unless a browser gets a view
 * of the application.
 */
final class ContractExceptionResolver implements HandlerExceptionResolver {

	private final ServletErrors errors;

	private final PropagatedExceptions propagated;

	ContractExceptionResolver(ServletErrors errors, PropagatedExceptions propagated) {
		this.errors = errors;
		this.propagated = propagated;
	}

	@Override
	public @Nullable ModelAndView resolveException(HttpServletRequest request, HttpServletResponse response,
			@Nullable Object handler, Exception exception) {
		Contract contract = this.errors.contractOf(request);
		if (contract == null || this.propagated.test(exception)) {
			return null;
		}
		if (request.getDispatcherType() == DispatcherType.INCLUDE) {
			// the answer is that of the resource which includes
			throw CommittedResponseExceptionResolver.<RuntimeException>sneaky(exception);
		}
		if (exception instanceof HttpMessageNotWritableException unwritten) {
			Exception thrown = this.propagated.behind(unwritten);
			if (thrown != null) {
				throw CommittedResponseExceptionResolver.<RuntimeException>sneaky(thrown);
			}
		}
		ModelAndView view = (request.getDispatcherType() == DispatcherType.ERROR)
				? this.errors.renderOriginal(contract, request, response)
				: this.errors.render(exception, contract, request, response);
		return (view != null) ? view : new ModelAndView();
	}

}
