package dev.errata.web.reactive;

import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.handler.ExceptionHandlingWebHandler;

/**
 * Answers failures of the dispatcher without signalling them to the filters and exception
 * handlers, as long as the application has none of its own and the others do not
 * {@linkplain FailureAwareFilter need} the failure. Each filter that a failure passes
 * adds to its {@link Traceback}, which costs more than the response.
 */
final class DirectAnswers {

	private final WebExceptionHandler handler;

	private final List<FailureAwareFilter> filters;

	private DirectAnswers(WebExceptionHandler handler, List<FailureAwareFilter> filters) {
		this.handler = handler;
		this.filters = filters;
	}

	/**
	 * Create the direct answers of an application.
	 * @param handlers the exception handlers of the application, in order
	 * @param filters its filters
	 * @return the direct answers, or {@code null} if all failures have to be signalled
	 */
	static @Nullable DirectAnswers of(List<WebExceptionHandler> handlers, List<WebFilter> filters) {
		if (handlers.isEmpty() || !(handlers.get(0) instanceof ContractExceptionHandler first)) {
			return null;
		}
		List<FailureAwareFilter> aware = filters.stream()
			.filter(FailureAwareFilter.class::isInstance)
			.map(FailureAwareFilter.class::cast)
			.toList();
		boolean areKnown = filters.stream().allMatch((filter) -> isKnown(filter, aware));
		return areKnown ? new DirectAnswers(first, aware) : null;
	}

	private static boolean isKnown(WebFilter filter, List<FailureAwareFilter> aware) {
		String name = filter.getClass().getName();
		return filter instanceof FailureAwareFilter || name.startsWith("org.springframework.web.")
				|| name.startsWith("org.springframework.boot.webflux.")
				|| aware.stream().anyMatch((candidate) -> candidate.knows(filter));
	}

	/**
	 * Return the answer to a failure of the dispatcher.
	 * @param failure the failure as signalled
	 * @param exchange the request as the dispatcher sees it
	 * @param response its response
	 * @return completes when it is written; {@code null} if the failure has to be
	 * signalled
	 */
	@Nullable Mono<Void> find(Throwable failure, ServerWebExchange exchange, ContractResponse response) {
		ServerWebExchange webExchange = response.webExchange();
		// a filter that decorates the response takes part in what is sent
		if (webExchange == null || exchange.getResponse() != response) {
			return null;
		}
		for (FailureAwareFilter filter : this.filters) {
			if (filter.needs(failure, response.exchange())) {
				return null;
			}
		}
		// as Spring does before it asks an exception handler
		webExchange.getAttributes().put(ExceptionHandlingWebHandler.HANDLED_WEB_EXCEPTION, failure);
		return this.handler.handle(webExchange, failure);
	}

}
