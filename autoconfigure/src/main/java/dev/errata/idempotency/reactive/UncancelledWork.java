package dev.errata.idempotency.reactive;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import dev.errata.web.reactive.ContractResponse;
import dev.errata.web.reactive.ReactiveErrorResponder;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

/**
 * The work on a request that has a key. Once it runs under a claim, it goes on to its end
 * if its client leaves, so that its response is stored. Work that has not ended when its
 * request would have timed out never will, and is stopped.
 */
final class UncancelledWork extends Mono<Void> {

	private static final Logger logger = LoggerFactory.getLogger(UncancelledWork.class);

	private final Mono<Void> source;

	private final IdempotentExchange exchange;

	private final ReactiveErrorResponder responder;

	private final Duration limit;

	/**
	 * Create the work on a request.
	 * @param limit the time it has once its client has left
	 */
	UncancelledWork(Mono<Void> source, IdempotentExchange exchange, ReactiveErrorResponder responder, Duration limit) {
		this.source = source;
		this.exchange = exchange;
		this.responder = responder;
		this.limit = limit;
	}

	@Override
	public void subscribe(CoreSubscriber<? super Void> actual) {
		this.source.subscribe(new Work(actual));
	}

	private final class Work implements CoreSubscriber<Void>, Subscription {

		private final CoreSubscriber<? super Void> actual;

		private @Nullable Subscription subscription;

		private volatile @Nullable Disposable timeout;

		Work(CoreSubscriber<? super Void> actual) {
			this.actual = actual;
		}

		@Override
		public Context currentContext() {
			return this.actual.currentContext();
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			if (Operators.validate(this.subscription, subscription)) {
				this.subscription = subscription;
				UncancelledWork.this.exchange.work(subscription);
				this.actual.onSubscribe(this);
			}
		}

		@Override
		public void onNext(Void value) {
		}

		@Override
		public void request(long n) {
			if (this.subscription != null) {
				this.subscription.request(n);
			}
		}

		@Override
		public void cancel() {
			if (this.subscription == null || this.timeout != null) {
				return;
			}
			IdempotentExchange exchange = UncancelledWork.this.exchange;
			if (exchange.detach()) {
				this.timeout = Schedulers.parallel()
					.schedule(this::giveUp, UncancelledWork.this.limit.toMillis(), TimeUnit.MILLISECONDS);
				return;
			}
			this.subscription.cancel();
			exchange.endWork();
		}

		private void giveUp() {
			IdempotentExchange exchange = UncancelledWork.this.exchange;
			if (exchange.isWorking()) {
				exchange.stopWork();
				exchange.settlement().abandon(exchange);
			}
		}

		private void end() {
			Disposable timeout = this.timeout;
			if (timeout != null) {
				timeout.dispose();
			}
			UncancelledWork.this.exchange.endWork();
		}

		@Override
		public void onError(Throwable exception) {
			IdempotentExchange exchange = UncancelledWork.this.exchange;
			end();
			if (exchange.isDetached()) {
				end(answer(exception));
			}
			else {
				this.actual.onError(exception);
			}
		}

		@Override
		public void onComplete() {
			IdempotentExchange exchange = UncancelledWork.this.exchange;
			exchange.setCompleted();
			end();
			if (exchange.isDetached()) {
				end(exchange.response().setComplete());
			}
			else {
				this.actual.onComplete();
			}
		}

		/**
		 * Return the answer to a failure, for nobody but the store.
		 */
		private Mono<Void> answer(Throwable exception) {
			IdempotentExchange exchange = UncancelledWork.this.exchange;
			if (exchange.openClaim() == null) {
				return Mono.empty();
			}
			ContractResponse response = exchange.contractResponse().on(exchange.response());
			return UncancelledWork.this.responder.respond(ReactiveErrorResponder.thrown(exception), exchange, response);
		}

		private void end(Mono<Void> answer) {
			IdempotentExchange exchange = UncancelledWork.this.exchange;
			answer.contextWrite(currentContext())
				.doFinally((signal) -> exchange.settlement().abandon(exchange))
				.subscribe(null, (ex) -> logger.debug("The response of a request that nobody waits for failed", ex));
		}

	}

}
