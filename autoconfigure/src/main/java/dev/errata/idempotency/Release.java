package dev.errata.idempotency;

/**
 * What to keep of a record when its owner releases it.
 *
 * @since 0.1.0
 */
public enum Release {

	/**
	 * Nothing: the key is free for any request.
	 */
	FORGET,

	/**
	 * Key and fingerprint: the same request may run at once, and no other.
	 */
	REOPEN

}
