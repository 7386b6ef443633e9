package dev.errata.jackson;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.errata.wire.Answer;
import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
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

import static dev.errata.wire.Exchange.json;
import static dev.errata.wire.Exchange.post;
import static dev.errata.wire.Row.invalid;
import static dev.errata.wire.Row.row;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bodies that cannot be read, do not fit or break a rule.
 */
class BodyWireTests extends EveryStackTests {

	private static final String NOT_JSON = "The body is not valid JSON at line %d, column %d.";

	private static final String HALF_CLOSED = "it closes a connection that its client has closed for one direction";

	@Override
	protected Service start(Service.Container container) {
		return Service.start(container, false, List.of(Application.class), ENVELOPE,
				"spring.jackson.deserialization.fail-on-unknown-properties=true");
	}

	@Test
	void wholeOrderIsTaken() {
		Answer answer = answer(json("/orders", """
				{"customer": "Ada", "date": "2026-01-31", "amount": 3, "kind": "FAST", "lines": [{"qty": 1}]}"""));
		assertThat(answer.body()).isEqualTo("taken");
	}

	@TestFactory
	Stream<DynamicTest> unreadable() {
		return table(
				row("missing", post("/orders").header("Content-Type: application/json")).is(400, "body_missing",
						"The request needs a body."),
				row("nothing but blanks", json("/orders", "  \n ")).is(400, "body_missing",
						"The request needs a body."),
				row("null", json("/orders", "null")).is(400, "body_missing", "The request needs a body."),
				row("malformed", json("/orders", "{\"customer\":\n geheim}")).is(400, "malformed_body",
						NOT_JSON.formatted(2, 2)),
				row("unfinished", json("/orders", "{\"customer\": \"geheim\"")).is(400, "malformed_body",
						NOT_JSON.formatted(1, 22)),
				row("two documents", json("/orders", ORDER + " {}")).is(400, "malformed_body",
						"The body contains more than one JSON document."),
				row("trailing garbage", json("/orders", ORDER + " geheim")).is(400, "malformed_body",
						NOT_JSON.formatted(1, 57)),
				row("not UTF-8", json("/orders", "").body(bytes(0x7B, 0x22, 0xFF, 0xFE, 0x22))).is(400,
						"malformed_body", NOT_JSON.formatted(1, 6)),
				row("nested too deeply", json("/orders", "{\"more\": " + "[".repeat(5000) + "]".repeat(5000) + "}"))
					.is(400, "malformed_body", "The body of the request could not be read."),
				row("a number as long as a book", json("/orders", "{\"amount\": " + "9".repeat(5000) + "}")).is(400,
						"malformed_body", "The body of the request could not be read."),
				row("a list for an object", json("/orders", "[]")).is(400, "malformed_body",
						"The body must be an object."),
				row("a number for an object", json("/orders", "5")).is(400, "malformed_body",
						"The body must be an object."),
				row("an object for a list", json("/lines", "{}")).is(400, "malformed_body", "The body must be a list."),
				row("shorter than announced", json("/orders", "{\"customer\"").header("Content-Length: 100").framed())
					.is(400, "malformed_request", "The request could not be read.")
					.except(Container.NETTY, HALF_CLOSED),
				row("bad chunk", json("/orders", "zz\r\n{}\r\n").header("Transfer-Encoding: chunked").framed()).is(400,
						"malformed_request", "The request could not be read."),
				row("chunk cut short",
						json("/orders", "ff\r\n{\"customer\"").header("Transfer-Encoding: chunked").framed())
					.is(400, "malformed_request", "The request could not be read.")
					.except(Container.NETTY, HALF_CLOSED));
	}

	@TestFactory
	Stream<DynamicTest> wrongTypes() {
		return table(
				invalid("text for a number", json("/orders", "{\"amount\": \"geheim\"}"), "field_type", "amount",
						"must be a whole number"),
				invalid("list for a number", json("/orders", "{\"amount\": [1]}"), "field_type", "amount",
						"must be a whole number"),
				invalid("number too large", json("/orders", "{\"amount\": 99999999999}"), "field_range", "amount",
						"is out of range"),
				invalid("number very much too large", json("/orders", "{\"amount\": 1e999}"), "field_range", "amount",
						"is out of range"),
				invalid("text for a date", json("/orders", "{\"date\": \"geheim\"}"), "field_format", "date",
						"must be a date such as 2026-01-31"),
				invalid("text for a UUID", json("/orders", "{\"id\": \"geheim\"}"), "field_format", "id",
						"must be a UUID"),
				invalid("list for a text", json("/orders", "{\"customer\": [\"geheim\"]}"), "field_type", "customer",
						"must be a string"),
				invalid("none of the constants", json("/orders", "{\"kind\": \"geheim\"}"), "field_invalid", "kind",
						"must be one of FAST, CHEAP"),
				invalid("null for a primitive", json("/orders", "{\"amount\": null}"), "field_missing", "amount",
						"is missing"),
				invalid("nothing for a primitive", json("/orders", "{\"customer\": \"Ada\"}"), "field_missing",
						"amount", "is missing"),
				invalid("unknown field", json("/orders", "{\"amount\": 1, \"colour\": \"geheim\"}"), "field_unknown",
						"colour", "is not known"),
				invalid("text in a nested list", json("/orders", "{\"lines\": [{\"qty\": 1}, {\"qty\": \"geheim\"}]}"),
						"field_type", "lines[1].qty", "must be a whole number"),
				invalid("text for a nested object", json("/orders", "{\"lines\": [\"geheim\"]}"), "field_type",
						"lines[0]", "must be an object"),
				invalid("object for a list", json("/orders", "{\"lines\": {\"geheim\": 1}}"), "field_type", "lines",
						"must be a list"),
				invalid("text in a map", json("/orders", "{\"prices\": {\"eu\": \"geheim\"}}"), "field_type",
						"prices.eu", "must be a whole number"),
				invalid("text in a list at the root", json("/lines", "[{\"qty\": 1}, {\"qty\": \"geheim\"}]"),
						"field_type", "[1].qty", "must be a whole number"));
	}

