package dev.errata.idempotency.servlet;

import java.util.concurrent.atomic.AtomicInteger;

import dev.errata.wire.WireTests;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.WebApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keys in a test slice, which names nothing of them.
 */
@WebMvcTest(properties = { WireTests.ENVELOPE, "errata.idempotency.enabled=true", "errata.idempotency.store=memory",
		"spring.main.lazy-initialization=true" })
class IdempotencySliceTests {

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private WebApplicationContext context;

	@Test
	void secondRequestGetsTheAnswerOfTheFirst() {
		for (int i = 0; i < 2; i++) {
			assertThat(this.mvc.post().uri("/runs").header("Idempotency-Key", "k")).hasStatusOk()
				.bodyText()
				.isEqualTo("1");
		}
	}

	@Test
	void missingFilterIsSaid() {
		MockMvcTester bare = MockMvcTester.create(MockMvcBuilders.webAppContextSetup(this.context).build());
		assertThat(bare.post()
			.uri("/runs")
			.header("Idempotency-Key", "other")
			.exchange()
			.getMvcResult()
			.getResolvedException()).hasMessageContaining("needs the filters of the application");
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
		int runs() {
			return this.runs.incrementAndGet();
		}

	}

}
