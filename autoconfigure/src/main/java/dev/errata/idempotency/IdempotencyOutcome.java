package dev.errata.idempotency;

/**
 * What was decided on a request that may bear a key.
 *
 * @since 0.1.0
 */
public enum IdempotencyOutcome {

	/** It runs, and its answer is kept. */
	EXECUTED,

	/** It is answered as before. */
	REPLAYED,

	/** The same request is running. */
	IN_PROGRESS,

	/** The key was used with another request. */
	KEY_REUSED,

	/** There is no key, and one is required. */
	KEY_MISSING,

	/** The key is not well-formed. */
	KEY_INVALID,

	/** It had its effect, and its answer is not known. */
	OUTCOME_UNKNOWN,

	/** It has run, and its answer was not kept whole. */
	NOT_REPLAYABLE,

	/** The store is out of reach, and it is refused. */
	STORE_UNAVAILABLE,

	/** The store is out of reach, and it runs all the same. */
	UNPROTECTED

}
