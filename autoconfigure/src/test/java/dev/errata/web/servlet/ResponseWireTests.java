package dev.errata.web.servlet;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.errata.error.ErrorCodeException;
import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import dev.errata.wire.Failures;
import dev.errata.wire.WireTests;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.bind.annotation.RestController;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.of;
import static dev.errata.wire.Row.row;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Answers that have begun when something fails, and those without an exception.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = { WireTests.ENVELOPE,
		"errata.codes.order_shipped.status=409", "errata.codes.order_shipped.replaces=conflict" })
class ResponseWireTests extends WireTests {

	private static final String UNEXPECTED = "An unexpected error occurred.";

	@TestFactory
	Stream<DynamicTest> unserializable() {
		return Stream.of("stream")
			.map((name) -> row(name, get("/unserializable/" + name)).is(500, "internal_error", UNEXPECTED).test(this));
	}

	@TestFactory
	Stream<DynamicTest> halfWritten() {
		return Stream.of("writer", "output")
			.map((name) -> row(name, get("/half/" + name).header("Origin: https://a.example"))
				.is(500, "internal_error", UNEXPECTED)
				.with("ETag", null)
				.with("Last-Modified", null)
				.with("Set-Cookie", null)
				.with("Expires", null)
				.with("Content-Disposition", null)
				.with("Content-Language", null)
				.with("Content-Encoding", null)
				.with("Location", null)
				.with("X-Own", "kept")
				.with("Access-Control-Allow-Origin", "https://a.example")
				.test(this));
	}

	@Test
	void varyIsKept() {
		Answer answer = answer(get("/half/writer").header("Origin: https://a.example"));
		assertThat(answer.headers().get("Vary")).contains("Origin");
	}

