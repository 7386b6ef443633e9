package dev.errata.idempotency.jdbc;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import javax.sql.DataSource;

import dev.errata.idempotency.Acquisition;
import dev.errata.idempotency.Claim;
import dev.errata.idempotency.Digest;
import dev.errata.idempotency.IdempotencyStore;
import dev.errata.idempotency.IdempotencyStoreException;
import dev.errata.idempotency.Ownership;
import dev.errata.idempotency.Release;
import dev.errata.idempotency.Settlement;
import dev.errata.idempotency.StoredResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.util.Assert;

/**
 * The store in a table. Each call is one or a few statements, each of them a transaction
 * of its own on a connection of its own, on the clock of the database.
 */
final class JdbcIdempotencyStore implements IdempotencyStore {

	// each further try means that another one has changed the record in between
	private static final int MAX_TRIES = 10;

	private static final List<String> STATES = List.of("in_progress", "completed", "committed", "reopened");

	private static final int MAX_OWNER_LENGTH = 64;

	private static final Duration MAX_DURATION = Duration.ofDays(36500);

	private final DataSource dataSource;

	private final Dialect dialect;

	private final Statements statements;

	private final @Nullable Integer isolation;

	private final int timeout;

	/**
	 * Create a store on a table that is there.
	 * @param dataSource where connections come from
	 * @param dialect the database
	 * @param statements the SQL
	 * @param isolation the level of isolation that connections have, if it has to be
	 * changed
	 * @param timeout the time limit of a statement
	 */
	JdbcIdempotencyStore(DataSource dataSource, Dialect dialect, Statements statements, @Nullable Integer isolation,
			Duration timeout) {
		this.dataSource = dataSource;
		this.dialect = dialect;
		this.statements = statements;
		this.isolation = isolation;
		this.timeout = (dialect.isTimeoutOfTheStatement()) ? (int) Math.max(1, timeout.plusMillis(999).toSeconds()) : 0;
	}

	/**
	 * Return the time limit of a statement in seconds, zero for none.
	 */
	int timeout() {
		return this.timeout;
	}

	/**
	 * Fail if the table, or a column of it, is not there.
	 */
	void probe() {
		call("find its table", (connection) -> {
			connection.query(this.statements.probe, Map.of(), (row) -> true);
			return true;
		});
	}

	@Override
	public Acquisition claim(Claim claim) {
		Map<String, @Nullable Object> values = new HashMap<>();
		values.put("id", claim.id().bytes());
		values.put("fingerprint", claim.fingerprint().bytes());
		values.put("owner", bytes(claim.owner()));
		values.put("lease", millis(claim.lease()));
		values.put("kept", millis(claim.kept()));
		values.put("rerun", claim.rerun());
		return call("claim a key", (connection) -> {
			for (int tries = 0; tries < MAX_TRIES; tries++) {
				Acquisition acquisition = (this.dialect == Dialect.POSTGRESQL) ? claimAtOnce(connection, claim, values)
						: claimStepByStep(connection, claim, values);
				if (acquisition != null) {
					return acquisition;
				}
			}
			throw new IdempotencyStoreException("The database cannot claim a key that so many others change", null);
		});
	}

	private @Nullable Acquisition claimAtOnce(AutoCommitConnection connection, Claim claim,
			Map<String, @Nullable Object> values) throws SQLException {
		return connection.query(this.statements.claim, values, FoundRecord::read)
			.map((found) -> found.acquisition(claim))
			.orElse(null);
	}

	private @Nullable Acquisition claimStepByStep(AutoCommitConnection connection, Claim claim,
			Map<String, @Nullable Object> values) throws SQLException {
		try {
			if (connection.update(this.statements.insert, values) > 0) {
				return new Acquisition.Acquired(1, 1);
			}
		}
		catch (SQLException ex) {
			if (!Dialect.isDuplicateKey(ex)) {
				throw ex;
			}
		}
		FoundRecord found = connection.query(this.statements.find, values, FoundRecord::read).orElse(null);
		if (found == null) {
			return null;
		}
		Acquisition acquisition = found.acquisition(claim);
		if (acquisition != null) {
			return acquisition;
		}
		values.put("state", found.state());
		values.put("fence", found.fence());
		values.put("attempt", found.nextAttempt());
		return (connection.update(this.statements.takeOver, values) > 0)
				? new Acquisition.Acquired(found.fence() + 1, found.nextAttempt()) : null;
	}

