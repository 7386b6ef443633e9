package dev.errata.web.reactive;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import dev.errata.web.ClientDisconnect;
import dev.errata.web.ContractExchange;
import dev.errata.web.StreamFormat;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;
import org.springframework.web.server.ServerWebExchange;

/**
 * The handling of a request, from its beginning to the end of its response. Whatever it
 * throws or signals is answered, on whichever thread, so that no request waits for ever.
 */
final class GuardedHandling extends Mono<Void> {

	private final HttpHandler handler;

	private final ServerHttpRequest request;

	private final ContractResponse response;

	private final ReactiveErrorResponder responder;

	private final TaskGuard tasks;

	private final OpenHandlings open;

	GuardedHandling(HttpHandler handler, ServerHttpRequest request, ContractResponse response,
			ReactiveErrorResponder responder, TaskGuard tasks, OpenHandlings open) {
		this.handler = handler;
		this.request = request;
		this.response = response;
		this.responder = responder;
		this.tasks = tasks;
		this.open = open;
	}

	@Override
	public void subscribe(CoreSubscriber<? super Void> actual) {
		Handling handling = new Handling(this, actual);
		this.response.handling(handling);
		this.open.add(handling);
		actual.onSubscribe(handling);
		this.tasks.run(handling, () -> {
			try {
				this.handler.handle(guarded(handling), this.response).subscribe(handling);
			}
			catch (Throwable ex) {
				handling.fail(ex);
			}
		});
	}

	private ServerHttpRequest guarded(Handling handling) {
		return mayHaveBody(this.request) ? new GuardedRequest(this.request, handling, this.tasks) : this.request;
	}

	private static boolean mayHaveBody(ServerHttpRequest request) {
		HttpMethod method = request.getMethod();
		return (method != HttpMethod.GET && method != HttpMethod.HEAD)
				|| request.getHeaders().containsHeader("Content-Length")
				|| request.getHeaders().containsHeader("Transfer-Encoding");
	}

	/**
	 * One handling of a request. It is answered once, by whoever is first.
	 */
	static final class Handling implements CoreSubscriber<Void>, Subscription {

		private static final AtomicIntegerFieldUpdater<Handling> STATE = AtomicIntegerFieldUpdater
			.newUpdater(Handling.class, "state");

		private static final int HANDLING = 0;

		/** Something was thrown, and filters and exception handlers are told. */
		private static final int FAILED = 1;

		private static final int ANSWERING = 2;

		private static final int DONE = 3;

		private final GuardedHandling guarded;

		private final CoreSubscriber<? super Void> actual;

		private final Context context;

		private volatile int state;

		private volatile @Nullable Subscription subscription;

		private volatile ApplicationBoundaryFilter.@Nullable Boundary application;

		/** Whether the client has left before the end. */
		private volatile boolean cancelled;

		private volatile int activeAt;

		Handling(GuardedHandling guarded, CoreSubscriber<? super Void> actual) {
			this.guarded = guarded;
			this.actual = actual;
			this.activeAt = guarded.open.sweeps();
			Context own = ReactiveExchanges.withRequestId(LocalHooks.addTo(Context.empty(), this),
					guarded.response.exchange());
			this.context = new HandlingContext(own, actual.currentContext());
		}

		@Override
		public Context currentContext() {
			return this.context;
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			if (Operators.validate(this.subscription, subscription)) {
				this.subscription = subscription;
				if (this.state <= FAILED) {
					subscription.request(Long.MAX_VALUE);
				}
				else {
					subscription.cancel();
				}
			}
		}

		@Override
		public void onNext(Void value) {
		}

		@Override
		public void onError(Throwable exception) {
			if (end(exception)) {
				return;
			}
			if (this.cancelled) {
				GuardedHandling guarded = this.guarded;
				guarded.responder.report(exception, guarded.request, guarded.response, this.context);
			}
			else {
				Operators.onErrorDropped(exception, this.context);
			}
		}

		@Override
		public void onComplete() {
			if (this.guarded.response.refusal() == null) {
				complete();
			}
			else if (beginAnswer()) {
				answer(null);
			}
		}

		@Override
		public void request(long n) {
			// nothing is emitted
		}

		@Override
		public void cancel() {
			if (STATE.getAndSet(this, DONE) != DONE) {
				this.cancelled = true;
				this.guarded.open.remove(this);
				Subscription subscription = this.subscription;
				if (subscription != null) {
					subscription.cancel();
				}
				this.guarded.response.over();
			}
		}

		/**
		 * Return whether nobody works for the request any more. The application may go on
		 * once the client has left.
		 */
		boolean isDone() {
			ApplicationBoundaryFilter.Boundary application = this.application;
			return this.state == DONE && (application == null || application.isDone());
		}

		@Nullable ServerWebExchange webExchange() {
			return this.guarded.response.webExchange();
		}

		/**
		 * Return whether the request is answered apart from filters and exception
		 * handlers, which may still be at work.
		 */
		boolean isAnswered() {
			return this.state >= ANSWERING;
		}

