package dev.errata.web;

import dev.errata.catalog.StandardCode;
import dev.errata.contract.Contract;
import dev.errata.error.Causes;
import dev.errata.error.ErrorRequest;
import dev.errata.error.Failure;
import org.jspecify.annotations.Nullable;

import org.springframework.web.context.request.async.AsyncRequestTimeoutException;

/**
 * Finds the answer to a failure of a request. The same failure may be seen by several
 * doors, as an exception or as what the container has made of it: the funnel handles it
 * once, and the exchange keeps the answer.
 *
 * @since 0.1.0
 */
public final class FailureResolver {

	private final ErrorFunnel funnel;

	FailureResolver(ErrorFunnel funnel) {
		this.funnel = funnel;
	}

	/**
	 * Return the answer to an exception that is no failure.
	 * @param exception the exception, technical wrappers taken off
	 * @param exchange the exchange
	 * @return the answer, or {@code null} if the exception is a failure
	 * @see ErrorFunnel#plainAnswer
	 */
	public @Nullable PlainAnswer plainAnswer(Throwable exception, ContractExchange exchange) {
		return this.funnel.plainAnswer(exception, exchange.contract());
	}

	/**
	 * Return the answer to a failure, which is that of the exchange from now on.
	 * @param failure the failure
	 * @param exchange the exchange
	 * @param request the request as an error describes it
	 * @return the answer
	 */
	public ErrorAnswer resolve(RequestFailure failure, ContractExchange exchange, ErrorRequest request) {
		if (failure instanceof RequestFailure.Thrown thrown) {
			return resolve(thrown.exception(), exchange, request);
		}
		if (failure instanceof RequestFailure.Known known) {
			return resolve(known.failure(), exchange, request);
		}
		RequestFailure.Reported reported = (RequestFailure.Reported) failure;
		HandledFailure last = exchange.last();
		return (last != null && isAbout(last, reported)) ? last.answer()
				: resolve(failure(reported, exchange), exchange, request);
	}

	private ErrorAnswer resolve(Throwable thrown, ContractExchange exchange, ErrorRequest request) {
		HandledFailure last = exchange.last();
		ErrorAnswer answer = (last != null && last.isAbout(thrown)) ? last.answer()
				: this.funnel.answer(timeout(thrown, exchange), exchange.contract(), request);
		exchange.handled(new HandledFailure(thrown, answer, HandledFailure.State.WRITTEN));
		return answer;
	}

	/**
	 * Treat an interruption as a time-out if the request has timed out: the cancelled
	 * {@code Callable} reports the interruption before Spring reports the time-out.
	 */
	private static Throwable timeout(Throwable thrown, ContractExchange exchange) {
		return (exchange.isTimedOut() && Causes.find(thrown, InterruptedException.class) != null)
				? new AsyncRequestTimeoutException() : thrown;
	}

	private ErrorAnswer resolve(Failure failure, ContractExchange exchange, ErrorRequest request) {
		Contract contract = exchange.contract();
		ErrorAnswer answer = this.funnel.answer(failure, contract, request);
		exchange.handled(new HandledFailure(null, answer, HandledFailure.State.WRITTEN));
		return answer;
	}

	private static boolean isAbout(HandledFailure last, RequestFailure.Reported reported) {
		if (last.state() == HandledFailure.State.DEFERRED) {
			return true;
		}
		// whoever tried to read the request knows better what is wrong with it
		return last.answer().error().status() < 500
				&& (last.state() == HandledFailure.State.ABORTED || last.isCausedBy(reported.exception()));
	}

	private static Failure failure(RequestFailure.Reported reported, ContractExchange exchange) {
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
