package dev.errata.web.reactive;

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import dev.errata.web.ContractExchange;
import dev.errata.web.StreamFormat;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;

/**
 * One request, from its beginning to the end of its response. It stands between the
 * server and the filters, and sees to it that there is one answer: by the filters and
 * handlers, or else by the {@link ReactiveErrorResponder}.
 */
final class RequestHandling implements CoreSubscriber<Void>, Subscription {

	private static final AtomicReferenceFieldUpdater<RequestHandling, Stage> STAGE = AtomicReferenceFieldUpdater
		.newUpdater(RequestHandling.class, Stage.class, "stage");

	private final ContractExchange exchange;

	private final ServerHttpRequest request;

	private final ContractResponse response;

	private final CoreSubscriber<? super Void> actual;

	private final ReactiveErrorResponder responder;

	private final OpenHandlings open;

	private final Context context;

	private volatile Stage stage = Stage.HANDLING;

	/** What filters and handlers do. */
	private volatile @Nullable Subscription work;

	/** The answer that is written apart from them. */
	private volatile @Nullable Disposable answer;

	private volatile @Nullable ApplicationBoundary application;

	/** Whether the client has left before the end. */
	private volatile boolean cancelled;

	private volatile int activeAt;

	/**
	 * Create the handling of a request.
	 * @param exchange the exchange
	 * @param request the request as the server has it
	 * @param response the response as the server has it
	 * @param actual the server, which waits for the end
	 * @param responder writes answers
	 * @param open the requests that are not at their end
	 */
	RequestHandling(ContractExchange exchange, ServerHttpRequest request, ServerHttpResponse response,
			CoreSubscriber<? super Void> actual, ReactiveErrorResponder responder, OpenHandlings open) {
		this.exchange = exchange;
		this.request = request;
		this.response = ContractResponse.decorate(this, response);
		this.actual = actual;
		this.responder = responder;
		this.open = open;
		this.activeAt = open.sweeps();
		this.context = new HandlingEntries(new LocalHooks(this), exchange.requestId(), actual.currentContext());
	}

	ContractExchange exchange() {
		return this.exchange;
	}

	ContractResponse response() {
		return this.response;
	}

	@Override
	public Context currentContext() {
		return this.context;
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		if (Operators.validate(this.work, subscription)) {
			this.work = subscription;
			if (isAnswered()) {
				subscription.cancel();
			}
			else {
				subscription.request(Long.MAX_VALUE);
			}
		}
	}

	@Override
	public void onNext(Void value) {
	}

	@Override
	public void onError(Throwable exception) {
		if (answerFirst(exception)) {
			return;
		}
		if (this.cancelled) {
			this.responder.report(exception, failed(), this.context);
		}
		else {
			Operators.onErrorDropped(exception, this.context);
		}
	}

	@Override
	public void onComplete() {
		if (!advanceTo(Stage.ANSWERING)) {
			return;
		}
		if (this.response.isRefused()) {
			answer(null);
		}
		else {
			complete();
		}
	}

	@Override
	public void request(long n) {
		// nothing is emitted
	}

	@Override
	public void cancel() {
		if (end()) {
			this.cancelled = true;
			Disposable answer = this.answer;
			if (answer != null) {
				answer.dispose();
			}
			else {
				cancelWork();
			}
			this.response.over();
		}
	}

	/**
	 * Enter the application. Filters are told of what is thrown from now on.
	 */
	void enter(ApplicationBoundary application) {
		this.application = application;
	}

	/**
	 * Remove the cookies of a handler from a response that an error is written to.
	 */
	void removeCookies(ServerHttpResponse response) {
		ApplicationBoundary application = this.application;
		if (application != null) {
			application.removeCookies(response);
		}
	}

	/**
	 * Fail with something that was thrown and that nobody signals. It is signalled to the
	 * filters and exception handlers around the application, or else answered apart from
	 * them.
	 * @param throwable what was thrown
	 * @return whether it is answered; if not, the request has failed or ended before
	 */
	boolean fail(Throwable throwable) {
		ApplicationBoundary application = this.application;
		if (application == null || !application.isOpen()) {
			return STAGE.compareAndSet(this, Stage.HANDLING, Stage.ANSWERING) && answerApart(throwable);
		}
		if (!advanceTo(Stage.FAILED)) {
			// the application may go on once the client has left
			return this.stage == Stage.DONE && application.fail(throwable);
		}
		try {
			// if it has just ended, filters are told by its end
			return application.fail(throwable);
		}
		catch (Throwable ex) {
			// filters and exception handlers fail in their turn
			return answerFirst(ex);
		}
	}

	/**
	 * Leave a failure that is signalled to the exception handlers. What is thrown from
	 * now on is answered apart from them only if it was they who failed.
	 * @return whether they may answer; if not, it is answered apart from them
	 */
	boolean leaveToHandlers() {
		advanceTo(Stage.FAILED);
		return !isAnswered();
	}

