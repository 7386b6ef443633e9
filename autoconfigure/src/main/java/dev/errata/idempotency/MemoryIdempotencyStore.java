package dev.errata.idempotency;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * An {@link IdempotencyStore} in the memory of this process. It holds so many records and
 * bytes and no more: what lives is never evicted, new claims are refused instead. An
 * answer whose body has no room any more is kept without it, since its request must not
 * run again.
 */
final class MemoryIdempotencyStore implements IdempotencyStore {

	static final int DEFAULT_RECORDS = 100_000;

	/**
	 * The bytes that a record needs besides its response, roughly.
	 */
	static final int RECORD_SIZE = 640;

	private static final int HEADER_SIZE = 96;

	private final InstantSource clock;

	private final long maxRecords;

	private final long maxBytes;

	private final AtomicLong records = new AtomicLong();

	private final AtomicLong bytes = new AtomicLong();

	private final Cache<Digest, Entry> cache;

	private final ConcurrentMap<Digest, Entry> entries;

	/**
	 * Create a store that takes up to an eighth of the heap. Its clock is that of the
	 * process, which nobody sets.
	 */
	MemoryIdempotencyStore() {
		this(elapsed(), DEFAULT_RECORDS, Runtime.getRuntime().maxMemory() / 8);
	}

	/**
	 * Create a store.
	 * @param clock tells the time
	 * @param maxRecords the most records to hold
	 * @param maxBytes the most bytes to hold, roughly
	 */
	MemoryIdempotencyStore(InstantSource clock, int maxRecords, long maxBytes) {
		Assert.notNull(clock, "'clock' must not be null");
		Assert.isTrue(maxRecords > 0, "'maxRecords' must be positive");
		Assert.isTrue(maxBytes > 0, "'maxBytes' must be positive");
		this.clock = clock;
		this.maxRecords = maxRecords;
		this.maxBytes = maxBytes;
		this.cache = Caffeine.newBuilder()
			.expireAfter(new EntryExpiry())
			.ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
			.scheduler(Scheduler.systemScheduler())
			.executor(Runnable::run)
			.evictionListener(this::evicted)
			.build();
		this.entries = this.cache.asMap();
	}

	private static InstantSource elapsed() {
		long start = System.nanoTime();
		return () -> Instant.EPOCH.plusNanos(System.nanoTime() - start);
	}

	@Override
	public Acquisition claim(Claim claim) {
		return step(claim.id(), (entry, now) -> {
			if (entry == null) {
				return reserve() ? acquire(claim, now, 1, 1) : Step.noRoom();
			}
			if (!entry.fingerprint().equals(claim.fingerprint())) {
				return new Step<>(new Acquisition.Mismatch(), entry);
			}
			if (entry.response() != null) {
				return new Step<>(new Acquisition.Replay(entry.response()), entry);
			}
			if (entry.reopened()) {
				return acquire(claim, now, entry.fence() + 1, 1);
			}
			if (entry.owner().equals(claim.owner())) {
				return new Step<>(new Acquisition.Acquired(entry.fence(), entry.attempt()), entry);
			}
			if (entry.leaseUntil() > now) {
				return new Step<>(new Acquisition.Busy(Duration.ofMillis(entry.leaseUntil() - now)), entry);
			}
			return acquire(claim, now, entry.fence() + 1, entry.attempt() + 1);
		});
	}

	private static Step<Acquisition> acquire(Claim claim, long now, long fence, int attempt) {
		Entry entry = new Entry(claim.fingerprint(), claim.owner(), fence, attempt, false,
				now + claim.lease().toMillis(), now + claim.kept().toMillis(), null, RECORD_SIZE);
		return new Step<>(new Acquisition.Acquired(fence, attempt), entry);
	}

	@Override
	public boolean renew(Ownership ownership, Duration lease) {
		return step(ownership.id(), (entry, now) -> {
			if (entry == null || !entry.isRunningFor(ownership)) {
				return new Step<>(false, entry);
			}
			return new Step<>(true, entry.renewed(now + lease.toMillis()));
		});
	}

	@Override
	public Settlement complete(Ownership ownership, StoredResponse response, Duration ttl) {
		return step(ownership.id(), (entry, now) -> {
			if (entry == null) {
				return new Step<>(new Settlement.Gone(), null);
			}
			if (entry.isRunningFor(ownership)) {
				return new Step<>(new Settlement.Done(), complete(entry, response, now + ttl.toMillis()));
			}
			boolean done = entry.response() != null && entry.isOwnedBy(ownership);
			return new Step<>(done ? new Settlement.Done() : new Settlement.Superseded(entry.response()), entry);
		});
	}

	private Entry complete(Entry entry, StoredResponse response, long expiresAt) {
		long size = size(response);
		if (this.bytes.addAndGet(size) <= this.maxBytes) {
			return entry.completed(response, size, expiresAt);
		}
		this.bytes.addAndGet(-size);
		StoredResponse withoutBody = new StoredResponse(response.status(), response.headers(), null);
		size = size(withoutBody);
		this.bytes.addAndGet(size);
		return entry.completed(withoutBody, size, expiresAt);
	}

	@Override
	public Settlement release(Ownership ownership, Release release, Duration ttl) {
		return step(ownership.id(), (entry, now) -> {
			if (entry == null) {
				return new Step<>(new Settlement.Gone(), null);
			}
			if (entry.isRunningFor(ownership)) {
				if (release == Release.REOPEN) {
					return new Step<>(new Settlement.Done(), entry.reopened(now + ttl.toMillis()));
				}
				free(entry);
				return new Step<>(new Settlement.Done(), null);
			}
			boolean done = release == Release.REOPEN && entry.reopened() && entry.isOwnedBy(ownership);
			return new Step<>(done ? new Settlement.Done() : new Settlement.Superseded(entry.response()), entry);
		});
	}

