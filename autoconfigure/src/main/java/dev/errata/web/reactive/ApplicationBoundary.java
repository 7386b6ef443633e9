package dev.errata.web.reactive;

import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ServerHttpResponse;

/**
 * Stands between the filters of a request and the dispatcher, whose end it signals to
 * them. The end comes once: as the dispatcher signals it, by cancellation, or by
 * something that was thrown and that nobody signals.
 */
final class ApplicationBoundary implements CoreSubscriber<Void>, Subscription {

	private static final AtomicIntegerFieldUpdater<ApplicationBoundary> DONE = AtomicIntegerFieldUpdater
		.newUpdater(ApplicationBoundary.class, "done");

	private final CoreSubscriber<? super Void> actual;

	private final ContractResponse response;

	/**
	 * The cookies of filters, which an error keeps, until those of handlers are removed.
	 */
	private volatile @Nullable List<ResponseCookie> cookies;

	private volatile int done;

	private @Nullable Subscription subscription;

	/**
	 * Create the boundary of a request.
	 * @param actual the filter before the dispatcher
	 * @param response the response, which filters have again after a failure
	 */
	ApplicationBoundary(CoreSubscriber<? super Void> actual, ContractResponse response) {
		this.actual = actual;
		this.response = response;
		this.cookies = response.getCookies().isEmpty() ? List.of()
				: response.getCookies().values().stream().flatMap(List::stream).toList();
	}

	@Override
	public Context currentContext() {
		return this.actual.currentContext();
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		if (Operators.validate(this.subscription, subscription)) {
			this.subscription = subscription;
			this.actual.onSubscribe(this);
		}
	}

	@Override
	public void onNext(Void value) {
	}

	@Override
	public void onError(Throwable exception) {
		if (endWithFailure()) {
			this.actual.onError(exception);
		}
		else {
			Operators.onErrorDropped(exception, currentContext());
		}
	}

	@Override
	public void onComplete() {
		if (end()) {
			this.actual.onComplete();
		}
	}

	@Override
	public void request(long n) {
		if (this.subscription != null) {
			this.subscription.request(n);
		}
	}

	@Override
	public void cancel() {
		endEarly();
		if (this.subscription != null) {
			this.subscription.cancel();
		}
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
		this.actual.onError(StandIn.of(throwable));
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

}
