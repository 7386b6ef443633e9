package dev.errata.web.servlet;

import dev.errata.catalog.StandardCode;
import dev.errata.contract.Contract;
import dev.errata.error.Failure;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.webmvc.autoconfigure.error.BasicErrorController;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * The door for what the container dispatches: what filters throw, what {@code sendError}
 * asks for and what the container finds wrong itself. Where no contract rules, and for a
 * browser where the application has an error view, Spring Boot's own controller answers.
 */
@Controller
@RequestMapping("${spring.web.error.path:${error.path:/error}}")
class ContractErrorController implements ErrorController {

	private final ServletErrors errors;

	private final BasicErrorController basic;

	ContractErrorController(ServletErrors errors, BasicErrorController basic) {
		this.errors = errors;
		this.basic = basic;
	}

	@RequestMapping(produces = MediaType.TEXT_HTML_VALUE)
	@Nullable Object errorHtml(HttpServletRequest request, HttpServletResponse response) {
		Contract contract = this.errors.contractOf(request);
		return (contract != null) ? answer(contract, request, response) : this.basic.errorHtml(request, response);
	}

	@RequestMapping
	@Nullable Object error(HttpServletRequest request, HttpServletResponse response) {
		Contract contract = this.errors.contractOf(request);
		return (contract != null) ? answer(contract, request, response) : this.basic.error(request);
	}

	@ExceptionHandler(HttpMediaTypeNotAcceptableException.class)
	@Nullable Object mediaTypeNotAcceptable(HttpServletRequest request, HttpServletResponse response) {
		Contract contract = this.errors.contractOf(request);
		return (contract != null) ? answer(contract, request, response) : this.basic.mediaTypeNotAcceptable(request);
	}

	private @Nullable Object answer(Contract contract, HttpServletRequest request, HttpServletResponse response) {
		if (response.isCommitted()) {
			// the container includes this into what has left already; nothing is patched
			return null;
		}
		if (request.getDispatcherType() == DispatcherType.REQUEST) {
			this.errors.answer(Failure.of(StandardCode.NOT_FOUND), contract, request, response);
			return null;
		}
		return this.errors.renderOriginal(contract, request, response);
	}

}
