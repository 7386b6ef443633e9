package dev.errata.idempotency;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Renews the leases of requests that run. One thread looks at all of them from time to
 * time, so that those that end soon cost nothing.
 */
final class LeaseRenewal implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(LeaseRenewal.class);

	/** A request that has not ended by then never will; its key is given up. */
	static final Duration LONGEST_RUN = Duration.ofHours(1);

	/** The longest time between two looks, for leases of six seconds and more. */
	private static final long LONGEST_TICK = 1000;

	private final IdempotencyStore store;

	private final Set<RunningClaim> running = ConcurrentHashMap.newKeySet();

	private final ScheduledThreadPoolExecutor executor;

	private volatile long tick = Long.MAX_VALUE;

	private @Nullable ScheduledFuture<?> sweeping;

	LeaseRenewal(IdempotencyStore store) {
		this.store = store;
		CustomizableThreadFactory threads = new CustomizableThreadFactory("errata-idempotency-lease-");
		threads.setDaemon(true);
		this.executor = new ScheduledThreadPoolExecutor(1, threads);
	}

	/**
	 * Renew the lease of a claim from now on.
	 */
	void start(RunningClaim claim) {
		long interval = interval(claim);
		claim.renewIn(interval);
		this.running.add(claim);
		long ticks = Math.max(1, Math.min(LONGEST_TICK, interval / 2));
		if (ticks < this.tick) {
			sweepEvery(ticks);
		}
	}

	private synchronized void sweepEvery(long ticks) {
		if (ticks >= this.tick) {
			return;
		}
		this.tick = ticks;
		if (this.sweeping != null) {
			this.sweeping.cancel(false);
		}
		try {
			this.sweeping = this.executor.scheduleWithFixedDelay(this::sweep, ticks, ticks, TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			// the process is ending; the request has its first lease to end in
			logger.debug("The leases of idempotency keys are not renewed any more", ex);
		}
	}

	/**
	 * Renew the lease of a claim no more.
	 */
	void stop(RunningClaim claim) {
		this.running.remove(claim);
	}

	/**
	 * Return for how long the oldest claim has been running.
	 * @return the time, zero if there is none
	 */
	Duration oldest() {
		Duration oldest = Duration.ZERO;
		for (RunningClaim claim : this.running) {
			oldest = (claim.age().compareTo(oldest) > 0) ? claim.age() : oldest;
		}
		return oldest;
	}

	private static long interval(RunningClaim claim) {
		return Math.max(1, claim.policy().lease().toMillis() / 3);
	}

	private void sweep() {
		for (RunningClaim claim : this.running) {
			// while the store is away, all wait for the next time instead of for each
			// other
			if (claim.isDue() && !renew(claim)) {
				return;
			}
		}
	}

	/**
	 * Renew a lease, or give it up if it is lost.
	 * @return {@code false} if the store has failed
	 */
	private boolean renew(RunningClaim claim) {
		claim.renewIn(interval(claim));
		try {
			boolean over = claim.age().compareTo(LONGEST_RUN) > 0;
			if (over || !claim.renew(() -> this.store.renew(claim.ownership(), claim.policy().lease()))) {
				stop(claim);
			}
			return true;
		}
		catch (RuntimeException ex) {
			logger.debug("The lease of an idempotency key could not be renewed; it is tried again", ex);
			return false;
		}
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

}
