package dev.errata.idempotency.jdbc;

/**
 * Tests for {@link JdbcIdempotencyStore} on MariaDB.
 */
class MariaDbIdempotencyStoreTests extends JdbcIdempotencyStoreContract {

	MariaDbIdempotencyStoreTests() {
		super(TestDatabase.MARIADB);
	}

}
