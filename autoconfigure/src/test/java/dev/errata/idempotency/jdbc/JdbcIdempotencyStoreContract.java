package dev.errata.idempotency.jdbc;

import java.time.Duration;
import java.util.Map;

import dev.errata.idempotency.Claim;
import dev.errata.idempotency.ClaimLostException;
import dev.errata.idempotency.Digest;
import dev.errata.idempotency.IdempotencyStore;
import dev.errata.idempotency.IdempotencyStoreContract;
import dev.errata.idempotency.Ownership;
import dev.errata.idempotency.Release;
import dev.errata.idempotency.StoredResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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

	@Test
	void recordsAreCountedByState() {
		assertThat(store().counts())
			.isEqualTo(Map.of("in_progress", 0L, "completed", 0L, "committed", 0L, "reopened", 0L));
		acquire();
		store().complete(acquire(), new StoredResponse(200, Map.of(), new byte[0]), Duration.ofHours(1));
		store().release(acquire(), Release.REOPEN, Duration.ofHours(1));
		commit(acquire());
		assertThat(store().counts())
			.isEqualTo(Map.of("in_progress", 1L, "completed", 1L, "committed", 1L, "reopened", 1L));
		advance(Duration.ofHours(2));
		assertThat(store().counts().values()).containsOnly(0L);
	}

	@Test
	void recordIsForgottenUnlessItsLeaseLasts() {
		Ownership running = acquire();
		Ownership committed = acquire();
		commit(committed);
		Ownership completed = acquire();
		store().complete(completed, new StoredResponse(200, Map.of(), new byte[0]), Duration.ofHours(1));
		Ownership reopened = acquire();
		store().release(reopened, Release.REOPEN, Duration.ofHours(1));
		assertThat(store().forget(running.id())).isFalse();
		assertThat(store().forget(committed.id())).isFalse();
		assertThat(store().forget(completed.id())).isTrue();
		assertThat(store().forget(completed.id())).isFalse();
		assertThat(store().forget(reopened.id())).isTrue();
		advance(Duration.ofMinutes(2));
		assertThat(store().forget(running.id())).isTrue();
		assertThat(store().forget(committed.id())).isTrue();
		assertThat(store().counts().values()).containsOnly(0L);
	}

	private Ownership acquire() {
		Claim claim = new Claim(JdbcIdempotencyStoreTests.id(), Digest.of(new byte[] { 1 }), "owner", "caller",
				Duration.ofMinutes(1), Duration.ofHours(1), false);
		return claim.ownership(JdbcIdempotencyStoreTests.fence(store().claim(claim)));
	}

}
