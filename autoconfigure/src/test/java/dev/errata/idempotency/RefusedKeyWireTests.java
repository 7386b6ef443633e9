package dev.errata.idempotency;

import java.util.List;

import dev.errata.error.ErrorCodeException;
import dev.errata.wire.Answer;
import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Exchange;
import dev.errata.wire.Failures;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for keys that are refused, in an application with an advice for all exceptions:
 * it answers those of handlers.
 */
class RefusedKeyWireTests extends EveryStackTests {

	@Override
	protected Service start(Container container) {
		return Service.start(container, false, List.of(Application.class), ENVELOPE, "errata.idempotency.enabled=true",
				"errata.idempotency.store=memory", "errata.idempotency.rules.strict.paths=/strict",
				"errata.idempotency.rules.strict.key=required");
	}

	@Test
	void refusalsAreNotExceptionsOfTheApplication() {
		try (Failures failures = Failures.logged()) {
			assertThat(code(post("/strict", "a"))).isEqualTo("400 idempotency_key_missing");
			assertThat(code(post("/strict", "a").header("Idempotency-Key: \"")))
				.isEqualTo("400 idempotency_key_invalid");
			assertThat(answer(post("/strict", "a").header("Idempotency-Key: one")).body()).isEqualTo("done a");
			assertThat(code(post("/strict", "b").header("Idempotency-Key: one")))
				.isEqualTo("422 idempotency_key_reused");
			assertThat(failures.lines()).hasSize(3);
		}
		Answer again = answer(post("/strict", "a").header("Idempotency-Key: one"));
		assertThat(again.body()).isEqualTo("done a");
		assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
	}

	@Test
	void exceptionsOfHandlersAre() {
		for (String key : List.of("two", "two")) {
			Answer answer = answer(post("/failing", "a").header("Idempotency-Key: " + key));
			assertThat(answer.status()).isEqualTo(500);
			assertThat(answer.body()).isEqualTo("own words");
		}
	}

	private String code(Exchange exchange) {
		Answer answer = answer(exchange);
		return answer.status() + " " + answer.body().replaceAll("(?s).*\"code\":\"(\\w+)\".*", "$1");
	}

	private static Exchange post(String path, String body) {
		return Exchange.post(path).header("Content-Type: text/plain").body(body);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Controller.class, Advice.class })
	static class Application {

	}

	@RestController
	static class Controller {

		@PostMapping("/strict")
		String strict(@RequestBody String body) {
			return "done " + body;
		}

		@PostMapping("/failing")
		String failing(@RequestBody String body) {
			throw new ErrorCodeException("conflict");
		}

	}

	@RestControllerAdvice
	static class Advice {

		@ExceptionHandler
		ResponseEntity<String> handle(Exception exception) {
			return ResponseEntity.status(500).body("own words");
		}

	}

}
