package dev.errata.time;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.util.Assert;

/**
 * Calls what may hang in threads of its own, and waits no longer than it may take. The
 * number of calls under way is limited: further ones wait for their turn, and fail at
 * once while all that are under way are overdue.
 *
 * @since 0.1.0
 * @hidden
 */
public final class TimeLimiter implements AutoCloseable {

	private static final int IDLE_SECONDS = 30;

	private static final int HAND_OVER_TRIES = 100;

	private static final int HAND_OVER_MILLIS = 10;

	private final int maxCalls;

	private final boolean interrupting;

	private final ThreadPoolExecutor executor;

	private final Semaphore turns;

	private final AtomicInteger overdue = new AtomicInteger();

	/**
	 * Create a time limiter.
	 * @param name what the names of its threads begin with
	 * @param maxCalls how many calls are under way at the most
	 * @param interrupting whether a call that is overdue is interrupted
	 */
	public TimeLimiter(String name, int maxCalls, boolean interrupting) {
		Assert.hasText(name, "'name' must not be empty");
		this.maxCalls = maxCalls;
		this.interrupting = interrupting;
		this.turns = new Semaphore(maxCalls, true);
		CustomizableThreadFactory threads = new CustomizableThreadFactory(name + "-");
		threads.setDaemon(true);
		this.executor = new ThreadPoolExecutor(0, maxCalls, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(),
				threads, TimeLimiter::handOver);
	}

	/**
	 * Give a task to the thread whose turn is over, and which is idle in a moment.
	 */
	private static void handOver(Runnable task, ThreadPoolExecutor executor) {
		try {
			for (int tries = 0; tries < HAND_OVER_TRIES && !executor.isShutdown(); tries++) {
				if (executor.getQueue().offer(task, HAND_OVER_MILLIS, TimeUnit.MILLISECONDS)) {
					return;
				}
				if (executor.getPoolSize() < executor.getMaximumPoolSize()) {
					// it has been idle for too long at this very moment
					executor.execute(task);
					return;
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		throw new RejectedExecutionException("There is no thread to call in");
	}

	/**
	 * Call, and wait for the result.
	 * @param <T> the type of the result
	 * @param call the call
	 * @param timeout the time to wait for its turn, and for its result
	 * @param late is given a result that nobody waits for any more
	 * @return the result
	 * @throws ExecutionException if the call has failed
	 * @throws TimeoutException if there is no result in time
	 * @throws RejectedExecutionException if the call has no turn in time, or no thread
	 * @throws InterruptedException if the wait was interrupted
	 */
	public <T> T call(Callable<T> call, Duration timeout, Consumer<T> late)
			throws ExecutionException, TimeoutException, InterruptedException {
		long end = System.nanoTime() + timeout.toNanos();
		if (this.overdue.get() >= this.maxCalls || !this.turns.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
			throw new RejectedExecutionException("Too many calls are under way");
		}
		Call<T> task = new Call<>(call, late);
		start(task);
		try {
			return task.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException | InterruptedException ex) {
			if (task.cancel(this.interrupting)) {
				this.overdue.incrementAndGet();
				throw ex;
			}
			// it ended in this very moment
			return task.get();
		}
	}

	private void start(FutureTask<?> task) {
		try {
			this.executor.execute(() -> {
				try {
					task.run();
				}
				finally {
					if (task.isCancelled()) {
						this.overdue.decrementAndGet();
					}
					this.turns.release();
				}
			});
		}
		catch (RejectedExecutionException | OutOfMemoryError ex) {
			this.turns.release();
			throw new RejectedExecutionException("There is no thread to call in", ex);
		}
	}

	/**
	 * Return the number of calls under way that nobody waits for any more.
	 * @return the number
	 */
	public int overdue() {
		return this.overdue.get();
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

	private static final class Call<T> extends FutureTask<T> {

		private final Consumer<T> late;

		Call(Callable<T> call, Consumer<T> late) {
			super(call);
			this.late = late;
		}

		@Override
		protected void set(T result) {
			super.set(result);
			if (isCancelled()) {
				this.late.accept(result);
			}
		}

	}

}
