package dev.errata.dataaccess;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.sql.DataSource;

import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Row;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import dev.errata.wire.WireTests;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.support.PersistenceExceptionTranslator;
import org.springframework.data.core.PropertyPath;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;
import org.springframework.data.web.ReactivePageableHandlerMethodArgumentResolver;
import org.springframework.data.web.ReactiveSortHandlerMethodArgumentResolver;
import org.springframework.jdbc.core.BeanPropertyRowMapper;
import org.springframework.jdbc.core.DataClassRowMapper;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Row.row;

/**
 * What databases refuse, by Spring's exceptions, by those of JDBC and by those of
 * libraries, and orders that clients ask for in vain.
 */
class DataAccessWireTests extends EveryStackTests {

	private static final String NO_CALLABLE = "Spring WebFlux has no asynchronous Callable";

	@Override
	protected Service start(Service.Container container) {
		Service service = Service.start(container, false, List.of(Application.class), SHORT_ENVELOPE,
				"errata.codes.email_taken.status=409", "errata.codes.email_taken.constraints=uk_users_email",
				"errata.codes.no_number.status=422", "errata.codes.no_number.constraints=22018",
				"errata.codes.no_such_user.status=422", "errata.codes.no_such_user.constraints=fk_orders_user",
				"spring.datasource.url=jdbc:h2:mem:dataaccess", "spring.datasource.hikari.maximum-pool-size=1",
				"spring.datasource.hikari.connection-timeout=250");
		createTables(service.bean(JdbcTemplate.class));
		return service;
	}

	private static void createTables(JdbcTemplate jdbc) {
		jdbc.execute("create table users (id int primary key, email varchar(20) not null, name varchar(20) unique,"
				+ " constraint uk_users_email unique (email))");
		jdbc.execute("create table orders (id int primary key, user_id int,"
				+ " constraint fk_orders_user foreign key (user_id) references users (id))");
		jdbc.execute("create table lines (id int primary key, order_id int references orders (id))");
		jdbc.update("insert into users values (1, 'a@example.com', 'a')");
	}

	@TestFactory
	Stream<DynamicTest> database() {
		return table(row(get("/db/named")).is(409, "email_taken"), row(get("/db/unnamed")).is(409, "duplicate"),
				row(get("/db/primary")).is(409, "duplicate"), row(get("/db/foreign-named")).is(422, "no_such_user"),
				row(get("/db/foreign")).is(409, "conflict"), row(get("/db/null")).is(500, "internal_error"),
				row(get("/db/too-long")).is(500, "internal_error"), row(get("/db/grammar")).is(500, "internal_error"),
				row(get("/db/timeout")).is(504, "timeout"), row(get("/db/exhausted")).is(503, "service_unavailable"),
				row(get("/db/optimistic")).is(409, "concurrent_update"),
				row(get("/db/locked")).is(409, "concurrent_update"), row(get("/db/no-number")).is(422, "no_number"),
				row(get("/db/row-of-class")).is(500, "internal_error"),
				row(get("/db/row-of-bean")).is(500, "internal_error"));
	}

	@TestFactory
	Stream<DynamicTest> databasePastSpring() {
		return table(row(get("/jdbc/named")).is(409, "email_taken"), row(get("/jdbc/unnamed")).is(409, "duplicate"),
				row(get("/jdbc/foreign")).is(409, "conflict"), row(get("/jdbc/wrapped")).is(409, "email_taken"),
				row(get("/jdbc/null")).is(500, "internal_error"), row(get("/jdbc/too-long")).is(500, "internal_error"),
				row(get("/jdbc/no-number")).is(422, "no_number"), row(get("/jdbc/grammar")).is(500, "internal_error"),
				row(get("/jdbc/timeout")).is(504, "timeout"),
				row(get("/jdbc/exhausted")).is(503, "service_unavailable"),
				row(get("/jdbc/deadlock")).is(409, "concurrent_update"),
				row(get("/jdbc/lost")).is(503, "service_unavailable"),
				row(get("/library/stale")).is(409, "concurrent_update"),
				row(get("/library/wrapped-stale")).is(409, "concurrent_update"),
				row(get("/library/named")).is(409, "email_taken"), row(get("/library/late")).is(504, "timeout"),
				row(get("/library/lost")).is(503, "service_unavailable"),
				row(get("/library/misused")).is(500, "internal_error"),
				row(get("/library/unknown")).is(500, "internal_error"));
	}

