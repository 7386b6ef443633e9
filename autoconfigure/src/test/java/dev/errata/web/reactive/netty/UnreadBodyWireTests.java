package dev.errata.web.reactive.netty;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import dev.errata.wire.Answer;
import dev.errata.wire.Connection;
import dev.errata.wire.Failures;
import dev.errata.wire.Service;
import dev.errata.wire.WireTests;
import io.netty.util.ResourceLeakDetector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.codec.multipart.FilePart;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bodies that nobody reads to their end. The answer comes, the connection is usable
 * afterwards or was said to be closed, and no buffer is left behind.
 */
class UnreadBodyWireTests {

	private static final String HEAD = " HTTP/1.1\nHost: localhost\nX-Request-Id: r-1\nContent-Type: %s\n";

	private static final int LARGE = 10_000_000;

	private static Service service;

	private static ResourceLeakDetector.Level level;

	@BeforeAll
	static void start() {
		level = ResourceLeakDetector.getLevel();
		ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
		service = Service.start(Service.Container.NETTY, false, List.of(Application.class), WireTests.ENVELOPE,
				"errata.limits.body.small.paths=/limited", "errata.limits.body.small.max=1KB");
	}

	@AfterAll
	static void stop() {
		service.close();
		ResourceLeakDetector.setLevel(level);
	}

	@ParameterizedTest
	@CsvSource({ "/nowhere,404", "/conflict,409", "/later,409", "/limited,413", "/json,413", "/text,413",
			"/parameter,400" })
	void answerComesAndConnectionIsUsableOrSaidToBeClosed(String path, int status) throws IOException {
		try (Failures leaks = Failures.logged(ResourceLeakDetector.class.getName())) {
			for (String framing : List.of("Content-Length: " + LARGE + "\n\n" + "x".repeat(LARGE),
					"Transfer-Encoding: chunked\n\n" + Integer.toHexString(LARGE) + "\n" + "x".repeat(LARGE)
							+ "\n0\n\n")) {
				try (Connection connection = new Connection(service.port())) {
					connection.send("POST " + path + HEAD.formatted("application/json") + framing);
					verifyNext(connection, connection.answer(false), status);
				}
			}
			System.gc();
			get();
			assertThat(leaks.lines()).isEmpty();
		}
	}

	@ParameterizedTest
	@CsvSource({ "/nowhere,404", "/conflict,409", "/later,409", "/limited,413" })
	void errorInsteadOfContinue(String path, int status) throws IOException {
		try (Connection connection = new Connection(service.port())) {
			connection.send("POST " + path + HEAD.formatted("application/json")
					+ "Expect: 100-continue\nContent-Length: 2000\n\n");
			Answer answer = connection.answer(false);
			assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
			// the client may send the body or not
			assertThat(answer.header("Connection")).isEqualTo("close");
			assertThat(connection.isClosed()).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/fine%zz", "/fine?q=#{x}", "/nowhere" })
	void connectionIsUsableAfterRequestsThatWereQueued(String path) throws IOException {
		try (Connection connection = new Connection(service.port())) {
			connection.send("POST /later" + HEAD.formatted("application/json") + "Content-Length: 0\n\nGET " + path
					+ HEAD.formatted("application/json") + "\nGET " + path + HEAD.formatted("application/json") + "\n");
			assertThat(connection.answer(false).status()).isEqualTo(409);
			assertThat(connection.answer(false).status()).isBetween(400, 404);
			assertThat(connection.answer(false).status()).isBetween(400, 404);
			connection.send("GET /fine HTTP/1.1\nHost: localhost\n\n");
			assertThat(connection.answer(false).body()).isEqualTo("fine");
		}
	}

	@Test
	void bodyAfterContinue() throws IOException {
		try (Connection connection = new Connection(service.port())) {
			connection
				.send("POST /text" + HEAD.formatted("text/plain") + "Expect: 100-continue\nContent-Length: 5\n\nhello");
			verifyNext(connection, connection.answer(false), 200);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/parts", "/file" })
	void partThatIsGivenUpIsReleasedOnce(String path) throws IOException {
		String parts = "--B\nContent-Disposition: form-data; name=\"a\"\n\n" + "x".repeat(400_000)
				+ "\n--B\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\n\n" + "y".repeat(100_000)
				+ "\n--B--\n";
		parts = parts.replace("\n", "\r\n");
		try (Failures failures = Failures.logged("reactor.core")) {
			for (int i = 0; i < 20; i++) {
				try (Connection connection = new Connection(service.port())) {
					connection.send("POST " + path + HEAD.formatted("multipart/form-data; boundary=B")
							+ "Content-Length: " + parts.length() + "\n\n" + parts.replace("\r\n", "\n"));
					verifyNext(connection, connection.answer(false), 413);
				}
			}
			assertThat(failures.lines()).isEmpty();
		}
	}

	private static void verifyNext(Connection connection, Answer answer, int status) throws IOException {
		assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
		assertThat(answer.header("X-Request-Id")).isEqualTo("r-1");
		if (answer.headers().containsKey("Connection")) {
			assertThat(answer.header("Connection")).isEqualTo("close");
			assertThat(connection.isClosed()).isTrue();
		}
		else {
			connection.send("GET /fine HTTP/1.1\nHost: localhost\n\n");
			assertThat(connection.answer(false).body()).as("next to " + answer).isEqualTo("fine");
		}
		get();
	}

	private static void get() {
		assertThat(service.answer(dev.errata.wire.Exchange.get("/fine")).body()).isEqualTo("fine");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(WireTests.FineController.class)
	@RestController
	static class Application {

		@PostMapping("/conflict")
		String conflict() {
			throw new ResponseStatusException(HttpStatus.CONFLICT);
		}

		@PostMapping("/later")
		Mono<String> later() {
			return Mono.delay(java.time.Duration.ofMillis(100))
				.then(Mono.error(new ResponseStatusException(HttpStatus.CONFLICT)));
		}

		@PostMapping("/limited")
		Mono<String> limited(@RequestBody Mono<byte[]> body) {
			return body.map((bytes) -> "read " + bytes.length);
		}

		@PostMapping("/json")
		String json(@RequestBody Map<String, Object> body) {
			return "json";
		}

		@PostMapping("/text")
		String text(@RequestBody String body) {
			return "text";
		}

		@PostMapping("/parameter")
		String parameter(@org.springframework.web.bind.annotation.RequestParam String q) {
			return q;
		}

		@PostMapping("/parts")
		String parts(@RequestPart String a) {
			return "parts";
		}

		@PostMapping("/file")
		Mono<String> file(@RequestPart FilePart file) {
			return DataBufferUtils.join(file.content()).map(DataBuffer::readableByteCount).map((n) -> "file " + n);
		}

	}

}
