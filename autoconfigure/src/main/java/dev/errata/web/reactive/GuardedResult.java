package dev.errata.web.reactive;

import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * The result of a step of the dispatcher. What the step throws is signalled, too, and
 * what cannot be signalled or handled has a {@link StandIn}. A failure whose next stop is
 * a checkpoint gets its {@link Traceback} before.
 *
 * @param <T> the type of the result
 */
final class GuardedResult<T> extends Mono<T> {

	private final Mono<T> source;

	private final boolean beforeCheckpoint;

	GuardedResult(Mono<T> source) {
		this(source, false);
	}

	/**
	 * Create a result.
	 * @param source the step
	 * @param beforeCheckpoint whether a checkpoint follows
	 */
	GuardedResult(Mono<T> source, boolean beforeCheckpoint) {
		this.source = source;
		this.beforeCheckpoint = beforeCheckpoint;
	}

	@Override
	public void subscribe(CoreSubscriber<? super T> actual) {
		Result<T> result = new Result<>(actual, this.beforeCheckpoint);
		try {
			this.source.subscribe(result);
		}
		catch (Throwable ex) {
			if (!result.hasBegun) {
				actual.onSubscribe(Operators.emptySubscription());
			}
			else if (result.isDone) {
				throw ex;
			}
			result.onError(ex);
		}
	}

	private static final class Result<T> implements CoreSubscriber<T> {

		private final CoreSubscriber<? super T> actual;

		private final boolean beforeCheckpoint;

		private boolean hasBegun;

		private boolean isDone;

		Result(CoreSubscriber<? super T> actual, boolean beforeCheckpoint) {
			this.actual = actual;
			this.beforeCheckpoint = beforeCheckpoint;
		}

		@Override
		public Context currentContext() {
			return this.actual.currentContext();
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			if (!Operators.canAppearAfterOnSubscribe(subscription) || !this.hasBegun) {
				this.hasBegun = true;
				this.actual.onSubscribe(subscription);
			}
		}

		@Override
		public void onNext(T value) {
			this.isDone = true;
			this.actual.onNext(value);
		}

		@Override
		public void onError(Throwable exception) {
			if (this.isDone) {
				Operators.onErrorDropped(exception, currentContext());
				return;
			}
			this.isDone = true;
			Throwable signalled = StandIn.of(exception);
			this.actual.onError(this.beforeCheckpoint ? Traceback.addTo(signalled) : signalled);
		}

		@Override
		public void onComplete() {
			this.isDone = true;
			this.actual.onComplete();
		}

	}

}
