package dev.errata.jackson;

import java.util.List;
import java.util.stream.Stream;

import dev.errata.wire.ContainerTests;
import dev.errata.wire.InEachContainer;
import dev.errata.wire.Service;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.data.web.JsonPath;
import org.springframework.data.web.ProjectedPayload;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import static dev.errata.wire.Exchange.json;
import static dev.errata.wire.Row.row;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bodies that Spring Data reads for the projections of its web support.
 */
@InEachContainer
class ProjectionWireTests extends ContainerTests {

	@Override
	protected Service start(Service.Container container) {
		return Service.start(container, false, List.of(Application.class), ENVELOPE);
	}

	@Test
	void bodyIsProjected() {
		assertThat(answer(json("/name", "{\"user\": {\"name\": \"Dave\"}}")).body()).isEqualTo("Dave");
	}

	@TestFactory
	Stream<DynamicTest> envelopes() {
		return table(
				row("cut off", json("/name", "{")).is(400, "malformed_body",
						"The body is not valid JSON at line 1, column 2."),
				row("nested", json("/name", "{\"a\": ".repeat(60))).is(400, "malformed_body",
						"The body is not valid JSON at line 1, column 361."),
				row("JSON of the service", json("/own", "{\"user\": {}}")).is(500, "internal_error",
						"An unexpected error occurred."));
	}

	@ProjectedPayload
	interface User {

		@JsonPath("$..name")
		String getName();

	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import(FineController.class)
	static class Application {

		@RestController
		static class UserController {

			@PostMapping("/name")
			String name(@RequestBody User user) {
				return user.getName();
			}

			@PostMapping("/own")
			Object own(@RequestBody User user) {
				return JsonMapper.shared().readTree("{");
			}

		}

	}

}