	private <T> T step(Digest id, BiFunction<@Nullable Entry, Long, Step<T>> step) {
		T outcome = tryStep(id, step);
		if (outcome == null) {
			this.cache.cleanUp();
			outcome = tryStep(id, step);
		}
		if (outcome == null) {
			throw new IdempotencyStoreException(
					"The memory for idempotency keys is full: %d of %d records, %d of %d bytes".formatted(records(),
							this.maxRecords, bytes(), this.maxBytes),
					null);
		}
		return outcome;
	}

	private <T> @Nullable T tryStep(Digest id, BiFunction<@Nullable Entry, Long, Step<T>> step) {
		AtomicReference<@Nullable T> outcome = new AtomicReference<>();
		// nothing in here may throw: the cache would count an expired entry twice
		this.entries.compute(id, (key, found) -> {
			long now = this.clock.millis();
			Entry entry = found;
			if (entry != null && entry.expiresAt() <= now) {
				free(entry);
				entry = null;
			}
			Step<T> taken = step.apply(entry, now);
			outcome.set(taken.outcome());
			return taken.entry();
		});
		return outcome.get();
	}

	private boolean reserve() {
		if (this.records.incrementAndGet() > this.maxRecords) {
			this.records.decrementAndGet();
			return false;
		}
		if (this.bytes.addAndGet(RECORD_SIZE) > this.maxBytes) {
			this.records.decrementAndGet();
			this.bytes.addAndGet(-RECORD_SIZE);
			return false;
		}
		return true;
	}

	private void evicted(@Nullable Digest id, @Nullable Entry entry, RemovalCause cause) {
		if (entry != null) {
			free(entry);
		}
	}

	private void free(Entry entry) {
		this.records.decrementAndGet();
		this.bytes.addAndGet(-entry.size());
	}

	/**
	 * Return how many records are held, expired ones included until they are removed.
	 * @return the number of records
	 */
	long records() {
		return this.records.get();
	}

	/**
	 * Return how many bytes they need, roughly.
	 * @return the number of bytes
	 */
	long bytes() {
		return this.bytes.get();
	}

	/**
	 * Remove what has expired. The cache does so by itself, within about a second.
	 */
	@Override
	public int purge() {
		long before = this.records.get();
		this.cache.cleanUp();
		return (int) Math.max(0, before - this.records.get());
	}

	@Override
	public Map<String, Long> counts() {
		long now = this.clock.millis();
		Map<String, Long> counts = new TreeMap<>(Map.of("in_progress", 0L, "completed", 0L, "reopened", 0L));
		for (Entry entry : this.entries.values()) {
			if (entry.expiresAt() > now) {
				counts.merge(entry.state(), 1L, Long::sum);
			}
		}
		return counts;
	}

	@Override
	public boolean forget(Digest id) {
		return step(id, (entry, now) -> {
			boolean running = entry != null && entry.state().equals("in_progress") && entry.leaseUntil() > now;
			if (entry == null || running) {
				return new Step<>(false, entry);
			}
			free(entry);
			return new Step<>(true, null);
		});
	}

	private static long size(StoredResponse response) {
		long values = response.headers().values().stream().mapToLong(List::size).sum();
		return response.size() + values * HEADER_SIZE;
	}

	private record Step<T>(@Nullable T outcome, @Nullable Entry entry) {

		private static <T> Step<T> noRoom() {
			return new Step<>(null, null);
		}

	}

	private record Entry(Digest fingerprint, String owner, long fence, int attempt, boolean reopened, long leaseUntil,
			long expiresAt, @Nullable StoredResponse response, long size) {

		private String state() {
			return (this.response != null) ? "completed" : this.reopened ? "reopened" : "in_progress";
		}

		private boolean isOwnedBy(Ownership ownership) {
			return this.fence == ownership.fence() && this.owner.equals(ownership.owner());
		}

		private boolean isRunningFor(Ownership ownership) {
			return this.response == null && !this.reopened && isOwnedBy(ownership);
		}

		private Entry renewed(long leaseUntil) {
			return new Entry(this.fingerprint, this.owner, this.fence, this.attempt, false, leaseUntil,
					Math.max(this.expiresAt, leaseUntil), null, this.size);
		}

		private Entry completed(StoredResponse response, long size, long expiresAt) {
			return new Entry(this.fingerprint, this.owner, this.fence, this.attempt, false, this.leaseUntil, expiresAt,
					response, this.size + size);
		}

		private Entry reopened(long expiresAt) {
			return new Entry(this.fingerprint, this.owner, this.fence, this.attempt, true, this.leaseUntil, expiresAt,
					null, this.size);
		}

	}

	private static final class EntryExpiry implements Expiry<Digest, Entry> {

		@Override
		public long expireAfterCreate(Digest id, Entry entry, long currentTime) {
			return TimeUnit.MILLISECONDS.toNanos(entry.expiresAt()) - currentTime;
		}

		@Override
		public long expireAfterUpdate(Digest id, Entry entry, long currentTime, long currentDuration) {
			return expireAfterCreate(id, entry, currentTime);
		}

		@Override
		public long expireAfterRead(Digest id, Entry entry, long currentTime, long currentDuration) {
			return currentDuration;
		}

	}

}