	@ParameterizedTest
	@ValueSource(strings = { "flush", "large", "json", "length", "known", "status", "not-found" })
	void committedAnswerIsCut(String name) {
		try (Failures failures = Failures.logged()) {
			Answer answer = answer(get("/committed/" + name));
			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.whole()).isFalse();
			assertThat(answer.toString()).doesNotContain("\"code\"", "request_id", SECRET);
			assertThat(failures.lines()).hasSize(1);
		}
		assertStillServing();
	}

	@TestFactory
	Stream<DynamicTest> sendError() {
		return table(row("with a message", get("/send/message")).is(409, "order_shipped", "Conflict"),
				row("without one", get("/send/plain")).is(410, "gone", "The requested resource is gone."),
				row("with a status nobody has", get("/send/odd")).is(499, "client_error",
						"The request could not be answered."),
				row("of the server", get("/send/unavailable")).is(503, "service_unavailable",
						"The service is temporarily unavailable."),
				row("and then an exception, which comes too late", get("/send/then-throw")).is(409, "order_shipped",
						"Conflict"),
				row("in a thread of its own", get("/send/async")).is(410, "gone", "The requested resource is gone."),
				row("keeps what it says of the answer", get("/send/header"))
					.is(401, "unauthorized", "Authentication is required.")
					.with("WWW-Authenticate", "Basic realm=\"a\""));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/half/writer", "/send/plain", "/unserializable/getter", "/head" })
	void headHasTheHeadersAndNoBody(String path) {
		Answer answer = answer(of("HEAD", path));
		Answer whole = answer(get(path));
		assertThat(answer.body()).isEmpty();
		assertThat(answer.status()).isEqualTo(whole.status()).isGreaterThanOrEqualTo(400);
		assertThat(answer.header("Content-Type")).isEqualTo("application/json");
		assertThat(answer.header("Content-Length")).isEqualTo(whole.header("Content-Length"));
		assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
		assertThat(answer.header("X-Request-Id")).isEqualTo(Exchange.ID);
	}

	@TestFactory
	Stream<DynamicTest> forwarded() {
		return table(
				row("to nothing", get("/forward/nothing")).is(404, "not_found",
						"The requested resource does not exist."),
				row("to what throws", get("/forward/throw")).is(500, "internal_error", UNEXPECTED));
	}

	@ParameterizedTest
	@CsvSource({ "/half/writer,internal_error", "/unserializable/getter,internal_error", "/send/plain,",
			"/send/unavailable,service_unavailable" })
	void nobodyElseLogsTheFailure(String target, String code) {
		assertThat(Failures.loggersThatComplain(() -> answer(get(target))))
			.isEqualTo((code != null) ? List.of("errata.failure." + code) : List.of());
	}

	static class Unserializable {

		private final int items;

		Unserializable(int items) {
			this.items = items;
		}

		@JsonProperty
		List<String> first() {
			return java.util.Collections.nCopies(this.items, "0123456789");
		}

		public String getSecond() {
			throw new IllegalStateException(SECRET);
		}

	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import(FineController.class)
	static class Application {

		@RestController
		static class SerializingController {

			@GetMapping("/unserializable/getter")
			Unserializable getter() {
				return new Unserializable(1);
			}

			@GetMapping("/unserializable/stream")
			ResponseEntity<Stream<String>> stream() {
				return ResponseEntity.ok().eTag("\"1\"").body(Stream.of(1).map((number) -> {
					throw new IllegalStateException(SECRET);
				}));
			}

			@GetMapping("/committed/json")
			Unserializable committed() {
				return new Unserializable(100_000);
			}

			@GetMapping("/head")
			String head() {
				throw new ErrorCodeException("order_shipped");
			}

		}

		@Controller
		@CrossOrigin("https://a.example")
		static class WritingController {

			@GetMapping("/half/writer")
			void writer(HttpServletResponse response) throws IOException {
				prepare(response);
				response.getWriter().write("half");
				throw new IllegalStateException(SECRET);
			}

			@GetMapping("/half/output")
			void output(HttpServletResponse response) throws IOException {
				prepare(response);
				response.getOutputStream().write("half".getBytes());
				throw new IllegalStateException(SECRET);
			}

			private static void prepare(HttpServletResponse response) {
				response.setStatus(201);
				response.setHeader("ETag", "\"1\"");
				response.setHeader("Last-Modified", "Sat, 21 Nov 2026 06:00:00 GMT");
				response.setHeader("Cache-Control", "max-age=3600");
				response.setHeader("Expires", "Sat, 21 Nov 2026 06:00:00 GMT");
				response.setHeader("Location", "/half/1");
				response.setHeader("Content-Disposition", "attachment");
				response.setHeader("Content-Language", "de");
				response.setHeader("Content-Encoding", "gzip");
				response.setHeader("X-Own", "kept");
				response.addCookie(new Cookie("session", SECRET));
				response.setContentType("text/csv;charset=UTF-16");
				response.setContentLength(500);
			}

			@GetMapping("/committed/flush")
			void flush(HttpServletResponse response) throws IOException {
				commit(response);
				throw new IllegalStateException(SECRET);
			}

			@GetMapping("/committed/large")
			void large(HttpServletResponse response) throws IOException {
				response.getWriter().write("half".repeat(10_000));
				throw new IllegalStateException(SECRET);
			}

			@GetMapping("/committed/length")
			void length(HttpServletResponse response) throws IOException {
				response.setContentLength(100);
				commit(response);
				throw new IllegalStateException(SECRET);
			}

			@GetMapping("/committed/known")
			void known(HttpServletResponse response) throws IOException {
				commit(response);
				throw new ErrorCodeException("order_shipped");
			}

			@GetMapping("/committed/status")
			void status(HttpServletResponse response) throws IOException {
				commit(response);
				throw new org.springframework.web.server.ResponseStatusException(
						org.springframework.http.HttpStatus.CONFLICT, SECRET);
			}

			@GetMapping("/committed/not-found")
			void notFound(HttpServletResponse response) throws Exception {
				commit(response);
				throw new org.springframework.web.HttpRequestMethodNotSupportedException("GET");
			}

			private static void commit(HttpServletResponse response) throws IOException {
				response.getWriter().write("half");
				response.flushBuffer();
			}

			@GetMapping("/send/message")
			void message(HttpServletResponse response) throws IOException {
				response.sendError(409, SECRET);
			}

			@GetMapping("/send/plain")
			void plain(HttpServletResponse response) throws IOException {
				response.sendError(410);
			}

			@GetMapping("/send/odd")
			void odd(HttpServletResponse response) throws IOException {
				response.sendError(499);
			}

			@GetMapping("/send/unavailable")
			void unavailable(HttpServletResponse response) throws IOException {
				response.sendError(503);
			}

			@GetMapping("/send/header")
			void header(HttpServletResponse response) throws IOException {
				response.setHeader("WWW-Authenticate", "Basic realm=\"a\"");
				response.sendError(401);
			}

			@GetMapping("/send/then-throw")
			void thenThrow(HttpServletResponse response) throws IOException {
				response.sendError(409);
				throw new IllegalStateException(SECRET);
			}

			@GetMapping("/send/async")
			@ResponseBody
			java.util.concurrent.Callable<Void> async(HttpServletResponse response) {
				return () -> {
					response.sendError(410);
					return null;
				};
			}

			@GetMapping("/forward/nothing")
			String forwardToNothing() {
				return "forward:/nothing";
			}

			@GetMapping("/forward/throw")
			String forwardToThrow() {
				return "forward:/thrower";
			}

			@GetMapping("/thrower")
			void thrower(HttpServletRequest request) {
				throw new IllegalStateException(SECRET);
			}

		}

	}

}
