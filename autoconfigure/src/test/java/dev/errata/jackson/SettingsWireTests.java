package dev.errata.jackson;

import java.util.List;
import java.util.stream.Stream;

import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Service;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Size;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.json;
import static dev.errata.wire.Row.invalid;
import static dev.errata.wire.Row.row;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Settings of Jackson, of Spring's problem details and of Spring Boot's error page: the
 * first name the fields of the application, and none of them changes an envelope.
 */
class SettingsWireTests extends EveryStackTests {

	@Override
	protected Service start(Service.Container container) {
		return Service.start(container, false, List.of(Application.class), ENVELOPE,
				"spring.jackson.property-naming-strategy=SNAKE_CASE", "spring.jackson.serialization.indent-output=true",
				"spring.jackson.default-property-inclusion=non-empty", "spring.mvc.problemdetails.enabled=true",
				"spring.web.error.include-message=always", "spring.web.error.include-stacktrace=always",
				"spring.web.error.include-exception=true");
	}

	@Test
	void applicationIsIndented() {
		assertThat(answer(json("/echo", "{\"line_items\": [{\"unit_name\": \"a\", \"unit_count\": 1}]}")).body())
			.contains("\n");
	}

	@TestFactory
	Stream<DynamicTest> envelopes() {
		return table(
				invalid("rule",
						json("/echo", "{\"line_items\": [{\"unit_name\": \"geheimnisvoll\", \"unit_count\": 1}]}"),
						"field_length", "line_items[0].unit_name", "size must be between 0 and 5"),
				invalid("missing", json("/echo", "{}"), "field_missing", "line_items", "must not be empty"),
				invalid("wrong type", json("/echo", "{\"line_items\": [{\"unit_count\": \"x\"}]}"), "field_type",
						"line_items[0].unit_count", "must be a whole number"),
				row("malformed", json("/echo", "{")).is(400, "malformed_body",
						"The body is not valid JSON at line 1, column 2."),
				row("nothing there", get("/nothing")).is(404, "not_found", "The requested resource does not exist."),
				row("wrong method", get("/echo")).is(405, "method_not_allowed",
						"Method GET is not supported here; use POST."),
				row("unexpected", json("/fail", "{}")).is(500, "internal_error", "An unexpected error occurred."));
	}

	record Item(@Size(max = 5) String unitName, int unitCount) {
	}

	record Items(@NotEmpty List<@Valid Item> lineItems) {
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import(FineController.class)
	static class Application {

		@RestController
		static class EchoController {

			@PostMapping("/echo")
			Items echo(@Valid @RequestBody Items items) {
				return items;
			}

			@PostMapping("/fail")
			Items fail() {
				throw new IllegalStateException(SECRET);
			}

		}

	}

}
