package dev.errata.idempotency.jdbc;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariDataSource;
import dev.errata.idempotency.Acquisition;
import dev.errata.idempotency.Claim;
import dev.errata.idempotency.Digest;
import dev.errata.idempotency.IdempotencyStore;
import dev.errata.idempotency.IdempotencyStoreException;
import dev.errata.idempotency.Ownership;
import dev.errata.idempotency.Release;
import dev.errata.idempotency.Settlement;
import dev.errata.idempotency.StoredResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link JdbcIdempotencyStore}, beside the contract.
 */
class JdbcIdempotencyStoreTests {

	private static final Duration LEASE = Duration.ofMinutes(1);

	private static final Duration TTL = Duration.ofHours(1);

	private static final StoredResponse RESPONSE = new StoredResponse(200, Map.of(), new byte[] { 1 });

	static Stream<TestDatabase> databases() {
		return Arrays.stream(TestDatabase.values()).filter(TestDatabase::isThere);
	}

	@ParameterizedTest
	@MethodSource("databases")
	void fewStatementsAreSent(TestDatabase database) {
		CountedStatements counted = new CountedStatements(database.dataSource());
		IdempotencyStore store = TestStore.on(database, counted).store();
		boolean atOnce = database == TestDatabase.POSTGRESQL;
		List<String> insert = List.of("executeUpdate");
		Digest id = id();
		counted.sent();
		Acquisition acquisition = store.claim(claim(id, "a"));
		assertThat(counted.sent()).isEqualTo(atOnce ? List.of("executeQuery") : insert);
		Ownership owned = new Ownership(id, "a", fence(acquisition));
		store.renew(owned, LEASE);
		assertThat(counted.sent()).containsExactly("executeUpdate");
		store.complete(owned, RESPONSE, TTL);
		assertThat(counted.sent()).containsExactly("executeUpdate");
		assertThat(store.claim(claim(id, "b"))).isEqualTo(new Acquisition.Replay(RESPONSE));
		assertThat(counted.sent())
			.isEqualTo(atOnce ? List.of("executeQuery") : List.of("executeUpdate", "executeQuery"));
	}

	@ParameterizedTest
	@MethodSource("databases")
	void connectionsThatDoNotCommitByThemselvesAreCommitted(TestDatabase database) {
		try (HikariDataSource dataSource = database.pool((pool) -> pool.setAutoCommit(false))) {
			CountedStatements counted = new CountedStatements(dataSource);
			IdempotencyStore store = TestStore.on(database, counted).store();
			TestStore observer = TestStore.on(database, database.dataSource());
			Digest id = id();
			counted.sent();
			Ownership first = new Ownership(id, "a", fence(store.claim(claim(id, "a"))));
			assertThat(counted.sent()).hasSize(2).endsWith("commit").doesNotContain("setAutoCommit");
			assertThat(observer.contents(id)).isNotEmpty();
			assertThat(store.claim(claim(id, "b"))).isInstanceOf(Acquisition.Busy.class);
			observer.advance(LEASE);
			Acquisition acquisition = store.claim(claim(id, "b"));
			assertThat(acquisition).isEqualTo(new Acquisition.Acquired(first.fence() + 1, 2));
			Ownership second = new Ownership(id, "b", fence(acquisition));
			assertThat(store.renew(first, LEASE)).isFalse();
			assertThat(store.renew(second, LEASE)).isTrue();
			assertThat(store.release(second, Release.REOPEN, TTL)).isEqualTo(new Settlement.Done());
			Ownership third = new Ownership(id, "c", fence(observer.store().claim(claim(id, "c"))));
			assertThat(store.complete(third, RESPONSE, TTL)).isEqualTo(new Settlement.Done());
			assertThat(observer.store().claim(claim(id, "d"))).isEqualTo(new Acquisition.Replay(RESPONSE));
			observer.advance(TTL);
			assertThat(store.purge()).isPositive();
			assertThat(observer.store().purge()).isZero();
		}
	}

	@ParameterizedTest
	@MethodSource("databases")
	void transactionOfTheApplicationIsNotUsed(TestDatabase database) {
		TestStore store = TestStore.on(database, database.dataSource());
		IdempotencyStore aware = TestStore.on(database, new TransactionAwareDataSourceProxy(database.dataSource()))
			.store();
		Digest one = id();
		Digest two = id();
		new TransactionTemplate(store.transactionManager()).executeWithoutResult((status) -> {
			store.store().claim(claim(one, "a"));
			aware.claim(claim(two, "a"));
			status.setRollbackOnly();
		});
		assertThat(store.store().claim(claim(one, "b"))).isInstanceOf(Acquisition.Busy.class);
		assertThat(store.store().claim(claim(two, "b"))).isInstanceOf(Acquisition.Busy.class);
	}

