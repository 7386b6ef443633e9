package dev.errata.web.reactive;

import java.io.IOException;

import dev.errata.error.Causes;
import dev.errata.envelope.LastEvent;
import dev.errata.web.ClientDisconnect;
import dev.errata.web.ContractExchange;
import dev.errata.web.ErrorAnswer;
import dev.errata.web.ErrorFunnel;
import dev.errata.web.FailureResolver;
import dev.errata.web.PlainAnswer;
import dev.errata.web.RequestFailure;
import dev.errata.web.StreamFormat;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import org.springframework.core.io.buffer.DataBuffer;
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

	private final ResponseAborter aborter;

	ReactiveErrorResponder(ReactiveExchanges exchanges, FailureResolver resolver, ErrorViews views,
			ResponseAborter aborter) {
		this.exchanges = exchanges;
		this.resolver = resolver;
		this.views = views;
		this.aborter = aborter;
	}

	/**
	 * Respond to a failure. One that is seen again, in another place, gets the same
	 * answer and is reported once.
	 * @param failure what went wrong
	 * @param request the request
	 * @param response its response; aborted if it is committed
	 * @param webExchange the request as filters and handlers see it, or {@code null} if
	 * it did not get that far
	 * @return completes when the answer is written, or when it is clear that the response
	 * has to be {@linkplain ContractExchange#isAbortPending() aborted}
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
		Throwable thrown = (failure instanceof RequestFailure.Thrown known) ? known.exception() : null;
		if (thrown != null && exchange.isAbortedBy(thrown)) {
			return Mono.empty();
		}
		if (thrown != null && response.isCommitted() && ClientDisconnect.isCauseOf(thrown)) {
			// there is no client left; the observation is told
			return Mono.error(thrown);
		}
		PlainAnswer plain = (thrown != null) ? this.resolver.plainAnswer(thrown, exchange) : null;
		if (plain != null) {
			return ReactiveResponseWriter.write(plain, response.getDelegate());
		}
		ErrorAnswer answer = answer(failure, exchange, request, response, webExchange, context);
		if (!response.isCommitted()) {
			return write(answer, request, response, webExchange, keepsCookies);
		}
		if (thrown != null) {
			exchange.abort(thrown);
			exchange.deferAbort(new IOException("The response is incomplete"));
		}
		return Mono.empty();
	}

	private Mono<Void> write(ErrorAnswer answer, ServerHttpRequest request, ContractResponse response,
			@Nullable ServerWebExchange webExchange, boolean keepsCookies) {
		ServerHttpResponse target = response.getDelegate();
		Mono<Void> envelope = Mono.defer(() -> ReactiveResponseWriter.write(answer, request, target, keepsCookies));
		return (webExchange != null && response.exchange().contract().isDefault() && ErrorViews.isForBrowser(request))
				? this.views.write(answer, webExchange, target, keepsCookies, envelope) : envelope;
	}

	private ErrorAnswer answer(RequestFailure failure, ContractExchange exchange, ServerHttpRequest request,
			ContractResponse response, @Nullable ServerWebExchange webExchange, ContextView context) {
		ErrorAnswer answer;
		// the failure is logged with the id of the trace, whatever thread it comes from
		try (Observation.Scope scope = RequestObservation.open(context, response.refusedIn())) {
			answer = FailedRequest.during(request, webExchange, () -> this.resolver.resolve(failure, exchange,
					() -> this.exchanges.describe(exchange, request, webExchange)));
		}
		if (webExchange != null) {
			RequestObservation.mark(answer.error(), webExchange);
		}
		return answer;
	}

	/**
	 * Report a failure whose answer nobody waits for: the client has left.
	 * @param exception the exception as signalled
	 * @param request the request
	 * @param response its response
	 * @param context what Reactor carries along
	 */
	void report(Throwable exception, ServerHttpRequest request, ContractResponse response, ContextView context) {
		RequestFailure.Thrown failure = thrown(exception);
		ContractExchange exchange = response.exchange();
		if (!ClientDisconnect.isCauseOf(failure.exception())
				&& this.resolver.plainAnswer(failure.exception(), exchange) == null) {
			answer(failure, exchange, request, response, response.webExchange(), context);
		}
	}

	/**
	 * Return the last event of a stream that has failed.
	 * @param exception the exception as signalled
	 * @param format the format of the stream
	 * @param request the request
	 * @param response its response, whose contract has a last event
	 * @return the last event, or the exception if the response has to be aborted
	 */
	Mono<DataBuffer> lastEvent(Throwable exception, StreamFormat format, ServerHttpRequest request,
			ContractResponse response) {
		return response.beforeAnswer()
			.then(Mono.deferContextual((context) -> lastEvent(exception, format, request, response, context)));
	}

	private Mono<DataBuffer> lastEvent(Throwable exception, StreamFormat format, ServerHttpRequest request,
			ContractResponse response, ContextView context) {
		ContractExchange exchange = response.exchange();
		LastEvent event = exchange.contract().lastEvent();
		RequestFailure.Thrown failure = thrown(exception);
		if (event == null || ClientDisconnect.isCauseOf(failure.exception())) {
			return Mono.error(exception);
		}
		ErrorAnswer answer = answer(failure, exchange, request, response, response.webExchange(), context);
		byte[] bytes = format.last(event.event(), ErrorFunnel.lastEvent(answer, event), exchange.stream());
		if (bytes == null) {
			return Mono.error(exception);
		}
		exchange.leaveToLastEvent();
		return Mono.just(response.bufferFactory().wrap(bytes));
	}

	/**
	 * Abort a committed response.
	 * @param cause what is signalled to the server
	 * @param response the response
	 * @return what is signalled
	 */
	Mono<Void> abort(Throwable cause, ContractResponse response) {
		return this.aborter.abort(cause, response.getDelegate());
	}

	/**
	 * Respond to a refusal that is held back, if there is one.
	 * @param request the request
	 * @param response its response
	 * @return completes when the answer is written
	 */
	Mono<Void> respondToRefusal(ServerHttpRequest request, ContractResponse response) {
		Refusals refusal = response.refusal();
		HttpStatusCode status = response.getStatusCode();
		if (refusal == null || status == null) {
			return Mono.empty();
		}
		return respond(refusal.failure(status.value(), request, response), request, response, null,
				refusal.keepsCookies());
	}

	/**
	 * Return the failure for an exception.
	 * @param exception the exception as signalled
	 * @return the failure
	 */
	public static RequestFailure.Thrown thrown(Throwable exception) {
		return new RequestFailure.Thrown(Causes.unwrap(StandIn.original(Exceptions.unwrap(exception))));
	}

}
