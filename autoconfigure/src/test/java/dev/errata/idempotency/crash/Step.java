package dev.errata.idempotency.crash;

/**
 * Where a {@link Shop} dies while it handles a request.
 */
enum Step {

	/** The store has given the key; the handler has not begun. */
	CLAIMED,

	/** The handler is about to make its effect permanent. */
	IN_HANDLER,

	/** The effect is there to stay; the store does not have the answer. */
	COMMITTED,

	/** The store has the answer; nothing was sent. */
	COMPLETED,

	/** The client has the answer. */
	SENT

}
