package dev.errata.idempotency.jdbc;

import java.sql.Connection;
import java.time.Duration;

import dev.errata.idempotency.ClaimLostException;
import dev.errata.idempotency.Ownership;
import dev.errata.idempotency.RunningClaim;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.reactive.GenericReactiveTransaction;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;

/**
 * An {@link R2dbcTransactionManager} whose transactions commit only while their request
 * holds its claim, as with {@link FencedCommit}: the record is marked on the connection
 * of the transaction, right before its commit.
 * <p>
 * The request is that of Reactor's context when the transaction ends.
 */
final class FencedR2dbcTransactions extends R2dbcTransactionManager implements ReactiveFence {

	private static final Logger logger = LoggerFactory.getLogger(FencedR2dbcTransactions.class);

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private volatile @Nullable Fence fence;

	/**
	 * Create a transaction manager that does what another one does.
	 * @param other the other one
	 */
	FencedR2dbcTransactions(R2dbcTransactionManager other) {
		setConnectionFactory(other.getConnectionFactory());
		setEnforceReadOnly(other.isEnforceReadOnly());
		setTransactionExecutionListeners(other.getTransactionExecutionListeners());
	}

	@Override
	public boolean fence(Statements statements, boolean strict, Ownership probe) {
		try {
			Fence fence = new Fence(DatabaseClient.create(obtainConnectionFactory()), statements, strict);
			fence.mark(probe).block(PATIENCE);
			this.fence = fence;
			return true;
		}
		catch (RuntimeException ex) {
			logger.debug("A record of the store of idempotency keys cannot be marked", ex);
			return false;
		}
	}

	@Override
	protected Mono<Void> doBegin(TransactionSynchronizationManager synchronizations, Object transaction,
			TransactionDefinition definition) {
		Mono<Void> begin = super.doBegin(synchronizations, transaction, definition);
		Fence fence = this.fence;
		if (fence == null || definition.isReadOnly() || !fence.isStrict(definition)) {
			return begin;
		}
		return begin.then(Mono.deferContextual((context) -> {
			RunningClaim claim = context.getOrDefault(RunningClaim.class, null);
			if (claim == null) {
				return Mono.empty();
			}
			synchronizations.bindResource(transaction, claim);
			// waits for a renewal that is under way
			return Mono.<Void>fromRunnable(claim::suspendRenewal).subscribeOn(Schedulers.boundedElastic());
		}));
	}

	@Override
	protected Mono<Void> doCommit(TransactionSynchronizationManager synchronizations,
			GenericReactiveTransaction transaction) {
		Mono<Void> commit = super.doCommit(synchronizations, transaction);
		Fence fence = this.fence;
		// a nested transaction commits with the one around it
		if (fence == null || transaction.isReadOnly() || transaction.isNested()) {
			return commit;
		}
		return Mono.deferContextual((context) -> {
			RunningClaim claim = context.getOrDefault(RunningClaim.class, null);
			return (claim == null) ? commit
					: fence.mark(claim.ownership()).then(commit).doOnSuccess((done) -> claim.effectCommitted());
		});
	}

	@Override
	protected Mono<Void> doCleanupAfterCompletion(TransactionSynchronizationManager synchronizations,
			Object transaction) {
		if (synchronizations.unbindResourceIfPossible(transaction) instanceof RunningClaim claim) {
			claim.resumeRenewal();
		}
		return super.doCleanupAfterCompletion(synchronizations, transaction);
	}

	private record Fence(DatabaseClient database, Statements statements, boolean strict) {

		boolean isStrict(TransactionDefinition definition) {
			int isolation = definition.getIsolationLevel();
			return (isolation != TransactionDefinition.ISOLATION_DEFAULT)
					? isolation > Connection.TRANSACTION_READ_COMMITTED : this.strict;
		}

		Mono<Void> mark(Ownership ownership) {
			return of(this.statements.mark, ownership).fetch()
				.rowsUpdated()
				.filter((count) -> count > 0)
				// a driver can be set to count only rows that have changed, and a second
				// transaction changes nothing
				.map((count) -> true)
				.switchIfEmpty(of(this.statements.marked, ownership).fetch().first().hasElement())
				.flatMap((held) -> held ? Mono.empty() : Mono.error(new ClaimLostException(ownership)));
		}

		private DatabaseClient.GenericExecuteSpec of(NamedStatement statement, Ownership ownership) {
			return this.database.sql(statement.text())
				.bind("id", ownership.id().bytes())
				.bind("owner", JdbcIdempotencyStore.bytes(ownership.owner()))
				.bind("fence", ownership.fence());
		}

	}

}
