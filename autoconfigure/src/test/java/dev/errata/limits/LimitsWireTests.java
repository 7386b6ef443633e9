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
import dev.errata.wire.Exchange;
import dev.errata.wire.InEveryStack;
import dev.errata.wire.Service;
import dev.errata.wire.WireTests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
@InEveryStack
class LimitsWireTests {

	private static final String LARGE = "The request body is too large.";

	@Parameter
	private Service.Container container;

	private Service service;

	@BeforeParameterizedClassInvocation
	void start() {
		this.service = Service.start(this.container, false, List.of(Application.class, WireTests.FineController.class),
				WireTests.ENVELOPE, "errata.paths=/**", "errata.limits.body.most.paths=/body/**",
				"errata.limits.body.most.max=2KB", "errata.limits.body.some.paths=/body/small/**,/elsewhere/**",
				"errata.limits.body.some.max=1KB", "errata.limits.async-timeout.quick.paths=/quick/**",
				"errata.limits.async-timeout.quick.timeout=300ms",
				"errata.limits.async-timeout.patient.paths=/quick/patient/**",
				"errata.limits.async-timeout.patient.timeout=1m");
	}

	@AfterParameterizedClassInvocation
	void stop() {
		this.service.close();
	}

	private Answer answer(Exchange exchange) {
		return this.service.answer(exchange);
	}

	private void assertTooLarge(Answer answer) {
		assertThat(answer.body()).isEqualTo(WireTests.document(413, "payload_too_large", LARGE));
		assertThat(answer.status()).isEqualTo(413);
		assertThat(answer.header("Content-Type")).isEqualTo("application/json");
		assertThat(answer.header("X-Request-Id")).isEqualTo(Exchange.ID);
		assertThat(answer(get("/fine")).body()).isEqualTo("fine");
	}

	private static byte[] content(String type, int size) {
		String text = "x".repeat(size);
		if (type.startsWith("multipart")) {
			text = "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n" + text
					+ "\r\n--B--\r\n";
		}
		else if (type.contains("form")) {
			text = "file=" + text;
		}
		else if (type.contains("json")) {
			text = "{\"file\":\"" + text + "\"}";
		}
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static Exchange chunked(String path, String type, byte[] content) {
		ByteArrayOutputStream chunks = new ByteArrayOutputStream();
		for (int i = 0; i < content.length; i += 100) {
			int length = Math.min(100, content.length - i);
			chunks.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.UTF_8));
			chunks.write(content, i, length);
			chunks.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
		}
		chunks.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
		return post(path).header("Content-Type: " + type)
			.header("Transfer-Encoding: chunked")
			.framed()
			.body(chunks.toByteArray());
	}

	@ParameterizedTest
	@CsvSource({ "/body/json,application/json", "/body/text,text/plain", "/body/bytes,application/octet-stream",
			"/body/form,application/x-www-form-urlencoded", "/body/upload,multipart/form-data; boundary=B",
			"/body/nowhere,text/plain" })
	void bodyBeyondTheLimitIsTooLarge(String path, String type) {
		byte[] large = content(type, 5000);
		assertTooLarge(answer(post(path).header("Content-Type: " + type).body(large)));
		if (!path.endsWith("nowhere")) {
			assertTooLarge(answer(chunked(path, type, large)));
		}
	}

	@ParameterizedTest
	@CsvSource({ "/body/json,application/json", "/body/text,text/plain", "/body/bytes,application/octet-stream",
			"/body/form,application/x-www-form-urlencoded", "/body/upload,multipart/form-data; boundary=B",
			"/free/text,text/plain" })
	void bodyWithinTheLimitIsTaken(String path, String type) {
		byte[] small = content(type, path.startsWith("/free") ? 5000 : 1500);
		for (Exchange exchange : List.of(post(path).header("Content-Type: " + type).body(small),
				chunked(path, type, small))) {
			Answer answer = answer(exchange);
			assertThat(answer.status()).as("%s", answer).isEqualTo(200);
		}
	}

	@Test
	void exactlyTheLimitIsTaken() {
		byte[] exact = content("text/plain", 2048);
		assertThat(answer(chunked("/body/text", "text/plain", exact)).body()).isEqualTo("2048");
		assertThat(answer(post("/body/text").header("Content-Type: text/plain").body(exact)).body()).isEqualTo("2048");
		byte[] more = content("text/plain", 2049);
		assertTooLarge(answer(chunked("/body/text", "text/plain", more)));
		assertTooLarge(answer(post("/body/text").header("Content-Type: text/plain").body(more)));
	}

	@Test
	void mostSpecificPathWins() {
		byte[] medium = content("text/plain", 1500);
		assertTooLarge(answer(chunked("/body/small/text", "text/plain", medium)));
		assertTooLarge(answer(post("/body/small/text").header("Content-Type: text/plain").body(medium)));
		assertThat(answer(chunked("/body/text", "text/plain", medium)).body()).isEqualTo("1500");
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
			.bytesFrom(this.service.port()), StandardCharsets.ISO_8859_1);
		assertThat(text.split("HTTP/1.1 200", -1)).hasSize(5);
	}

	@Test
	void handlerThatReadsNothingIsNotStopped() {
		assertThat(answer(chunked("/body/ignored", "text/plain", content("text/plain", 5000))).body())
			.isEqualTo("ignored");
	}

	@Test
	void timeIsUp() {
		Answer answer = answer(get("/quick/future"));
		assertThat(answer.body()).isEqualTo(WireTests.document(504, "timeout", "The request took too long."));
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
