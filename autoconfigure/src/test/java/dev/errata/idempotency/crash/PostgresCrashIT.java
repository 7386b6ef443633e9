package dev.errata.idempotency.crash;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import dev.errata.idempotency.jdbc.TestDatabase;

import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Crashes with keys in PostgreSQL: at most one committed effect, always.
 */
class PostgresCrashIT extends CrashContract {

	private final JdbcTemplate jdbc = new JdbcTemplate(TestDatabase.POSTGRESQL.dataSource());

	static List<String> properties(String url) {
		return List.of("--errata.idempotency.store=jdbc", "--errata.idempotency.jdbc.table=crash_idempotency",
				"--errata.idempotency.jdbc.initialize-schema=always", "--spring.datasource.url=" + url,
				"--spring.autoconfigure.exclude=" + DataRedisAutoConfiguration.class.getName());
	}

	@Override
	List<String> startServer(Path directory) {
		this.jdbc.execute("CREATE TABLE IF NOT EXISTS effects (name VARCHAR(100) NOT NULL)");
		this.jdbc.execute("TRUNCATE effects");
		this.jdbc.execute("DROP TABLE IF EXISTS crash_idempotency");
		return properties(TestDatabase.POSTGRESQL.address());
	}

	@Override
	void stopServer() {
		this.jdbc.execute("DROP TABLE effects, crash_idempotency");
	}

	@Override
	Stream<Stack> stacks() {
		return Stream.of(Stack.values());
	}

	@Override
	Stream<Doom> dooms() {
		Stream<Doom> jdbc = Stream.of(Stack.SERVLET, Stack.REACTIVE).flatMap((stack) -> Doom.of(stack, Step.values()));
		return Stream.concat(jdbc, Doom.of(Stack.R2DBC, Step.IN_HANDLER, Step.COMMITTED));
	}

	@Override
	int effects(String key) {
		Integer count = this.jdbc.queryForObject("SELECT count(*) FROM effects WHERE name = ?", Integer.class, key);
		return (count != null) ? count : 0;
	}

	@Override
	int effectsOfTwo(Step step) {
		return 1;
	}

	@Override
	boolean isRunAgain(Step step) {
		return step == Step.CLAIMED || step == Step.IN_HANDLER;
	}

}
