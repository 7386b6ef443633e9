package dev.errata.web.servlet;

import java.io.IOException;

import dev.errata.catalog.StandardCode;
import dev.errata.contract.Contract;
import dev.errata.error.ApiError;
import dev.errata.error.Failure;
import dev.errata.web.ErrorAnswer;
import dev.errata.web.PlainAnswer;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.context.request.async.WebAsyncUtils;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.util.WebUtils;

/**
 * What the doors of a servlet application share: it knows which contract rules a request
 * and writes the answer that the request is due, unless a view or a later dispatch does.
 *
 * @since 0.1.0
 */
public final class ServletErrors {

	private static final Logger logger = LoggerFactory.getLogger(ServletErrors.class);

	private final ServletRequests requests;

	private final ServletAnswers answers;

	private final ErrorViews views;

	ServletErrors(ServletRequests requests, ServletAnswers answers, ErrorViews views) {
		this.requests = requests;
		this.answers = answers;
		this.views = views;
	}

	/**
	 * Return the contract that rules a request: that of the path it came in with, in
	 * every later dispatch too.
	 * @param request the request
	 * @return the contract, or {@code null} if none rules its path
	 */
	public @Nullable Contract contractOf(HttpServletRequest request) {
		return this.requests.contractOf(request);
	}

	/**
	 * Return the error that a request ended in.
	 * @param request the request
	 * @return the last error that was answered, or {@code null} if there was none
	 */
	public @Nullable ApiError errorOf(HttpServletRequest request) {
		Told told = Told.of(request);
		return (told != null) ? told.answer().error() : null;
	}

	/**
	 * Return the path that a request came in with or was forwarded to, as patterns are
	 * written.
	 * @param request the request
	 * @return the path below the application's own and that of the dispatcher, or
	 * {@code null} if the request belongs to a server beside this one
	 * @see RequestPaths
	 */
	public @Nullable String pathOf(HttpServletRequest request) {
		return this.requests.pathOf(request);
	}

	/**
	 * Return the id of a request, which it keeps through all its dispatches.
	 */
	String requestIdOf(HttpServletRequest request) {
		return this.requests.idOf(request);
	}

	/**
	 * Answer an exception. One that comes by again, at another door, is the same failure:
	 * it gets the same answer and is told once.
	 * @param exception the exception
	 * @param contract the contract that rules the request
	 * @param request the request
	 * @param response its response; left alone if it was committed
	 */
	public void answer(Throwable exception, Contract contract, HttpServletRequest request,
			HttpServletResponse response) {
		write(answerTo(exception, contract, request, response), request, response);
	}

	/**
	 * Answer a failure that no exception stands behind.
	 * @param failure the failure
	 * @param contract the contract that rules the request
	 * @param request the request
	 * @param response its response; left alone if it was committed
	 */
	public void answer(Failure failure, Contract contract, HttpServletRequest request, HttpServletResponse response) {
		write(this.answers.to(failure, contract, request), request, response);
	}

	/**
	 * Answer what the container says of a request. Its status is the truth, unless it is
	 * the one for an exception that it does not know.
	 * @param exception the exception, or {@code null} if there is none
	 * @param status the status that the container has decided on
	 * @param contract the contract that rules the request
	 * @param request the request
	 * @param response its response; left alone if it was committed
	 */
	public void answer(@Nullable Throwable exception, int status, Contract contract, HttpServletRequest request,
			HttpServletResponse response) {
		write(answerTo(exception, status, contract, request, response), request, response);
	}

	/**
	 * Answer an exception outside of the dispatcher. Where a browser asks and the
	 * application has a view for it, the answer is left to the ERROR dispatch, which
	 * alone can render one.
	 * @param exception the exception
	 * @param contract the contract that rules the request
	 * @param request the request
	 * @param response its response; left alone if it was committed
	 * @return whether the answer is written
	 * @throws IOException if the client is gone
	 */
	public boolean send(Throwable exception, Contract contract, HttpServletRequest request,
			HttpServletResponse response) throws IOException {
		ErrorAnswer answer = isAboutPath(exception, request)
				? answerTo(exception, HttpServletResponse.SC_BAD_REQUEST, contract, request, response)
				: answerTo(exception, contract, request, response);
		return send(answer, null, contract, request, response);
	}

