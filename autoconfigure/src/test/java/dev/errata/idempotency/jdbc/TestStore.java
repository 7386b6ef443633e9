package dev.errata.idempotency.jdbc;

import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

import javax.sql.DataSource;

import dev.errata.idempotency.Digest;
import dev.errata.idempotency.IdempotencyProperties;
import dev.errata.idempotency.IdempotencyStore;
import dev.errata.idempotency.Ownership;
import dev.errata.idempotency.RunningClaim;
import dev.errata.idempotency.RunningClaims;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * A store with a transaction manager on the same database, as the factory makes them.
 */
record TestStore(TestDatabase database, JdbcTemplate jdbc, JdbcTransactionManager transactionManager,
		IdempotencyStore store) {

	static final String TABLE = "errata_idempotency";

	static TestStore on(TestDatabase database, DataSource dataSource) {
		JdbcTransactionManager transactionManager = new JdbcTransactionManager(dataSource);
		IdempotencyStore store = new JdbcIdempotencyStoreFactory(dataSource, properties(Map.of()),
				() -> Map.of("transactionManager", transactionManager), new BoundRequestClaim())
			.create();
		return new TestStore(database, new JdbcTemplate(dataSource), transactionManager, store);
	}

	static IdempotencyProperties properties(Map<String, String> properties) {
		Map<String, String> all = new TreeMap<>(properties);
		all.putIfAbsent("errata.idempotency.jdbc.initialize-schema", "always");
		return new Binder(new MapConfigurationPropertySource(all)).bindOrCreate("errata.idempotency",
				IdempotencyProperties.class);
	}

	void clear() {
		this.jdbc.update("DELETE FROM " + TABLE);
	}

	void advance(Duration time) {
		this.jdbc.update(this.database.advance(TABLE, time));
	}

	Map<String, Object> contents(Digest id) {
		Map<String, Object> contents = this.jdbc.queryForMap("SELECT * FROM " + TABLE + " WHERE id = ?", id.bytes());
		contents.replaceAll((name, value) -> (value instanceof byte[] bytes) ? HexFormat.of().formatHex(bytes) : value);
		return contents;
	}

	/**
	 * Commit an empty transaction in a request that holds a claim.
	 */
	RunningClaim commit(Ownership ownership) {
		return inRequest(ownership,
				(claim) -> new TransactionTemplate(this.transactionManager).executeWithoutResult((status) -> {
				}));
	}

	static RunningClaim inRequest(Ownership ownership, Consumer<RunningClaim> work) {
		RunningClaim claim = RunningClaims.of(ownership);
		ServletRequestAttributes request = new ServletRequestAttributes(new MockHttpServletRequest());
		request.setAttribute(RunningClaim.ATTRIBUTE, claim, ServletRequestAttributes.SCOPE_REQUEST);
		RequestContextHolder.setRequestAttributes(request);
		try {
			work.accept(claim);
		}
		finally {
			RequestContextHolder.resetRequestAttributes();
		}
		return claim;
	}

}
