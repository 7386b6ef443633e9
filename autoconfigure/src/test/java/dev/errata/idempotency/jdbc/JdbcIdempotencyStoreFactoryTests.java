package dev.errata.idempotency.jdbc;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import dev.errata.idempotency.Acquisition;
import dev.errata.idempotency.ClaimLostException;
import dev.errata.idempotency.Digest;
import dev.errata.idempotency.IdempotencyStore;
import dev.errata.idempotency.IdempotencyStoreException;
import dev.errata.idempotency.Ownership;
import dev.errata.idempotency.StoredResponse;
import dev.errata.properties.StartupFaultException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link JdbcIdempotencyStoreFactory} and {@link IdempotencyTable}.
 */
@ExtendWith(OutputCaptureExtension.class)
class JdbcIdempotencyStoreFactoryTests {

	private final DataSource dataSource = TestDatabase.H2.dataSource();

	static List<TestDatabase> databases() {
		return JdbcIdempotencyStoreTests.databases().toList();
	}

	@Test
	void nothingIsTouchedBeforeTheStoreIsCreated() {
		DataSource none = new AbstractDataSource() {

			@Override
			public Connection getConnection() throws SQLException {
				throw new SQLException("out of reach");
			}

			@Override
			public Connection getConnection(String username, String password) throws SQLException {
				return getConnection();
			}

		};
		JdbcIdempotencyStoreFactory factory = factory(none, Map.of());
		assertThat(factory.name()).isEqualTo("jdbc");
		assertThatExceptionOfType(IdempotencyStoreException.class).isThrownBy(factory::create)
			.withMessage("The database cannot be reached to keep idempotency keys in it");
	}