	@TestFactory
	Stream<DynamicTest> sortedByWhatTheClientSays() {
		return table(row(get("/sort?sort=name")).isForeign(200, "name: ASC"), unsortable("/sort?sort=nope", "sort"),
				unsortable("/sort?sort=name&sort=nope,desc", "sort"), unsortable("/sort?sort=name,nope", "sort"),
				unsortable("/sort?sort=item.nope", "sort"), unsortable("/sort?sort=itemNope", "sort"),
				unsortable("/sort?sort=lower(name)", "sort"),
				unsortable("/page?sort=nope", "sort").except(Container.NETTY, NO_CALLABLE),
				unsortable("/query?sort=nope", "sort"), unsortable("/query?sort=lower(name),desc", "sort"),
				unsortable("/two?mine_sort=nope", "mine_sort"),
				row(get("/two?other_sort=nope")).isForeign(200, "UNSORTED"),
				row(get("/sort-bug?sort=name")).is(500, "internal_error"),
				row(get("/sort-bug?sort=intern")).is(500, "internal_error"),
				row(get("/sort-bug")).is(500, "internal_error"),
				row(get("/sort-bug?sort=xinternal")).is(500, "internal_error"),
				row(get("/unsorted-bug?sort=internal")).is(500, "internal_error"));
	}

