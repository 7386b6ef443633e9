package dev.errata.outbound;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import javax.sql.DataSource;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.errata.wire.Answer;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import dev.errata.wire.WireTests;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlinx.coroutines.BuildersKt;
import kotlinx.coroutines.DelayKt;
import kotlinx.coroutines.TimeoutKt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
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
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.resilience.annotation.ConcurrencyLimit;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;

import static dev.errata.wire.Exchange.get;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the neighbours of a service do to it: its database, the services it calls, the
 * guards before it.
 */
class NeighboursWireTests {

	private static final String UNAVAILABLE = "503 service_unavailable";

	private static HttpServer upstream;

	private static Service service;

	@BeforeAll
	static void start() throws IOException {
		upstream = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
		upstream.createContext("/404", (exchange) -> reply(exchange, 404, "text/plain", WireTests.SECRET));
		upstream.createContext("/401", (exchange) -> reply(exchange, 401, "text/plain", WireTests.SECRET));
		upstream.createContext("/500", (exchange) -> reply(exchange, 500, "text/plain", WireTests.SECRET));
		upstream.createContext("/garbage",
				(exchange) -> reply(exchange, 200, "application/json", "{" + WireTests.SECRET));
		upstream.createContext("/html", (exchange) -> reply(exchange, 200, "text/html", WireTests.SECRET));
		upstream.createContext("/slow", (exchange) -> {
			// never answered; ends with the server
		});
		upstream.createContext("/broken", (exchange) -> {
			exchange.getResponseHeaders().set("Content-Type", "application/json");
			exchange.sendResponseHeaders(200, 100);
			exchange.getResponseBody().write("{".getBytes(StandardCharsets.US_ASCII));
			exchange.getResponseBody().flush();
			throw new IOException("cut off");
		});
		upstream.start();
		service = Service.start(Container.TOMCAT, false, List.of(Application.class),
				"errata.envelope.body={\"code\":\"{code}\",\"status\":\"{status}\",\"errors\":\"{violations}\"}",
				"errata.codes.email_taken.status=409", "errata.codes.email_taken.constraints=uk_users_email",
				"errata.codes.no_number.status=422", "errata.codes.no_number.constraints=22018",
				"errata.codes.no_such_user.status=422", "errata.codes.no_such_user.constraints=fk_orders_user",
				"spring.datasource.url=jdbc:h2:mem:neighbours", "spring.datasource.hikari.maximum-pool-size=1",
				"spring.datasource.hikari.connection-timeout=250",
				"upstream=http://localhost:" + upstream.getAddress().getPort(),
				"refused=http://localhost:" + unusedPort());
		JdbcTemplate jdbc = service.bean(JdbcTemplate.class);
		jdbc.execute("create table users (id int primary key, email varchar(20) not null, name varchar(20) unique,"
				+ " constraint uk_users_email unique (email))");
		jdbc.execute("create table orders (id int primary key, user_id int,"
				+ " constraint fk_orders_user foreign key (user_id) references users (id))");
		jdbc.execute("create table lines (id int primary key, order_id int references orders (id))");
		jdbc.update("insert into users values (1, 'a@example.com', 'a')");
	}

	private static int unusedPort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	private static void reply(HttpExchange exchange, int status, String contentType, String body) throws IOException {
		exchange.getResponseHeaders().set("Content-Type", contentType);
		exchange.getResponseHeaders().set("X-Upstream", WireTests.SECRET);
		exchange.sendResponseHeaders(status, body.length());
		exchange.getResponseBody().write(body.getBytes(StandardCharsets.US_ASCII));
		exchange.close();
	}

	@AfterAll
	static void stop() {
		service.close();
		upstream.stop(0);
	}

	@TestFactory
	Stream<DynamicTest> database() {
		return rows(Map.ofEntries(Map.entry("/db/named", "409 email_taken"), Map.entry("/db/unnamed", "409 duplicate"),
				Map.entry("/db/primary", "409 duplicate"), Map.entry("/db/foreign-named", "422 no_such_user"),
				Map.entry("/db/foreign", "409 conflict"), Map.entry("/db/null", "500 internal_error"),
				Map.entry("/db/too-long", "500 internal_error"), Map.entry("/db/grammar", "500 internal_error"),
				Map.entry("/db/timeout", "504 timeout"), Map.entry("/db/exhausted", UNAVAILABLE),
				Map.entry("/db/optimistic", "409 concurrent_update"), Map.entry("/db/locked", "409 concurrent_update"),
				Map.entry("/db/no-number", "422 no_number")));
	}

