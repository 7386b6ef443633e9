package dev.errata.idempotency.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.datasource.JdbcTransactionObjectSupport;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * A transaction manager that works the way JPA's does: it has a property
 * {@code dataSource}, exposes the connection of its session, and writes when it commits.
 */
class OrmTransactionManager extends AbstractPlatformTransactionManager {

	private final DataSource dataSource;

	private boolean exposed = true;

	OrmTransactionManager(DataSource dataSource) {
		this.dataSource = dataSource;
	}

	public DataSource getDataSource() {
		return this.dataSource;
	}

	void setExposed(boolean exposed) {
		this.exposed = exposed;
	}

	@Override
	protected Object doGetTransaction() {
		return new Session();
	}

	@Override
	protected void doBegin(Object transaction, TransactionDefinition definition) {
		Session session = (Session) transaction;
		sql(() -> {
			session.connection = this.dataSource.getConnection();
			session.connection.setAutoCommit(false);
		});
		if (this.exposed) {
			session.setConnectionHolder(new ConnectionHolder(session.connection));
			TransactionSynchronizationManager.bindResource(this.dataSource, session.getConnectionHolder());
		}
	}

	@Override
	protected void doCommit(DefaultTransactionStatus status) {
		Connection connection = ((Session) status.getTransaction()).connection;
		sql(() -> {
			connection.prepareStatement("INSERT INTO effects VALUES ('flushed')").executeUpdate();
			connection.commit();
		});
	}

	@Override
	protected void doRollback(DefaultTransactionStatus status) {
		sql(((Session) status.getTransaction()).connection::rollback);
	}

	@Override
	protected void doCleanupAfterCompletion(Object transaction) {
		if (this.exposed) {
			TransactionSynchronizationManager.unbindResource(this.dataSource);
		}
		sql(() -> {
			((Session) transaction).connection.setAutoCommit(true);
			((Session) transaction).connection.close();
		});
	}

	private static void sql(Action action) {
		try {
			action.run();
		}
		catch (SQLException ex) {
			throw new TransactionSystemException("SQL", ex);
		}
	}

	private interface Action {

		void run() throws SQLException;

	}

	private static final class Session extends JdbcTransactionObjectSupport {

		private Connection connection;

		@Override
		public boolean isRollbackOnly() {
			return false;
		}

		@Override
		public void flush() {
		}

	}

}
