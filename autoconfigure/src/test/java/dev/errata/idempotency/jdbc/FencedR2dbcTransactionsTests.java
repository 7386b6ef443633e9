package dev.errata.idempotency.jdbc;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.errata.idempotency.Acquisition;
import dev.errata.idempotency.ClaimLostException;
import dev.errata.idempotency.Digest;
import dev.errata.idempotency.Ownership;
import dev.errata.idempotency.Release;
import dev.errata.idempotency.RunningClaim;
import dev.errata.idempotency.RunningClaims;
import dev.errata.idempotency.Settlement;
import dev.errata.idempotency.StoredResponse;
import io.r2dbc.spi.ConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.ReactiveTransaction;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionExecutionListener;
import org.springframework.transaction.reactive.TransactionalOperator;
import org.springframework.transaction.support.DefaultTransactionDefinition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link FencedR2dbcTransactions}.
 */
@ExtendWith(OutputCaptureExtension.class)
class FencedR2dbcTransactionsTests {

	private static final Duration LEASE = Duration.ofMinutes(1);

	private static final Duration TTL = Duration.ofHours(1);

	private static final int COMMITTED = 3;

	private final Digest id = JdbcIdempotencyStoreTests.id();

	private final DefaultTransactionDefinition definition = new DefaultTransactionDefinition();

	private TestStore store;

	private DatabaseClient database;

	private FencedR2dbcTransactions transactionManager;

	static Stream<TestDatabase> databases() {
		return Stream.of(TestDatabase.POSTGRESQL, TestDatabase.H2);
	}

	private void start(TestDatabase database) {
		ConnectionFactory connections = database.reactive();
		this.store = TestStore.on(database, database.dataSource());
		this.store.clear();
		this.database = DatabaseClient.create(connections);
		this.transactionManager = new FencedR2dbcTransactions(new R2dbcTransactionManager(connections));
		this.store.jdbc().execute("CREATE TABLE IF NOT EXISTS effects (name VARCHAR(100) NOT NULL)");
		this.store.jdbc().execute("DELETE FROM effects");
		new JdbcIdempotencyStoreFactory(database.dataSource(), TestStore.properties(Map.of()),
				() -> Map.of("reactive", this.transactionManager), new BoundRequestClaim())
			.create();
	}

	@ParameterizedTest
	@MethodSource("databases")
	void ownerCommits(TestDatabase database, CapturedOutput output) {
		start(database);
		assertThat(output).doesNotContain("not fenced");
		assertThat(this.store.store().counts().values()).containsOnly(0L);
		Ownership owned = own("a");
		assertThat(inRequest(owned, work("a")).isEffectCommitted()).isTrue();
		assertThat(effects()).containsExactly("a");
		assertThat(state()).isEqualTo(COMMITTED);
		StoredResponse response = new StoredResponse(204, Map.of(), new byte[0]);
		assertThat(this.store.store().complete(owned, response, TTL)).isEqualTo(new Settlement.Done());
	}

	@ParameterizedTest
	@MethodSource("databases")
	void staleOwnerIsRolledBack(TestDatabase database) {
		start(database);
		Ownership stale = own("a");
		this.store.advance(LEASE);
		Ownership successor = own("b");
		RunningClaim claim = RunningClaims.of(stale);
		assertThatExceptionOfType(ClaimLostException.class).isThrownBy(() -> inRequest(claim, work("a")));
		assertThat(claim.isEffectCommitted()).isFalse();
		assertThat(effects()).isEmpty();
		assertThat(state()).isOne();
		inRequest(successor, work("b"));
		assertThat(effects()).containsExactly("b");
	}