	/**
	 * Fail with something that was thrown after a failure, perhaps by what was to answer
	 * it.
	 * @return whether it is answered; if not, an answer is being written
	 */
	boolean failAgain(Throwable throwable) {
		return this.stage == Stage.FAILED && answerFirst(throwable);
	}

	/**
	 * Answer what has waited for too long.
	 */
	void timeOut() {
		this.exchange.markTimedOut();
		AsyncRequestTimeoutException exception = new AsyncRequestTimeoutException();
		if (!fail(exception) && !answerFirst(exception)) {
			abort(exception);
		}
	}

	private FailedRequest failed() {
		return new FailedRequest(this.request, this.response, this.response.webExchange());
	}

	/**
	 * Return the last event of a stream that has failed.
	 */
	Mono<DataBuffer> lastEvent(Throwable exception, StreamFormat format) {
		return this.responder.lastEvent(exception, format, failed());
	}

	/**
	 * Answer a failure, unless an answer is written already.
	 * @return whether it is answered
	 */
	private boolean answerFirst(Throwable throwable) {
		return advanceTo(Stage.ANSWERING) && answerApart(throwable);
	}

	private boolean answerApart(Throwable throwable) {
		answer(throwable);
		// it may not be able to end by itself
		cancelWork();
		return true;
	}

	/**
	 * Write an answer.
	 * @param throwable the failure, or {@code null} to answer a refusal
	 */
	private void answer(@Nullable Throwable throwable) {
		try {
			Mono<Void> answer = (throwable != null)
					? this.responder.respond(ReactiveErrorResponder.thrown(throwable), failed())
					: this.responder.respondToRefusal(failed());
			Disposable written = answer.subscribe(null, this::answerFailed, this::complete, this.context);
			this.answer = written;
			if (this.stage == Stage.DONE) {
				written.dispose();
			}
		}
		catch (Throwable ex) {
			abort(ex);
		}
	}

	private void answerFailed(Throwable exception) {
		if (!abort(exception)) {
			Operators.onErrorDropped(exception, this.context);
		}
	}

	private void complete() {
		if (end()) {
			this.response.over();
			Exception aborted = this.exchange.takeAbort();
			if (aborted != null) {
				this.responder.abort(aborted, this.response)
					.subscribe(null, this.actual::onError, this.actual::onComplete);
			}
			else {
				this.actual.onComplete();
			}
		}
	}

	private boolean abort(Throwable throwable) {
		boolean ends = end();
		if (ends) {
			this.response.over();
			this.actual.onError(StandIn.of(throwable));
		}
		return ends;
	}

	private boolean end() {
		boolean ends = advanceTo(Stage.DONE);
		if (ends) {
			this.open.remove(this);
		}
		return ends;
	}

	/**
	 * Prepare for the writing of an answer. If it is apart from filters and handlers,
	 * they are stopped: another thread of theirs that fails may interrupt this one, and
	 * Tomcat would close the connection.
	 */
	void beforeWriting() {
		if (this.stage == Stage.ANSWERING) {
			cancelWork();
		}
	}

	private void cancelWork() {
		Subscription work = this.work;
		if (work != null) {
			work.cancel();
		}
	}

	boolean hasFailed() {
		return this.stage != Stage.HANDLING;
	}

	/**
	 * Return whether the request is answered apart from filters and exception handlers,
	 * which may still be at work.
	 */
	private boolean isAnswered() {
		return this.stage.compareTo(Stage.ANSWERING) >= 0;
	}

	/**
	 * Return whether nobody works for the request any more. The application may go on
	 * once the client has left.
	 */
	boolean isDone() {
		ApplicationBoundary application = this.application;
		return this.stage == Stage.DONE && (application == null || application.isDone());
	}

	/**
	 * Return whether there is a response, or a stream that may begin at any time.
	 */
	boolean hasResponse() {
		return this.response.isStream() || this.response.isCommitted();
	}

	/**
	 * Return the last {@linkplain OpenHandlings#sweeps() time} that something of the
	 * request has come in.
	 */
	int activeAt() {
		return this.activeAt;
	}

	/**
	 * Take notice that something of the request has come in.
	 */
	void active() {
		int now = this.open.sweeps();
		if (this.activeAt != now) {
			this.activeAt = now;
		}
	}

	/**
	 * Go on to a later stage.
	 * @return whether it had not been reached before
	 */
	private boolean advanceTo(Stage next) {
		return STAGE.getAndAccumulate(this, next, Stage::later).compareTo(next) < 0;
	}

	/**
	 * How far a request has come. It never goes back; whoever brings it to a stage does
	 * what the stage is for.
	 */
	private enum Stage {

		/** Filters and handlers are at work. */
		HANDLING,

		/** Something was thrown, and filters and exception handlers are told. */
		FAILED,

		/** They are done, or what they leave unanswered is answered apart from them. */
		ANSWERING,

		/** The server is told of the end, or the client has left. */
		DONE;

		static Stage later(Stage one, Stage other) {
			return (one.compareTo(other) < 0) ? other : one;
		}

	}

}
