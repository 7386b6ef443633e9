package dev.errata.idempotency;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import dev.errata.idempotency.IdempotencyProperties.Memory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

/**
 * An {@link IdempotencyStore} in the memory of this process. It holds so many records and
 * bytes and no more, and shares them among its callers: what lives is never evicted, new
 * claims are refused instead. An answer whose body has no room any more is kept without
 * it, since its request must not run again.
 */
final class MemoryIdempotencyStore implements IdempotencyStore {

	/** The time between two looks at what expires next. */
	private static final long LOOK_MILLIS = 1000;

	private final InstantSource clock;

	private final MemoryBudget room;

	private final Cache<Digest, MemoryRecord> cache;

	private final ConcurrentMap<Digest, MemoryRecord> entries;

	private final Map<String, Long> nextExpiries = new HashMap<>();

	private long nextLook = Long.MIN_VALUE;

	/**
	 * Create a store.
	 * @param clock the clock
	 * @param maxRecords the most records to hold
	 * @param maxBytes the most bytes to hold, roughly
	 */
	MemoryIdempotencyStore(InstantSource clock, int maxRecords, long maxBytes) {
		Assert.notNull(clock, "'clock' must not be null");
		Assert.isTrue(maxRecords > 0, "'maxRecords' must be positive");
		Assert.isTrue(maxBytes > 0, "'maxBytes' must be positive");
		this.clock = clock;
		this.room = new MemoryBudget(maxRecords, maxBytes);
		this.cache = Caffeine.newBuilder()
			.expireAfter(new RecordExpiry())
			.ticker(this::nanos)
			.scheduler(Scheduler.systemScheduler())
			.executor(Runnable::run)
			.evictionListener(this::evicted)
			.build();
		this.entries = this.cache.asMap();
	}

	/**
	 * Return a store whose clock is that of the process, which nobody sets.
	 */
	static MemoryIdempotencyStore of(Memory memory) {
		DataSize size = memory.maxSize();
		return new MemoryIdempotencyStore(elapsed(), memory.maxKeys(),
				(size != null) ? size.toBytes() : Runtime.getRuntime().maxMemory() / 8);
	}

	private static InstantSource elapsed() {
		long start = System.nanoTime();
		return () -> Instant.EPOCH.plusNanos(System.nanoTime() - start);
	}

	// a coarser time would lag behind the scheduler's, which comes once and would come
	// too early
	private long nanos() {
		return ChronoUnit.NANOS.between(Instant.EPOCH, this.clock.instant());
	}

	@Override
	public Acquisition claim(Claim claim) {
		Acquisition acquisition = tryClaim(claim);
		if (acquisition == null) {
			this.cache.cleanUp();
			acquisition = tryClaim(claim);
		}
		return (acquisition != null) ? acquisition : withoutRoom(claim.caller());
	}

	private Acquisition withoutRoom(String caller) {
		if (this.room.isExhausted(MemoryRecord.SIZE)) {
			throw new IdempotencyStoreException("The memory for idempotency keys is full: " + this.room, null);
		}
		return new Acquisition.ShareExhausted(nextExpiry(caller));
	}

	/**
	 * Return the time after which a record of a caller expires. All are looked through
	 * once in a while, however many claims are refused.
	 */
	private synchronized Duration nextExpiry(String caller) {
		long now = this.clock.millis();
		if (now >= this.nextLook) {
			this.nextExpiries.clear();
			this.entries.values()
				.forEach((entry) -> this.nextExpiries.merge(entry.caller(), entry.expiresAt(), Math::min));
			this.nextLook = now + LOOK_MILLIS;
		}
		Long next = this.nextExpiries.get(caller);
		return Duration.ofMillis((next != null) ? Math.max(LOOK_MILLIS, next - now) : LOOK_MILLIS);
	}

