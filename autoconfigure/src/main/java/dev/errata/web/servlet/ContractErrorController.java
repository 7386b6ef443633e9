package dev.errata.web.servlet;

import dev.errata.catalog.StandardCode;
import dev.errata.error.Failure;
import dev.errata.web.ContractExchange;
import dev.errata.web.RequestFailure;
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
 * Answers ERROR dispatches: what filters have thrown, what was sent with {@code
 * sendError}, and what the container has found wrong itself. Spring Boot's own controller
 * answers if no contract applies, and a browser may get an error view of the application.
 */
@Controller
@RequestMapping("${spring.web.error.path:${error.path:/error}}")
class ContractErrorController implements ErrorController {

	private final ServletExchanges exchanges;

	private final ErrorResponder responder;

	private final BasicErrorController basic;

	ContractErrorController(ServletExchanges exchanges, ErrorResponder responder, BasicErrorController basic) {
		this.exchanges = exchanges;
		this.responder = responder;
		this.basic = basic;
	}

	/**
	 * Return Spring Boot's own controller.
	 */
	BasicErrorController basic() {
		return this.basic;
	}

	@RequestMapping(produces = MediaType.TEXT_HTML_VALUE)
	@Nullable Object errorHtml(HttpServletRequest request, HttpServletResponse response) {
		ContractExchange exchange = this.exchanges.find(request);
		return (exchange != null) ? respond(exchange, request, response) : this.basic.errorHtml(request, response);
	}

	@RequestMapping
	@Nullable Object error(HttpServletRequest request, HttpServletResponse response) {
		ContractExchange exchange = this.exchanges.find(request);
		return (exchange != null) ? respond(exchange, request, response) : this.basic.error(request);
	}

	@ExceptionHandler(HttpMediaTypeNotAcceptableException.class)
	@Nullable Object mediaTypeNotAcceptable(HttpServletRequest request, HttpServletResponse response) {
		ContractExchange exchange = this.exchanges.find(request);
		return (exchange != null) ? respond(exchange, request, response) : this.basic.mediaTypeNotAcceptable(request);
	}

	private @Nullable Object respond(ContractExchange exchange, HttpServletRequest request,
			HttpServletResponse response) {
		if (response.isCommitted()) {
			// the container includes the error page in a response that is committed
			return null;
		}
		if (request.getDispatcherType() == DispatcherType.REQUEST) {
			return this.responder.respond(new RequestFailure.Known(Failure.of(StandardCode.NOT_FOUND)),
					ViewPlace.NOWHERE, exchange, request, response);
		}
		return this.responder.respond(ServletFailures.original(request, response), ViewPlace.HERE, exchange, request,
				response);
	}

}