	/**
	 * Return whether Spring has failed to read the path of a request, which it does in
	 * the dispatcher and in filters, and tells in no exception of its own.
	 */
	private static boolean isAboutPath(Throwable exception, HttpServletRequest request) {
		Throwable thrown = ServletAnswers.unwrap(exception);
		return (thrown instanceof IllegalArgumentException || thrown instanceof IllegalStateException)
				&& !RequestPaths.isReadable(request);
	}

	/**
	 * Answer, outside of the dispatcher, a failure that no exception stands behind.
	 * @param failure the failure
	 * @param contract the contract that rules the request
	 * @param request the request
	 * @param response its response; left alone if it was committed
	 * @return whether the answer is written
	 * @throws IOException if the client is gone
	 * @see #send(Throwable, Contract, HttpServletRequest, HttpServletResponse)
	 */
	public boolean send(Failure failure, Contract contract, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		ErrorAnswer answer = this.answers.to(failure, contract, request);
		return send(answer, answer.error().message(), contract, request, response);
	}

	/**
	 * Answer an error that was sent to a response which holds it back.
	 * @param status the status that was sent
	 * @param contract the contract that rules the request
	 * @param request the request
	 * @param response the response that holds it back
	 * @return whether the answer is written; if not, the error is the container's
	 * @throws IOException if the client is gone
	 */
	public boolean answerSent(int status, Contract contract, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		AnsweringResponse answering = WebUtils.getNativeResponse(response, AnsweringResponse.class);
		return answering != null && answering.isOurs(status) && send(status, null, contract, request, response);
	}

	/**
	 * Answer, outside of the dispatcher, an error that is sent.
	 * @param message what was sent along, for views
	 * @return whether the answer is written
	 */
	boolean send(int status, @Nullable String message, Contract contract, HttpServletRequest request,
			HttpServletResponse response) throws IOException {
		return send(answerTo(null, status, contract, request, response), message, contract, request, response);
	}

	private boolean send(@Nullable ErrorAnswer answer, @Nullable String message, Contract contract,
			HttpServletRequest request, HttpServletResponse response) throws IOException {
		if (answer != null && !response.isCommitted() && viewOf(answer, contract, request) != null) {
			this.answers.leave(answer, request);
			if (message != null) {
				response.sendError(answer.error().status(), message);
			}
			else {
				response.sendError(answer.error().status());
			}
			return false;
		}
		write(answer, request, response);
		return true;
	}

	/**
	 * Take notice of an error that is sent and left to the ERROR dispatch.
	 */
	void tell(int status, Contract contract, HttpServletRequest request, HttpServletResponse response) {
		ErrorAnswer answer = answerTo(null, status, contract, request, response);
		if (answer != null) {
			this.answers.leave(answer, request);
		}
	}

	/**
	 * Return whether a failure of this request is told and waits for its ERROR dispatch.
	 */
	boolean isLeft(HttpServletRequest request) {
		Told told = Told.of(request);
		return told != null && told.outcome() == Told.Outcome.LEFT;
	}

	private @Nullable ModelAndView viewOf(ErrorAnswer answer, Contract contract, HttpServletRequest request) {
		return (contract.isDefault() && ErrorViews.isForBrowser(request)) ? this.views.find(answer.error(), request)
				: null;
	}

	/**
	 * Answer an exception inside the dispatcher.
	 * @return the view to render, or {@code null} where the answer is written
	 */
	@Nullable ModelAndView render(Throwable exception, Contract contract, HttpServletRequest request,
			HttpServletResponse response) {
		ErrorAnswer answer = answerTo(exception, contract, request, response);
		if (answer != null) {
			endAsync(request);
		}
		return render(answer, contract, request, response);
	}

	/**
	 * End what Spring MVC has made asynchronous before its handler failed, as an emitter
	 * does whose first event cannot be written: nobody would until it is out of time.
	 */
	private static void endAsync(HttpServletRequest request) {
		if (request.isAsyncStarted() && WebAsyncUtils.getAsyncManager(request).isConcurrentHandlingStarted()) {
			request.getAsyncContext().complete();
		}
	}

