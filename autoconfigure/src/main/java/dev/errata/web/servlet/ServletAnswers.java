package dev.errata.web.servlet;

import java.io.IOException;

import dev.errata.catalog.StandardCode;
import dev.errata.contract.Contract;
import dev.errata.error.Causes;
import dev.errata.error.Failure;
import dev.errata.web.ErrorAnswer;
import dev.errata.web.ErrorFunnel;
import dev.errata.web.PlainAnswer;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;

/**
 * The answers that requests are due. What went wrong with a request comes by several
 * doors, as an exception or as what the container made of it: the funnel is told once,
 * and the request remembers the answer.
 */
final class ServletAnswers {

	private static final String TIMED_OUT = ServletAnswers.class.getName() + ".TIMED_OUT";

	private final ServletRequests requests;

	private final ErrorFunnel funnel;

	private final @Nullable ObservedErrors observed;

	private final ResponseAborter aborter;

	ServletAnswers(ServletRequests requests, ErrorFunnel funnel, @Nullable ObservedErrors observed,
			ResponseAborter aborter) {
		this.requests = requests;
		this.funnel = funnel;
		this.observed = observed;
		this.aborter = aborter;
	}

	/**
	 * Return the answer to what was thrown.
	 * @param thrown the {@linkplain #unwrap unwrapped} exception
	 */
	ErrorAnswer to(Throwable thrown, Contract contract, HttpServletRequest request) {
		ErrorAnswer answer = told(thrown, contract, request);
		new Told(thrown, answer, Told.Outcome.ANSWERED).keep(request);
		return answer;
	}

	/**
	 * Return the answer to what was thrown and is no failure, or {@code null}.
	 */
	@Nullable PlainAnswer plain(Throwable thrown, Contract contract) {
		return this.funnel.plainAnswer(thrown, contract);
	}

	/**
	 * Return the answer to a failure that no exception stands behind.
	 */
	ErrorAnswer to(Failure failure, Contract contract, HttpServletRequest request) {
		ErrorAnswer answer = observed(this.funnel.answer(failure, contract, this.requests.describe(request)), request);
		new Told(null, answer, Told.Outcome.ANSWERED).keep(request);
		return answer;
	}

	/**
	 * Return the answer to what the container says of a request.
	 * @param exception what it has caught, if anything
	 * @param status its status, which is the truth
	 * @param response may tell when to come again, which is the truth as well
	 */
	ErrorAnswer to(@Nullable Throwable exception, int status, Contract contract, HttpServletRequest request,
			HttpServletResponse response) {
		Told told = Told.of(request);
		if (told != null && told.outcome() == Told.Outcome.LEFT) {
			return told.answer();
		}
		if (told != null && told.answer().error().status() < HttpServletResponse.SC_INTERNAL_SERVER_ERROR
				&& (told.outcome() == Told.Outcome.ABORTED || isCausedBy(told.exception(), exception))) {
			// who tried to read the request knows better what is wrong with it
			return told.answer();
		}
		if (exception != null && status == HttpServletResponse.SC_BAD_REQUEST) {
			return to(Failure.ofUnreadable(exception), contract, request);
		}
		boolean timedOut = isTimedOut(request) && status == HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
		return to(timedOut ? Failure.of(StandardCode.TIMEOUT) : sent(status, response), contract, request);
	}

	private static Failure sent(int status, HttpServletResponse response) {
		Failure failure = Failure.ofStatus(status);
		String retryAfter = response.getHeader(HttpHeaders.RETRY_AFTER);
		return (retryAfter != null) ? failure.header(HttpHeaders.RETRY_AFTER, retryAfter) : failure;
	}

	private static boolean isCausedBy(@Nullable Throwable exception, @Nullable Throwable reported) {
		Throwable cause = (reported != null) ? exception : null;
		for (int depth = 0; cause != null && depth < Causes.MAX_DEPTH; depth++) {
			if (cause == reported) {
				return true;
			}
			cause = Causes.causeOf(cause);
		}
		return false;
	}

	/**
	 * Leave an answer to the ERROR dispatch.
	 */
	void leave(ErrorAnswer answer, HttpServletRequest request) {
		keep(answer, Told.Outcome.LEFT, request);
	}

	/**
	 * Leave an answer to a view of the application.
	 */
	void show(ErrorAnswer answer, HttpServletRequest request) {
		keep(answer, Told.Outcome.SHOWN, request);
	}

	private static void keep(ErrorAnswer answer, Told.Outcome outcome, HttpServletRequest request) {
		Told told = Told.of(request);
		new Told((told != null && told.answer() == answer) ? told.exception() : null, answer, outcome).keep(request);
	}

	/**
	 * Take notice of an exception whose answer has left already, and return the one to
	 * throw: only an exception makes the container cut the connection.
	 */
	Exception abort(Throwable exception, Contract contract, HttpServletRequest request, HttpServletResponse response) {
		Throwable thrown = unwrap(exception);
		if (exception instanceof Exception known && Told.of(request, thrown) != null) {
			return known;
		}
		// Jetty follows causes to their end
		Throwable sound = Causes.areWellFormed(exception) ? exception : new IOException("Malformed");
		Exception aborted = this.aborter.abort(sound, response);
		if (this.observed != null) {
			this.observed.keep((sound == exception) ? thrown : sound, request);
		}
		new Told(unwrap(aborted), told(thrown, contract, request), Told.Outcome.ABORTED).keep(request);
		return aborted;
	}

	private ErrorAnswer told(Throwable thrown, Contract contract, HttpServletRequest request) {
		Told told = Told.of(request);
		return (told != null && told.isToldBy(thrown)) ? told.answer() : observed(
				this.funnel.answer(meant(thrown, request), contract, this.requests.describe(request)), request);
	}

	private ErrorAnswer observed(ErrorAnswer answer, HttpServletRequest request) {
		if (this.observed != null) {
			this.observed.mark(answer.error(), request);
		}
		return answer;
	}

	/**
	 * Return what was thrown, without what the dispatcher and others have wrapped around.
	 */
	static Throwable unwrap(Throwable exception) {
		Throwable thrown = exception;
		for (int depth = 0; depth < Causes.MAX_DEPTH && thrown.getClass() == ServletException.class; depth++) {
			Throwable cause = Causes.causeOf(thrown);
			if (cause == null) {
				break;
			}
			thrown = cause;
		}
		return Causes.unwrap(thrown);
	}

	/**
	 * Remember that a request is out of time.
	 */
	static void setTimedOut(HttpServletRequest request) {
		request.setAttribute(TIMED_OUT, true);
	}

	private static boolean isTimedOut(HttpServletRequest request) {
		return request.getAttribute(TIMED_OUT) != null;
	}

	/**
	 * Return what is meant by an exception: a Callable that is out of time is cancelled,
	 * and its interruption arrives first.
	 */
	private static Throwable meant(Throwable thrown, HttpServletRequest request) {
		boolean outOfTime = isTimedOut(request) && Causes.find(thrown, InterruptedException.class) != null;
		return outOfTime ? new AsyncRequestTimeoutException() : thrown;
	}

}