	@ParameterizedTest
	@MethodSource("databases")
	void tableMayHaveAnotherNameAndSchema(TestDatabase database) {
		JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());
		jdbc.execute("CREATE SCHEMA IF NOT EXISTS other");
		jdbc.execute("DROP TABLE IF EXISTS other.Keys_$1");
		Map<String, String> properties = Map.of("errata.idempotency.jdbc.table", "other.Keys_$1");
		Digest id = JdbcIdempotencyStoreTests.id();
		factory(database.dataSource(), properties).create().claim(JdbcIdempotencyStoreTests.claim(id, "a"));
		IdempotencyStore again = factory(database.dataSource(), properties).create();
		assertThat(again.claim(JdbcIdempotencyStoreTests.claim(id, "b"))).isInstanceOf(Acquisition.Busy.class);
		assertThat(jdbc.queryForObject("SELECT COUNT(*) FROM other.Keys_$1", Integer.class)).isOne();
		assertThat(again.purge()).isZero();
	}

	@Test
	void missingTableIsTold() {
		Map<String, String> properties = Map.of("errata.idempotency.jdbc.initialize-schema", "never",
				"errata.idempotency.jdbc.table", "nowhere");
		assertThatExceptionOfType(StartupFaultException.class).isThrownBy(factory(this.dataSource, properties)::create)
			.satisfies((ex) -> {
				assertThat(ex.analysis().getDescription()).isEqualTo(
						"The store of idempotency keys does not find its table 'nowhere', or not all of its columns.");
				assertThat(ex.analysis().getAction()).isEqualTo(
						"Create it with the script dev/errata/idempotency/jdbc/schema-h2.sql, which is in the jar of"
								+ " Errata, or set errata.idempotency.jdbc.initialize-schema to 'always' to let Errata do so."
								+ " The name is that of errata.idempotency.jdbc.table.");
			});
	}

	@Test
	void embeddedDatabaseIsInitializedByDefault() {
		try (HikariDataSource embedded = new HikariDataSource()) {
			embedded.setJdbcUrl("jdbc:h2:mem:embedded");
			new JdbcIdempotencyStoreFactory(embedded,
					TestStore.properties(Map.of("errata.idempotency.jdbc.initialize-schema", "embedded")), Map::of,
					new BoundRequestClaim())
				.create();
			assertThat(new JdbcTemplate(embedded).queryForList("SELECT * FROM errata_idempotency")).isEmpty();
		}
		Map<String, String> properties = Map.of("errata.idempotency.jdbc.initialize-schema", "embedded",
				"errata.idempotency.jdbc.table", "nowhere");
		assertThatExceptionOfType(StartupFaultException.class)
			.isThrownBy(factory(TestDatabase.POSTGRESQL.dataSource(), properties)::create);
	}

	@ParameterizedTest
	@MethodSource("databases")
	void manyProcessesInitializeAtOnce(TestDatabase database) throws Exception {
		JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());
		ExecutorService executor = Executors.newFixedThreadPool(8);
		for (int round = 0; round < 5; round++) {
			jdbc.execute("DROP TABLE IF EXISTS started");
			JdbcIdempotencyStoreFactory factory = factory(database.dataSource(),
					Map.of("errata.idempotency.jdbc.table", "started"));
			List<Callable<IdempotencyStore>> processes = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				processes.add(factory::create);
			}
			for (Future<IdempotencyStore> process : executor.invokeAll(processes)) {
				assertThat(process.get().purge()).isZero();
			}
		}
		executor.shutdown();
	}

	@Test
	void tableThatIsThereNeedsNoRightToCreateIt() {
		TestStore owner = TestStore.on(TestDatabase.POSTGRESQL, TestDatabase.POSTGRESQL.dataSource());
		owner.jdbc().execute("DROP ROLE IF EXISTS reader");
		owner.jdbc().execute("CREATE ROLE reader LOGIN PASSWORD 'reader'");
		owner.jdbc().execute("GRANT SELECT, INSERT, UPDATE, DELETE ON errata_idempotency TO reader");
		try (HikariDataSource reader = TestDatabase.POSTGRESQL.pool((pool) -> {
			pool.setJdbcUrl(pool.getJdbcUrl().replace("user=postgres", "user=reader"));
			pool.setPassword("reader");
		})) {
			assertThat(new JdbcTemplate(reader).queryForObject("SELECT current_user", String.class))
				.isEqualTo("reader");
			assertThat(factory(reader, Map.of()).create().purge()).isNotNegative();
		}
		finally {
			owner.jdbc().execute("DROP OWNED BY reader");
			owner.jdbc().execute("DROP ROLE reader");
		}
	}

	@Test
	void unknownDatabaseIsRefused() {
		assertThatExceptionOfType(StartupFaultException.class).isThrownBy(factory(named("Oracle"), Map.of())::create)
			.satisfies((ex) -> {
				assertThat(ex.analysis().getDescription())
					.isEqualTo("The store of idempotency keys cannot work with the database 'Oracle'."
							+ " The ones it knows are postgresql, mysql, mariadb, h2.");
				assertThat(ex.analysis().getAction()).isEqualTo("Set errata.idempotency.store to 'redis' or,"
						+ " for a service of a single instance, to 'memory'.");
			});
	}

	@Test
	void transactionManagersOnTheDataSourceAreFenced(CapturedOutput output) {
		DataSourceTransactionManager own = new DataSourceTransactionManager(this.dataSource);
		own.setTransactionExecutionListeners(List.of());
		LazyConnectionDataSourceProxy lazy = new LazyConnectionDataSourceProxy(this.dataSource);
		DataSourceTransactionManager proxied = new DataSourceTransactionManager(lazy);
		OrmTransactionManager orm = new OrmTransactionManager(this.dataSource);
		IdempotencyStore store = factory(this.dataSource, Map.of(), Map.of("own", own, "proxied", proxied, "orm", orm))
			.create();
		assertThat(output).doesNotContain("not fenced");
		JdbcTemplate jdbc = new JdbcTemplate(this.dataSource);
		jdbc.execute("CREATE TABLE IF NOT EXISTS effects (name VARCHAR(50))");
		jdbc.update("DELETE FROM effects");
		for (PlatformTransactionManager transactionManager : List.of(own, proxied, orm)) {
			Digest id = JdbcIdempotencyStoreTests.id();
			Ownership owned = new Ownership(id, "a",
					JdbcIdempotencyStoreTests.fence(store.claim(JdbcIdempotencyStoreTests.claim(id, "a"))));
			TransactionTemplate transaction = new TransactionTemplate(transactionManager);
			assertThat(TestStore.inRequest(owned, (running) -> transaction.executeWithoutResult((status) -> {
			})).isEffectCommitted()).isTrue();
			store.complete(owned, new StoredResponse(204, Map.of(), null), Duration.ofMinutes(1));
			jdbc.update("DELETE FROM effects");
			TestStore.inRequest(owned, (running) -> assertThatExceptionOfType(ClaimLostException.class)
				.isThrownBy(() -> transaction.executeWithoutResult((status) -> {
				})));
			assertThat(jdbc.queryForList("SELECT * FROM effects")).isEmpty();
		}
	}

	@Test
	void othersAreToldOf(CapturedOutput output) {
		DataSourceTransactionManager silent = new DataSourceTransactionManager(this.dataSource);
		silent.setTransactionSynchronization(AbstractPlatformTransactionManager.SYNCHRONIZATION_NEVER);
		Map<String, TransactionManager> transactionManagers = new TreeMap<>();
		transactionManagers.put("a", new DataSourceTransactionManager(TestDatabase.POSTGRESQL.dataSource()));
		transactionManagers.put("b", new DataSourceTransactionManager(this.dataSource));
		transactionManagers.put("c", new UnknownTransactionManager());
		transactionManagers.put("d", silent);
		factory(this.dataSource, Map.of(), transactionManagers).create();
		assertThat(output.getOut().lines().filter((line) -> line.contains("WARN"))).singleElement()
			.asString()
			.contains("dev.errata.startup")
			.endsWith("Commits of the transaction manager a, c, d are not fenced, since it does not use the idempotency"
					+ " store's DataSource, or does not expose it: a request may take effect after losing its lease,"
					+ " or twice after a crash. Let both use the same DataSource, the primary one.");
	}

	@Test
	void reactiveTransactionsAreToldOf(CapturedOutput output) {
		ReactiveTransactionManager reactive = (ReactiveTransactionManager) Proxy.newProxyInstance(
				getClass().getClassLoader(), new Class<?>[] { ReactiveTransactionManager.class },
				(proxy, method, arguments) -> null);
		factory(this.dataSource, Map.of(), Map.of("r2dbc", reactive)).create();
		assertThat(output.getOut().lines().filter((line) -> line.contains("WARN"))).singleElement()
			.asString()
			.contains("Commits of the reactive transaction manager r2dbc are not fenced");
	}

	@Test
	void absenceOfTransactionsIsTold(CapturedOutput output) {
		factory(this.dataSource, Map.of(), Map.of()).create();
		assertThat(output.getOut().lines().filter((line) -> line.contains("WARN"))).singleElement()
			.asString()
			.contains("No transaction manager uses the idempotency store's DataSource");
	}

	@Test
	void connectionThatIsNotExposedIsToldOnce(CapturedOutput output) {
		OrmTransactionManager orm = new OrmTransactionManager(this.dataSource);
		orm.setExposed(false);
		IdempotencyStore store = factory(this.dataSource, Map.of(), Map.of("orm", orm)).create();
		Digest id = JdbcIdempotencyStoreTests.id();
		Ownership owned = new Ownership(id, "a",
				JdbcIdempotencyStoreTests.fence(store.claim(JdbcIdempotencyStoreTests.claim(id, "a"))));
		for (int i = 0; i < 2; i++) {
			assertThat(TestStore
				.inRequest(owned, (running) -> new TransactionTemplate(orm).executeWithoutResult((status) -> {
				}))
				.isEffectCommitted()).isFalse();
		}
		assertThat(output.getOut().lines().filter((line) -> line.contains("WARN"))).singleElement()
			.asString()
			.contains("does not expose its JDBC connection");
	}

	private static JdbcIdempotencyStoreFactory factory(DataSource dataSource, Map<String, String> properties) {
		return factory(dataSource, properties,
				Map.of("transactionManager", new DataSourceTransactionManager(dataSource)));
	}

	private static JdbcIdempotencyStoreFactory factory(DataSource dataSource, Map<String, String> properties,
			Map<String, TransactionManager> transactionManagers) {
		return new JdbcIdempotencyStoreFactory(dataSource, TestStore.properties(properties), () -> transactionManagers,
				new BoundRequestClaim());
	}

	private static DataSource named(String product) {
		DatabaseMetaData metaData = (DatabaseMetaData) Proxy.newProxyInstance(
				JdbcIdempotencyStoreFactoryTests.class.getClassLoader(), new Class<?>[] { DatabaseMetaData.class },
				(proxy, method, arguments) -> method.getName().equals("getDatabaseProductName") ? product : null);
		Connection connection = (Connection) Proxy.newProxyInstance(
				JdbcIdempotencyStoreFactoryTests.class.getClassLoader(), new Class<?>[] { Connection.class },
				(proxy, method, arguments) -> method.getName().equals("getMetaData") ? metaData : null);
		return new AbstractDataSource() {

			@Override
			public Connection getConnection() {
				return connection;
			}

			@Override
			public Connection getConnection(String username, String password) {
				return connection;
			}

		};
	}

	private static final class UnknownTransactionManager implements PlatformTransactionManager {

		@Override
		public TransactionStatus getTransaction(TransactionDefinition definition) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void commit(TransactionStatus status) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void rollback(TransactionStatus status) {
			throw new UnsupportedOperationException();
		}

	}

}
