package dev.errata.error;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Tells when the quotas that the present request has used up are granted anew. It is
 * asked where neither a 429 nor its code says how long to wait.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface QuotaReset {

	/** Never tells. */
	QuotaReset UNKNOWN = () -> null;

	/**
	 * Return the time until the request's quotas are granted anew.
	 * @return the time, or {@code null} if none is used up or nobody knows
	 */
	@Nullable Duration untilReset();

}
