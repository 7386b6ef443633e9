package dev.errata.idempotency.jdbc;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.DatabaseDriver;

/**
 * The supported databases, with their expressions for the current time.
 */
enum Dialect {

	// the time of the transaction would be that from before a row lock was waited for
	POSTGRESQL(DatabaseDriver.POSTGRESQL, "clock_timestamp()", "clock_timestamp() + :%s * interval '1 millisecond'",
			"CAST(EXTRACT(EPOCH FROM lease_until - clock_timestamp()) * 1000 AS bigint)"),

	// independent of the time zone of the session
	MYSQL(DatabaseDriver.MYSQL, "UTC_TIMESTAMP(6)", "UTC_TIMESTAMP(6) + INTERVAL (:%s * 1000) MICROSECOND",
			"TIMESTAMPDIFF(MICROSECOND, UTC_TIMESTAMP(6), lease_until) DIV 1000"),

	MARIADB(DatabaseDriver.MARIADB, MYSQL.now, MYSQL.later, MYSQL.leaseLeft),

	H2(DatabaseDriver.H2, "CURRENT_TIMESTAMP", "DATEADD(MILLISECOND, :%s, CURRENT_TIMESTAMP)",
			"DATEDIFF(MILLISECOND, CURRENT_TIMESTAMP, lease_until)");

	private static final Pattern LATER = Pattern.compile("\\{now \\+ ([a-z]+)}");

	private final DatabaseDriver driver;

	private final String now;

	private final String later;

	private final String leaseLeft;

	Dialect(DatabaseDriver driver, String now, String later, String leaseLeft) {
		this.driver = driver;
		this.now = now;
		this.later = later;
		this.leaseLeft = leaseLeft;
	}

	static @Nullable Dialect of(DatabaseDriver driver) {
		return Arrays.stream(values()).filter((dialect) -> dialect.driver == driver).findFirst().orElse(null);
	}

	static String names() {
		return Arrays.stream(values()).map((dialect) -> dialect.driver.getId()).collect(Collectors.joining(", "));
	}

	/**
	 * Return the location of the script that creates the table.
	 */
	String schema() {
		return "dev/errata/idempotency/jdbc/schema-" + this.driver.getId() + ".sql";
	}

	/**
	 * Replace {@code {now}}, <code>{now + parameter}</code> and {@code {lease left}} with
	 * the expressions of this database. Parameter and lease are in milliseconds.
	 */
	String withTimes(String text) {
		return LATER.matcher(text)
			.replaceAll((match) -> Matcher.quoteReplacement(this.later.formatted(match.group(1))))
			.replace("{now}", this.now)
			.replace("{lease left}", this.leaseLeft);
	}

	/**
	 * Return whether the level of isolation changes what a single statement does: here it
	 * would fail on rows that were changed since it began.
	 */
	boolean isIsolationFelt() {
		return this == POSTGRESQL || this == H2;
	}

	/**
	 * Return whether a time limit of a statement ends with it. That of H2 stays with the
	 * connection.
	 */
	boolean isTimeoutOfTheStatement() {
		return this != H2;
	}

	static boolean isDuplicateKey(SQLException exception) {
		return "23505".equals(exception.getSQLState());
	}

	/**
	 * Return whether the database has undone a statement because of another one, so that
	 * it may be tried again.
	 */
	static boolean isConflict(SQLException exception) {
		String state = exception.getSQLState();
		return "40001".equals(state) || "40P01".equals(state) || "90131".equals(state);
	}

}
