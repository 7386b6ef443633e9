package dev.errata.web.servlet;

import dev.errata.contract.Contract;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;

/**
 * The door for what handlers throw and what Spring MVC finds wrong with a request. Any
 * advice of the application comes first. It writes the response itself, so that nothing
 * is negotiated, unless a browser gets a view of the application.
 */
@ControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
final class ExceptionAdvice {

	private final ServletErrors errors;

	private final PassedOn passedOn;

	ExceptionAdvice(ServletErrors errors, PassedOn passedOn) {
		this.errors = errors;
		this.passedOn = passedOn;
	}

	@ExceptionHandler(Throwable.class)
	@Nullable ModelAndView handle(Throwable exception, HttpServletRequest request, HttpServletResponse response)
			throws Throwable {
		Contract contract = this.errors.contractOf(request);
		if (contract == null || this.passedOn.test(exception)) {
			// the same instance, so that the resolver goes on as if this had not been
			// here
			throw exception;
		}
		if (request.getDispatcherType() == DispatcherType.ERROR) {
			return this.errors.renderOriginal(contract, request, response);
		}
		return this.errors.render(exception, contract, request, response);
	}

}
