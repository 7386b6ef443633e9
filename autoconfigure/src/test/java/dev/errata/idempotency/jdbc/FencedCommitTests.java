package dev.errata.idempotency.jdbc;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.errata.idempotency.Acquisition;
import dev.errata.idempotency.Claim;
import dev.errata.idempotency.ClaimLostException;
import dev.errata.idempotency.Digest;
import dev.errata.idempotency.Ownership;
import dev.errata.idempotency.Release;
import dev.errata.idempotency.RunningClaim;
import dev.errata.idempotency.RunningClaims;
import dev.errata.idempotency.Settlement;
import dev.errata.idempotency.StoredResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link FencedCommit}.
 */
class FencedCommitTests {

	private static final Duration LEASE = Duration.ofMinutes(1);

	private static final Duration TTL = Duration.ofHours(1);

	private static final int COMMITTED = 3;

	private final Digest id = JdbcIdempotencyStoreTests.id();

	private TestStore store;

	private TransactionTemplate transaction;

	static Stream<TestDatabase> databases() {
		return Arrays.stream(TestDatabase.values()).filter(TestDatabase::isThere);
	}

	@AfterEach
	void forgetRequest() {
		RequestContextHolder.resetRequestAttributes();
	}

	@ParameterizedTest
	@MethodSource("databases")
	void ownerCommits(TestDatabase database) {
		start(database);
		Ownership owned = own("a");
		RunningClaim claim = TestStore.inRequest(owned, (running) -> {
			work("a");
			assertThat(running.isEffectCommitted()).isTrue();
		});
		assertThat(claim.isEffectCommitted()).isTrue();
		assertThat(effects()).containsExactly("a");
		assertThat(state()).isEqualTo(COMMITTED);
		StoredResponse response = new StoredResponse(204, Map.of(), new byte[0]);
		assertThat(this.store.store().complete(owned, response, TTL)).isEqualTo(new Settlement.Done());
		assertThat(claim("b", false)).isEqualTo(new Acquisition.Replay(response));
	}

	@ParameterizedTest
	@MethodSource("databases")
	void staleOwnerIsRolledBack(TestDatabase database) {
		start(database);
		Ownership stale = own("a");
		this.store.advance(LEASE);
		Ownership successor = own("b");
		RunningClaim claim = TestStore.inRequest(stale,
				(running) -> assertThatExceptionOfType(ClaimLostException.class).isThrownBy(() -> work("a")));
		assertThat(claim.isEffectCommitted()).isFalse();
		assertThat(effects()).isEmpty();
		assertThat(state()).isOne();
		TestStore.inRequest(successor, (running) -> work("b"));
		assertThat(effects()).containsExactly("b");
	}

