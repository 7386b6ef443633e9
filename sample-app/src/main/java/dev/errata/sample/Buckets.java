package dev.errata.sample;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;

/**
 * A bucket of tokens for each caller. Those of callers who have not been seen for longest
 * are forgotten, so that nobody fills the memory with names.
 */
public final class Buckets {

	private static final int MAX_CALLERS = 10_000;

	private final Cache<String, Bucket> buckets = Caffeine.newBuilder().maximumSize(MAX_CALLERS).build();

	private final long capacity;

	private final Duration window;

	private final Clock clock;

	private final boolean aligned;

	/**
	 * Create buckets that are filled anew when a window of time begins, on the hour for
	 * one of an hour.
	 */
	public static Buckets aligned(long capacity, Duration window, Clock clock) {
		return new Buckets(capacity, window, clock, true);
	}

	/**
	 * Create buckets that are filled anew a while after they were first used.
	 */
	public static Buckets sinceFirstUse(long capacity, Duration window, Clock clock) {
		return new Buckets(capacity, window, clock, false);
	}

	private Buckets(long capacity, Duration window, Clock clock, boolean aligned) {
		this.capacity = capacity;
		this.window = window;
		this.clock = clock;
		this.aligned = aligned;
	}

	/**
	 * Return the bucket of a caller.
	 */
	public Bucket of(String caller) {
		return this.buckets.get(caller, (key) -> bucket());
	}

	private Bucket bucket() {
		Bandwidth limit = this.aligned
				? Bandwidth.builder()
					.capacity(this.capacity)
					.refillIntervallyAligned(this.capacity, this.window, next(this.clock, this.window))
					.build()
				: Bandwidth.builder().capacity(this.capacity).refillIntervally(this.capacity, this.window).build();
		return Bucket.builder().addLimit(limit).withCustomTimePrecision(new ClockMeter(this.clock)).build();
	}

	/**
	 * Return when the next window of time begins.
	 */
	public static Instant next(Clock clock, Duration window) {
		long seconds = window.toSeconds();
		return Instant.ofEpochSecond((clock.instant().getEpochSecond() / seconds + 1) * seconds);
	}

	/**
	 * Tells Bucket4j the time of a clock.
	 */
	private record ClockMeter(Clock clock) implements TimeMeter {

		@Override
		public long currentTimeNanos() {
			return this.clock.millis() * 1_000_000;
		}

		@Override
		public boolean isWallClockBased() {
			return true;
		}

	}

}