	private @Nullable Acquisition tryClaim(Claim claim) {
		return tryStep(claim.id(), (entry, now) -> {
			if (entry == null) {
				return this.room.takeRecord(claim.caller(), MemoryRecord.SIZE) ? acquire(claim, now, 1, 1)
						: new Step<>(null, null);
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
		return new Step<>(new Acquisition.Acquired(fence, attempt), MemoryRecord.of(claim, now, fence, attempt));
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

	private MemoryRecord complete(MemoryRecord entry, StoredResponse response, long expiresAt) {
		long size = MemoryRecord.sizeOf(response);
		if (this.room.take(entry.caller(), size)) {
			return entry.completed(response, size, expiresAt);
		}
		StoredResponse withoutBody = new StoredResponse(response.status(), response.headers(), null);
		size = MemoryRecord.sizeOf(withoutBody);
		this.room.takeAnyway(entry.caller(), size);
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
				this.room.giveBack(entry.caller(), entry.size());
				return new Step<>(new Settlement.Done(), null);
			}
			boolean done = release == Release.REOPEN && entry.reopened() && entry.isOwnedBy(ownership);
			return new Step<>(done ? new Settlement.Done() : new Settlement.Superseded(entry.response()), entry);
		});
	}

	private <T> T step(Digest id, Move<T> move) {
		T outcome = tryStep(id, move);
		Assert.state(outcome != null, "only a claim needs room");
		return outcome;
	}

	private <T> @Nullable T tryStep(Digest id, Move<T> move) {
		AtomicReference<@Nullable T> outcome = new AtomicReference<>();
		// nothing in here may throw: the cache would count an expired entry twice
		this.entries.compute(id, (key, found) -> {
			long now = this.clock.millis();
			MemoryRecord entry = found;
			if (entry != null && entry.expiresAt() <= now) {
				this.room.giveBack(entry.caller(), entry.size());
				entry = null;
			}
			Step<T> taken = move.from(entry, now);
			outcome.set(taken.outcome());
			return taken.entry();
		});
		return outcome.get();
	}

	private void evicted(@Nullable Digest id, @Nullable MemoryRecord entry, RemovalCause cause) {
		if (entry != null) {
			this.room.giveBack(entry.caller(), entry.size());
		}
	}

	/**
	 * Return how many records there are, expired ones included until they are removed.
	 * @return the number of records
	 */
	long records() {
		return this.room.records();
	}

	/**
	 * Return how many bytes they need, roughly.
	 * @return the number of bytes
	 */
	long bytes() {
		return this.room.bytes();
	}

	/**
	 * Remove what has expired. The cache does so by itself, within about a second.
	 */
	@Override
	public int purge() {
		long before = this.room.records();
		this.cache.cleanUp();
		return (int) Math.max(0, before - this.room.records());
	}

	@Override
	public Map<String, Long> counts() {
		long now = this.clock.millis();
		Map<String, Long> counts = new TreeMap<>(Map.of("in_progress", 0L, "completed", 0L, "reopened", 0L));
		for (MemoryRecord entry : this.entries.values()) {
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
			this.room.giveBack(entry.caller(), entry.size());
			return new Step<>(true, null);
		});
	}

	/**
	 * What a call makes of the record that it finds.
	 */
	@FunctionalInterface
	private interface Move<T> {

		/**
		 * Return the step to take.
		 * @param entry the record, or {@code null} if there is none
		 * @param now the present moment
		 */
		Step<T> from(@Nullable MemoryRecord entry, long now);

	}

	/**
	 * What a call returns and the record that it leaves behind. Without an outcome there
	 * was no room for it.
	 */
	private record Step<T>(@Nullable T outcome, @Nullable MemoryRecord entry) {
	}

	private static final class RecordExpiry implements Expiry<Digest, MemoryRecord> {

		@Override
		public long expireAfterCreate(Digest id, MemoryRecord entry, long currentTime) {
			return TimeUnit.MILLISECONDS.toNanos(entry.expiresAt()) - currentTime;
		}

		@Override
		public long expireAfterUpdate(Digest id, MemoryRecord entry, long currentTime, long currentDuration) {
			return expireAfterCreate(id, entry, currentTime);
		}

		@Override
		public long expireAfterRead(Digest id, MemoryRecord entry, long currentTime, long currentDuration) {
			return currentDuration;
		}

	}

}
