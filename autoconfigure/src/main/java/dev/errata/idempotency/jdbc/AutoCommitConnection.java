package dev.errata.idempotency.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

/**
 * A connection on which every statement is a transaction of its own. It comes from the
 * {@link DataSource} itself, so that it is never that of a transaction of the
 * application.
 */
final class AutoCommitConnection implements AutoCloseable {

	private static final int MAX_TRIES = 5;

	private final Connection connection;

	private final boolean autoCommit;

	private final @Nullable Integer isolation;

	private final int timeout;

	/**
	 * Open a connection.
	 * @param isolation the level of isolation that connections have, to be changed for as
	 * long as this one is open, or {@code null} if it need not
	 * @param timeout the time limit of a statement in seconds, zero for none
	 */
	AutoCommitConnection(DataSource dataSource, @Nullable Integer isolation, int timeout) throws SQLException {
		this.connection = dataSource.getConnection();
		this.isolation = isolation;
		this.timeout = timeout;
		try {
			if (isolation != null) {
				this.connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
			}
			this.autoCommit = this.connection.getAutoCommit();
		}
		catch (SQLException | RuntimeException ex) {
			this.connection.close();
			throw ex;
		}
	}

	int update(NamedStatement statement, Map<String, ? extends @Nullable Object> values) throws SQLException {
		return execute(statement, values, PreparedStatement::executeUpdate);
	}

	<T> Optional<T> query(NamedStatement statement, Map<String, ? extends @Nullable Object> values, Row<T> row)
			throws SQLException {
		return execute(statement, values, (prepared) -> {
			try (ResultSet results = prepared.executeQuery()) {
				return (results.next()) ? Optional.of(row.read(results)) : Optional.empty();
			}
		});
	}

	private <T> T execute(NamedStatement statement, Map<String, ? extends @Nullable Object> values,
			Execution<T> execution) throws SQLException {
		for (int tries = 1;; tries++) {
			try (PreparedStatement prepared = this.connection.prepareStatement(statement.sql())) {
				if (this.timeout > 0) {
					prepared.setQueryTimeout(this.timeout);
				}
				statement.bind(prepared, values);
				T result = execution.run(prepared);
				if (!this.autoCommit) {
					this.connection.commit();
				}
				return result;
			}
			catch (SQLException | RuntimeException ex) {
				rollback(ex);
				if (tries == MAX_TRIES || !(ex instanceof SQLException conflict && Dialect.isConflict(conflict))) {
					throw ex;
				}
			}
		}
	}

	private void rollback(Exception cause) {
		if (this.autoCommit) {
			return;
		}
		try {
			this.connection.rollback();
		}
		catch (SQLException ex) {
			cause.addSuppressed(ex);
		}
	}

	@Override
	public void close() throws SQLException {
		try {
			if (this.isolation != null) {
				this.connection.setTransactionIsolation(this.isolation);
			}
		}
		finally {
			this.connection.close();
		}
	}

	/**
	 * Reads the only row.
	 */
	interface Row<T> {

		T read(ResultSet results) throws SQLException;

	}

	private interface Execution<T> {

		T run(PreparedStatement statement) throws SQLException;

	}

}
