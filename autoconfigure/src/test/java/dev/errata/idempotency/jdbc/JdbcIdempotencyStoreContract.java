package dev.errata.idempotency.jdbc;

import java.time.Duration;

import dev.errata.idempotency.ClaimLostException;
import dev.errata.idempotency.Digest;
import dev.errata.idempotency.IdempotencyStore;
import dev.errata.idempotency.IdempotencyStoreContract;
import dev.errata.idempotency.Ownership;
import org.junit.jupiter.api.BeforeEach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The contract of stores on a database.
 */
abstract class JdbcIdempotencyStoreContract extends IdempotencyStoreContract {

	private final TestDatabase database;

	private TestStore store;

	JdbcIdempotencyStoreContract(TestDatabase database) {
		this.database = database;
	}

	@BeforeEach
	void startEmpty() {
		assumeTrue(this.database.isThere(), "this database is not on the class path");
		this.store = TestStore.on(this.database, this.database.dataSource());
		this.store.clear();
	}

	@Override
	protected IdempotencyStore store() {
		return this.store.store();
	}

	@Override
	protected void advance(Duration time) {
		this.store.advance(time);
	}

	@Override
	protected boolean commit(Ownership ownership) {
		try {
			this.store.commit(ownership);
		}
		catch (ClaimLostException ex) {
			assertThat(ex).hasMessageContaining(ownership.id().toString());
		}
		return true;
	}

	@Override
	protected Object contents(Digest id) {
		return this.store.contents(id);
	}

}
