package dev.errata.web.servlet;

import dev.errata.contract.Contract;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/**
 * The door for what handlers throw and what Spring MVC finds wrong with a request. Any
 * advice of the application comes first. It takes the response and returns nothing, so
 * that nothing is negotiated.
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
	void handle(Throwable exception, HttpServletRequest request, HttpServletResponse response) throws Throwable {
		Contract contract = this.errors.contractOf(request);
		if (contract == null || this.passedOn.test(exception)) {
			// the same instance, so that the resolver goes on as if this had not been
			// here
			throw exception;
		}
		if (request.getDispatcherType() == DispatcherType.ERROR) {
			this.errors.answerOriginal(contract, request, response);
			return;
		}
		this.errors.answer(exception, contract, request, response);
	}

}
