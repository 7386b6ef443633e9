package dev.errata.web.reactive;

import dev.errata.error.Causes;
import dev.errata.web.ClientDisconnect;
import dev.errata.web.ContractExchange;
import dev.errata.web.ErrorAnswer;
import dev.errata.web.FailureResolver;
import dev.errata.web.PlainAnswer;
import dev.errata.web.RequestFailure;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;

/**
 * Responds to failures of reactive requests: resolves the answer and writes it, unless a
 * view of the application renders it. Filters, the exception handling and the outermost
 * handler all use it.
 *
 * @since 0.1.0
 * @hidden
 */
public final class ReactiveErrorResponder {

	private final ReactiveExchanges exchanges;

	private final FailureResolver resolver;

	private final ErrorViews views;

	ReactiveErrorResponder(ReactiveExchanges exchanges, FailureResolver resolver, ErrorViews views) {
		this.exchanges = exchanges;
		this.resolver = resolver;
		this.views = views;
	}

	/**
	 * Respond to a failure. One that is seen again, in another place, gets the same
	 * answer and is reported once.
	 * @param failure what went wrong
	 * @param request the request
	 * @param response its response; aborted if it is committed
	 * @param webExchange the request as filters and handlers see it, or {@code null} if
	 * it did not get that far
	 * @return completes when the answer is written; fails if the response has to be
	 * aborted
	 */
	public Mono<Void> respond(RequestFailure failure, ServerHttpRequest request, ContractResponse response,
			@Nullable ServerWebExchange webExchange) {
		return respond(failure, request, response, webExchange, false);
	}

	private Mono<Void> respond(RequestFailure failure, ServerHttpRequest request, ContractResponse response,
			@Nullable ServerWebExchange webExchange, boolean keepsCookies) {
		ServerWebExchange seen = (webExchange != null) ? webExchange : response.webExchange();
		return response.beforeAnswer()
			.then(Mono.deferContextual((context) -> respond(failure, request, response, seen, keepsCookies, context)));
	}

	private Mono<Void> respond(RequestFailure failure, ServerHttpRequest request, ContractResponse response,
			@Nullable ServerWebExchange webExchange, boolean keepsCookies, ContextView context) {
		ContractExchange exchange = response.exchange();
		if (response.isCommitted() && failure instanceof RequestFailure.Thrown thrown
				&& ClientDisconnect.isCauseOf(thrown.exception())) {
			return Mono.error(thrown.exception());
		}
		PlainAnswer plain = (failure instanceof RequestFailure.Thrown thrown)
				? this.resolver.plainAnswer(thrown.exception(), exchange) : null;
		if (plain != null) {
			return ReactiveResponseWriter.write(plain, response.getDelegate());
		}
		ErrorAnswer answer;
		// the failure is logged with the id of the trace, whatever thread it comes from
		try (Observation.Scope scope = RequestObservation.open(context, response.refusedIn())) {
			answer = FailedRequest.during(request, () -> this.resolver.resolve(failure, exchange,
					() -> this.exchanges.describe(exchange, request, webExchange)));
		}
		if (webExchange != null) {
			RequestObservation.mark(answer.error(), webExchange);
		}
		if (response.isCommitted()) {
			return abort(failure, exchange);
		}
		ServerHttpResponse target = response.getDelegate();
		if (webExchange != null && exchange.contract().isDefault() && ErrorViews.isForBrowser(request)) {
			return this.views.write(answer, webExchange, target,
					Mono.defer(() -> ReactiveResponseWriter.write(answer, request, target, keepsCookies)));
		}
		return ReactiveResponseWriter.write(answer, request, target, keepsCookies);
	}

	private static Mono<Void> abort(RequestFailure failure, ContractExchange exchange) {
		if (!(failure instanceof RequestFailure.Thrown thrown)) {
			return Mono.empty();
		}
		exchange.abort(thrown.exception());
		return Mono.error(thrown.exception());
	}

	/**
	 * Respond to a refusal that is held back, if there is one.
	 * @param request the request
	 * @param response its response
	 * @param webExchange the request as filters and handlers see it, or {@code null} if
	 * it did not get that far
	 * @return completes when the answer is written
	 */
	Mono<Void> respondToRefusal(ServerHttpRequest request, ContractResponse response,
			@Nullable ServerWebExchange webExchange) {
		Refusals refusal = response.refusal();
		HttpStatusCode status = response.getStatusCode();
		if (refusal == null || status == null) {
			return Mono.empty();
		}
		return respond(refusal.failure(status.value(), request, response), request, response, webExchange,
				refusal.keepsCookies());
	}

	/**
	 * Return the failure for an exception.
	 * @param exception the exception as signalled
	 * @return the failure
	 */
	public static RequestFailure thrown(Throwable exception) {
		return new RequestFailure.Thrown(Causes.unwrap(exception));
	}

}