	/**
	 * Answer inside the dispatcher what an ERROR dispatch is about, whatever went wrong
	 * since.
	 * @return the view to render, or {@code null} where the answer is written
	 */
	@Nullable ModelAndView renderOriginal(Contract contract, HttpServletRequest request, HttpServletResponse response) {
		return render(answerToOriginal(contract, request, response), contract, request, response);
	}

	/**
	 * Answer what an ERROR dispatch is about, whatever went wrong since.
	 */
	void answerOriginal(Contract contract, HttpServletRequest request, HttpServletResponse response) {
		write(answerToOriginal(contract, request, response), request, response);
	}

	private @Nullable ModelAndView render(@Nullable ErrorAnswer answer, Contract contract, HttpServletRequest request,
			HttpServletResponse response) {
		if (answer != null && !response.isCommitted()) {
			ModelAndView view = viewOf(answer, contract, request);
			if (view != null) {
				ResponseWriter.writeHead(answer, request, response);
				this.views.expose(answer.error(), request);
				this.answers.show(answer, request);
				return view;
			}
		}
		write(answer, request, response);
		return null;
	}

	private static void write(@Nullable ErrorAnswer answer, HttpServletRequest request, HttpServletResponse response) {
		if (answer != null) {
			ResponseWriter.write(answer, request, response);
		}
	}

	private @Nullable ErrorAnswer answerTo(Throwable exception, Contract contract, HttpServletRequest request,
			HttpServletResponse response) {
		Throwable thrown = ServletAnswers.unwrap(exception);
		if (thrown instanceof AsyncRequestNotUsableException) {
			// the client is gone, and so is the response
			return null;
		}
		PlainAnswer plain = this.answers.plain(thrown, contract);
		if (plain != null) {
			ResponseWriter.write(plain, response);
			return null;
		}
		return this.answers.to(thrown, contract, request);
	}

	private @Nullable ErrorAnswer answerTo(@Nullable Throwable exception, int status, Contract contract,
			HttpServletRequest request, HttpServletResponse response) {
		if (exception != null && status == HttpServletResponse.SC_INTERNAL_SERVER_ERROR) {
			return answerTo(exception, contract, request, response);
		}
		if (exception == null && status < HttpServletResponse.SC_BAD_REQUEST) {
			// some send what is no error, such as 304
			return null;
		}
		return this.answers.to(exception, status, contract, request, response);
	}

	private @Nullable ErrorAnswer answerToOriginal(Contract contract, HttpServletRequest request,
			HttpServletResponse response) {
		Object exception = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
		if (request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status) {
			return answerTo((exception instanceof Throwable thrown) ? thrown : null, status, contract, request,
					response);
		}
		return this.answers.to(Failure.of(StandardCode.NOT_FOUND), contract, request);
	}

	/**
	 * Take notice of an exception whose answer has left already, and return the one to
	 * throw: only an exception makes the container cut the connection.
	 */
	Exception abort(Throwable exception, Contract contract, HttpServletRequest request, HttpServletResponse response) {
		return this.answers.abort(exception, contract, request, response);
	}

	/**
	 * Return whether this request has its answer, or waits for it, so that whatever fails
	 * now comes too late.
	 */
	boolean wasAnswered(HttpServletRequest request) {
		Told told = Told.of(request);
		return told != null && told.outcome() != Told.Outcome.ABORTED && told.outcome() != Told.Outcome.SHOWN;
	}

	/**
	 * Return whether an exception is the failure that this request has ended in already.
	 */
	boolean isTold(Throwable exception, HttpServletRequest request) {
		Told told = Told.of(request);
		return told != null && told.isToldBy(ServletAnswers.unwrap(exception));
	}

	/**
	 * Answer, where a view was to show an error and has failed, what it was to show.
	 * @return whether that is what has failed
	 */
	boolean answerInsteadOfView(Throwable exception, HttpServletRequest request, HttpServletResponse response) {
		Told told = Told.of(request);
		if (told == null || told.outcome() != Told.Outcome.SHOWN) {
			return false;
		}
		if (!isTold(exception, request)) {
			logger.error("The view for {} failed; the envelope is sent instead", told.answer().error(), exception);
		}
		write(told.answer(), request, response);
		return true;
	}

}
