package dev.errata.idempotency;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import dev.errata.time.TimeLimiter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.util.Assert;

/**
 * Waits for a store no longer than it may take, however long its driver would wait. A
 * claim that fails is tried once more, one that is acquired too late is given back.
 */
final class TimeLimitedStore implements IdempotencyStore, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(TimeLimitedStore.class);

	private static final int MAX_CALLS = 128;

	private final IdempotencyStore store;

	private final Duration timeout;

	private final TimeLimiter limiter = new TimeLimiter("errata-idempotency-store", MAX_CALLS, false);

	TimeLimitedStore(IdempotencyStore store, Duration timeout) {
		this.store = store;
		this.timeout = timeout;
	}

	/**
	 * Return the kind of a store as {@code errata.idempotency.store} spells it, or the
	 * name of the class of the application's own.
	 */
	static String kindOf(IdempotencyStore store) {
		Class<?> type = ((store instanceof TimeLimitedStore limited) ? limited.store : store).getClass();
		String suffix = IdempotencyStore.class.getSimpleName();
		boolean ours = type.getPackageName().startsWith(IdempotencyStore.class.getPackageName())
				&& type.getSimpleName().endsWith(suffix);
		return ours ? type.getSimpleName().replace(suffix, "").toLowerCase(Locale.ROOT) : type.getName();
	}

	@Override
	public Acquisition claim(Claim claim) {
		long end = System.nanoTime() + this.timeout.toNanos();
		return call(() -> claim(claim, end), (acquisition) -> giveBack(claim, acquisition));
	}

	private Acquisition claim(Claim claim, long end) {
		try {
			return this.store.claim(claim);
		}
		catch (RuntimeException ex) {
			if (System.nanoTime() - end > 0) {
				throw ex;
			}
			// the claim may be there and its reply lost; asked for again by its owner, it
			// is the same
			return this.store.claim(claim);
		}
	}

	private void giveBack(Claim claim, Acquisition acquisition) {
		if (!(acquisition instanceof Acquisition.Acquired acquired)) {
			return;
		}
		try {
			this.store.release(claim.ownership(acquired.fence()), Release.REOPEN, claim.ttl());
		}
		catch (RuntimeException ex) {
			logger.debug("A claim that came too late could not be given back; its lease will end", ex);
		}
	}

	@Override
	public boolean renew(Ownership ownership, Duration lease) {
		return call(() -> this.store.renew(ownership, lease));
	}

	@Override
	public Settlement complete(Ownership ownership, StoredResponse response, Duration ttl) {
		return call(() -> this.store.complete(ownership, response, ttl));
	}

	@Override
	public Settlement release(Ownership ownership, Release release, Duration ttl) {
		return call(() -> this.store.release(ownership, release, ttl));
	}

	@Override
	public int purge() {
		// nobody waits for it
		return this.store.purge();
	}

	@Override
	public Map<String, Long> counts() {
		return call(this.store::counts);
	}

	@Override
	public boolean forget(Digest id) {
		return call(() -> this.store.forget(id));
	}

	private <T> T call(Callable<T> call) {
		return call(call, (late) -> {
		});
	}

	private <T> T call(Callable<T> call, Consumer<T> late) {
		try {
			return this.limiter.call(call, this.timeout, late);
		}
		catch (ExecutionException ex) {
			throw storeException(ex.getCause());
		}
		catch (TimeoutException ex) {
			throw new IdempotencyStoreException("The store did not answer in time", null);
		}
		catch (RejectedExecutionException ex) {
			throw new IdempotencyStoreException("The store cannot be called: " + ex.getMessage(), ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IdempotencyStoreException("The wait for the store was interrupted", ex);
		}
	}

	private static IdempotencyStoreException storeException(@Nullable Throwable cause) {
		Assert.state(cause != null, "a failed call has a cause");
		if (cause instanceof UnsupportedOperationException exception) {
			throw exception;
		}
		return (cause instanceof IdempotencyStoreException exception) ? exception
				: new IdempotencyStoreException("The store failed", cause);
	}

	/**
	 * Return the number of calls that nobody waits for any more.
	 */
	int overdue() {
		return this.limiter.overdue();
	}

	@Override
	public void close() {
		this.limiter.close();
	}

}