	@ParameterizedTest
	@MethodSource("databases")
	void strictIsolationOfConnectionsDoesNotFailClaims(TestDatabase database) throws Exception {
		try (HikariDataSource dataSource = database
			.pool((pool) -> pool.setTransactionIsolation("TRANSACTION_SERIALIZABLE"))) {
			IdempotencyStore store = TestStore.on(database, dataSource).store();
			for (int round = 0; round < 10; round++) {
				Digest id = id();
				ExecutorService executor = Executors.newFixedThreadPool(16);
				List<Future<Acquisition>> outcomes = new ArrayList<>();
				for (int i = 0; i < 16; i++) {
					Claim claim = claim(id, "o" + i);
					outcomes.add(executor.submit(() -> store.claim(claim)));
				}
				int winners = 0;
				for (Future<Acquisition> outcome : outcomes) {
					winners += (outcome.get() instanceof Acquisition.Acquired) ? 1 : 0;
				}
				executor.shutdown();
				assertThat(winners).isOne();
			}
			try (Connection connection = dataSource.getConnection()) {
				assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
			}
		}
	}

	@Test
	void strictIsolationOfConnectionsIsPutAsideAndBack() {
		TestDatabase database = TestDatabase.POSTGRESQL;
		try (HikariDataSource dataSource = database
			.pool((pool) -> pool.setTransactionIsolation("TRANSACTION_REPEATABLE_READ"))) {
			CountedStatements counted = new CountedStatements(dataSource);
			IdempotencyStore store = TestStore.on(database, counted).store();
			counted.sent();
			store.claim(claim(id(), "a"));
			assertThat(counted.sent()).containsExactly("setTransactionIsolation", "executeQuery",
					"setTransactionIsolation");
		}
	}

	@ParameterizedTest
	@MethodSource("databases")
	void onlyExpiredRecordsArePurgedInBatches(TestDatabase database) {
		TestStore store = TestStore.on(database, database.dataSource());
		store.clear();
		Digest running = id();
		Digest done = id();
		Digest reopened = id();
		Digest committed = id();
		store.store().claim(claim(running, "a"));
		store.store().complete(new Ownership(done, "a", fence(store.store().claim(claim(done, "a")))), RESPONSE, TTL);
		Ownership free = new Ownership(reopened, "a", fence(store.store().claim(claim(reopened, "a"))));
		store.store().release(free, Release.REOPEN, TTL);
		store.commit(new Ownership(committed, "a", fence(store.store().claim(claim(committed, "a")))));
		String seed = "INSERT INTO " + TestStore.TABLE
				+ " (id, fingerprint, state, owner, fence, attempt, lease_until, created_at, expires_at)"
				+ " SELECT ?, fingerprint, 2, owner, 1, 1, lease_until, created_at, created_at FROM " + TestStore.TABLE
				+ " WHERE id = ?";
		for (int i = 0; i < 1200; i++) {
			store.jdbc().update(seed, id().bytes(), running.bytes());
		}
		assertThat(store.store().purge()).isEqualTo(1000);
		assertThat(store.store().purge()).isEqualTo(200);
		assertThat(store.store().purge()).isZero();
		for (Digest live : List.of(running, done, reopened, committed)) {
			assertThat(store.contents(live)).isNotEmpty();
		}
	}

	@Test
	void purgeDoesNotWaitForLockedRecords() throws SQLException {
		TestDatabase database = TestDatabase.POSTGRESQL;
		TestStore store = TestStore.on(database, database.dataSource());
		store.clear();
		Digest locked = id();
		store.store().claim(claim(locked, "a"));
		store.store().claim(claim(id(), "a"));
		store.advance(TTL);
		try (Connection connection = database.dataSource().getConnection()) {
			connection.setAutoCommit(false);
			try (var statement = connection
				.prepareStatement("SELECT 1 FROM " + TestStore.TABLE + " WHERE id = ? FOR UPDATE")) {
				statement.setBytes(1, locked.bytes());
				statement.executeQuery();
			}
			assertThat(store.store().purge()).isOne();
			assertThat(store.store().purge()).isZero();
			connection.rollback();
		}
		assertThat(store.store().purge()).isOne();
	}

