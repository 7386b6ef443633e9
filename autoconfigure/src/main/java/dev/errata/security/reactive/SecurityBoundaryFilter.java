package dev.errata.security.reactive;

import java.util.concurrent.CompletionException;

import dev.errata.error.ErrorTranslation;
import dev.errata.security.SecurityRefusals;
import dev.errata.web.ContractExchange;
import dev.errata.web.reactive.ContractResponse;
import dev.errata.web.reactive.FailureAwareFilter;
import dev.errata.web.reactive.Refusals;
import reactor.core.publisher.Mono;

import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.server.WebFilterChainProxy;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Runs right behind Spring Security's filter. From here on refusals are not Spring
 * Security's; exceptions on their way back to it are recorded so that its refusal can be
 * explained.
 */
final class SecurityBoundaryFilter implements FailureAwareFilter {

	private final Refusals ofSecurity;

	private final ErrorTranslation translation;

	SecurityBoundaryFilter(Refusals ofSecurity, ErrorTranslation translation) {
		this.ofSecurity = ofSecurity;
		this.translation = translation;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		ContractResponse response = ContractResponse.of(exchange.getResponse());
		if (response == null) {
			return chain.filter(exchange);
		}
		response.holdBack(Refusals.OF_FILTERS);
		return chain.filter(exchange).onErrorMap((ex) -> thrown(ex, response));
	}

	/**
	 * Return whether a failure is an exception of Spring Security, whose filters do
	 * nothing with others.
	 */
	@Override
	public boolean needs(Throwable failure, ContractExchange exchange) {
		return this.translation.find(failure, SecurityBoundaryFilter::isOfLibrary,
				exchange.contract().composer()) != null;
	}

	private static boolean isOfLibrary(Throwable exception) {
		Class<?> type = exception.getClass();
		while (type != Throwable.class && !SecurityFilterChains.isOfLibrary(type)) {
			type = type.getSuperclass();
		}
		return type != Throwable.class;
	}

	@Override
	public boolean knows(WebFilter other) {
		return other instanceof WebFilterChainProxy proxy && SecurityFilterChains.of(proxy).areOfLibrary();
	}

	@Override
	public String toString() {
		// for a checkpoint of each request, which a short name makes cheaper
		return "SecurityBoundaryFilter";
	}

	/**
	 * Return the exception that Spring Security looks for, without those around it that
	 * it does not look into. It cannot refuse what is sent already, so that its
	 * exceptions are hidden from it then.
	 */
	private Throwable thrown(Throwable exception, ContractResponse response) {
		response.holdBack(this.ofSecurity);
		Throwable found = this.translation.find(exception, SecurityBoundaryFilter::isOfSecurity,
				response.exchange().contract().composer());
		if (found == null) {
			return exception;
		}
		if (response.isCommitted()) {
			return new CompletionException(found);
		}
		response.exchange().setDenial(SecurityRefusals.denial(found));
		return found;
	}

	private static boolean isOfSecurity(Throwable exception) {
		return exception instanceof AccessDeniedException || exception instanceof AuthenticationException
				|| exception instanceof ServerExchangeRejectedException;
	}

}
