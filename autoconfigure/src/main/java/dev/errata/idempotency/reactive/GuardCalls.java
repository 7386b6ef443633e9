package dev.errata.idempotency.reactive;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;

import dev.errata.contract.Contract;
import dev.errata.idempotency.IdempotencyDecision;
import dev.errata.idempotency.IdempotencyGuard;
import dev.errata.idempotency.IdempotencyStoreException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Calls the guard, which waits for its store: in threads of its own, never in one of an
 * event loop. A store in memory is called at once.
 */
final class GuardCalls implements AutoCloseable {

	/** As many as may call a store at once. */
	private static final int MAX_THREADS = 128;

	private static final int MAX_WAITING = 1_000;

	private static final int IDLE_SECONDS = 30;

	private final IdempotencyGuard guard;

	private final Duration timeout;

	private final @Nullable Scheduler waiting;

	/**
	 * Create an instance.
	 * @param timeout the time that a request waits for its turn
	 */
	GuardCalls(IdempotencyGuard guard, Duration timeout) {
		this.guard = guard;
		this.timeout = timeout;
		this.waiting = guard.isWaiting() ? Schedulers.newBoundedElastic(MAX_THREADS, MAX_WAITING,
				"errata-idempotency-waiting", IDLE_SECONDS, true) : null;
	}

	/**
	 * Ask for the decision on a request.
	 * @param ask asks the guard
	 * @param contract the contract that rules the request
	 */
	Mono<IdempotencyDecision> decide(Callable<IdempotencyDecision> ask, Contract contract) {
		if (this.waiting == null) {
			return Mono.fromCallable(ask);
		}
		long end = System.nanoTime() + this.timeout.toNanos();
		return call(() -> (System.nanoTime() - end < 0) ? ask.call() : withoutStore(contract, null)).onErrorResume(
				RejectedExecutionException.class, (ex) -> Mono.fromCallable(() -> withoutStore(contract, ex)));
	}

	private IdempotencyDecision withoutStore(Contract contract, @Nullable Throwable cause) {
		return this.guard.withoutStore(new IdempotencyStoreException("Too many requests wait for the store", cause),
				contract);
	}

	/**
	 * Give a claim back, also if nobody waits for it any more.
	 * @param settle asks the guard
	 * @return empty for {@code null}
	 */
	<T> Mono<T> settle(Callable<@Nullable T> settle) {
		if (this.waiting == null) {
			return Mono.fromCallable(settle);
		}
		// there is no turn to wait for once the application ends
		return call(settle)
			.onErrorResume(RejectedExecutionException.class,
					(ex) -> Mono.<T>fromCallable(settle).subscribeOn(Schedulers.boundedElastic()))
			.cache();
	}

	private <T> Mono<T> call(Callable<@Nullable T> call) {
		Mono<T> result = Mono.fromCallable(call);
		return (this.waiting != null) ? result.subscribeOn(this.waiting).publishOn(Schedulers.parallel()) : result;
	}

	@Override
	public void close() {
		if (this.waiting != null) {
			this.waiting.dispose();
		}
	}

}