	@Test
	void statementThatWaitsTooLongIsGivenUp() throws SQLException {
		TestDatabase database = TestDatabase.POSTGRESQL;
		TestStore store = TestStore.on(database, database.dataSource());
		Digest id = id();
		Ownership owned = new Ownership(id, "a", fence(store.store().claim(claim(id, "a"))));
		IdempotencyStore impatient = new JdbcIdempotencyStoreFactory(database.dataSource(),
				TestStore.properties(Map.of("errata.idempotency.store-timeout", "200ms")), Map::of,
				new BoundRequestClaim())
			.create();
		try (Connection connection = database.dataSource().getConnection()) {
			connection.setAutoCommit(false);
			try (var statement = connection
				.prepareStatement("SELECT 1 FROM " + TestStore.TABLE + " WHERE id = ? FOR UPDATE")) {
				statement.setBytes(1, id.bytes());
				statement.executeQuery();
			}
			assertThatExceptionOfType(IdempotencyStoreException.class)
				.isThrownBy(() -> impatient.complete(owned, RESPONSE, TTL))
				.withMessage("The database cannot store an answer");
			assertThat(impatient.claim(claim(id, "b"))).isInstanceOf(Acquisition.Busy.class);
			connection.rollback();
		}
		assertThat(impatient.complete(owned, RESPONSE, TTL)).isEqualTo(new Settlement.Done());
	}

	@ParameterizedTest
	@MethodSource("databases")
	void databaseOutOfReachIsTold(TestDatabase database) {
		HikariDataSource dataSource = database.pool((pool) -> {
		});
		IdempotencyStore store = TestStore.on(database, dataSource).store();
		dataSource.close();
		Ownership owned = new Ownership(id(), "a", 1);
		assertThatExceptionOfType(IdempotencyStoreException.class).isThrownBy(() -> store.claim(claim(id(), "a")))
			.withMessage("The database cannot claim a key")
			.withCauseInstanceOf(SQLException.class);
		assertThatExceptionOfType(IdempotencyStoreException.class).isThrownBy(() -> store.renew(owned, LEASE));
		assertThatExceptionOfType(IdempotencyStoreException.class)
			.isThrownBy(() -> store.complete(owned, RESPONSE, TTL));
		assertThatExceptionOfType(IdempotencyStoreException.class)
			.isThrownBy(() -> store.release(owned, Release.FORGET, TTL));
		assertThatExceptionOfType(IdempotencyStoreException.class).isThrownBy(store::purge);
	}

	@Test
	void ownerThatDoesNotFitIsNotCut() {
		IdempotencyStore store = TestStore.on(TestDatabase.H2, TestDatabase.H2.dataSource()).store();
		assertThatIllegalArgumentException().isThrownBy(() -> store.claim(claim(id(), "o".repeat(65))));
	}

	@ParameterizedTest
	@ValueSource(strings = { "PostgreSQL", "MySQL", "MariaDB", "Oracle", "MSSQLServer" })
	void modesOfH2MakeNoDifference(String mode) {
		try (HikariDataSource dataSource = new HikariDataSource()) {
			dataSource.setJdbcUrl("jdbc:h2:mem:" + mode + ";MODE=" + mode);
			TestStore store = TestStore.on(TestDatabase.H2, dataSource);
			Digest id = id();
			store.store().claim(claim(id, "a"));
			store.advance(LEASE);
			Acquisition second = store.store().claim(claim(id, "b"));
			assertThat(second).isEqualTo(new Acquisition.Acquired(2, 2));
			store.commit(new Ownership(id, "b", 2));
			store.store().complete(new Ownership(id, "b", 2), RESPONSE, TTL);
			assertThat(store.store().claim(claim(id, "c"))).isEqualTo(new Acquisition.Replay(RESPONSE));
			store.advance(TTL);
			assertThat(store.store().purge()).isOne();
		}
	}

	static Claim claim(Digest id, String owner) {
		return new Claim(id, Digest.of(new byte[] { 1 }), owner, "caller", LEASE, TTL, false);
	}

	static Digest id() {
		return Digest.of(ByteBuffer.allocate(16)
			.putLong(ThreadLocalRandom.current().nextLong())
			.putLong(ThreadLocalRandom.current().nextLong())
			.array());
	}

	static long fence(Acquisition acquisition) {
		assertThat(acquisition).isInstanceOf(Acquisition.Acquired.class);
		return ((Acquisition.Acquired) acquisition).fence();
	}

}
