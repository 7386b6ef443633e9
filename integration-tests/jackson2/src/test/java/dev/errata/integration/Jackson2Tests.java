package dev.errata.integration;

import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import dev.errata.wire.WireTests;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.json;
import static dev.errata.wire.Row.row;

/**
 * An application that has Jackson 2 alone, whose own documents Jackson 3 would write
 * otherwise: in another order, and without what the annotations of Jackson 2 say.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Jackson2Tests {

	private static final String ORDER = "{\"sku\":\"a-7\",\"day\":\"2026-11-30\",\"count\":%s}";

	private final Container container;

	private Service service;

	Jackson2Tests(Container container) {
		this.container = container;
	}

	@BeforeAll
	void start() {
		this.service = Service.start(this.container, false, List.of(Application.class), WireTests.SHORT_ENVELOPE);
	}

	@AfterAll
	void stop() {
		this.service.close();
	}

	@TestFactory
	Stream<DynamicTest> documents() {
		String order = "{\"sku\":\"A-7\",\"day\":\"2026-11-30\",\"count\":2}";
		return this.service.table(get("/fine"), row("written", get("/order")).isForeign(200, order),
				row("read", json("/order", ORDER.formatted("2,\"unknown\":true"))).isForeign(200, order),
				row("not a number", json("/order", ORDER.formatted("\"x\""))).is(400, "malformed_body"),
				row("not JSON", json("/order", "{")).is(400, "malformed_body"));
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import({ WireTests.FineController.class, OrderController.class })
	static class Application {

	}

	@RestController
	static class OrderController {

		@GetMapping("/order")
		Order order() {
			return new Order("a-7", LocalDate.of(2026, 11, 30), 2);
		}

		@PostMapping("/order")
		Order order(@RequestBody Order order) {
			return order;
		}

	}

	record Order(@JsonProperty @JsonSerialize(using = UpperCase.class) String sku, @JsonProperty LocalDate day,
			@JsonProperty int count) {

	}

	static final class UpperCase extends JsonSerializer<String> {

		@Override
		public void serialize(String value, JsonGenerator generator, SerializerProvider provider) throws IOException {
			generator.writeString(value.toUpperCase());
		}

	}

}
