package dev.errata.idempotency;

/**
 * A kind of store that the application has what it takes for. Which one is made, the
 * property {@code errata.idempotency.store} says.
 *
 * @since 0.1.0
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
