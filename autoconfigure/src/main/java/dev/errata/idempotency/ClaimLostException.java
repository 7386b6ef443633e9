package dev.errata.idempotency;

/**
 * Says that a request must not have any effect, since its claim has passed to another: it
 * was silent for longer than its lease. The transaction that it is thrown in rolls back,
 * and the client gets the answer of the one that took over.
 *
 * @since 0.1.0
 */
public class ClaimLostException extends RuntimeException {

	/**
	 * Create an exception.
	 * @param ownership the claim that was lost
	 */
	public ClaimLostException(Ownership ownership) {
		super("The claim on record " + ownership.id() + " with fence " + ownership.fence() + " has passed to another");
	}

}
