package dev.errata.web.reactive;

import java.io.EOFException;
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
	 * @param webExchange the request as filters and handlers see it
	 * @param response its response; aborted if it is committed
	 * @return completes when the answer is written, or when it is clear that the response
	 * has to be {@linkplain ContractExchange#isAbortPending() aborted}
	 */
	public Mono<Void> respond(RequestFailure failure, ServerWebExchange webExchange, ContractResponse response) {
		return respond(failure, new FailedRequest(webExchange.getRequest(), response, webExchange));
	}

	/**
	 * Respond to a failure.
	 * @see #respond(RequestFailure, ServerWebExchange, ContractResponse)
	 */
	Mono<Void> respond(RequestFailure failure, FailedRequest failed) {
		return failed.response()
			.beforeAnswer()
			.then(Mono.deferContextual((context) -> respond(failure, failed, context)));
	}

	/**
	 * Respond to the refusal that the response holds back, if there is one.
	 */
	Mono<Void> respondToRefusal(FailedRequest failed) {
		ContractResponse response = failed.response();
		Refusals refusal = response.refusal();
		HttpStatusCode status = response.getStatusCode();
		if (refusal == null || status == null) {
			return Mono.empty();
		}
		return respond(refusal.failure(status.value(), failed.request(), response), failed);
	}

	private Mono<Void> respond(RequestFailure failure, FailedRequest failed, ContextView context) {
		ContractResponse response = failed.response();
		ContractExchange exchange = response.exchange();
		Throwable thrown = (failure instanceof RequestFailure.Thrown known) ? known.exception() : null;
		if (thrown != null && exchange.isAbortedBy(thrown)) {
			return Mono.empty();
		}
		boolean recycled = thrown instanceof IllegalStateException;
		if (thrown != null && (response.isCommitted() || recycled) && ClientDisconnect.isCauseOf(thrown)) {
			// there is no client left; the observation is told. Spring would log an
			// exception of a response that is used for another request
			return Mono.error(recycled ? new EOFException("The client has left") : thrown);
		}
		response.handling().removeCookies(response.getDelegate());
		PlainAnswer plain = (thrown != null) ? this.resolver.plainAnswer(thrown, exchange) : null;
		if (plain != null) {
			return ReactiveResponseWriter.write(plain, response.getDelegate());
		}
		ErrorAnswer answer = answer(failure, failed, context);
		if (!response.isCommitted()) {
			response.handling().beforeWriting();
			return write(answer, failed).onErrorResume((ex) -> respondAgain(ex, failed, context));
		}
		if (thrown != null) {
			exchange.abort(thrown);
			exchange.deferAbort(new IOException("The response is incomplete"));
		}
		return Mono.empty();
	}

	/**
	 * Respond to the failure of an action before the commit, such as saving a session.
	 * Spring does not call it again.
	 */
	private Mono<Void> respondAgain(Throwable exception, FailedRequest failed, ContextView context) {
		if (failed.response().isCommitted() || ClientDisconnect.isCauseOf(exception)) {
			return Mono.error(exception);
		}
		return write(answer(thrown(exception), failed, context), failed);
	}

	private Mono<Void> write(ErrorAnswer answer, FailedRequest failed) {
		ServerHttpRequest request = failed.request();
		ServerHttpResponse target = failed.response().getDelegate();
		ServerWebExchange webExchange = failed.exchange();
		Mono<Void> envelope = Mono.defer(() -> ReactiveResponseWriter.write(answer, request, target));
		return (webExchange != null && failed.response().exchange().contract().isDefault()
				&& ErrorViews.isForBrowser(request)) ? this.views.write(answer, webExchange, target, envelope)
						: envelope;
	}

	private ErrorAnswer answer(RequestFailure failure, FailedRequest failed, ContextView context) {
		ContractResponse response = failed.response();
		ErrorAnswer answer;
		// the failure is logged with the id of the trace, whatever thread it comes from
		try (Observation.Scope scope = RequestObservation.open(context, response.refusedIn())) {
			answer = failed.translate(
					() -> this.resolver.resolve(failure, response.exchange(), () -> this.exchanges.describe(failed)));
		}
		ServerWebExchange webExchange = failed.exchange();
		if (webExchange != null) {
			RequestObservation.mark(answer.error(), webExchange);
		}
		return answer;
	}

	/**
	 * Report a failure whose answer nobody waits for: the client has left.
	 * @param exception the exception as signalled
	 * @param failed the request
	 * @param context what Reactor carries along
	 */
	void report(Throwable exception, FailedRequest failed, ContextView context) {
		RequestFailure.Thrown failure = thrown(exception);
		if (!ClientDisconnect.isCauseOf(failure.exception())
				&& this.resolver.plainAnswer(failure.exception(), failed.response().exchange()) == null) {
			answer(failure, failed, context);
		}
	}

	/**
	 * Return the last event of a stream that has failed.
	 * @param exception the exception as signalled
	 * @param format the format of the stream
	 * @param failed the request, whose contract has a last event
	 * @return the last event, or the exception if the response has to be aborted
	 */
	Mono<DataBuffer> lastEvent(Throwable exception, StreamFormat format, FailedRequest failed) {
		return failed.response()
			.beforeAnswer()
			.then(Mono.deferContextual((context) -> lastEvent(exception, format, failed, context)));
	}

	private Mono<DataBuffer> lastEvent(Throwable exception, StreamFormat format, FailedRequest failed,
			ContextView context) {
		ContractExchange exchange = failed.response().exchange();
		LastEvent event = exchange.contract().lastEvent();
		RequestFailure.Thrown failure = thrown(exception);
		if (event == null || ClientDisconnect.isCauseOf(failure.exception())) {
			return Mono.error(exception);
		}
		ErrorAnswer answer = answer(failure, failed, context);
		byte[] bytes = format.last(event.event(), ErrorFunnel.lastEvent(answer, event), exchange.stream());
		if (bytes == null) {
			return Mono.error(exception);
		}
		exchange.leaveToLastEvent();
		return Mono.just(failed.response().bufferFactory().wrap(bytes));
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
	 * Return the failure for an exception.
	 * @param exception the exception as signalled
	 * @return the failure
	 */
	public static RequestFailure.Thrown thrown(Throwable exception) {
		return new RequestFailure.Thrown(Causes.unwrap(StandIn.original(Exceptions.unwrap(exception))));
	}

}