	@TestFactory
	Stream<DynamicTest> databasePastSpring() {
		return rows(Map.ofEntries(Map.entry("/jdbc/named", "409 email_taken"),
				Map.entry("/jdbc/unnamed", "409 duplicate"), Map.entry("/jdbc/foreign", "409 conflict"),
				Map.entry("/jdbc/wrapped", "409 email_taken"), Map.entry("/jdbc/null", "500 internal_error"),
				Map.entry("/jdbc/too-long", "500 internal_error"), Map.entry("/jdbc/no-number", "422 no_number"),
				Map.entry("/jdbc/grammar", "500 internal_error"), Map.entry("/jdbc/timeout", "504 timeout"),
				Map.entry("/jdbc/exhausted", UNAVAILABLE), Map.entry("/jdbc/deadlock", "409 concurrent_update"),
				Map.entry("/jdbc/lost", UNAVAILABLE), Map.entry("/library/stale", "409 concurrent_update"),
				Map.entry("/library/wrapped-stale", "409 concurrent_update"),
				Map.entry("/library/named", "409 email_taken"), Map.entry("/library/late", "504 timeout"),
				Map.entry("/library/lost", UNAVAILABLE), Map.entry("/library/misused", "500 internal_error"),
				Map.entry("/library/unknown", "500 internal_error")));
	}

	@TestFactory
	Stream<DynamicTest> sortedByWhatTheClientSays() {
		return rows(Map.ofEntries(Map.entry("/sort?sort=name", "200 name: ASC"),
				Map.entry("/sort?sort=nope", sortError("sort")),
				Map.entry("/sort?sort=name&sort=nope,desc", sortError("sort")),
				Map.entry("/sort?sort=name,nope", sortError("sort")),
				Map.entry("/sort?sort=item.nope", sortError("sort")),
				Map.entry("/sort?sort=itemNope", sortError("sort")),
				Map.entry("/sort?sort=lower(name)", sortError("sort")), Map.entry("/page?sort=nope", sortError("sort")),
				Map.entry("/query?sort=nope", sortError("sort")),
				Map.entry("/query?sort=lower(name),desc", sortError("sort")),
				Map.entry("/two?mine_sort=nope", sortError("mine_sort")),
				Map.entry("/two?other_sort=nope", "200 UNSORTED"),
				Map.entry("/sort-bug?sort=name", "500 internal_error"),
				Map.entry("/sort-bug?sort=intern", "500 internal_error"), Map.entry("/sort-bug", "500 internal_error"),
				Map.entry("/sort-bug?sort=xinternal", "500 internal_error"),
				Map.entry("/unsorted-bug?sort=internal", "500 internal_error")));
	}

	private static String sortError(String parameter) {
		return "400 parameter_type [{\"field\":\"" + parameter
				+ "\",\"code\":\"parameter_type\",\"message\":\"must name properties that can be sorted by\"}]";
	}

	@TestFactory
	Stream<DynamicTest> outbound() {
		return Stream.of("client", "template", "reactive")
			.flatMap((how) -> rows(Map.of("/call/" + how + "/refused", UNAVAILABLE, "/call/" + how + "/slow",
					"504 timeout", "/call/" + how + "/404", "502 upstream_error", "/call/" + how + "/401",
					"502 upstream_error", "/call/" + how + "/500", "502 upstream_error", "/call/" + how + "/garbage",
					"502 upstream_error", "/call/" + how + "/html", "502 upstream_error", "/call/" + how + "/broken",
					"502 upstream_error")));
	}

	@TestFactory
	Stream<DynamicTest> guards() {
		return rows(Map.of("/guard/rate", "429 too_many_requests", "/guard/circuit", UNAVAILABLE, "/guard/bulkhead",
				"503 concurrency_limit", "/guard/limit", "503 concurrency_limit", "/guard/retry",
				"409 concurrent_update", "/guard/retry-unknown", "500 internal_error", "/guard/coroutine",
				"504 timeout"));
	}

	@TestFactory
	Stream<DynamicTest> validatedService() {
		return rows(Map.of("/service/argument",
				"400 validation_failed [{\"field\":\"name\",\"code\":\"field_empty\",\"message\":\"must not be blank\"}]",
				"/service/bean",
				"400 validation_failed [{\"field\":\"name\",\"code\":\"field_length\",\"message\":\"size must be between 0 and 2\"}]"));
	}

