package dev.errata.idempotency.jdbc;

/**
 * Tests for {@link JdbcIdempotencyStore} on H2.
 */
class H2IdempotencyStoreTests extends JdbcIdempotencyStoreContract {

	H2IdempotencyStoreTests() {
		super(TestDatabase.H2);
	}

}