	@Override
	public boolean renew(Ownership ownership, Duration lease) {
		Map<String, @Nullable Object> values = values(ownership);
		values.put("lease", millis(lease));
		return call("renew a lease", (connection) -> connection.update(this.statements.renew, values) > 0);
	}

	@Override
	public Settlement complete(Ownership ownership, StoredResponse response, Duration ttl) {
		Map<String, @Nullable Object> values = values(ownership);
		values.put("ttl", millis(ttl));
		values.put("status", response.status());
		values.put("headers", response.encodedHeaders());
		values.put("body", new SqlParameterValue(Types.VARBINARY, response.body()));
		return call("store an answer", (connection) -> (connection.update(this.statements.complete, values) > 0)
				? new Settlement.Done() : look(connection, values, Statements.COMPLETED));
	}

	@Override
	public Settlement release(Ownership ownership, Release release, Duration ttl) {
		Map<String, @Nullable Object> values = values(ownership);
		values.put("ttl", millis(ttl));
		return call("release a key", (connection) -> {
			if (release == Release.FORGET && connection.update(this.statements.deleteOwn, values) > 0) {
				return new Settlement.Done();
			}
			// whoever forgets, but has committed an effect, ends the lease and no more
			NamedStatement statement = (release == Release.FORGET) ? this.statements.endLease : this.statements.reopen;
			return (connection.update(statement, values) > 0) ? new Settlement.Done()
					: look(connection, values, (release == Release.REOPEN) ? Statements.REOPENED : Statements.NONE);
		});
	}

	private Settlement look(AutoCommitConnection connection, Map<String, @Nullable Object> values, int settled)
			throws SQLException {
		Optional<Settlement> settlement = connection.query(this.statements.look, values, (row) -> {
			int state = row.getInt("state");
			if (state == settled && row.getBoolean("own")) {
				return new Settlement.Done();
			}
			return new Settlement.Superseded((state == Statements.COMPLETED) ? response(row) : null);
		});
		return settlement.orElseGet(Settlement.Gone::new);
	}

	@Override
	public int purge() {
		return call("remove expired keys", (connection) -> connection.update(this.statements.purge, Map.of()));
	}

	@Override
	public Map<String, Long> counts() {
		return call("count its keys", (connection) -> connection.query(this.statements.counts, Map.of(), (row) -> {
			Map<String, Long> counts = new TreeMap<>();
			for (String state : STATES) {
				counts.put(state, row.getLong(state));
			}
			return counts;
		}).orElseThrow());
	}

	@Override
	public boolean forget(Digest id) {
		return call("remove a key",
				(connection) -> connection.update(this.statements.forget, Map.of("id", id.bytes())) > 0);
	}

	private <T> T call(String what, Call<T> call) {
		try (AutoCommitConnection connection = new AutoCommitConnection(this.dataSource, this.isolation,
				this.timeout)) {
			return call.on(connection);
		}
		catch (IdempotencyStoreException ex) {
			throw ex;
		}
		catch (SQLException | RuntimeException ex) {
			throw new IdempotencyStoreException("The database cannot " + what, ex);
		}
	}

	private static Map<String, @Nullable Object> values(Ownership ownership) {
		Map<String, @Nullable Object> values = new HashMap<>();
		values.put("id", ownership.id().bytes());
		values.put("owner", bytes(ownership.owner()));
		values.put("fence", ownership.fence());
		return values;
	}

	static byte[] bytes(String owner) {
		byte[] bytes = owner.getBytes(StandardCharsets.UTF_8);
		Assert.isTrue(bytes.length <= MAX_OWNER_LENGTH, "'owner' must not be longer than 64 characters");
		return bytes;
	}

	private static long millis(Duration duration) {
		return (duration.compareTo(MAX_DURATION) < 0) ? duration.toMillis() : MAX_DURATION.toMillis();
	}

	static StoredResponse response(ResultSet row) throws SQLException {
		byte[] headers = row.getBytes("headers");
		return StoredResponse.of(row.getInt("status"), (headers != null) ? headers : new byte[0], row.getBytes("body"));
	}

	private interface Call<T> {

		T on(AutoCommitConnection connection) throws SQLException;

	}

}
