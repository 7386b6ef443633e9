package dev.errata.web.reactive;

import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;

/**
 * Stands between the filters of a request and the dispatcher, whose end it signals to
 * them. The end comes once: as the dispatcher signals it, by cancellation, or by
 * something that was thrown and that nobody signals. A failure may be
 * {@linkplain DirectAnswers answered} here instead.
 */
final class ApplicationBoundary implements CoreSubscriber<Void>, Subscription {

	private static final AtomicIntegerFieldUpdater<ApplicationBoundary> DONE = AtomicIntegerFieldUpdater
		.newUpdater(ApplicationBoundary.class, "done");

	private static final AtomicReferenceFieldUpdater<ApplicationBoundary, Subscription> SUBSCRIPTION = AtomicReferenceFieldUpdater
		.newUpdater(ApplicationBoundary.class, Subscription.class, "subscription");

	private final CoreSubscriber<? super Void> actual;

	private final ServerWebExchange exchange;

	private final ContractResponse response;

	private final @Nullable DirectAnswers answers;

	/**
	 * The cookies of filters, which an error keeps, until those of handlers are removed.
	 */
	private volatile @Nullable List<ResponseCookie> cookies;

	private volatile int done;

	/** The work of the dispatcher, or else the answer to its failure. */
	private volatile @Nullable Subscription subscription;

	/**
	 * Create the boundary of a request.
	 * @param actual the filter before the dispatcher
	 * @param exchange the request as the dispatcher sees it
	 * @param response the response, which filters have again after a failure
	 * @param answers answers failures, or {@code null} to signal all
	 */
	ApplicationBoundary(CoreSubscriber<? super Void> actual, ServerWebExchange exchange, ContractResponse response,
			@Nullable DirectAnswers answers) {
		this.actual = actual;
		this.exchange = exchange;
		this.response = response;
		this.answers = answers;
		this.cookies = response.getCookies().isEmpty() ? List.of()
				: response.getCookies().values().stream().flatMap(List::stream).toList();
	}

	@Override
	public Context currentContext() {
		return this.actual.currentContext();
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		if (Operators.setOnce(SUBSCRIPTION, this, subscription)) {
			this.actual.onSubscribe(this);
		}
	}

	@Override
	public void onNext(Void value) {
	}

	@Override
	public void onError(Throwable exception) {
		if (!endWithFailure()) {
			Operators.onErrorDropped(exception, currentContext());
			return;
		}
		Mono<Void> answer = (this.answers != null) ? this.answers.find(exception, this.exchange, this.response) : null;
		if (answer != null) {
			answer.subscribe(new Answer());
		}
		else {
			signal(exception);
		}
	}

	private void signal(Throwable exception) {
		this.actual.onError(Traceback.addTo(exception));
	}

	@Override
	public void onComplete() {
		if (end()) {
			this.actual.onComplete();
		}
	}

	@Override
	public void request(long n) {
		Subscription subscription = this.subscription;
		if (subscription != null) {
			subscription.request(n);
		}
	}

	@Override
	public void cancel() {
		endEarly();
		Operators.terminate(SUBSCRIPTION, this);
	}

	/**
	 * Fail with a throwable that was not signalled.
	 * @return whether it is signalled now; if not, the dispatcher was done before
	 */
	boolean fail(Throwable throwable) {
		Subscription subscription = this.subscription;
		if (subscription == null || !endWithFailure()) {
			return false;
		}
		subscription.cancel();
		signal(StandIn.of(throwable));
		return true;
	}

	/**
	 * Return whether the dispatcher is at work.
	 */
	boolean isOpen() {
		return this.subscription != null && !isDone();
	}

	/**
	 * Return whether the dispatcher is done, be it because it was cancelled.
	 */
	boolean isDone() {
		return this.done != 0;
	}

	private boolean endWithFailure() {
		boolean ends = endEarly();
		if (ends) {
			removeCookies(this.response);
		}
		return ends;
	}

	private boolean endEarly() {
		boolean ends = end();
		if (ends) {
			this.response.holdBack(Refusals.OF_FILTERS);
		}
		return ends;
	}

	/**
	 * Remove the cookies of a handler, which belong to its success. Those that filters
	 * have set before, or set once it has failed, stay.
	 */
	void removeCookies(ServerHttpResponse response) {
		List<ResponseCookie> ofFilters = this.cookies;
		if (ofFilters == null || response.isCommitted()) {
			return;
		}
		this.cookies = null;
		try {
			response.getCookies().clear();
			ofFilters.forEach(response::addCookie);
		}
		catch (RuntimeException ex) {
			// another thread has committed the response in the meantime
		}
	}

	private boolean end() {
		return DONE.compareAndSet(this, 0, 1);
	}

	/**
	 * The answer to a failure, whose end is that of the dispatcher for the filters.
	 */
	private final class Answer implements CoreSubscriber<Void> {

		@Override
		public Context currentContext() {
			return ApplicationBoundary.this.currentContext();
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			if (Operators.replace(SUBSCRIPTION, ApplicationBoundary.this, subscription)) {
				subscription.request(Long.MAX_VALUE);
			}
		}

		@Override
		public void onNext(Void value) {
		}

		@Override
		public void onError(Throwable exception) {
			signal(exception);
		}

		@Override
		public void onComplete() {
			ApplicationBoundary.this.actual.onComplete();
		}

	}

}
