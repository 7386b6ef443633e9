package dev.errata.error;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;

import org.jspecify.annotations.Nullable;

/**
 * The clock of the application, and that of the system where there is none or it fails:
 * an error is answered all the same.
 *
 * @since 0.1.0
 * @hidden
 */
public final class ApplicationClock extends Clock {

	private final Clock clock;

	/**
	 * Create a clock.
	 * @param clock the clock of the application, or {@code null} if it has none
	 */
	public ApplicationClock(@Nullable Clock clock) {
		this.clock = (clock != null) ? clock : Clock.systemUTC();
	}

	@Override
	public ZoneId getZone() {
		return this.clock.getZone();
	}

	@Override
	public Clock withZone(ZoneId zone) {
		return new ApplicationClock(this.clock.withZone(zone));
	}

	@Override
	public Instant instant() {
		try {
			Instant now = this.clock.instant();
			if (now != null) {
				return now;
			}
		}
		catch (RuntimeException ex) {
			// the time is no reason to lose an error
		}
		return Instant.now();
	}

}
