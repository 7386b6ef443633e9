package dev.errata.idempotency;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

import org.slf4j.Logger;

/**
 * Logs failures of the store: at once, then at most once a minute, with the number of
 * failures in between.
 */
final class StoreFailureLog {

	private static final long INTERVAL = Duration.ofMinutes(1).toMillis();

	private final Logger logger;

	private final String message;

	private final InstantSource clock;

	private final AtomicLong silentUntil = new AtomicLong(Long.MIN_VALUE);

	private final AtomicLong suppressed = new AtomicLong();

	StoreFailureLog(Logger logger, String message) {
		this(logger, message, () -> Instant.ofEpochMilli(System.nanoTime() / 1_000_000));
	}

	StoreFailureLog(Logger logger, String message, InstantSource clock) {
		this.logger = logger;
		this.message = message;
		this.clock = clock;
	}

	void warn(Throwable cause) {
		long now = this.clock.millis();
		long until = this.silentUntil.get();
		if (now < until || !this.silentUntil.compareAndSet(until, now + INTERVAL)) {
			this.suppressed.incrementAndGet();
			return;
		}
		long suppressed = this.suppressed.getAndSet(0);
		if (suppressed == 0) {
			this.logger.warn(this.message, cause);
		}
		else {
			this.logger.warn("{} ({} more since this was last logged)", this.message, suppressed, cause);
		}
	}

}
