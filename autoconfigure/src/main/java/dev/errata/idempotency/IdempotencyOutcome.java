package dev.errata.idempotency;

import java.time.Duration;

import dev.errata.catalog.StandardCode;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The decision on a request that may have a key, as it is counted.
 *
 * @since 0.1.0
 */
public enum IdempotencyOutcome {

	/** It runs, and its answer is kept. */
	ADMITTED(null, 0),

	/** It is answered as before. */
	REPLAYED(null, 0),

	/**
	 * The same request is running; most are over in a second, nobody knows of this one.
	 */
	IN_PROGRESS(StandardCode.IDEMPOTENCY_IN_PROGRESS, 1),

	/** The key was used with another request. */
	KEY_REUSED(StandardCode.IDEMPOTENCY_KEY_REUSED, 0),

	/** There is no key, and one is required. */
	KEY_MISSING(StandardCode.IDEMPOTENCY_KEY_MISSING, 0),

	/** The key is not well-formed. */
	KEY_INVALID(StandardCode.IDEMPOTENCY_KEY_INVALID, 0),

	/** It had its effect, and its answer is not known. */
	OUTCOME_UNKNOWN(StandardCode.IDEMPOTENCY_OUTCOME_UNKNOWN, 0),

	/** It has run, and its answer was not kept whole. */
	NOT_REPLAYABLE(StandardCode.IDEMPOTENCY_RESPONSE_NOT_REPLAYABLE, 0),

	/** Its caller holds as many keys as the store has room for; others are served. */
	SHARE_EXHAUSTED(StandardCode.TOO_MANY_REQUESTS, 0),

	/** The store is out of reach, and it is refused. */
	STORE_UNAVAILABLE(StandardCode.IDEMPOTENCY_STORE_UNAVAILABLE, 5),

	/** The store is out of reach, and it runs all the same. */
	UNPROTECTED(null, 0);

	private final @Nullable StandardCode refusal;

	private final int retryAfterSeconds;

	IdempotencyOutcome(@Nullable StandardCode refusal, int retryAfterSeconds) {
		this.refusal = refusal;
		this.retryAfterSeconds = retryAfterSeconds;
	}

	/**
	 * Return the code that a request is refused with.
	 */
	StandardCode refusal() {
		Assert.state(this.refusal != null, "not a refusal");
		return this.refusal;
	}

	@Nullable Duration retryAfter() {
		return (this.retryAfterSeconds > 0) ? Duration.ofSeconds(this.retryAfterSeconds) : null;
	}

}
