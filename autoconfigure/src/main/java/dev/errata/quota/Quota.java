package dev.errata.quota;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * How much a caller may use, and has used, of something that is counted: requests,
 * tokens, energy. A {@link QuotaProvider} returns it. Impossible values are corrected
 * when they are written: a negative count is 0, and a reset in the past is now.
 *
 * @param name the name of the quota, such as {@code daily}
 * @param used how much was used; more than the cap where the cap can be overrun
 * @param cap how much may be used in all
 * @param reset when the quota is reset, or {@code null} if it never is
 * @param window the period that the cap applies to, or {@code null} if unknown
 * @since 0.1.0
 */
public record Quota(String name, long used, long cap, @Nullable Instant reset, @Nullable Duration window) {

	/** The largest integer of a structured field (RFC 9651, section 3.3.1). */
	static final long MAX = 999_999_999_999_999L;

	/**
	 * Create a quota.
	 */
	public Quota {
		Assert.notNull(name, "'name' must not be null");
		used = bounded(used);
		cap = bounded(cap);
	}

	/**
	 * Create a quota without a reset.
	 * @param name the name of the quota
	 * @param used how much was used
	 * @param cap how much may be used in all
	 * @return a quota
	 */
	public static Quota of(String name, long used, long cap) {
		return new Quota(name, used, cap, null, null);
	}

	/**
	 * Return this quota with the moment at which it is reset.
	 * @param reset the moment
	 * @return a changed copy
	 */
	public Quota resetAt(Instant reset) {
		Assert.notNull(reset, "'reset' must not be null");
		return new Quota(this.name, this.used, this.cap, reset, this.window);
	}

	/**
	 * Return this quota with the period that its cap applies to.
	 * @param window the time, such as a minute
	 * @return a changed copy
	 */
	public Quota per(Duration window) {
		Assert.notNull(window, "'window' must not be null");
		return new Quota(this.name, this.used, this.cap, this.reset, window);
	}

	/**
	 * Return how much is left.
	 * @return the rest, never below 0
	 */
	public long remaining() {
		return Math.max(0, this.cap - this.used);
	}

	/**
	 * Return whether nothing is left.
	 * @return whether the quota is used up
	 */
	public boolean isExhausted() {
		return remaining() == 0;
	}

	/**
	 * Return the time until the quota is reset.
	 * @param now the present moment
	 * @return whole seconds, rounded up and never below 0, or {@code null} if it never is
	 */
	public @Nullable Long secondsUntilReset(Instant now) {
		if (this.reset == null) {
			return null;
		}
		long seconds = this.reset.getEpochSecond() - now.getEpochSecond();
		return bounded((this.reset.getNano() > now.getNano()) ? seconds + 1 : seconds);
	}

	static long bounded(long value) {
		return Math.max(0, Math.min(value, MAX));
	}

}
