package dev.errata.guide;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.springframework.util.function.SingletonSupplier;

/**
 * The PostgreSQL of the guides.
 */
final class Postgres {

	private static final SingletonSupplier<EmbeddedPostgres> SERVER = SingletonSupplier.of(Postgres::start);

	private static final AtomicInteger DATABASES = new AtomicInteger();

	private Postgres() {
	}

	private static EmbeddedPostgres start() {
		try {
			return EmbeddedPostgres.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Create a database and return its URL.
	 */
	static String database() throws SQLException {
		String name = "guide" + DATABASES.incrementAndGet();
		EmbeddedPostgres server = SERVER.obtain();
		try (Connection connection = server.getPostgresDatabase().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("CREATE DATABASE " + name);
		}
		return server.getJdbcUrl("postgres", name);
	}

}
