package dev.errata.security.servlet;

import java.io.IOException;

import dev.errata.security.SecurityRefusals;
import dev.errata.web.ContractExchange;
import dev.errata.web.Denial;
import dev.errata.web.RequestFailure;
import dev.errata.web.servlet.ContractResponseWrapper;
import dev.errata.web.servlet.ErrorResponder;
import dev.errata.web.servlet.ExchangeFilter;
import dev.errata.web.servlet.ViewPlace;
import dev.errata.web.servlet.ServletExchanges;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.server.ResponseStatusException;

/**
 * Answers requests that Spring Security refuses. It runs right before Spring Security's
 * filter and lets the handlers of the filter chains act first, so that challenges stay as
 * they are. If these leave the body empty, it writes the envelope. A body or a redirect
 * of a handler is left alone.
 */
final class SecurityErrorFilter extends ExchangeFilter {

	private final ErrorResponder responder;

	SecurityErrorFilter(ServletExchanges exchanges, ErrorResponder responder) {
		super(exchanges);
		this.responder = responder;
	}

	@Override
	protected void doFilter(ContractExchange exchange, HttpServletRequest request, HttpServletResponse response,
			FilterChain chain) throws IOException, ServletException {
		if (request.getDispatcherType() == DispatcherType.INCLUDE) {
			include(exchange, request, response, chain);
			return;
		}
		if (request.getDispatcherType() != DispatcherType.REQUEST) {
			exchange.setDenial(null);
		}
		ContractResponseWrapper wrapper = filter(exchange, request, response, chain);
		if (wrapper.hasDeferredError() && !request.isAsyncStarted()) {
			respond(wrapper, exchange, request, response);
		}
	}

	private static ContractResponseWrapper filter(ContractExchange exchange, HttpServletRequest request,
			HttpServletResponse response, FilterChain chain) throws IOException, ServletException {
		ContractResponseWrapper wrapper = ContractResponseWrapper.of(exchange, request, response);
		wrapper.deferErrors();
		try {
			chain.doFilter(request, wrapper);
		}
		finally {
			wrapper.stopDeferring();
		}
		return wrapper;
	}

	/**
	 * Throw an exception if an included resource is refused. It can neither set a status
	 * nor redirect to a login.
	 */
	private static void include(ContractExchange exchange, HttpServletRequest request, HttpServletResponse response,
			FilterChain chain) throws IOException, ServletException {
		SecurityContext context = SecurityContextHolder.getContext();
		exchange.setDenial(null);
		ContractResponseWrapper wrapper = filter(exchange, request, response, chain);
		Denial denial = exchange.denial();
		exchange.setDenial(null);
		RuntimeException thrown = (denial != null && denial.exception().get() instanceof RuntimeException ex) ? ex
				: null;
		if (wrapper.wasUsedWhileDeferring() || request.isAsyncStarted()
				|| !(wrapper.hasDeferredError() || thrown instanceof AccessDeniedException)) {
			return;
		}
		// the handlers have cleared the context of an anonymous user
		SecurityContextHolder.setContext(context);
		throw (thrown != null) ? thrown : new ResponseStatusException(HttpStatusCode.valueOf(wrapper.deferredStatus()));
	}

	private void respond(ContractResponseWrapper wrapper, ContractExchange exchange, HttpServletRequest request,
			HttpServletResponse response) throws IOException {
		int status = wrapper.deferredStatus();
		if (request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) != null) {
			// the ERROR dispatch itself was refused; the error is answered all the same
			response.sendError(status);
			return;
		}
		this.responder.respond(failure(status, exchange, request, wrapper), ViewPlace.ERROR_DISPATCH, exchange, request,
				response);
	}

	private static RequestFailure failure(int status, ContractExchange exchange, HttpServletRequest request,
			ContractResponseWrapper response) {
		return SecurityRefusals.failure(status, exchange, type(response),
				response.getHeader(HttpHeaders.WWW_AUTHENTICATE), request.getHeader(HttpHeaders.AUTHORIZATION) != null);
	}

	/**
	 * Return the type of the exception behind a refusal by a filter that does not expose
	 * it.
	 */
	private static @Nullable Class<? extends Throwable> type(ContractResponseWrapper response) {
		if (response.isDeferredBy(CsrfFilter.class)) {
			return CsrfException.class;
		}
		return response.isDeferredBy(FilterChainProxy.class) ? RequestRejectedException.class : null;
	}

}
