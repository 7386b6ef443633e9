package dev.errata.web.servlet;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.errata.wire.Answer;
import dev.errata.wire.ContainerTests;
import dev.errata.wire.InEachContainer;
import dev.errata.wire.Row;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.post;
import static dev.errata.wire.Row.row;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Successes whose head is longer than the container allows: each becomes one whole error.
 */
@InEachContainer
class TooLongHeadWireTests extends ContainerTests {

	private static final String LONG = "x".repeat(20_000);

	@Override
	protected Service start(Container container) {
		return Service.start(container, false, List.of(Application.class), ENVELOPE, "errata.idempotency.enabled=true",
				"errata.idempotency.store=memory");
	}

	@TestFactory
	Stream<DynamicTest> longHeads() {
		return table(tooLong("body with a length", "/text"), tooLong("body without a length", "/json"),
				tooLong("error of the handler", "/own-409"), tooLong("cookie", "/cookie"),
				tooLong("redirect", "/redirect"), tooLong("writer", "/writer"), tooLong("no body", "/empty"),
				tooLong("many short headers", "/many").with("X", null));
	}

	@Test
	void storedResponse() {
		for (int i = 0; i < 2; i++) {
			Answer answer = answer(post("/text").header("Idempotency-Key: k-1"));
			assertThat(answer.status()).isEqualTo(500);
			assertThat(answer.body()).isEqualTo(document(500, "internal_error", "An unexpected error occurred."));
		}
	}

	@Test
	void headerThatIsReplacedInTimeDoesNotCount() {
		assertThat(answer(get("/replaced")).status()).isEqualTo(200);
		assertThat(answer(get("/replaced")).body()).isEqualTo("fine");
	}

	private static Row tooLong(String name, String path) {
		return row(name, get(path)).is(500, "internal_error", "An unexpected error occurred.")
			.with("X-Long", null)
			.isLoggedAlone();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ FineController.class, LongController.class })
	static class Application {

	}

	@RestController
	static class LongController {

		@RequestMapping("/text")
		ResponseEntity<String> text() {
			return ResponseEntity.ok().header("X-Long", LONG).body("fine");
		}

		@GetMapping("/json")
		ResponseEntity<Map<String, String>> json() {
			return ResponseEntity.ok().header("X-Long", LONG).body(Map.of("a", "b"));
		}

		@GetMapping("/own-409")
		ResponseEntity<String> own() {
			return ResponseEntity.status(409).header("X-Long", LONG).body("mine");
		}

		@GetMapping("/empty")
		ResponseEntity<Void> empty() {
			return ResponseEntity.noContent().header("X-Long", LONG).build();
		}

		@GetMapping("/cookie")
		String cookie(HttpServletResponse response) {
			response.addCookie(new Cookie("a", LONG));
			return "fine";
		}

		@GetMapping("/writer")
		void writer(HttpServletResponse response) throws Exception {
			response.setHeader("X-Long", LONG);
			response.getWriter().print("fine");
		}

		@GetMapping("/many")
		String many(HttpServletResponse response) {
			for (int i = 0; i < 2500; i++) {
				response.addHeader("X", "" + (char) ('A' + i / 50) + (char) ('A' + i % 50));
			}
			return "fine";
		}

		@GetMapping("/redirect")
		void redirect(HttpServletResponse response) throws Exception {
			response.sendRedirect("/text?" + LONG);
		}

		@GetMapping("/replaced")
		String replaced(HttpServletResponse response) {
			response.setHeader("X-Long", LONG);
			response.setHeader("X-Long", "x");
			return "fine";
		}

	}

}
