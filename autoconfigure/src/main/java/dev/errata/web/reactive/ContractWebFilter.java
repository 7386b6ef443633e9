package dev.errata.web.reactive;

import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.server.handler.DefaultWebFilterChain;

/**
 * Lets the {@link ContractResponse} know the request as filters see it, and puts the
 * {@link ApplicationHandler} behind the other filters: another filter would cost each
 * request more. For a {@code WebTestClient} that is bound to the application context it
 * does what the {@link RequestGuard} does for a server.
 */
final class ContractWebFilter implements FailureAwareFilter {

	private final RequestGuard guard;

	private volatile List<WebExceptionHandler> exceptionHandlers = List.of();

	private volatile @Nullable Rest rest;

	ContractWebFilter(RequestGuard guard) {
		this.guard = guard;
	}

	/**
	 * Set the exception handlers around the filters, in order.
	 */
	void exceptionHandlers(List<WebExceptionHandler> exceptionHandlers) {
		this.exceptionHandlers = List.copyOf(exceptionHandlers);
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		ContractResponse known = ContractResponse.of(exchange.getResponse());
		if (known != null) {
			known.webExchange(exchange);
			return rest(chain).filter(exchange);
		}
		return this.guard
			.around((request, response) -> rest(chain)
				.filter(exchange.mutate().request(request).response(response).build()))
			.handle(exchange.getRequest(), exchange.getResponse());
	}

	/**
	 * Return what comes after this filter, with the application at its end.
	 */
	private WebFilterChain rest(WebFilterChain chain) {
		Rest rest = this.rest;
		if (rest == null || rest.original() != chain) {
			rest = new Rest(chain, withApplication(chain));
			this.rest = rest;
		}
		return rest.chain();
	}

	private WebFilterChain withApplication(WebFilterChain chain) {
		if (!(chain instanceof DefaultWebFilterChain known)) {
			return chain;
		}
		List<WebFilter> filters = known.getFilters();
		return new DefaultWebFilterChain(
				new ApplicationHandler(known.getHandler(), DirectAnswers.of(this.exceptionHandlers, filters)),
				filters.subList(filters.indexOf(this) + 1, filters.size()));
	}

	@Override
	public String toString() {
		// for a checkpoint of each request, which a short name makes cheaper
		return "ContractWebFilter";
	}

	private record Rest(WebFilterChain original, WebFilterChain chain) {

	}

}