	@TestFactory
	Stream<DynamicTest> brokenRules() {
		String order = "{\"customer\": \"%s\", \"amount\": %s, \"lines\": [%s]}";
		return table(
				invalid("empty", json("/orders", order.formatted(" ", 1, "{\"qty\": 1}")), "field_empty", "customer",
						"must not be blank"),
				invalid("missing", json("/orders", "{\"amount\": 1, \"lines\": [{\"qty\": 1}]}"), "field_missing",
						"customer", "must not be blank"),
				invalid("empty list", json("/orders", order.formatted("Ada", 1, "")), "field_empty", "lines",
						"must not be empty"),
				invalid("too large", json("/orders", order.formatted("Ada", 11, "{\"qty\": 1}")), "field_range",
						"amount", "must be less than or equal to 10"),
				invalid("too long", json("/orders", order.formatted("geheimnisvoll", 1, "{\"qty\": 1}")),
						"field_length", "customer", "size must be between 0 and 10"),
				invalid("nested, under its JSON name",
						json("/orders", order.formatted("Ada", 1, "{\"qty\": 1}, {\"qty\": 0}")), "field_range",
						"lines[1].qty", "must be greater than or equal to 1"),
				invalid("null in a list", json("/orders", order.formatted("Ada", 1, "null")), "field_missing",
						"lines[0]", "must not be null"),
				row("several, in the order of the fields", json("/orders", order.formatted("", 11, "{\"qty\": 0}")))
					.is(400, "validation_failed", "customer must not be blank")
					.violation("customer", "field_empty", "must not be blank")
					.violation("amount", "field_range", "must be less than or equal to 10")
					.violation("lines[0].qty", "field_range", "must be greater than or equal to 1"),
				invalid("in a list at the root", json("/lines", "[{\"qty\": 1}, {\"qty\": 0}]"), "field_range",
						"[1].qty", "must be greater than or equal to 1"),
				row("an empty list at the root", json("/lines", "[]")).is(400, "validation_failed", "must not be empty")
					.violation("", "field_empty", "must not be empty"));
	}

	@Test
	void byteOrderMarkIsNoFault() {
		assertThat(answer(json("/orders", "\uFEFF" + ORDER)).body()).isEqualTo("taken");
	}

	@Test
	void lastOfTwoEqualKeysIsTaken() {
		assertThat(answer(json("/orders", ORDER.replace("{\"customer\"", "{\"amount\": 2, \"customer\""))).status())
			.isEqualTo(200);
	}

	@Test
	void thousandViolationsStayBounded() {
		String lines = "{\"qty\": 0},".repeat(1000);
		Answer answer = answer(
				json("/orders", "{\"customer\": \"Ada\", \"amount\": 1, \"lines\": [" + lines + "{\"qty\": 1}]}"));
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.body().split("\"field\"")).hasSize(101);
	}

	private static final String ORDER = """
			{"customer": "Ada", "amount": 3, "lines": [{"qty": 1}]}""";

	private static byte[] bytes(int... values) {
		byte[] bytes = new byte[values.length];
		for (int i = 0; i < values.length; i++) {
			bytes[i] = (byte) values[i];
		}
		assertThat(new String(bytes, StandardCharsets.UTF_8)).contains("\uFFFD");
		return bytes;
	}

	enum Kind {

		FAST, CHEAP

	}

	record Line(@Min(1) @JsonProperty("qty") int quantity) {
	}

	record Order(@NotBlank @Size(max = 10) String customer, LocalDate date, UUID id, @Max(10) int amount, Kind kind,
			@NotEmpty List<@Valid @NotNull Line> lines, Map<String, Integer> prices, Object more) {
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import(FineController.class)
	static class Application {

		@RestController
		static class OrderController {

			@PostMapping("/orders")
			String order(@Valid @RequestBody Order order) {
				return "taken";
			}

			@PostMapping("/lines")
			String lines(@RequestBody @NotEmpty List<@Valid Line> lines) {
				return "taken";
			}

		}

	}

}
