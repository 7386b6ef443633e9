package dev.errata.web.reactive;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Runs right around the dispatcher. Behind it the response passes through unchanged: an
 * error status without a body is what the author of a handler wants, also if it is not
 * sent before the handler has returned. What Reactor throws at nobody fails here, so that
 * filters and exception handlers see it.
 */
final class ApplicationBoundaryFilter implements WebFilter {

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		ContractResponse response = ContractResponse.of(exchange.getResponse());
		return (response != null) ? new Application(chain.filter(exchange), response) : chain.filter(exchange);
	}

	@Override
	public String toString() {
		// Reactor asks for it with each request
		return ApplicationBoundaryFilter.class.getName();
	}

	private static final class Application extends Mono<Void> {

		private final Mono<Void> source;

		private final ContractResponse response;

		Application(Mono<Void> source, ContractResponse response) {
			this.source = source;
			this.response = response;
		}

		@Override
		public void subscribe(CoreSubscriber<? super Void> actual) {
			this.response.holdBack(ApplicationRefusals.INSTANCE);
			Boundary boundary = new Boundary(actual, this.response);
			GuardedHandling.Handling handling = this.response.handling();
			if (handling != null) {
				handling.enter(boundary);
			}
			this.source.subscribe(boundary);
		}

	}

	/**
	 * The end of what the dispatcher does for a request.
	 */
	static final class Boundary implements CoreSubscriber<Void>, Subscription {

		private static final AtomicIntegerFieldUpdater<Boundary> DONE = AtomicIntegerFieldUpdater
			.newUpdater(Boundary.class, "done");

		private final CoreSubscriber<? super Void> actual;

		private final ContractResponse response;

		private volatile int done;

		private @Nullable Subscription subscription;

		Boundary(CoreSubscriber<? super Void> actual, ContractResponse response) {
			this.actual = actual;
			this.response = response;
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
			if (leave()) {
				this.response.holdBack(Refusals.OF_FILTERS);
				this.actual.onError(exception);
			}
			else {
				Operators.onErrorDropped(exception, currentContext());
			}
		}

		@Override
		public void onComplete() {
			if (leave()) {
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
			if (leave()) {
				this.response.holdBack(Refusals.OF_FILTERS);
			}
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
			if (subscription == null || !leave()) {
				return false;
			}
			subscription.cancel();
			this.response.holdBack(Refusals.OF_FILTERS);
			this.actual.onError(StandIn.of(throwable));
			return true;
		}

		/**
		 * Return whether the dispatcher is done, be it because it was cancelled.
		 */
		boolean isDone() {
			return this.done != 0;
		}

		private boolean leave() {
			return DONE.compareAndSet(this, 0, 1);
		}

	}

}
