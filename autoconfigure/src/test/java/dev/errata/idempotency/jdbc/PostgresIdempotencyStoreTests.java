package dev.errata.idempotency.jdbc;

/**
 * Tests for {@link JdbcIdempotencyStore} on PostgreSQL.
 */
class PostgresIdempotencyStoreTests extends JdbcIdempotencyStoreContract {

	PostgresIdempotencyStoreTests() {
		super(TestDatabase.POSTGRESQL);
	}

}
