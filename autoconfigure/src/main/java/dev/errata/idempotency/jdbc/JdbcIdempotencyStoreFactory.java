package dev.errata.idempotency.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.Supplier;

import javax.sql.DataSource;

import dev.errata.idempotency.CurrentClaim;
import dev.errata.idempotency.IdempotencyProperties;
import dev.errata.idempotency.IdempotencyStore;
import dev.errata.idempotency.IdempotencyStoreException;
import dev.errata.idempotency.IdempotencyStoreFactory;
import dev.errata.properties.StartupFaultException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;
import org.springframework.transaction.TransactionManager;

/**
 * Makes the store in the {@link DataSource} of the application, and fences the commits of
 * the transaction managers on it. Until then it touches neither.
 */
final class JdbcIdempotencyStoreFactory implements IdempotencyStoreFactory {

	private final DataSource dataSource;

	private final IdempotencyProperties properties;

	private final Supplier<Map<String, TransactionManager>> transactionManagers;

	private final CurrentClaim current;

	/**
	 * Create a factory.
	 * @param dataSource where the table is
	 * @param properties the properties
	 * @param transactionManagers the transaction managers of the application, by bean
	 * name
	 * @param current finds the claim of a thread
	 */
	JdbcIdempotencyStoreFactory(DataSource dataSource, IdempotencyProperties properties,
			Supplier<Map<String, TransactionManager>> transactionManagers, CurrentClaim current) {
		this.current = current;
		this.dataSource = dataSource;
		this.properties = properties;
		this.transactionManagers = transactionManagers;
	}

	@Override
	public String name() {
		return "jdbc";
	}

	@Override
	public IdempotencyStore create() {
		IdempotencyProperties.Jdbc jdbc = this.properties.jdbc();
		DataSource dataSource = independent(this.dataSource);
		Database database = Database.of(dataSource);
		Statements statements = new Statements(database.dialect(), jdbc.table());
		JdbcIdempotencyStore store = new JdbcIdempotencyStore(dataSource, database.dialect(), statements,
				database.isolation(), this.properties.storeTimeout());
		new IdempotencyTable(dataSource, database.dialect(), jdbc.initializeSchema(), jdbc.table())
			.prepare(store::probe);
		new TransactionFences(this.dataSource, store, statements, database.isolation() != null, this.current)
			.addTo(this.transactionManagers.get());
		return store;
	}

	// its connections would be those of the transactions of the application
	private static DataSource independent(DataSource dataSource) {
		return (dataSource instanceof TransactionAwareDataSourceProxy proxy && proxy.getTargetDataSource() != null)
				? proxy.getTargetDataSource() : dataSource;
	}

	/**
	 * What has to be known of the database.
	 *
	 * @param dialect the dialect
	 * @param isolation the level of isolation that connections have, if the store cannot
	 * do with it. It is asked for once, since drivers ask the server
	 */
	private record Database(Dialect dialect, @Nullable Integer isolation) {

		static Database of(DataSource dataSource) {
			try {
				return JdbcUtils.extractDatabaseMetaData(dataSource, (metaData) -> {
					Dialect dialect = dialect(metaData);
					int isolation = metaData.getConnection().getTransactionIsolation();
					boolean suits = isolation == Connection.TRANSACTION_READ_COMMITTED || !dialect.isIsolationFelt();
					return new Database(dialect, (suits) ? null : isolation);
				});
			}
			catch (MetaDataAccessException ex) {
				throw new IdempotencyStoreException("The database cannot be reached to keep idempotency keys in it",
						ex);
			}
		}

		private static Dialect dialect(DatabaseMetaData metaData) throws SQLException {
			String product = metaData.getDatabaseProductName();
			Dialect dialect = Dialect.of(DatabaseDriver.fromProductName(JdbcUtils.commonDatabaseName(product)));
			if (dialect == null) {
				throw new StartupFaultException(
						"The store of idempotency keys cannot work with the database '" + product
								+ "'. The ones it knows are " + Dialect.names() + ".",
						"Set errata.idempotency.store to 'redis' or, for a service of a single instance, to 'memory'.");
			}
			return dialect;
		}

	}

}
