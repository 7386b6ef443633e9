package dev.errata.idempotency.jdbc;

import dev.errata.idempotency.Ownership;

/**
 * A reactive transaction manager that can let its transactions commit only while their
 * request holds its claim.
 */
interface ReactiveFence {

	/**
	 * Fence all commits from now on.
	 * @param statements the SQL
	 * @param strict whether transactions that name no level of isolation have one that
	 * fails on rows that were changed since they began
	 * @param probe a claim that the store has given out
	 * @return whether this can be done: its connections must lead to the store's table
	 */
	boolean fence(Statements statements, boolean strict, Ownership probe);

}