		boolean hasFailed() {
			return this.state != HANDLING;
		}

		ContractExchange exchange() {
			return this.guarded.response.exchange();
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
			int now = this.guarded.open.sweeps();
			if (this.activeAt != now) {
				this.activeAt = now;
			}
		}

		/**
		 * Return whether there is a response, or a stream that may begin at any time.
		 */
		boolean hasResponse() {
			return this.guarded.response.isStream() || this.guarded.response.isCommitted();
		}

		/**
		 * Answer what has waited for too long.
		 */
		void timeOut() {
			exchange().markTimedOut();
			AsyncRequestTimeoutException exception = new AsyncRequestTimeoutException();
			if (!fail(exception) && !failAgain(exception)) {
				end(exception);
			}
		}

		/**
		 * Return whether a throwable that comes too late tells nothing new: the request
		 * has failed with it, or ended early, by a timeout or because the client left.
		 */
		boolean isTold(Throwable throwable) {
			ContractExchange exchange = this.guarded.response.exchange();
			Throwable thrown = ReactiveErrorResponder.thrown(throwable).exception();
			return exchange.isTimedOut() || exchange.hasFailedWith(thrown) || ClientDisconnect.isCauseOf(thrown);
		}

		/**
		 * Enter the application, which what is thrown from now on is a failure of.
		 */
		void enter(ApplicationBoundaryFilter.Boundary application) {
			this.application = application;
		}

		/**
		 * Fail with something that was thrown, whoever has caught it.
		 * @param throwable what was thrown
		 * @return whether it is answered; if not, the request has failed or ended before
		 */
		boolean fail(Throwable throwable) {
			ApplicationBoundaryFilter.Boundary application = this.application;
			if (!STATE.compareAndSet(this, HANDLING, FAILED)) {
				return this.state == DONE && application != null && application.fail(throwable);
			}
			try {
				return (application != null && application.fail(throwable)) || end(throwable);
			}
			catch (Throwable ex) {
				// filters and exception handlers fail in their turn
				return end(ex);
			}
		}

		/**
		 * Fail with something that was thrown after a failure, perhaps by what was to
		 * answer it.
		 * @return whether it is answered; if not, an answer is being written
		 */
		boolean failAgain(Throwable throwable) {
			return this.state == FAILED && end(throwable);
		}

		/**
		 * Answer what the handling has failed with, or end without an answer if that is
		 * what has failed.
		 * @return whether it had not ended before
		 */
		private boolean end(Throwable throwable) {
			if (beginAnswer()) {
				Subscription handling = this.subscription;
				answer(StandIn.original(Exceptions.unwrap(throwable)));
				if (handling != null) {
					// it may not be able to end by itself
					handling.cancel();
				}
				return true;
			}
			boolean ends = STATE.compareAndSet(this, ANSWERING, DONE);
			if (ends) {
				this.guarded.response.over();
				this.guarded.open.remove(this);
				this.actual.onError(StandIn.of(throwable));
			}
			return ends;
		}

		private boolean beginAnswer() {
			return STATE.compareAndSet(this, HANDLING, ANSWERING) || STATE.compareAndSet(this, FAILED, ANSWERING);
		}

		private void answer(@Nullable Throwable throwable) {
			GuardedHandling guarded = this.guarded;
			try {
				Mono<Void> answer = (throwable != null)
						? guarded.responder.respond(ReactiveErrorResponder.thrown(throwable), guarded.request,
								guarded.response, null)
						: guarded.responder.respondToRefusal(guarded.request, guarded.response, null);
				answer.subscribe(new Answering(this));
			}
			catch (Throwable ex) {
				end(ex);
			}
		}

		private void complete() {
			if (STATE.getAndSet(this, DONE) == DONE) {
				return;
			}
			this.guarded.response.over();
			this.guarded.open.remove(this);
			Exception aborted = this.guarded.response.exchange().takeAbort();
			if (aborted != null) {
				this.guarded.responder.abort(aborted, this.guarded.response)
					.subscribe(null, this.actual::onError, this.actual::onComplete);
			}
			else {
				this.actual.onComplete();
			}
		}

		Mono<DataBuffer> lastEvent(Throwable exception, StreamFormat format) {
			return this.guarded.responder.lastEvent(exception, format, this.guarded.request, this.guarded.response);
		}

	}

	/**
	 * Writes the answer to a failure.
	 */
	private static final class Answering implements CoreSubscriber<Void> {

		private final Handling handling;

		Answering(Handling handling) {
			this.handling = handling;
		}

		@Override
		public Context currentContext() {
			return this.handling.context;
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.handling.subscription = subscription;
			if (this.handling.isDone()) {
				subscription.cancel();
			}
			else {
				subscription.request(Long.MAX_VALUE);
			}
		}

		@Override
		public void onNext(Void value) {
		}

		@Override
		public void onError(Throwable exception) {
			if (!this.handling.end(exception)) {
				Operators.onErrorDropped(exception, this.handling.context);
			}
		}

		@Override
		public void onComplete() {
			this.handling.complete();
		}

	}

}
