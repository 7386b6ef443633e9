package dev.errata.idempotency;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import dev.errata.contract.Contract;
import org.jspecify.annotations.Nullable;

/**
 * The claim of a request that runs under a key. A handler may have it as an argument, to
 * send its key to services that it calls: {@code null} if the request has none.
 *
 * @since 0.1.0
 * @hidden
 */
public final class RunningClaim {

	/** The name of the request attribute that holds the claim. */
	public static final String ATTRIBUTE = RunningClaim.class.getName();

	private final String key;

	private final Claim claim;

	private final Ownership ownership;

	private final int attempt;

	private final Contract contract;

	private final IdempotencyPolicy policy;

	private volatile boolean effectCommitted;

	private volatile boolean uncalled;

	private volatile boolean lost;

	private volatile boolean taken;

	private final long begin = System.nanoTime();

	private volatile long renewAt;

	private final ReentrantLock renewal = new ReentrantLock();

	/** How many there are for whom the record must stay as it is. */
	private int suspensions;

	RunningClaim(String key, Claim claim, long fence, int attempt, Contract contract, IdempotencyPolicy policy) {
		this.key = key;
		this.claim = claim;
		this.ownership = claim.ownership(fence);
		this.attempt = attempt;
		this.contract = contract;
		this.policy = policy;
	}

	/**
	 * Return the key that the client has sent.
	 * @return the key, without quotes
	 */
	public String key() {
		return this.key;
	}

	/**
	 * Return the claim as the store knows it. Its fence differs from those of other runs
	 * of the same record.
	 * @return the ownership
	 */
	public Ownership ownership() {
		return this.ownership;
	}

	/**
	 * Return the number of this attempt. Those before it were not heard of again, and may
	 * have had effects.
	 * @return 1 for the first
	 */
	public int attempt() {
		return this.attempt;
	}

	/**
	 * Return what holds for the request.
	 */
	IdempotencyPolicy policy() {
		return this.policy;
	}

	/**
	 * Remember that the work, or a part of it, was committed together with the mark on
	 * the record, so that it must never run again.
	 */
	public void effectCommitted() {
		this.effectCommitted = true;
	}

	/**
	 * Return whether work was committed.
	 * @return whether this request has had an effect for sure
	 */
	public boolean isEffectCommitted() {
		return this.effectCommitted;
	}

	/**
	 * Remember that the handler was never called.
	 */
	public void markUncalled() {
		this.uncalled = true;
	}

	boolean isUncalled() {
		return this.uncalled;
	}

	/**
	 * Remember that the work was rolled back, since another request has the claim.
	 */
	public void markLost() {
		this.lost = true;
	}

	boolean isLost() {
		return this.lost;
	}

	/**
	 * Take the claim to settle it, which happens once.
	 * @return whether nobody has taken it before
	 */
	public synchronized boolean take() {
		boolean first = !this.taken;
		this.taken = true;
		return first;
	}

	/**
	 * Return whether somebody has taken the claim to settle it.
	 * @return whether it is settled, or about to be
	 */
	public boolean isTaken() {
		return this.taken;
	}

	/**
	 * Leave the record as it is until {@link #resumeRenewal()}, for a transaction that
	 * would fail on it otherwise. A renewal that is under way is waited for.
	 */
	public void suspendRenewal() {
		this.renewal.lock();
		try {
			this.suspensions++;
		}
		finally {
			this.renewal.unlock();
		}
	}

	/**
	 * Renew the lease again, unless others have it suspended as well.
	 */
	public void resumeRenewal() {
		this.renewal.lock();
		try {
			this.suspensions--;
		}
		finally {
			this.renewal.unlock();
		}
	}

	/**
	 * Renew the lease, unless that is suspended.
	 * @param step renews it, and returns {@code false} if the claim is lost
	 * @return {@code false} if the claim is lost
	 */
	boolean renew(BooleanSupplier step) {
		this.renewal.lock();
		try {
			return this.suspensions > 0 || step.getAsBoolean();
		}
		finally {
			this.renewal.unlock();
		}
	}

	/**
	 * Return what the request has asked the store for.
	 */
	Claim claim() {
		return this.claim;
	}

	Contract contract() {
		return this.contract;
	}

	/**
	 * Return for how long the request has been running.
	 */
	Duration age() {
		return Duration.ofNanos(System.nanoTime() - this.begin);
	}

	void renewIn(long millis) {
		this.renewAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
	}

	/**
	 * Return whether the lease has to be renewed.
	 */
	boolean isDue() {
		return System.nanoTime() - this.renewAt >= 0;
	}

	@Override
	public String toString() {
		return "attempt " + this.attempt + " on record " + this.ownership.id();
	}

}
