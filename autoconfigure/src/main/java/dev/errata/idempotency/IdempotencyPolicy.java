package dev.errata.idempotency;

import java.time.Duration;

import dev.errata.error.ApiError;
import org.jspecify.annotations.Nullable;

/**
 * The policy of a request that may have a key.
 *
 * @since 0.1.0
 * @hidden
 */
public final class IdempotencyPolicy {

	private static final Duration LONGEST = Duration.ofDays(36500);

	private final boolean keyRequired;

	private final Duration ttl;

	private final Duration lease;

	private final boolean rerun;

	private final OutcomeRules rules;

	IdempotencyPolicy(boolean keyRequired, Duration ttl, Duration lease, boolean rerun, OutcomeRules rules) {
		this.keyRequired = keyRequired;
		this.ttl = ttl;
		this.lease = lease;
		this.rerun = rerun;
		this.rules = rules;
	}

	/**
	 * Return whether all stores can handle a duration. An end that overflows would be in
	 * the past.
	 */
	static boolean isReckonable(Duration duration) {
		return duration.compareTo(Duration.ofMillis(1)) >= 0 && duration.compareTo(LONGEST) <= 0;
	}

	/**
	 * Return whether a request without a key is refused.
	 * @return whether a key is required
	 */
	public boolean isKeyRequired() {
		return this.keyRequired;
	}

	/**
	 * Return the time an answer is kept.
	 */
	Duration ttl() {
		return this.ttl;
	}

	/**
	 * Return the time after which another may take over.
	 */
	Duration lease() {
		return this.lease;
	}

	/**
	 * Return whether to run again what was committed and never answered.
	 * @return whether to run it again
	 */
	public boolean isRerun() {
		return this.rerun;
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
		return this.rules.decide(status, code, retryable);
	}

}
