package dev.errata.idempotency.jdbc;

/**
 * The SQL of the store, for one database and one table. The states of a record are 1 in
 * progress, 2 completed, 3 committed and 4 reopened.
 */
final class Statements {

	static final int NONE = 0;

	static final int IN_PROGRESS = 1;

	static final int COMPLETED = 2;

	static final int COMMITTED = 3;

	static final int REOPENED = 4;

	// The INSERT of PostgreSQL does nothing, and locks nothing, where the record that the
	// statement has seen stands in
	// its way; its own conditions are what counts.
	private static final String CLAIM = """
			WITH found AS MATERIALIZED (
				SELECT fence, attempt, state, fingerprint = :fingerprint AS same, owner = :owner AS own,
					FALSE AS expired, lease_until > {now} AS leased, {lease left} AS lease_left, status, headers,
					CASE WHEN fingerprint = :fingerprint THEN body END AS body
				FROM {table}
				WHERE id = :id AND expires_at > {now}
			), claimed AS (
				INSERT INTO {table} AS r (id, fingerprint, state, owner, fence, attempt, lease_until, created_at, expires_at)
				SELECT :id, :fingerprint, 1, :owner, 1, 1, {now + lease}, {now}, {now + kept}
				WHERE NOT EXISTS (
					SELECT FROM found
					WHERE NOT (same AND (state = 4 OR NOT leased AND NOT own AND (state = 1 OR state = 3 AND :rerun))))
				ON CONFLICT (id) DO UPDATE SET
					fingerprint = excluded.fingerprint, state = 1, owner = excluded.owner, fence = r.fence + 1,
					attempt = CASE WHEN r.expires_at <= {now} OR r.state = 4 THEN 1 ELSE r.attempt + 1 END,
					lease_until = {now + lease}, created_at = {now}, expires_at = {now + kept},
					status = NULL, headers = NULL, body = NULL
				WHERE r.expires_at <= {now} OR r.fingerprint = excluded.fingerprint AND (r.state = 4
					OR r.lease_until <= {now} AND r.owner <> excluded.owner AND (r.state = 1 OR r.state = 3 AND :rerun))
				RETURNING r.fence, r.attempt
			)
			SELECT TRUE AS claimed, fence, attempt, 1 AS state, TRUE AS same, TRUE AS own, FALSE AS expired, TRUE AS leased,
				CAST(0 AS bigint) AS lease_left, CAST(NULL AS smallint) AS status, CAST(NULL AS bytea) AS headers,
				CAST(NULL AS bytea) AS body
			FROM claimed
			UNION ALL
			SELECT FALSE, * FROM found WHERE NOT EXISTS (SELECT FROM claimed)
			""";

	private static final String INSERT = """
			{insert} {table} (id, fingerprint, state, owner, fence, attempt, lease_until, created_at, expires_at)
			VALUES (:id, :fingerprint, 1, :owner, 1, 1, {now + lease}, {now}, {now + kept})
			""";

	private static final String FIND = """
			SELECT FALSE AS claimed, fence, attempt, state, fingerprint = :fingerprint AS same, owner = :owner AS own,
				expires_at <= {now} AS expired, lease_until > {now} AS leased, {lease left} AS lease_left, status, headers,
				CASE WHEN fingerprint = :fingerprint THEN body END AS body
			FROM {table}
			WHERE id = :id
			""";

	private static final String TAKE_OVER = """
			UPDATE {table} SET
				fingerprint = :fingerprint, state = 1, owner = :owner, fence = fence + 1, attempt = :attempt,
				lease_until = {now + lease}, created_at = {now}, expires_at = {now + kept},
				status = NULL, headers = NULL, body = NULL
			WHERE id = :id AND fence = :fence AND state = :state AND (
				expires_at <= {now} OR fingerprint = :fingerprint AND (state = 4
					OR lease_until <= {now} AND owner <> :owner AND (state = 1 OR state = 3 AND :rerun)))
			""";

	private static final String RENEW = """
			UPDATE {table} SET lease_until = {now + lease}, expires_at = GREATEST(expires_at, {now + lease})
			WHERE id = :id AND owner = :owner AND fence = :fence AND state IN (1, 3) AND expires_at > {now}
			""";

	private static final String COMPLETE = """
			UPDATE {table} SET
				state = 2, lease_until = {now}, expires_at = {now + ttl}, status = :status, headers = :headers, body = :body
			WHERE id = :id AND owner = :owner AND fence = :fence AND state IN (1, 3) AND expires_at > {now}
			""";

	// MySQL assigns from left to right, and a later expression sees what an earlier one
	// has assigned
	private static final String REOPEN = """
			UPDATE {table} SET
				lease_until = {now}, expires_at = CASE WHEN state = 1 THEN {now + ttl} ELSE expires_at END,
				state = CASE WHEN state = 1 THEN 4 ELSE state END
			WHERE id = :id AND owner = :owner AND fence = :fence AND state IN (1, 3) AND expires_at > {now}
			""";

