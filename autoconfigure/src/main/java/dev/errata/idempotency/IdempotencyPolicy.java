package dev.errata.idempotency;

import java.time.Duration;

import dev.errata.error.ApiError;
import org.jspecify.annotations.Nullable;

/**
 * The policy of a request that may have a key.
 *
 * @param keyRequired whether a request without a key is refused
 * @param ttl the time an answer is kept
 * @param lease the time after which another may take over
 * @param rerun whether to run again what was committed and never answered
 * @param outcomes decide what becomes of the key
 * @since 0.1.0
 * @hidden
 */
public record IdempotencyPolicy(boolean keyRequired, Duration ttl, Duration lease, boolean rerun,
		OutcomeRules outcomes) {

	private static final Duration LONGEST = Duration.ofDays(36500);

	/**
	 * Return whether all stores can handle a duration. An end that overflows would be in
	 * the past.
	 */
	static boolean isReckonable(Duration duration) {
		return duration.compareTo(Duration.ofMillis(1)) >= 0 && duration.compareTo(LONGEST) <= 0;
	}

	/**
	 * Return what becomes of the key by the answer that its handler gave.
	 * @param error the error that is the answer, or {@code null} if it is none in a
	 * contract
	 */
	KeyDisposition decide(int status, @Nullable ApiError error) {
		return (error != null) ? decide(status, error.code(), error.retryable()) : decide(status, null, null);
	}

	/**
	 * Return what becomes of the key by an answer that its handler may give.
	 * @param status the status of the answer
	 * @param code its code, or {@code null} if it is no error in a contract
	 * @param retryable whether the code says that a retry may help
	 * @return the disposition
	 */
	public KeyDisposition decide(int status, @Nullable String code, @Nullable Boolean retryable) {
		return this.outcomes.decide(status, code, retryable);
	}

}
