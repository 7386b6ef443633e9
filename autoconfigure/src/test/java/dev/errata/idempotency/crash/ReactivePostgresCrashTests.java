package dev.errata.idempotency.crash;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Crashes of a reactive service with keys in PostgreSQL: at most one committed effect,
 * always.
 */
class ReactivePostgresCrashTests extends PostgresCrashTests {

	@Override
	List<String> startServer(Path directory) {
		List<String> properties = new ArrayList<>(super.startServer(directory));
		properties.add("--spring.main.web-application-type=reactive");
		return properties;
	}

}
