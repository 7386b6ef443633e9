package dev.errata.idempotency.crash;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.errata.idempotency.jdbc.TestDatabase;

/**
 * Crashes of a reactive service whose work is a transaction of R2DBC.
 */
class R2dbcCrashIT extends PostgresCrashTests {

	@Override
	List<String> startServer(Path directory) {
		List<String> properties = new ArrayList<>(super.startServer(directory));
		properties.add("--spring.main.web-application-type=reactive");
		properties.add("--shop.r2dbc=" + TestDatabase.POSTGRESQL.reactiveAddress());
		return properties;
	}

	@Override
	Stream<Step> steps() {
		return Stream.of(Step.IN_HANDLER, Step.COMMITTED);
	}

}
