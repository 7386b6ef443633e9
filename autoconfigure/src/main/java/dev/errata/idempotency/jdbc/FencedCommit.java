package dev.errata.idempotency.jdbc;

import java.sql.Connection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import javax.sql.DataSource;

import dev.errata.idempotency.ClaimLostException;
import dev.errata.idempotency.CurrentClaim;
import dev.errata.idempotency.Ownership;
import dev.errata.idempotency.RunningClaim;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.Ordered;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Lets a transaction commit only while its request holds its claim. Before the commit, on
 * the connection of the transaction itself, the record is marked as committed; where it
 * is no longer the request's own, a {@link ClaimLostException} rolls everything back. It
 * rests on the lock of that row and on no clock: once another owner has claimed the
 * record, the ones before it cannot commit.
 * <p>
 * The request is that of the current thread when the transaction begins, as
 * {@link CurrentClaim} knows it. Transactions of other threads, of {@code @Async} methods
 * for example, are not checked. Neither are read-only ones.
 */
final class FencedCommit implements TransactionExecutionListener {

	private static final Logger logger = LoggerFactory.getLogger(FencedCommit.class);

	private final DataSource dataSource;

	private final Statements statements;

	private final JdbcTemplate jdbc;

	private final boolean strict;

	private final CurrentClaim current;

	private final AtomicBoolean warned = new AtomicBoolean();

	/**
	 * Create the fence of a transaction manager.
	 * @param dataSource the {@link DataSource} of the transaction manager
	 * @param statements the SQL
	 * @param timeout the time limit of a statement in seconds, zero for none
	 * @param strict whether transactions that name no level of isolation have one that
	 * fails on rows that were changed since they began
	 * @param current finds the claim of a thread
	 */
	FencedCommit(DataSource dataSource, Statements statements, int timeout, boolean strict, CurrentClaim current) {
		this.dataSource = dataSource;
		this.statements = statements;
		this.strict = strict;
		this.current = current;
		this.jdbc = new JdbcTemplate(dataSource);
		this.jdbc.setQueryTimeout((timeout > 0) ? timeout : -1);
	}

	@Override
	public void afterBegin(TransactionExecution transaction, @Nullable Throwable beginFailure) {
		if (beginFailure != null || !isFenced(transaction)
				|| !TransactionSynchronizationManager.isSynchronizationActive()) {
			return;
		}
		Supplier<@Nullable RunningClaim> request = this.current.find();
		if (request != null) {
			Effect effect = new Effect(request);
			TransactionSynchronizationManager.registerSynchronization(effect);
			if (isStrict()) {
				effect.leaveRecordAlone();
			}
		}
	}

	private boolean isStrict() {
		Integer isolation = TransactionSynchronizationManager.getCurrentTransactionIsolationLevel();
		return (isolation != null) ? isolation > Connection.TRANSACTION_READ_COMMITTED : this.strict;
	}

	// all synchronizations have had their say, and none of them can begin a transaction
	// that would wait for the row
	@Override
	public void beforeCommit(TransactionExecution transaction) {
		if (isFenced(transaction) && TransactionSynchronizationManager.isSynchronizationActive()) {
			for (TransactionSynchronization synchronization : TransactionSynchronizationManager.getSynchronizations()) {
				if (synchronization instanceof Effect effect && effect.fence() == this) {
					effect.check();
				}
			}
		}
	}

	// a nested transaction commits with the one around it
	private static boolean isFenced(TransactionExecution transaction) {
		return transaction.isNewTransaction() && !transaction.isReadOnly();
	}

	private boolean isConnectionExposed() {
		if (TransactionSynchronizationManager.hasResource(this.dataSource)) {
			return true;
		}
		if (this.warned.compareAndSet(false, true)) {
			logger.warn("A transaction manager does not expose its JDBC connection, so its commits are not fenced:"
					+ " a request may take effect after losing its lease.");
		}
		return false;
	}

	private void mark(Ownership ownership) {
		Map<String, Object> values = new HashMap<>();
		values.put("id", ownership.id().bytes());
		values.put("owner", JdbcIdempotencyStore.bytes(ownership.owner()));
		values.put("fence", ownership.fence());
		NamedStatement mark = this.statements.mark;
		if (this.jdbc.update(mark.sql(), (prepared) -> mark.bind(prepared, values)) > 0) {
			return;
		}
		// a driver can be set to count only rows that have changed, and a second
		// transaction changes nothing
		NamedStatement marked = this.statements.marked;
		ResultSetExtractor<Boolean> isThere = (results) -> results.next();
		if (!Boolean.TRUE.equals(this.jdbc.query(marked.sql(), (prepared) -> marked.bind(prepared, values), isThere))) {
			throw new ClaimLostException(ownership);
		}
	}

	/**
	 * The effect of a single transaction for a request. It is called after the commit
	 * before any other synchronization, which could fail.
	 */
	private final class Effect implements TransactionSynchronization {

		private final Supplier<@Nullable RunningClaim> request;

		private @Nullable RunningClaim claim;

		private boolean marked;

		private @Nullable RunningClaim leftAlone;

		Effect(Supplier<@Nullable RunningClaim> request) {
			this.request = request;
			this.claim = request.get();
		}

		FencedCommit fence() {
			return FencedCommit.this;
		}

		@Override
		public int getOrder() {
			return Ordered.HIGHEST_PRECEDENCE;
		}

		/**
		 * Renew no lease while the transaction runs, which could not mark the record as
		 * committed then.
		 */
		void leaveRecordAlone() {
			if (this.claim != null) {
				this.leftAlone = this.claim;
				this.claim.suspendRenewal();
			}
		}

		void check() {
			// a transaction around everything begins before there is a claim
			RunningClaim claim = (this.claim != null) ? this.claim : this.request.get();
			if (claim != null && isConnectionExposed()) {
				mark(claim.ownership());
				this.claim = claim;
				this.marked = true;
			}
		}

		@Override
		public void afterCommit() {
			if (this.claim != null && this.marked) {
				this.claim.effectCommitted();
			}
		}

		@Override
		public void afterCompletion(int status) {
			if (this.leftAlone != null) {
				this.leftAlone.resumeRenewal();
			}
		}

	}

}
