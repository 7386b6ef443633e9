package dev.errata.idempotency.reactive;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.webflux.test.autoconfigure.WebFluxTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tests for keys in a reactive test slice.
 */
@WebFluxTest(properties = { "errata.idempotency.enabled=true", "errata.idempotency.store=memory" })
class ReactiveIdempotencySliceTests {

	@Autowired
	private WebTestClient client;

	@Test
	void secondRequestGetsTheAnswerOfTheFirst() {
		for (int i = 0; i < 2; i++) {
			this.client.post()
				.uri("/runs")
				.header("Idempotency-Key", "k")
				.exchange()
				.expectStatus()
				.isOk()
				.expectBody(String.class)
				.isEqualTo("1");
		}
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import(RunController.class)
	static class Application {

	}

	@RestController
	static class RunController {

		private final AtomicInteger runs = new AtomicInteger();

		@PostMapping("/runs")
		String runs() {
			return Integer.toString(this.runs.incrementAndGet());
		}

	}

}
