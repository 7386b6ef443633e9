package dev.errata.idempotency;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Works for the store in the background: stores responses that could not be stored at
 * once, and purges what has expired.
 */
final class ClaimKeeper implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(ClaimKeeper.class);

	private static final Duration LONGEST_DELAY = Duration.ofSeconds(5);

	private static final Duration PURGE_INTERVAL = Duration.ofMinutes(1);

	/** How much longer than a step of purging the pause after it takes. */
	private static final int PURGE_PAUSE = 3;

	private static final long MAX_PENDING_BYTES = 32L * 1024 * 1024;

	/** What a pending settlement takes beside its answer. */
	private static final int PENDING_OVERHEAD = 1024;

	private final IdempotencyStore store;

	private final LeaseRenewal leases;

	private final ScheduledThreadPoolExecutor executor;

	private final AtomicLong pendingBytes = new AtomicLong();

	private final Set<Pending> pending = ConcurrentHashMap.newKeySet();

	private final StoreFailureLog late = new StoreFailureLog(logger,
			"The response of a request with an idempotency key could not be stored yet; retrying");

	private final StoreFailureLog lost = new StoreFailureLog(logger,
			"The response of a request with an idempotency key could not be stored, and will not be, since too many "
					+ "are pending or the process is ending; the same request may run again once its lease has expired");

	ClaimKeeper(IdempotencyStore store, LeaseRenewal leases) {
		this.store = store;
		this.leases = leases;
		CustomizableThreadFactory threads = new CustomizableThreadFactory("errata-idempotency-");
		threads.setDaemon(true);
		this.executor = new ScheduledThreadPoolExecutor(2, threads);
		this.executor.setRemoveOnCancelPolicy(true);
		// so that the processes of an application do not all purge at once
		long jitter = ThreadLocalRandom.current().nextLong(PURGE_INTERVAL.toMillis());
		this.executor.scheduleWithFixedDelay(this::purge, PURGE_INTERVAL.toMillis() / 2 + jitter,
				PURGE_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * Purge until nothing is left that has expired. The store has most of the time for
	 * requests.
	 */
	void purge() {
		try {
			long begin = System.nanoTime();
			while (this.store.purge() > 0) {
				TimeUnit.NANOSECONDS.sleep(PURGE_PAUSE * (System.nanoTime() - begin));
				begin = System.nanoTime();
			}
		}
		catch (InterruptedException ex) {
			// the process is ending
			Thread.currentThread().interrupt();
		}
		catch (RuntimeException ex) {
			logger.debug("Expired idempotency keys could not be purged; it is tried again", ex);
		}
	}

	/**
	 * Settle a claim as soon as the store is back.
	 * @param size the bytes of the response that is kept in memory until then
	 */
	void settleLater(RunningClaim claim, Supplier<Settlement> step, int size, RuntimeException cause) {
		int bytes = size + PENDING_OVERHEAD;
		if (this.pendingBytes.addAndGet(bytes) > MAX_PENDING_BYTES) {
			this.pendingBytes.addAndGet(-bytes);
			this.leases.stop(claim);
			this.lost.warn(cause);
			return;
		}
		Pending pending = new Pending(claim, step, bytes, System.nanoTime() + LeaseRenewal.LONGEST_RUN.toNanos());
		this.pending.add(pending);
		if (schedule(pending, Duration.ofMillis(100))) {
			this.late.warn(cause);
		}
		else {
			this.lost.warn(cause);
		}
	}

	/**
	 * Try again after a delay.
	 * @return {@code false} if this process is ending, so that nobody will
	 */
	private boolean schedule(Pending pending, Duration delay) {
		try {
			this.executor.schedule(() -> settle(pending, delay), delay.toMillis(), TimeUnit.MILLISECONDS);
			return true;
		}
		catch (RejectedExecutionException ex) {
			this.pendingBytes.addAndGet(-pending.bytes());
			this.leases.stop(pending.claim());
			return false;
		}
	}

	private void settle(Pending pending, Duration delay) {
		try {
			pending.step().get();
		}
		catch (RuntimeException ex) {
			if (System.nanoTime() - pending.end() < 0) {
				Duration next = delay.multipliedBy(2);
				schedule(pending, (next.compareTo(LONGEST_DELAY) < 0) ? next : LONGEST_DELAY);
				return;
			}
			logger.error("The response of a request with an idempotency key could not be stored; giving up", ex);
		}
		this.pending.remove(pending);
		this.leases.stop(pending.claim());
		this.pendingBytes.addAndGet(-pending.bytes());
	}

	/**
	 * Try what is pending for a last time. One that the store does not take is the last
	 * one to be tried, for nobody is to wait for a store that is away.
	 */
	void settlePending() {
		try {
			this.pending.forEach((pending) -> {
				pending.step().get();
				this.pending.remove(pending);
			});
		}
		catch (RuntimeException ex) {
			this.lost.warn(ex);
		}
	}

	/**
	 * Return how many responses wait to be stored.
	 */
	int pending() {
		return this.pending.size();
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
		settlePending();
	}

	private record Pending(RunningClaim claim, Supplier<Settlement> step, int bytes, long end) {
	}

}