	private static final String DELETE_OWN = """
			DELETE FROM {table}
			WHERE id = :id AND owner = :owner AND fence = :fence AND state = 1 AND expires_at > {now}
			""";

	private static final String END_LEASE = """
			UPDATE {table} SET lease_until = {now}
			WHERE id = :id AND owner = :owner AND fence = :fence AND state = 3 AND expires_at > {now}
			""";

	private static final String LOOK = """
			SELECT state, owner = :owner AND fence = :fence AS own, status, headers, body
			FROM {table}
			WHERE id = :id AND expires_at > {now}
			""";

	private static final String MARK = """
			UPDATE {table} SET state = 3
			WHERE id = :id AND owner = :owner AND fence = :fence AND state IN (1, 3)
			""";

	private static final String MARKED = """
			SELECT fence FROM {table}
			WHERE id = :id AND owner = :owner AND fence = :fence AND state = 3
			FOR UPDATE
			""";

	private static final String PROBE = """
			SELECT id, fingerprint, state, owner, fence, attempt, lease_until, created_at, expires_at, status, headers, body
			FROM {table}
			WHERE 1 = 0
			""";

	private static final String COUNTS = """
			SELECT COALESCE(SUM(CASE WHEN state = 1 THEN 1 ELSE 0 END), 0) AS in_progress,
				COALESCE(SUM(CASE WHEN state = 2 THEN 1 ELSE 0 END), 0) AS completed,
				COALESCE(SUM(CASE WHEN state = 3 THEN 1 ELSE 0 END), 0) AS committed,
				COALESCE(SUM(CASE WHEN state = 4 THEN 1 ELSE 0 END), 0) AS reopened
			FROM {table}
			WHERE expires_at > {now}
			""";

	private static final String FORGET = """
			DELETE FROM {table}
			WHERE id = :id AND expires_at > {now} AND (state IN (2, 4) OR lease_until <= {now})
			""";

	/** Claim in one step; PostgreSQL alone. */
	final NamedStatement claim;

	final NamedStatement insert;

	final NamedStatement find;

	final NamedStatement takeOver;

	final NamedStatement renew;

	final NamedStatement complete;

	final NamedStatement reopen;

	final NamedStatement deleteOwn;

	final NamedStatement endLease;

	final NamedStatement look;

	final NamedStatement mark;

	final NamedStatement marked;

	final NamedStatement probe;

	final NamedStatement purge;

	final NamedStatement counts;

	final NamedStatement forget;

	Statements(Dialect dialect, String table) {
		this.claim = statement(CLAIM, dialect, table);
		this.insert = statement(INSERT, dialect, table);
		this.find = statement(FIND, dialect, table);
		this.takeOver = statement(TAKE_OVER, dialect, table);
		this.renew = statement(RENEW, dialect, table);
		this.complete = statement(COMPLETE, dialect, table);
		this.reopen = statement(REOPEN, dialect, table);
		this.deleteOwn = statement(DELETE_OWN, dialect, table);
		this.endLease = statement(END_LEASE, dialect, table);
		this.look = statement(LOOK, dialect, table);
		this.mark = statement(MARK, dialect, table);
		this.marked = statement(MARKED, dialect, table);
		this.probe = statement(PROBE, dialect, table);
		this.purge = statement(purge(dialect), dialect, table);
		this.counts = statement(COUNTS, dialect, table);
		this.forget = statement(FORGET, dialect, table);
	}

	private static NamedStatement statement(String text, Dialect dialect, String table) {
		return NamedStatement
			.of(dialect.withTimes(text).replace("{insert}", insert(dialect)).replace("{table}", table));
	}

	// the driver of MariaDB logs a warning for each duplicate key; nothing else can be
	// wrong with these values
	private static String insert(Dialect dialect) {
		return switch (dialect) {
			case MYSQL, MARIADB -> "INSERT IGNORE INTO";
			case POSTGRESQL, H2 -> "INSERT INTO";
		};
	}

	private static String purge(Dialect dialect) {
		return switch (dialect) {
			// the array is read once, where IN could read and lock another batch
			case POSTGRESQL -> """
					DELETE FROM {table}
					WHERE id = ANY (ARRAY (
						SELECT id FROM {table}
						WHERE expires_at <= statement_timestamp()
						ORDER BY expires_at
						LIMIT 1000
						FOR UPDATE SKIP LOCKED))
					""";
			case MYSQL, MARIADB -> """
					DELETE FROM {table} WHERE expires_at <= {now} ORDER BY expires_at LIMIT 1000
					""";
			case H2 -> """
					DELETE FROM {table} WHERE expires_at <= {now} FETCH FIRST 1000 ROWS ONLY
					""";
		};
	}

}
