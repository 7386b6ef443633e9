package dev.errata.web;

import java.util.function.Supplier;

import dev.errata.catalog.StandardCode;
import dev.errata.error.Causes;
import dev.errata.error.ErrorRequest;
import dev.errata.error.Failure;
import org.jspecify.annotations.Nullable;

import org.springframework.web.context.request.async.AsyncRequestTimeoutException;

/**
 * Finds the answer to a failure of a request. The same failure may be seen several times,
 * as an exception and as the status that the container makes of it: it is handled once,
 * and the exchange keeps the answer.
 *
 * @since 0.1.0
 * @hidden
 */
public final class FailureResolver {

	private final ErrorFunnel funnel;

	FailureResolver(ErrorFunnel funnel) {
		this.funnel = funnel;
	}

	/**
	 * Return the answer to an exception that is not a failure.
	 * @param exception the exception, technical wrappers taken off
	 * @param exchange the exchange
	 * @return the answer, or {@code null} if the exception is a failure
	 * @see ErrorFunnel#plainAnswer
	 */
	public @Nullable PlainAnswer plainAnswer(Throwable exception, ContractExchange exchange) {
		return this.funnel.plainAnswer(exception, exchange.contract());
	}

	/**
	 * Return whether an exception is answered with a 5xx. It is translated, and no
	 * listener is called. What is reported from now on, before it is resolved, is caused
	 * by this exception.
	 * @param exception the exception, technical wrappers taken off
	 * @param exchange the exchange
	 * @param request describes the request
	 * @return whether the service has failed, and not the client
	 */
	public boolean isServerError(Throwable exception, ContractExchange exchange, Supplier<ErrorRequest> request) {
		if (plainAnswer(exception, exchange) != null) {
			return false;
		}
		TranslatedException translated = translate(exception, exchange, request.get());
		exchange.translated(translated);
		return ErrorFunnel.isServerError(translated.failure(), exchange.contract());
	}

	private TranslatedException translate(Throwable exception, ContractExchange exchange, ErrorRequest request) {
		Throwable cause = Causes.unwrap(timeout(exception, exchange));
		return new TranslatedException(exception, cause,
				this.funnel.translate(cause, exchange.contract(), request.locale()));
	}

	/**
	 * Return the answer to a failure and keep it in the exchange.
	 * @param failure the failure
	 * @param exchange the exchange
	 * @param request describes the request, which is asked for a new failure only
	 * @return the answer
	 */
	public ErrorAnswer resolve(RequestFailure failure, ContractExchange exchange, Supplier<ErrorRequest> request) {
		HandledFailure last = exchange.last();
		if (failure instanceof RequestFailure.Thrown thrown) {
			Throwable exception = thrown.exception();
			ErrorAnswer answer = (last != null && last.isAbout(exception)) ? last.answer()
					: answer(exception, exchange, request.get());
			exchange.translated(null);
			exchange.handled(new HandledFailure(exception, answer, HandledFailure.State.WRITTEN));
			return answer;
		}
		if (failure instanceof RequestFailure.Reported reported && last != null && isAbout(last, reported)) {
			return last.answer();
		}
		TranslatedException translated = exchange.translated();
		Failure meaning = meaning(failure, exchange);
		Throwable cause = (meaning.exception() == null && translated != null) ? translated.cause()
				: meaning.exception();
		ErrorAnswer answer = this.funnel.answer(meaning, cause, exchange.contract(), request.get());
		exchange.handled(new HandledFailure((translated != null) ? translated.exception() : null, answer,
				HandledFailure.State.WRITTEN));
		return answer;
	}

	private ErrorAnswer answer(Throwable exception, ContractExchange exchange, ErrorRequest request) {
		TranslatedException known = exchange.translated();
		TranslatedException translated = (known != null && known.exception() == exception) ? known
				: translate(exception, exchange, request);
		return this.funnel.answer(translated.failure(), translated.cause(), exchange.contract(), request);
	}

	/**
	 * Treat an interruption as a time-out if the request has timed out. The cancelled
	 * {@code Callable} reports the interruption before Spring reports the time-out.
	 */
	private static Throwable timeout(Throwable thrown, ContractExchange exchange) {
		return (exchange.isTimedOut() && Causes.find(thrown, InterruptedException.class) != null)
				? new AsyncRequestTimeoutException() : thrown;
	}

	private static boolean isAbout(HandledFailure last, RequestFailure.Reported reported) {
		if (last.state() == HandledFailure.State.DEFERRED) {
			return true;
		}
		// the exception of whoever read the request says more about it
		return last.answer().error().status() < 500
				&& (last.state() == HandledFailure.State.ABORTED || last.isCausedBy(reported.exception()));
	}

	private static Failure meaning(RequestFailure failure, ContractExchange exchange) {
		return (failure instanceof RequestFailure.Known known) ? known.failure()
				: meaning((RequestFailure.Reported) failure, exchange);
	}

	private static Failure meaning(RequestFailure.Reported reported, ContractExchange exchange) {
		int status = reported.status();
		Throwable exception = reported.exception();
		if (exception != null && status == 400) {
			return Failure.ofUnreadable(exception);
		}
		if (exchange.isTimedOut() && status == 500) {
			return Failure.of(StandardCode.TIMEOUT);
		}
		Failure failure = Failure.ofStatus(status);
		String retryAfter = reported.retryAfter();
		return (retryAfter != null) ? failure.header("Retry-After", retryAfter) : failure;
	}

}