	private static Stream<DynamicTest> rows(Map<String, String> rows) {
		return rows.entrySet().stream().sorted(Map.Entry.comparingByKey()).map((row) -> {
			String[] parts = row.getValue().split(" ", 3);
			return DynamicTest.dynamicTest(row.getKey(), () -> {
				Answer answer = service.answer(get(row.getKey()));
				if (row.getValue().startsWith("200 ")) {
					assertThat(answer.body()).isEqualTo(row.getValue().substring(4));
					return;
				}
				assertThat(answer.body()).isEqualTo("{\"code\":\"%s\",\"status\":%s%s}".formatted(parts[1], parts[0],
						(parts.length > 2) ? ",\"errors\":" + parts[2] : ""));
				assertThat(answer.status()).isEqualTo(Integer.parseInt(parts[0]));
				assertThat(answer.toString()).doesNotContain(WireTests.SECRET);
				assertThat(service.answer(get("/fine")).body()).isEqualTo("fine");
			});
		});
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableResilientMethods
	@Import({ WireTests.FineController.class, DatabaseController.class, JdbcController.class, LibraryController.class,
			SortController.class, CallController.class, GuardController.class, ServiceController.class,
			ValidatedService.class, LimitedService.class })
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

	@RestController
	static class DatabaseController {

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

	@RestController
	static class CallController {

		private final RestClient client;

		private final RestTemplate template;

		private final WebClient reactive;

		private final Environment environment;

		CallController(Environment environment) {
			JdkClientHttpRequestFactory factory = new JdkClientHttpRequestFactory();
			factory.setReadTimeout(Duration.ofSeconds(1));
			this.client = RestClient.builder().requestFactory(factory).build();
			this.template = new RestTemplate(factory);
			JdkClientHttpConnector connector = new JdkClientHttpConnector();
			connector.setReadTimeout(Duration.ofSeconds(1));
			this.reactive = WebClient.builder().clientConnector(connector).build();
			this.environment = environment;
		}

		@GetMapping("/call/{how}/{what}")
		Object call(@PathVariable String how, @PathVariable String what) {
			String url = this.environment.getProperty(what.equals("refused") ? "refused" : "upstream") + "/" + what;
			return switch (how) {
				case "client" -> this.client.get().uri(url).retrieve().body(Item.class);
				case "template" -> this.template.getForObject(url, Item.class);
				default -> this.reactive.get().uri(url).retrieve().bodyToMono(Item.class).block();
			};
		}

	}

	record Item(String name) {
	}

	@RestController
	static class GuardController {

		private final LimitedService limited;

		GuardController(LimitedService limited) {
			this.limited = limited;
		}

		@GetMapping("/guard/rate")
		void rate() {
			RateLimiter limiter = RateLimiter.of("rate",
					RateLimiterConfig.custom()
						.limitForPeriod(1)
						.limitRefreshPeriod(Duration.ofHours(1))
						.timeoutDuration(Duration.ZERO)
						.build());
			limiter.executeRunnable(() -> limiter.executeRunnable(() -> {
			}));
		}

		@GetMapping("/guard/circuit")
		void circuit() {
			CircuitBreaker breaker = CircuitBreaker.ofDefaults("circuit");
			breaker.transitionToOpenState();
			breaker.executeRunnable(() -> {
			});
		}

		@GetMapping("/guard/bulkhead")
		void bulkhead() {
			Bulkhead bulkhead = Bulkhead.of("bulkhead",
					BulkheadConfig.custom().maxConcurrentCalls(1).maxWaitDuration(Duration.ZERO).build());
			bulkhead.executeRunnable(() -> bulkhead.executeRunnable(() -> {
			}));
		}

		@GetMapping("/guard/limit")
		void limit() throws Exception {
			CountDownLatch inside = new CountDownLatch(1);
			CountDownLatch done = new CountDownLatch(1);
			Thread other = new Thread(() -> this.limited.call(inside, done));
			other.start();
			inside.await(5, TimeUnit.SECONDS);
			try {
				this.limited.call(new CountDownLatch(1), new CountDownLatch(0));
			}
			finally {
				done.countDown();
				other.join();
			}
		}

		@GetMapping("/guard/retry")
		void retry() throws RetryException {
			new RetryTemplate(RetryPolicy.builder().maxRetries(1).delay(Duration.ZERO).build()).execute(() -> {
				throw new OptimisticLockingFailureException(WireTests.SECRET);
			});
		}

		@GetMapping("/guard/retry-unknown")
		void retryUnknown() throws RetryException {
			new RetryTemplate(RetryPolicy.builder().maxRetries(1).delay(Duration.ZERO).build()).execute(() -> {
				throw new IllegalStateException(WireTests.SECRET);
			});
		}

		@GetMapping("/guard/coroutine")
		void coroutine() throws InterruptedException {
			BuildersKt.runBlocking(EmptyCoroutineContext.INSTANCE, (scope, continuation) -> TimeoutKt.withTimeout(1,
					(inner, never) -> DelayKt.awaitCancellation(never), continuation));
		}

	}

	static class LimitedService {

		@ConcurrencyLimit(limit = 1, policy = ConcurrencyLimit.ThrottlePolicy.REJECT)
		public void call(CountDownLatch inside, CountDownLatch done) {
			inside.countDown();
			try {
				done.await(5, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

	@RestController
	static class ServiceController {

		private final ValidatedService service;

		ServiceController(ValidatedService service) {
			this.service = service;
		}

		@GetMapping("/service/argument")
		void argument() {
			this.service.rename(" ");
		}

		@GetMapping("/service/bean")
		void bean() {
			this.service.check(new Named("long"));
		}

	}

	record Named(@Size(max = 2) String name) {
	}

	@Validated
	static class ValidatedService {

		private final Validator validator;

		ValidatedService(Validator validator) {
			this.validator = validator;
		}

		public void rename(@NotBlank String name) {
		}

		public void check(Named named) {
			throw new ConstraintViolationException(Set.copyOf(this.validator.validate(named)));
		}

	}

}
