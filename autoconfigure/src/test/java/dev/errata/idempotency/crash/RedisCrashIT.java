package dev.errata.idempotency.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * Crashes with keys in Redis: once, but for what dies between its work and its answer or
 * is silent for longer than its lease.
 */
class RedisCrashIT extends CrashContract {

	private TestRedis redis;

	private Path file;

	@Override
	List<String> startServer(Path directory) throws IOException {
		this.redis = TestRedis.start();
		this.file = directory.resolve("effects");
		return this.redis.properties(this.file);
	}

	@Override
	void stopServer() throws IOException {
		this.redis.close();
	}

	// without transactions the others are no different
	@Override
	Stream<Doom> dooms() {
		return stacks().flatMap((stack) -> Doom.of(stack, Step.IN_HANDLER, Step.COMMITTED, Step.COMPLETED));
	}

	@Override
	int effects(String key) throws IOException {
		return Files.exists(this.file) ? Collections.frequency(Files.readAllLines(this.file), key) : 0;
	}

	@Override
	int effectsOfTwo(Step step) {
		return (step == Step.COMMITTED) ? 2 : 1;
	}

	@Override
	boolean isRunAgain(Step step) {
		return step.compareTo(Step.COMMITTED) <= 0;
	}

}
