package dev.errata.idempotency;

/**
 * Creates a kind of store for which the application has a connection. The property {@code
 * errata.idempotency.store} selects the kind.
 *
 * @since 0.1.0
 * @hidden
 */
public interface IdempotencyStoreFactory {

	/**
	 * Return the name of the kind, as the property spells it.
	 * @return {@code jdbc} or {@code redis}
	 */
	String name();

	/**
	 * Create the store, and what it keeps its records in. Called once at most.
	 * @return the store
	 */
	IdempotencyStore create();

}