	@ParameterizedTest
	@MethodSource("databases")
	void ownerOfReopenedRecordIsRolledBack(TestDatabase database) {
		start(database);
		Ownership reopened = own("a");
		this.store.store().release(reopened, Release.REOPEN, TTL);
		assertThatExceptionOfType(ClaimLostException.class).isThrownBy(() -> inRequest(reopened, work("a")));
		assertThat(effects()).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("databases")
	void twoTransactionsOfOneRequestCommit(TestDatabase database) {
		start(database);
		inRequest(own("a"), work("one").then(work("two")));
		assertThat(effects()).containsExactlyInAnyOrder("one", "two");
	}

	@ParameterizedTest
	@MethodSource("databases")
	void transactionThatIsReadOnlyOrRollsBackLeavesNoMark(TestDatabase database) {
		start(database);
		Ownership owned = own("a");
		this.definition.setReadOnly(true);
		assertThat(inRequest(owned, transaction(Mono.empty(), (transaction) -> {
		})).isEffectCommitted()).isFalse();
		assertThat(state()).isOne();
		this.definition.setReadOnly(false);
		assertThat(inRequest(owned, transaction(effect("a"), ReactiveTransaction::setRollbackOnly)).isEffectCommitted())
			.isFalse();
		assertThat(state()).isOne();
		assertThat(effects()).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("databases")
	void nestedTransactionMarksNothing(TestDatabase database) {
		start(database);
		DefaultTransactionDefinition nested = new DefaultTransactionDefinition(
				TransactionDefinition.PROPAGATION_NESTED);
		Mono<Void> inner = TransactionalOperator.create(this.transactionManager, nested)
			.transactional(effect("nested"))
			.then();
		RunningClaim claim = RunningClaims.of(own("a"));
		inRequest(claim, transaction(inner.then(Mono.fromRunnable(() -> {
			assertThat(claim.isEffectCommitted()).isFalse();
			assertThat(state()).isOne();
		})), ReactiveTransaction::setRollbackOnly));
		assertThat(claim.isEffectCommitted()).isFalse();
		assertThat(effects()).isEmpty();
		inRequest(claim, transaction(inner, (transaction) -> {
		}));
		assertThat(claim.isEffectCommitted()).isTrue();
		assertThat(effects()).containsExactly("nested");
	}

	@ParameterizedTest
	@MethodSource("databases")
	void transactionWithoutClaimCommits(TestDatabase database) {
		start(database);
		work("a").block();
		assertThat(effects()).containsExactly("a");
	}

	@ParameterizedTest
	@MethodSource("databases")
	void leaseIsNotRenewedWhileStricterTransactionRuns(TestDatabase database) {
		start(database);
		this.definition.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
		RunningClaim claim = RunningClaims.of(own("a"));
		Object before = this.store.contents(this.id).get("lease_until");
		inRequest(claim, transaction(effect("a").then(Mono.fromRunnable(() -> {
			assertThat(RunningClaims.renew(claim, this.store.store())).isTrue();
			assertThat(this.store.contents(this.id)).containsEntry("lease_until", before);
		})), (transaction) -> {
		}));
		assertThat(effects()).containsExactly("a");
		RunningClaims.renew(claim, this.store.store());
		assertThat(this.store.contents(this.id)).doesNotContainEntry("lease_until", before);
	}

	@Test
	void otherDatabaseIsToldOf(CapturedOutput output) {
		start(TestDatabase.POSTGRESQL);
		FencedR2dbcTransactions other = new FencedR2dbcTransactions(
				new R2dbcTransactionManager(TestDatabase.H2.reactive()));
		new JdbcIdempotencyStoreFactory(TestDatabase.POSTGRESQL.dataSource(), TestStore.properties(Map.of()),
				() -> Map.of("other", other), new BoundRequestClaim())
			.create();
		assertThat(output.getOut().lines().filter((line) -> line.contains("WARN"))).singleElement()
			.asString()
			.contains("Commits of the reactive transaction manager other are not fenced");
		assertThat(this.store.store().counts().values()).containsOnly(0L);
	}

	@Test
	void settingsOfTheTransactionManagerAreKept() {
		R2dbcTransactionManager original = new R2dbcTransactionManager(TestDatabase.H2.reactive());
		original.setEnforceReadOnly(true);
		TransactionExecutionListener listener = new TransactionExecutionListener() {
		};
		original.setTransactionExecutionListeners(List.of(listener));
		FencedR2dbcTransactions fenced = new FencedR2dbcTransactions(original);
		assertThat(fenced.getConnectionFactory()).isSameAs(original.getConnectionFactory());
		assertThat(fenced.isEnforceReadOnly()).isTrue();
		assertThat(fenced.getTransactionExecutionListeners()).containsExactly(listener);
	}

	private Ownership own(String owner) {
		Acquisition acquisition = this.store.store().claim(JdbcIdempotencyStoreTests.claim(this.id, owner));
		return new Ownership(this.id, owner, JdbcIdempotencyStoreTests.fence(acquisition));
	}

	private static RunningClaim inRequest(Ownership ownership, Mono<Void> work) {
		return inRequest(RunningClaims.of(ownership), work);
	}

	private static RunningClaim inRequest(RunningClaim claim, Mono<Void> work) {
		work.contextWrite((context) -> context.put(RunningClaim.class, claim)).block();
		return claim;
	}

	private Mono<Void> work(String name) {
		return transaction(effect(name), (transaction) -> {
		});
	}

	private Mono<Void> transaction(Mono<?> work, Consumer<ReactiveTransaction> end) {
		return TransactionalOperator.create(this.transactionManager, this.definition)
			.execute((transaction) -> work.then(Mono.fromRunnable(() -> end.accept(transaction))))
			.then();
	}

	private Mono<Long> effect(String name) {
		return this.database.sql("INSERT INTO effects VALUES (:name)").bind("name", name).fetch().rowsUpdated();
	}

	private List<String> effects() {
		return this.store.jdbc().queryForList("SELECT name FROM effects", String.class);
	}

	private int state() {
		return ((Number) this.store.contents(this.id).get("state")).intValue();
	}

}
