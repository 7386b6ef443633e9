package dev.errata.limits;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

import dev.errata.wire.Answer;
import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Exchange;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import dev.errata.wire.WireTests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.post;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for limits of requests, by path, in every stack.
 */
class LimitsWireTests extends EveryStackTests {

	@Override
	protected Service start(Container container) {
		return Service.start(container, false, List.of(Application.class, WireTests.FineController.class), ENVELOPE,
				"errata.paths=/**", "errata.limits.body.most.paths=/body/**", "errata.limits.body.most.max=2KB",
				"errata.limits.body.some.paths=/body/small/**,/elsewhere/**", "errata.limits.body.some.max=1KB",
				"errata.limits.async-timeout.quick.paths=/quick/**", "errata.limits.async-timeout.quick.timeout=300ms",
				"errata.limits.async-timeout.patient.paths=/quick/patient/**",
				"errata.limits.async-timeout.patient.timeout=1m");
	}

	private void assertTooLarge(Exchange exchange) {
		SizedBodies.assertTooLarge(answer(exchange));
		assertThat(answer(get("/fine")).body()).isEqualTo("fine");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/body/json", "/body/text", "/body/bytes", "/body/form", "/body/upload", "/body/nowhere" })
	void bodyBeyondTheLimitIsTooLarge(String path) {
		assertTooLarge(SizedBodies.of(path, 5000));
		if (!path.endsWith("nowhere")) {
			assertTooLarge(SizedBodies.of(path, 5000).chunked());
		}
	}

	@ParameterizedTest
	@CsvSource({ "/body/json,1500", "/body/text,1500", "/body/bytes,1500", "/body/form,1500", "/body/upload,1500",
			"/free/text,5000" })
	void bodyWithinTheLimitIsTaken(String path, int size) {
		for (Exchange exchange : List.of(SizedBodies.of(path, size), SizedBodies.of(path, size).chunked())) {
			Answer answer = answer(exchange);
			assertThat(answer.status()).as("%s", answer).isEqualTo(200);
		}
	}

	@Test
	void exactlyTheLimitIsTaken() {
		assertThat(answer(SizedBodies.of("/body/text", 2048)).body()).isEqualTo("2048");
		assertThat(answer(SizedBodies.of("/body/text", 2048).chunked()).body()).isEqualTo("2048");
		assertTooLarge(SizedBodies.of("/body/text", 2049));
		assertTooLarge(SizedBodies.of("/body/text", 2049).chunked());
	}

	@Test
	void mostSpecificPathWins() {
		assertTooLarge(SizedBodies.of("/body/small/text", 1500));
		assertTooLarge(SizedBodies.of("/body/small/text", 1500).chunked());
		assertThat(answer(SizedBodies.of("/body/text", 1500).chunked()).body()).isEqualTo("1500");
	}

	@Test
	void bodyCountsAsItArrives() throws IOException {
		ByteArrayOutputStream packed = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
			gzip.write(new byte[100_000]);
		}
		Answer answer = answer(post("/body/bytes").header("Content-Encoding: gzip")
			.header("Content-Type: application/octet-stream")
			.body(packed.toByteArray()));
		assertThat(answer.body()).isEqualTo(String.valueOf(packed.size()));
	}

	@Test
	void requestsOfOneConnectionAreCountedApart() {
		String chunk = "5dc\r\n" + "x".repeat(1500) + "\r\n0\r\n\r\n";
		String request = "POST /body/text HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
				+ "Transfer-Encoding: chunked\r\n";
		String free = "POST /free/text HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
				+ "Transfer-Encoding: chunked\r\n\r\n1388\r\n" + "x".repeat(5000) + "\r\n0\r\n\r\n";
		String text = new String(Exchange
			.raw((request + "\r\n" + chunk + request + "\r\n" + chunk + free + request + "Connection: close\r\n\r\n"
					+ chunk)
				.replace("\r\n", "\n"))
			.bytesFrom(port()), StandardCharsets.ISO_8859_1);
		assertThat(text.split("HTTP/1.1 200", -1)).hasSize(5);
	}

	@Test
	void handlerThatReadsNothingIsNotStopped() {
		assertThat(answer(SizedBodies.of("/body/ignored", 5000).chunked()).body()).isEqualTo("ignored");
	}

	@Test
	void timeIsUp() {
		Answer answer = answer(get("/quick/future"));
		assertThat(answer.body()).isEqualTo(document(504, "timeout", "The request took too long."));
		assertThat(answer.status()).isEqualTo(504);
	}

	@Test
	void timeOfTheMostSpecificPathCounts() {
		assertThat(answer(get("/quick/patient/future")).body()).isEqualTo("late");
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Application {

		@RestController
		static class ReadingController {

			@PostMapping("/body/json")
			String json(@RequestBody Map<String, String> body) {
				return "" + body.size();
			}

			@PostMapping({ "/body/text", "/body/small/text", "/free/text" })
			String text(@RequestBody String body) {
				return "" + body.length();
			}

			@PostMapping("/body/bytes")
			String bytes(@RequestBody byte[] body) {
				return "" + body.length;
			}

			@PostMapping("/body/form")
			String form(@ModelAttribute Form form) {
				return "" + form.file().length();
			}

			@PostMapping("/body/upload")
			String upload(@RequestPart String file) {
				return "" + file.length();
			}

			@PostMapping("/body/ignored")
			String ignored() {
				return "ignored";
			}

			@GetMapping("/quick/future")
			CompletableFuture<String> future() {
				return new CompletableFuture<>();
			}

			@GetMapping("/quick/patient/future")
			CompletableFuture<String> patient() {
				return new CompletableFuture<String>().completeOnTimeout("late", 1500, TimeUnit.MILLISECONDS);
			}

		}

	}

	record Form(String file) {

	}

}
