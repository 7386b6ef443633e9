package dev.errata.idempotency.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

import javax.sql.DataSource;

import dev.errata.contract.StartupLog;
import dev.errata.idempotency.Claim;
import dev.errata.idempotency.CurrentClaim;
import dev.errata.idempotency.Digest;
import dev.errata.idempotency.IdempotencyProperties;
import dev.errata.idempotency.IdempotencyStore;
import dev.errata.idempotency.IdempotencyStoreException;
import dev.errata.idempotency.IdempotencyStoreFactory;
import dev.errata.idempotency.Ownership;
import dev.errata.idempotency.Release;
import dev.errata.properties.StartupFaultException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.BeanWrapper;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;
import org.springframework.transaction.ConfigurableTransactionManager;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.TransactionExecutionListener;
import org.springframework.transaction.TransactionManager;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;

/**
 * Makes the store in the {@link DataSource} of the application, and fences the commits of
 * the transaction managers on it. Until then it touches neither.
 */
final class JdbcIdempotencyStoreFactory implements IdempotencyStoreFactory {

	private static final Logger logger = LoggerFactory.getLogger(StartupLog.NAME);

	/** How long a record is there at most that is none. */
	private static final Duration PROBE = Duration.ofMinutes(1);

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
		fence(store, statements, database.isolation() != null);
		return store;
	}

	// its connections would be those of the transactions of the application
	private static DataSource independent(DataSource dataSource) {
		return (dataSource instanceof TransactionAwareDataSourceProxy proxy && proxy.getTargetDataSource() != null)
				? proxy.getTargetDataSource() : dataSource;
	}

	private void fence(JdbcIdempotencyStore store, Statements statements, boolean strict) {
		List<String> unfenced = new ArrayList<>();
		Map<String, TransactionManager> transactionManagers = this.transactionManagers.get();
		transactionManagers.forEach((name, transactionManager) -> {
			if (transactionManager instanceof ReactiveTransactionManager) {
				if (!(transactionManager instanceof ReactiveFence reactive)
						|| !fence(reactive, store, statements, strict)) {
					logger.warn("Commits of the reactive transaction manager {} are not fenced, since it is no"
							+ " R2dbcTransactionManager of a reactive application, or does not lead to the idempotency"
							+ " store's table: a request may take effect after losing its lease, or twice after a crash.",
							name);
				}
				return;
			}
			DataSource dataSource = dataSource(transactionManager);
			if (dataSource != null && transactionManager instanceof ConfigurableTransactionManager configurable) {
				add(new FencedCommit(dataSource, statements, store.timeout(), strict, this.current), configurable);
			}
			else {
				unfenced.add(name);
			}
		});
		if (transactionManagers.isEmpty()) {
			logger.warn("No transaction manager uses the idempotency store's DataSource, so commits cannot be fenced: a"
					+ " request may take effect after losing its lease, or twice after a crash. Use Spring-managed"
					+ " transactions.");
		}
		else if (!unfenced.isEmpty()) {
			logger.warn("Commits of the transaction manager {} are not fenced, since it does not use the idempotency"
					+ " store's DataSource, or does not expose it: a request may take effect after losing its lease, or"
					+ " twice after a crash. Let both use the same DataSource, the primary one.",
					String.join(", ", unfenced));
		}
	}

	// whether its connections lead to the same database cannot be told from their
	// addresses
	private static boolean fence(ReactiveFence reactive, JdbcIdempotencyStore store, Statements statements,
			boolean strict) {
		String owner = UUID.randomUUID().toString();
		Digest id = Digest.of(owner.getBytes(StandardCharsets.US_ASCII));
		Claim probe = new Claim(id, id, owner, owner, PROBE, PROBE, false);
		store.claim(probe);
		Ownership ownership = probe.ownership(1);
		try {
			return reactive.fence(statements, strict, ownership);
		}
		finally {
			store.release(ownership, Release.FORGET, PROBE);
			store.forget(id);
		}
	}

	// Boot adds listeners that are beans only to those transaction managers that it has
	// made itself
	private static void add(FencedCommit fence, ConfigurableTransactionManager transactionManager) {
		Collection<TransactionExecutionListener> listeners = new ArrayList<>(
				transactionManager.getTransactionExecutionListeners());
		listeners.add(fence);
		transactionManager.setTransactionExecutionListeners(listeners);
	}

	/**
	 * Return the {@link DataSource} of a transaction manager if it leads to the one of
	 * the store. That of JPA has such a property, too.
	 */
	private @Nullable DataSource dataSource(TransactionManager transactionManager) {
		if (transactionManager instanceof AbstractPlatformTransactionManager platform && platform
			.getTransactionSynchronization() == AbstractPlatformTransactionManager.SYNCHRONIZATION_NEVER) {
			return null;
		}
		if (transactionManager instanceof DataSourceTransactionManager jdbc) {
			return onlyOurs(jdbc.getDataSource());
		}
		BeanWrapper properties = PropertyAccessorFactory.forBeanPropertyAccess(transactionManager);
		if (!properties.isReadableProperty("dataSource")) {
			return null;
		}
		return onlyOurs(properties.getPropertyValue("dataSource"));
	}

	private @Nullable DataSource onlyOurs(@Nullable Object candidate) {
		return (candidate instanceof DataSource dataSource && target(dataSource) == target(this.dataSource))
				? dataSource : null;
	}

	private static DataSource target(DataSource dataSource) {
		DataSource target = dataSource;
		while (target instanceof DelegatingDataSource delegating && delegating.getTargetDataSource() != null) {
			target = delegating.getTargetDataSource();
		}
		return target;
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
