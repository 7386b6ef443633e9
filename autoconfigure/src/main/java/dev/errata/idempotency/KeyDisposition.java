package dev.errata.idempotency;

/**
 * The fate of a key once its request has ended.
 *
 * @since 0.1.0
 * @hidden
 */
public enum KeyDisposition {

	/** The answer is kept, and every further request gets it. */
	KEEP,

	/** The same request may run again at once; another one is refused. */
	REOPEN,

	/** The key is as if it had never been used. */
	FORGET

}
