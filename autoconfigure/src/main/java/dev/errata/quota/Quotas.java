package dev.errata.quota;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.errata.time.TimeLimiter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.util.Assert;

/**
 * Calls the {@linkplain QuotaProvider providers} of quotas. One that throws or is too
 * slow counts as having none. The number of threads is limited: while all of them are
 * blocked, providers are not called.
 *
 * @since 0.1.0
 * @hidden
 */
public final class Quotas implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Quotas.class);

	/** More would not fit into a header. */
	private static final int MAX_QUOTAS = 10;

	/**
	 * Independent of the number of processors, since providers wait for others most of
	 * the time.
	 */
	private static final int MAX_CALLS = 32;

	private final List<QuotaProvider> providers;

	private final @Nullable TimeLimiter limiter;

	private final AtomicBoolean complained = new AtomicBoolean();

	/**
	 * Create an instance.
	 * @param providers the providers in their order
	 */
	public Quotas(List<QuotaProvider> providers) {
		Assert.notNull(providers, "'providers' must not be null");
		this.providers = List.copyOf(providers);
		this.limiter = providers.isEmpty() ? null : new TimeLimiter("errata-quota", MAX_CALLS, true);
	}

	/**
	 * Return whether there is no provider.
	 * @return whether no quotas are known
	 */
	public boolean isEmpty() {
		return this.providers.isEmpty();
	}

	/**
	 * Ask for the quotas of a request.
	 * @param request the request
	 * @param timeout how long to wait; zero asks in this thread, for as long as it takes
	 * @return the quotas; empty if no provider has any, or none in time
	 */
	List<Quota> of(QuotaRequest request, Duration timeout) {
		if (this.limiter == null || timeout.isZero()) {
			return settled(ask(request));
		}
		try {
			return settled(this.limiter.call(() -> ask(request), timeout, (late) -> {
			}));
		}
		catch (TimeoutException ex) {
			complain("no quota provider answered within " + timeout.toMillis() + " ms", null);
		}
		catch (RejectedExecutionException ex) {
			complain("quota providers cannot be asked: " + ex.getMessage(), ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException ex) {
			complain("the quotas could not be asked for", ex);
		}
		return List.of();
	}

	private Provided ask(QuotaRequest request) {
		List<Quota> quotas = new ArrayList<>();
		boolean complete = true;
		for (QuotaProvider provider : this.providers) {
			try {
				add(provider.quotasOf(request), quotas);
			}
			catch (Throwable ex) {
				complete = false;
				complain("the quota provider " + provider.getClass().getName() + " failed", ex);
			}
		}
		return new Provided(quotas, complete);
	}

	private static void add(List<Quota> provided, List<Quota> quotas) {
		for (Quota quota : provided) {
			if (quotas.size() == MAX_QUOTAS) {
				return;
			}
			if (quota != null) {
				quotas.add(quota);
			}
		}
	}

	private List<Quota> settled(Provided provided) {
		// only if they were in time: this is not called for those that are too late
		if (provided.complete()) {
			this.complained.set(false);
		}
		return provided.quotas();
	}

	/**
	 * Log a problem once until providers work again, since each request would have it.
	 */
	private void complain(String trouble, @Nullable Throwable cause) {
		if (this.complained.compareAndSet(false, true)) {
			logger.warn("Responses are sent without quota headers: {}", trouble, cause);
		}
	}

	@Override
	public void close() {
		if (this.limiter != null) {
			this.limiter.close();
		}
	}

	/**
	 * The quotas of all providers, and whether none of them failed.
	 */
	private record Provided(List<Quota> quotas, boolean complete) {
	}

}
