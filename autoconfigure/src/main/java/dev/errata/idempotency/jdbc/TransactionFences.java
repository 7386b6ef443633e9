package dev.errata.idempotency.jdbc;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import javax.sql.DataSource;

import dev.errata.contract.StartupLog;
import dev.errata.idempotency.Claim;
import dev.errata.idempotency.CurrentClaim;
import dev.errata.idempotency.Digest;
import dev.errata.idempotency.Ownership;
import dev.errata.idempotency.Release;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.BeanWrapper;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.transaction.ConfigurableTransactionManager;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.TransactionExecutionListener;
import org.springframework.transaction.TransactionManager;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;

/**
 * Fences the commits of transaction managers that use the {@link DataSource} of the
 * store, and warns of the others.
 */
final class TransactionFences {

	private static final Logger logger = LoggerFactory.getLogger(StartupLog.NAME);

	/** How long a record is there at most that is none. */
	private static final Duration PROBE = Duration.ofMinutes(1);

	private final DataSource dataSource;

	private final JdbcIdempotencyStore store;

	private final Statements statements;

	private final boolean strict;

	private final CurrentClaim current;

	/**
	 * Create an instance.
	 * @param dataSource the data source of the store
	 * @param strict whether connections have a level of isolation that fails on rows that
	 * were changed since a transaction began
	 * @param current finds the claim of a thread
	 */
	TransactionFences(DataSource dataSource, JdbcIdempotencyStore store, Statements statements, boolean strict,
			CurrentClaim current) {
		this.dataSource = dataSource;
		this.store = store;
		this.statements = statements;
		this.strict = strict;
		this.current = current;
	}

	/**
	 * Fence the commits of transaction managers.
	 * @param transactionManagers the transaction managers by bean name
	 */
	void addTo(Map<String, TransactionManager> transactionManagers) {
		List<String> unfenced = new ArrayList<>();
		transactionManagers.forEach((name, transactionManager) -> {
			if (transactionManager instanceof ReactiveTransactionManager) {
				if (!(transactionManager instanceof ReactiveFence reactive) || !fence(reactive)) {
					logger.warn("Commits of the reactive transaction manager {} are not fenced, since it is no"
							+ " R2dbcTransactionManager of a reactive application, or does not lead to the idempotency"
							+ " store's table: a request may take effect after losing its lease, or twice after a crash.",
							name);
				}
				return;
			}
			DataSource dataSource = dataSource(transactionManager);
			if (dataSource != null && transactionManager instanceof ConfigurableTransactionManager configurable) {
				add(new FencedCommit(dataSource, this.statements, this.store.timeout(), this.strict, this.current),
						configurable);
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
	private boolean fence(ReactiveFence reactive) {
		String owner = UUID.randomUUID().toString();
		Digest id = Digest.of(owner.getBytes(StandardCharsets.US_ASCII));
		Claim probe = new Claim(id, id, owner, owner, PROBE, PROBE, false);
		this.store.claim(probe);
		Ownership ownership = probe.ownership(1);
		try {
			return reactive.fence(this.statements, this.strict, ownership);
		}
		finally {
			this.store.release(ownership, Release.FORGET, PROBE);
			this.store.forget(id);
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

}
