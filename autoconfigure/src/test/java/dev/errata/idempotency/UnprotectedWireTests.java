package dev.errata.idempotency;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import dev.errata.wire.Answer;
import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Exchange;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import dev.errata.wire.WireTests;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for requests that run without protection, because the store is out of reach.
 */
@EnabledOnOs(OS.LINUX)
class UnprotectedWireTests extends EveryStackTests {

	@Override
	protected Service start(Container container) {
		return Service.start(container, false, List.of(Application.class), ENVELOPE, "errata.idempotency.enabled=true",
				"errata.idempotency.on-store-failure=proceed", "errata.idempotency.max-memory=16B",
				"errata.idempotency.max-body-size=64KB");
	}

	@Test
	void fileOfAnAsynchronousRequestGoesWithIt() {
		long before = spooledFiles();
		for (int i = 0; i < 3; i++) {
			Answer answer = answer(text("k" + i, "x".repeat(1000)));
			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.header("Idempotency-Unprotected")).isEqualTo("true");
			assertThat(answer.body()).isEqualTo("1000");
		}
		assertNoMoreFilesThan(before);
	}

	@Test
	void fileOfABodyThatIsTooLargeGoesAtOnce() {
		long before = spooledFiles();
		assertThat(answer(text("large", "x".repeat(100_000))).status()).isEqualTo(413);
		assertNoMoreFilesThan(before);
	}

	@Test
	void fileOfABodyThatDoesNotArriveGoesAtOnce() throws IOException {
		long before = spooledFiles();
		try (Socket socket = new Socket("localhost", port())) {
			socket.getOutputStream()
				.write(("POST /later HTTP/1.1\r\nHost: localhost\r\nIdempotency-Key: cut\r\n"
						+ "Content-Type: text/plain\r\nContent-Length: 100000\r\n\r\n" + "x".repeat(20_000))
					.getBytes(StandardCharsets.US_ASCII));
			Awaitility.await().untilAsserted(() -> assertThat(spooledFiles()).isGreaterThan(before));
			// a reset rather than an end
			socket.setSoLinger(true, 0);
		}
		assertNoMoreFilesThan(before);
	}

	private static Exchange text(String key, String body) {
		return Exchange.post("/later").header("Content-Type: text/plain").header("Idempotency-Key: " + key).body(body);
	}

	private static void assertNoMoreFilesThan(long count) {
		Awaitility.await().untilAsserted(() -> assertThat(spooledFiles()).isLessThanOrEqualTo(count));
	}

	/**
	 * The files that are open; they have no name.
	 */
	private static long spooledFiles() {
		try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
			return open.filter(UnprotectedWireTests::isSpooled).count();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static boolean isSpooled(Path open) {
		try {
			return Files.readSymbolicLink(open).getFileName().toString().matches("errata-.*\\.body.*");
		}
		catch (IOException ex) {
			// closed in the meantime
			return false;
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ WireTests.FineController.class, LaterController.class })
	static class Application {

		@Bean
		IdempotencyStore brokenStore() {
			return new BrokenStore();
		}

	}

	@RestController
	static class LaterController {

		@PostMapping("/later")
		CompletableFuture<String> later(@RequestBody String body) {
			return CompletableFuture.supplyAsync(() -> Integer.toString(body.length()));
		}

	}

	static final class BrokenStore implements IdempotencyStore {

		@Override
		public Acquisition claim(Claim claim) {
			throw new IllegalStateException("broken");
		}

		@Override
		public boolean renew(Ownership ownership, Duration lease) {
			throw new IllegalStateException("broken");
		}

		@Override
		public Settlement complete(Ownership ownership, StoredResponse response, Duration ttl) {
			throw new IllegalStateException("broken");
		}

		@Override
		public Settlement release(Ownership ownership, Release release, Duration ttl) {
			throw new IllegalStateException("broken");
		}

	}

}