	@ParameterizedTest
	@MethodSource("databases")
	void ownerOfCompletedReopenedForgottenOrPurgedRecordIsRolledBack(TestDatabase database) {
		start(database);
		Ownership owned = own("a");
		this.store.store().complete(owned, new StoredResponse(204, Map.of(), null), Duration.ofSeconds(1));
		assertLost(owned);
		this.store.advance(Duration.ofSeconds(1));
		this.store.store().purge();
		assertLost(owned);
		Ownership reopened = own("b");
		this.store.store().release(reopened, Release.REOPEN, TTL);
		assertLost(reopened);
		Ownership forgotten = own("c");
		this.store.store().release(forgotten, Release.FORGET, TTL);
		assertLost(forgotten);
		assertThat(effects()).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("databases")
	void clocksDoNotMatter(TestDatabase database) {
		start(database);
		Ownership owned = own("a");
		this.store.advance(TTL.multipliedBy(2));
		TestStore.inRequest(owned, (running) -> work("a"));
		assertThat(effects()).containsExactly("a");
	}

	@ParameterizedTest
	@MethodSource("databases")
	void twoTransactionsOfOneRequestCommit(TestDatabase database) {
		start(database);
		TestStore.inRequest(own("a"), (running) -> {
			work("one");
			work("two");
		});
		assertThat(effects()).containsExactlyInAnyOrder("one", "two");
	}

	@ParameterizedTest
	@MethodSource("databases")
	void readOnlyTransactionIsLeftAlone(TestDatabase database) {
		start(database);
		Ownership owned = own("a");
		this.transaction.setReadOnly(true);
		RunningClaim claim = TestStore.inRequest(owned,
				(running) -> this.transaction.executeWithoutResult((status) -> assertThat(effects()).isEmpty()));
		assertThat(claim.isEffectCommitted()).isFalse();
		assertThat(state()).isOne();
		this.store.advance(LEASE);
		own("b");
		TestStore.inRequest(owned, (running) -> this.transaction.executeWithoutResult((status) -> {
		}));
	}

	@ParameterizedTest
	@MethodSource("databases")
	void transactionThatRollsBackLeavesNoMark(TestDatabase database) {
		start(database);
		RunningClaim claim = TestStore.inRequest(own("a"), (running) -> {
			this.transaction.executeWithoutResult((status) -> status.setRollbackOnly());
			assertThatIllegalStateException().isThrownBy(() -> this.transaction.executeWithoutResult((status) -> {
				throw new IllegalStateException("no");
			}));
		});
		assertThat(claim.isEffectCommitted()).isFalse();
		assertThat(state()).isOne();
	}

	@ParameterizedTest
	@MethodSource("databases")
	void nestedTransactionMarksNothing(TestDatabase database) {
		start(database);
		TransactionTemplate nested = new TransactionTemplate(this.store.transactionManager());
		nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
		RunningClaim claim = TestStore.inRequest(own("a"),
				(running) -> this.transaction.executeWithoutResult((status) -> {
					nested.executeWithoutResult((inner) -> effect("nested"));
					assertThat(running.isEffectCommitted()).isFalse();
					status.setRollbackOnly();
				}));
		assertThat(claim.isEffectCommitted()).isFalse();
		assertThat(effects()).isEmpty();
		assertThat(state()).isOne();
	}

	@ParameterizedTest
	@MethodSource("databases")
	void innerTransactionsCommitBeforeAndAfterTheOuterOne(TestDatabase database) {
		start(database);
		TransactionTemplate inner = new TransactionTemplate(this.store.transactionManager());
		inner.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		TestStore.inRequest(own("a"), (running) -> this.transaction.executeWithoutResult((status) -> {
			inner.executeWithoutResult((it) -> effect("within"));
			TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

				@Override
				public void beforeCommit(boolean readOnly) {
					inner.executeWithoutResult((it) -> effect("before"));
				}

				@Override
				public void beforeCompletion() {
					inner.executeWithoutResult((it) -> effect("completing"));
				}

				@Override
				public void afterCommit() {
					inner.executeWithoutResult((it) -> effect("after"));
				}

			});
			effect("outer");
		}));
		assertThat(effects()).containsExactlyInAnyOrder("within", "before", "completing", "outer", "after");
	}

	@ParameterizedTest
	@MethodSource("databases")
	void effectIsCommittedEvenIfWhatComesAfterFails(TestDatabase database) {
		start(database);
		RunningClaim claim = TestStore.inRequest(own("a"), (running) -> assertThatIllegalStateException()
			.isThrownBy(() -> this.transaction.executeWithoutResult((status) -> {
				effect("a");
				TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

					@Override
					public void afterCommit() {
						throw new IllegalStateException("after");
					}

				});
			})));
		assertThat(claim.isEffectCommitted()).isTrue();
	}

	@ParameterizedTest
	@MethodSource("databases")
	void transactionsWithoutClaimAreNotChecked(TestDatabase database) throws Exception {
		start(database);
		Ownership stale = own("a");
		this.store.advance(LEASE);
		own("b");
		work("no request");
		RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(new MockHttpServletRequest()));
		work("no claim");
		RequestContextHolder.resetRequestAttributes();
		TestStore.inRequest(stale, (running) -> CompletableFuture.runAsync(() -> work("another thread")).join());
		assertThat(effects()).containsExactlyInAnyOrder("no request", "no claim", "another thread");
	}

	@Test
	void claimOutlivesItsRequest() {
		start(TestDatabase.H2);
		Ownership stale = own("a");
		this.store.advance(LEASE);
		own("b");
		ServletRequestAttributes request = new ServletRequestAttributes(new MockHttpServletRequest());
		request.setAttribute(RunningClaim.ATTRIBUTE, RunningClaims.of(stale), ServletRequestAttributes.SCOPE_REQUEST);
		RequestContextHolder.setRequestAttributes(request);
		assertThatExceptionOfType(ClaimLostException.class)
			.isThrownBy(() -> this.transaction.executeWithoutResult((status) -> {
				effect("a");
				request.requestCompleted();
			}));
		work("the request is over");
		assertThat(effects()).containsExactly("the request is over");
	}

	@Test
	void claimWithinTransactionIsFound() {
		start(TestDatabase.H2);
		Ownership stale = own("a");
		this.store.advance(LEASE);
		own("b");
		ServletRequestAttributes request = new ServletRequestAttributes(new MockHttpServletRequest());
		RequestContextHolder.setRequestAttributes(request);
		assertThatExceptionOfType(ClaimLostException.class)
			.isThrownBy(() -> this.transaction.executeWithoutResult((status) -> {
				effect("a");
				request.setAttribute(RunningClaim.ATTRIBUTE, RunningClaims.of(stale),
						ServletRequestAttributes.SCOPE_REQUEST);
			}));
		assertThat(effects()).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("databases")
	void nobodyRunsAgainWhatCommittedBeforeItsProcessDied(TestDatabase database) {
		start(database);
		TestStore.inRequest(own("a"), (running) -> work("a"));
		assertThat(claim("b", false)).isInstanceOf(Acquisition.Busy.class);
		this.store.advance(LEASE);
		assertThat(claim("b", false)).isEqualTo(new Acquisition.OutcomeUnknown());
		Acquisition again = claim("c", true);
		assertThat(again).isEqualTo(new Acquisition.Acquired(2, 2));
		TestStore.inRequest(new Ownership(this.id, "c", 2), (running) -> work("c"));
		assertThat(effects()).containsExactlyInAnyOrder("a", "c");
	}

	@ParameterizedTest
	@MethodSource("databases")
	void takeoverWaitsForTheCommit(TestDatabase database) throws Exception {
		start(database);
		Ownership owned = own("a");
		this.store.advance(LEASE);
		CountDownLatch marked = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		this.store.transactionManager().addListener(new TransactionExecutionListener() {

			@Override
			public void beforeCommit(TransactionExecution execution) {
				marked.countDown();
				await(goOn);
			}

		});
		ExecutorService executor = Executors.newFixedThreadPool(2);
		Future<RunningClaim> commit = executor.submit(() -> TestStore.inRequest(owned, (running) -> work("a")));
		await(marked);
		Future<Acquisition> takeover = executor.submit(() -> claim("b", false));
		assertThat(takeover).isNotDone();
		goOn.countDown();
		assertThat(commit.get(10, TimeUnit.SECONDS).isEffectCommitted()).isTrue();
		assertThat(takeover.get(10, TimeUnit.SECONDS)).isEqualTo(new Acquisition.OutcomeUnknown());
		executor.shutdown();
	}

	@ParameterizedTest
	@MethodSource("databases")
	void oneOfTwoOwnersCommits(TestDatabase database) throws Exception {
		start(database);
		ExecutorService executor = Executors.newFixedThreadPool(2);
		for (int round = 0; round < 30; round++) {
			this.store.clear();
			this.store.jdbc().update("DELETE FROM effects");
			Ownership stale = own("a");
			this.store.advance(LEASE);
			CyclicBarrier start = new CyclicBarrier(2);
			Future<Boolean> commit = executor.submit(() -> {
				start.await(10, TimeUnit.SECONDS);
				return commits(stale);
			});
			Future<Boolean> takeover = executor.submit(() -> {
				start.await(10, TimeUnit.SECONDS);
				Acquisition acquisition = claim("b", false);
				return acquisition instanceof Acquisition.Acquired acquired
						&& commits(new Ownership(this.id, "b", acquired.fence()));
			});
			assertThat(Stream.of(commit.get(20, TimeUnit.SECONDS), takeover.get(20, TimeUnit.SECONDS))
				.filter(Boolean::booleanValue)).hasSize(1);
			assertThat(effects()).hasSize(1);
		}
		executor.shutdown();
	}

	@ParameterizedTest
	@MethodSource("databases")
	void driverMayCountChangedRowsOnly(TestDatabase database) {
		start(database, TestStore.on(database, database.pool((pool) -> {
			pool.setMaximumPoolSize(2);
			if (database == TestDatabase.MARIADB) {
				pool.addDataSourceProperty("useAffectedRows", "true");
			}
		})));
		TestStore.inRequest(own("a"), (running) -> {
			work("one");
			work("two");
		});
		assertThat(effects()).containsExactlyInAnyOrder("one", "two");
	}

	@Test
	void changeOfTheRecordDuringRepeatableReadFailsTheCommitOnPostgres() {
		start(TestDatabase.POSTGRESQL);
		Ownership owned = own("a");
		this.transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
		TestStore.inRequest(owned, (running) -> assertThatExceptionOfType(ConcurrencyFailureException.class)
			.isThrownBy(() -> this.transaction.executeWithoutResult((status) -> {
				effect("a");
				this.store.store().renew(owned, LEASE);
			})));
		assertThat(effects()).isEmpty();
		assertThat(state()).isOne();
		TestStore.inRequest(owned, (running) -> work("a"));
		assertThat(effects()).containsExactly("a");
	}

	@ParameterizedTest
	@MethodSource("databases")
	void heartbeatFailsNoStrictTransaction(TestDatabase database) {
		start(database);
		this.transaction.setIsolationLevel(TransactionDefinition.ISOLATION_SERIALIZABLE);
		assertHeartbeatFailsNothing();
	}

	@ParameterizedTest
	@MethodSource("databases")
	void heartbeatFailsNoTransactionOfAStrictPool(TestDatabase database) {
		start(database, TestStore.on(database,
				database.pool((pool) -> pool.setTransactionIsolation("TRANSACTION_REPEATABLE_READ"))));
		assertHeartbeatFailsNothing();
	}

	private void assertHeartbeatFailsNothing() {
		Ownership owned = own("a");
		TestStore.inRequest(owned, (running) -> {
			this.transaction.executeWithoutResult((status) -> {
				effect("a");
				assertThat(RunningClaims.renew(running, this.store.store())).isTrue();
			});
			this.store.advance(LEASE.minusSeconds(15));
			assertThat(RunningClaims.renew(running, this.store.store())).isTrue();
		});
		assertThat(effects()).containsExactly("a");
		this.store.advance(Duration.ofSeconds(20));
		assertThat(claim("b", false)).isInstanceOf(Acquisition.Busy.class);
	}

	private void start(TestDatabase database) {
		start(database, TestStore.on(database, database.dataSource()));
	}

	private void start(TestDatabase database, TestStore store) {
		this.store = store;
		this.transaction = new TransactionTemplate(this.store.transactionManager());
		this.store.jdbc().execute("CREATE TABLE IF NOT EXISTS effects (name VARCHAR(50))");
		this.store.jdbc().update("DELETE FROM effects");
	}

	private Acquisition claim(String owner, boolean rerun) {
		return this.store.store()
			.claim(new Claim(this.id, Digest.of(new byte[] { 1 }), owner, "caller", LEASE, TTL, rerun));
	}

	private Ownership own(String owner) {
		return new Ownership(this.id, owner, JdbcIdempotencyStoreTests.fence(claim(owner, false)));
	}

	private void assertLost(Ownership ownership) {
		TestStore.inRequest(ownership,
				(running) -> assertThatExceptionOfType(ClaimLostException.class).isThrownBy(() -> work("lost")));
	}

	private boolean commits(Ownership ownership) {
		try {
			return TestStore.inRequest(ownership, (running) -> work(ownership.owner())).isEffectCommitted();
		}
		catch (ClaimLostException ex) {
			return false;
		}
	}

	private void work(String effect) {
		this.transaction.executeWithoutResult((status) -> effect(effect));
	}

	private void effect(String name) {
		this.store.jdbc().update("INSERT INTO effects VALUES (?)", name);
	}

	private List<String> effects() {
		return this.store.jdbc().queryForList("SELECT name FROM effects", String.class);
	}

	private int state() {
		return ((Number) this.store.contents(this.id).get("state")).intValue();
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
