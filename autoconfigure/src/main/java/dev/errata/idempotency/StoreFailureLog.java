package dev.errata.idempotency;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

import org.slf4j.Logger;

/**
 * Says that the store fails: at once, then once a minute at most, since such failures
 * come in storms. What is not said is counted.
 */
final class StoreFailureLog {

	private static final long INTERVAL = Duration.ofMinutes(1).toMillis();

	private final Logger logger;

	private final String message;

	private final InstantSource clock;

	private final AtomicLong silentUntil = new AtomicLong(Long.MIN_VALUE);

	private final AtomicLong unsaid = new AtomicLong();

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
			this.unsaid.incrementAndGet();
			return;
		}
		long unsaid = this.unsaid.getAndSet(0);
		if (unsaid == 0) {
			this.logger.warn(this.message, cause);
		}
		else {
			this.logger.warn("{} ({} more since this was last said)", this.message, unsaid, cause);
		}
	}

}