	private static Row unsortable(String target, String parameter) {
		return row(get(target)).is(400, "parameter_type")
			.violation(parameter, "parameter_type", "must name properties that can be sorted by");
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import({ FineController.class, DatabaseController.class, JdbcController.class, LibraryController.class,
			SortController.class, ReactiveArguments.class })
	static class Application {

		/** As the factories of JPA's entity managers and Redis' connections are. */
		@Bean
		PersistenceExceptionTranslator library() {
			return (raw) -> {
				if (raw instanceof LibraryException exception) {
					return switch (exception.what) {
						case "stale" -> new OptimisticLockingFailureException(WireTests.SECRET, raw);
						case "named" -> new DataIntegrityViolationException(WireTests.SECRET, raw);
						case "late" -> new QueryTimeoutException(WireTests.SECRET, raw);
						case "lost" -> new DataAccessResourceFailureException(WireTests.SECRET, raw);
						case "misused" -> new InvalidDataAccessApiUsageException(WireTests.SECRET, raw);
						default -> null;
					};
				}
				return (raw instanceof IllegalStateException)
						? new RecoverableDataAccessException(WireTests.SECRET, raw) : null;
			};
		}

	}

	static class LibraryException extends RuntimeException {

		private final String what;

		LibraryException(String what) {
			super("'" + WireTests.SECRET + "'", what.equals("named")
					? new SQLIntegrityConstraintViolationException("uk_users_email", "23505") : null);
			this.what = what;
		}

	}

	@RestController
	static class LibraryController {

		@GetMapping("/library/{what}")
		void fail(@PathVariable String what) {
			throw what.equals("wrapped-stale") ? new UnknownException(new LibraryException("stale"))
					: new LibraryException(what);
		}

	}

	static class UnknownException extends RuntimeException {

		UnknownException(Throwable cause) {
			super(WireTests.SECRET, cause);
		}

	}

	/** Spring Boot has none of them. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	static class ReactiveArguments implements WebFluxConfigurer {

		@Override
		public void configureArgumentResolvers(ArgumentResolverConfigurer configurer) {
			configurer.addCustomResolver(new ReactiveSortHandlerMethodArgumentResolver(),
					new ReactivePageableHandlerMethodArgumentResolver());
		}

	}

	@RestController
	static class SortController {

		@GetMapping("/sort")
		String sort(Sort sort) {
			return sorted(sort);
		}

		@GetMapping("/page")
		Callable<String> page(Pageable page) {
			return () -> sorted(page.getSort());
		}

		@GetMapping("/query")
		String query(Pageable page) {
			// as Spring Data JPA has it of a query that is written out
			String order = page.getSort().iterator().next().toString();
			throw new InvalidDataAccessApiUsageException(
					order.contains("(") ? "Sort expression '" + order + "' must only contain property references"
							: "Could not resolve attribute '" + order.replaceFirst(":.*", "") + "' of '"
									+ WireTests.SECRET + "'");
		}

		@GetMapping("/two")
		String two(@Qualifier("mine") Sort mine, Sort other) {
			return sorted(mine);
		}

		@GetMapping("/sort-bug")
		String sortBug(Sort sort) {
			return sorted(Sort.by("internal"));
		}

		@GetMapping("/unsorted-bug")
		String unsortedBug() {
			return sorted(Sort.by("internal"));
		}

		private static String sorted(Sort sort) {
			sort.forEach((order) -> PropertyPath.from(order.getProperty(), Cart.class));
			return sort.toString();
		}

	}

	record Cart(String name, Item item) {
	}

	record Item(String name) {
	}

	enum Role {

		ADMIN

	}

	/** No user has the name of a role. */
	record Named(Role name) {
	}

	static class NamedBean {

		private @Nullable Role name;

		public @Nullable Role getName() {
			return this.name;
		}

		public void setName(Role name) {
			this.name = name;
		}

	}

	@RestController
	static class DatabaseController {

		private static final String NAMES = "select name from users";

		private final JdbcTemplate jdbc;

		private final DataSource dataSource;

		DatabaseController(JdbcTemplate jdbc, DataSource dataSource) {
			this.jdbc = jdbc;
			this.dataSource = dataSource;
		}

		@GetMapping("/db/{what}")
		void fail(@PathVariable String what) throws Exception {
			switch (what) {
				case "named" -> this.jdbc.update("insert into users values (2, 'a@example.com', 'b')");
				case "unnamed" -> this.jdbc.update("insert into users values (2, 'b@example.com', 'a')");
				case "primary" -> this.jdbc.update("insert into users values (1, 'c@example.com', 'c')");
				case "row-of-class" -> this.jdbc.query(NAMES, new DataClassRowMapper<>(Named.class));
				case "row-of-bean" -> this.jdbc.query(NAMES, new BeanPropertyRowMapper<>(NamedBean.class));
				case "foreign-named" -> this.jdbc.update("insert into orders values (1, 9)");
				case "foreign" -> this.jdbc.update("insert into lines values (1, 9)");
				case "null" -> this.jdbc.update("insert into users values (3, null, 'd')");
				case "too-long" ->
					this.jdbc.update("insert into users values (3, '%s', 'd')".formatted("x".repeat(30)));
				case "no-number" -> this.jdbc.update("insert into users values ('one', 'e@example.com', 'e')");
				case "grammar" -> this.jdbc.execute("select " + WireTests.SECRET + " from nowhere");
				case "timeout" -> {
					JdbcTemplate hasty = new JdbcTemplate(this.dataSource);
					hasty.setQueryTimeout(1);
					hasty.queryForObject("select count(*) from system_range(1, 1000000) a, system_range(1, 1000000) b",
							Long.class);
				}
				case "exhausted" -> {
					try (Connection connection = this.dataSource.getConnection()) {
						this.jdbc.execute("select 1");
					}
				}
				case "optimistic" -> throw new OptimisticLockingFailureException(WireTests.SECRET);
				default -> throw new CannotAcquireLockException(WireTests.SECRET);
			}
		}

	}

	@RestController
	static class JdbcController {

		private final DataSource dataSource;

		JdbcController(DataSource dataSource) {
			this.dataSource = dataSource;
		}

		@GetMapping("/jdbc/{what}")
		void fail(@PathVariable String what) throws SQLException {
			switch (what) {
				case "named" -> execute("insert into users values (2, 'a@example.com', 'b')");
				case "unnamed" -> execute("insert into users values (2, 'b@example.com', 'a')");
				case "foreign" -> execute("insert into lines values (1, 9)");
				case "null" -> execute("insert into users values (3, null, 'd')");
				case "too-long" -> execute("insert into users values (3, '" + "x".repeat(30) + "', 'd')");
				case "no-number" -> execute("insert into users values ('one', 'e@example.com', 'e')");
				case "grammar" -> execute("select " + WireTests.SECRET + " from nowhere");
				case "wrapped" -> {
					try {
						execute("insert into users values (2, 'a@example.com', 'b')");
					}
					catch (SQLException ex) {
						throw new UnknownException(ex);
					}
				}
				case "exhausted" -> {
					try (Connection connection = this.dataSource.getConnection()) {
						execute("select 1");
					}
				}
				case "timeout" -> throw new SQLTimeoutException(WireTests.SECRET);
				case "deadlock" -> throw new SQLException(WireTests.SECRET, "40P01");
				default -> throw new SQLException(WireTests.SECRET, "08006");
			}
		}

		private void execute(String sql) throws SQLException {
			try (Connection connection = this.dataSource.getConnection();
					Statement statement = connection.createStatement()) {
				statement.execute(sql);
			}
		}

	}

}
