package dev.errata.envelope;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.errata.catalog.CatalogEntry;
import dev.errata.error.ApiError;
import dev.errata.error.DecodedError;
import dev.errata.error.Failure;
import dev.errata.error.InputLocation;
import dev.errata.error.Placeholder;
import dev.errata.error.TestErrors;
import dev.errata.error.Violation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatRuntimeException;

/**
 * Tests for envelopes and headers that are read backwards.
 */
class EnvelopeReadingTests {

	private static final CatalogEntry BUSY = CatalogEntry.of("busy",
			(entry) -> entry.status(503)
				.family("server")
				.message("The service is busy.")
				.docs("https://example.com/busy")
				.retryable(true)
				.retryAfter(Duration.ofSeconds(30)));

	@ParameterizedTest
	@EnumSource(Preset.class)
	void presetIsReadAsItWasWritten(Preset preset) {
		ApiError error = TestErrors.compose(Failure.of("busy").detail("Come back.").with("region", "eu-1"), BUSY);
		DecodedError reading = readAsWritten(preset, error);
		assertThat(reading.message()).isEqualTo("Come back.");
		assertThat(reading.textOf(Placeholder.REQUEST_ID)).isEqualTo("req-1");
		assertThat(reading.code()).isEqualTo((preset == Preset.GOOGLE) ? "BUSY" : "busy");
		switch (preset) {
			case PROBLEM -> {
				assertThat(reading.retryable()).isTrue();
				assertThat(reading.textOf(Placeholder.TYPE)).isEqualTo("https://example.com/busy");
			}
			case OPENAI -> assertThat(reading.family()).isEqualTo("server");
			case JSONAPI -> assertThat(reading.textOf(Placeholder.STATUS)).isEqualTo("503");
			case GOOGLE -> {
				assertThat(reading.retryAfter()).isEqualTo(Duration.ofSeconds(30));
				assertThat(reading.textOf(Placeholder.DOCS)).isEqualTo("https://example.com/busy");
				assertThat(reading.textOf(Placeholder.LANGUAGE)).isNull();
			}
		}
		if (preset != Preset.OPENAI) {
			assertThat(reading.details()).isEqualTo(Map.of("region", "eu-1"));
		}
	}

	@ParameterizedTest
	@EnumSource(Preset.class)
	void violationsOfPresetAreReadAsTheyWereWritten(Preset preset) {
		Violation violation = new Violation("lines[0]", "field_empty", "must not be empty").in(InputLocation.BODY);
		DecodedError reading = readAsWritten(preset, TestErrors.compose(Failure.of("busy").violation(violation), BUSY));
		assertThat(reading.violations()).singleElement()
			.satisfies((read) -> assertThat(read.field()).isEqualTo("lines[0]"))
			.satisfies((read) -> assertThat(read.message())
				.isEqualTo((preset == Preset.OPENAI) ? "" : "must not be empty"))
			.satisfies((read) -> assertThat(read.code())
				.isEqualToIgnoringCase((preset == Preset.OPENAI) ? "field_invalid" : "field_empty"));
	}

	private static DecodedError readAsWritten(Preset preset, ApiError error) {
		JsonEnvelope envelope = JsonEnvelope.compile(preset.body(), preset.violation(), preset.mediaType());
		DecodedError reading = new DecodedError();
		envelope.read(envelope.render(error), reading);
		return reading;
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "{code}: {message}|`busy: all hands: on deck`|all hands: on deck",
					"[{status}] {code} - {message}|[503] busy - wait|wait", "{status}{code}|503busy|",
					"urn:{contract}:{code}|urn:a-b:busy|", "{family}/{code}#{message}|a/b/busy#m|m",
					"{{{code}}} {message}|{busy} m|m", "{code} {detail:none}|busy none|",
					"{code} {detail:none}|busy soon|soon" })
	void textAroundPlaceholders(String template, String text, String message) {
		DecodedError reading = read("{\"x\": \"" + template + "\"}", "{\"x\": \"" + text + "\"}");
		assertThat(reading.code()).isIn("busy", "b/busy");
		assertThat(reading.message()).isEqualTo(message);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "{status}|409|409", "{status}|`\"409\"`|409", "{retry-after}|30|30", "{retry-after}|`\"30\"`|30",
					"{retry-after}|1.2|2", "{status}|null|", "{status}|99|", "{status}|[]|", "{retry-after}|-1|",
					"{retry-after}|1e999999999|", "{retry-after}|`\"soon\"`|", "{code}|`\"Not Found\"`|",
					"{code}|4001|4001", "{code}|{}|", "{message}|`\"a\\u0000b\\nc\"`|ab c", "`{docs|status}`|409|409",
					"{retryable}|false|false", "{retryable}|`\"true\"`|true", "{retryable}|1|" })
	void valuesHaveTheTypeOfTheirPlaceholder(String template, String value, String expected) {
		DecodedError reading = read("{\"x\": \"" + template + "\"}", "{\"x\": " + value + "}");
		String word = template.replaceAll("[{}]|docs\\|", "");
		Placeholder placeholder = Placeholder.valueOf(word.replace('-', '_').toUpperCase());
		assertThat(reading.textOf(placeholder)).isEqualTo(expected);
		if (template.contains("docs")) {
			assertThat(reading.textOf(Placeholder.DOCS)).isNull();
		}
	}

	@Test
	void absentAndUnknownKeysArePassedOver() {
		DecodedError reading = read(
				"""
						{"error": {"code": "{code}", "retryable": "{retryable}", "list": ["{retryable}", "{status}", "{message}"], "v": 1}}""",
				"""
						{"version": [[1, {"code": "x"}]], "error": {"deep": {"code": "y"}, "list": [503, "m", 1], "code": "busy"}}""");
		assertThat(reading.code()).isEqualTo("busy");
		assertThat(reading.retryable()).isNull();
		assertThat(reading.textOf(Placeholder.STATUS)).isEqualTo("503");
		assertThat(reading.message()).isEqualTo("m");
	}

	@Test
	void alternativeGivesBothWhatFits() {
		String template = "{\"details\": \"{violations-by-field|details}\"}";
		DecodedError reading = read(template, "{\"details\": {\"amount\": \"is too small\"}}");
		assertThat(reading.violations()).containsExactly(new Violation("amount", "field_invalid", "is too small"));
		assertThat(reading.details()).isEqualTo(Map.of("amount", "is too small"));
		reading = read(template, "{\"details\": {\"amount\": 5}}");
		assertThat(reading.violations()).isEmpty();
		assertThat(reading.details()).isEqualTo(Map.of("amount", 5));
	}

	@Test
	void conditionDecidesBetweenAlternatives() {
		String template = "{\"a\": \"{code if status=401,403|family}\", \"s\": \"{status}\", \"x\": \"{details.x if code=busy|extensions.x}\"}";
		DecodedError reading = read(template, "{\"a\": \"expired\", \"s\": 401, \"x\": 1}");
		assertThat(reading.code()).isEqualTo("expired");
		assertThat(reading.family()).isNull();
		reading = read(template, "{\"a\": \"auth\", \"s\": 400, \"x\": 1}");
		assertThat(reading.code()).isNull();
		assertThat(reading.family()).isEqualTo("auth");
		assertThat(reading.details()).isEqualTo(Map.of("x", 1));
		assertThat(reading.extensions()).isEqualTo(Map.of("x", 1));
		reading = read("{\"c\": \"{code}\", \"x\": \"{details.x if code=busy|extensions.x}\"}",
				"{\"c\": \"late\", \"x\": 1}");
		assertThat(reading.details()).isEmpty();
		assertThat(reading.extensions()).isEqualTo(Map.of("x", 1));
	}

	@Test
	void membersOfTheParentAreExtensionsOrAttributes() {
		JsonEnvelope envelope = JsonEnvelope.compile(Preset.PROBLEM.body(), null, "application/problem+json");
		DecodedError reading = new DecodedError(Set.of("number", "final"));
		envelope.read("""
				{"code": "busy", "number": 7, "queue": {"n": [1, null]}, "final": null, "errors": 5, "9": true}"""
			.getBytes(StandardCharsets.UTF_8), reading);
		assertThat(reading.code()).isEqualTo("busy");
		assertThat(reading.extensions()).isEqualTo(Map.of("number", 7));
		assertThat(reading.details()).isEqualTo(Map.of("queue", Map.of("n", List.of(1)), "9", true));
	}

	@Test
	void elementOfErrorsIsTheErrorOrAViolation() {
		JsonEnvelope envelope = JsonEnvelope.compile("{\"errors\": \"{errors}\"}",
				"{\"c\": \"{code}\", \"m\": \"{message}\", \"s\": \"{status as text}\", \"f\": \"{field as location}\"}",
				"x/y");
		DecodedError reading = new DecodedError();
		envelope.read(
				"{\"errors\": [{\"c\": \"busy\", \"m\": \"Wait.\", \"s\": \"503\"}]}".getBytes(StandardCharsets.UTF_8),
				reading);
		assertThat(reading.code()).isEqualTo("busy");
		assertThat(reading.message()).isEqualTo("Wait.");
		assertThat(reading.textOf(Placeholder.STATUS)).isEqualTo("503");
		assertThat(reading.violations()).isEmpty();
		reading = new DecodedError();
		envelope.read(
				"{\"errors\": [{\"c\": \"busy\", \"m\": \"no\", \"s\": \"400\", \"f\": [\"body\", \"a\", 0, \"b.c\"]}, 5, {}]}"
					.getBytes(StandardCharsets.UTF_8),
				reading);
		assertThat(reading.code()).isNull();
		assertThat(reading.violations())
			.containsExactly(new Violation("a[0]['b.c']", "busy", "no").in(InputLocation.BODY));
	}

	@Test
	void violationsAreReadByTheirShape() {
		JsonEnvelope envelope = JsonEnvelope.compile("{\"errors\": \"{violations|details}\"}", """
				{"path": "/{field}", "why": {"rule": "{code}", "text": "{code}: {message}"}, "v": "1"}""", "x/y");
		DecodedError reading = new DecodedError();
		envelope
			.read("""
					{"errors": [{"path": "/a", "why": {"rule": "r", "text": "r: m"}}, 5, {"v": "1"}, {"path": "b"}, {"why": {"rule": "!"}}]}"""
				.getBytes(StandardCharsets.UTF_8), reading);
		assertThat(reading.violations()).containsExactly(new Violation("a", "r", "m"),
				new Violation("", "field_invalid", ""));
		reading = new DecodedError();
		envelope.read("{\"errors\": {\"a\": 1}}".getBytes(StandardCharsets.UTF_8), reading);
		assertThat(reading.details()).isEqualTo(Map.of("a", 1));
	}

	@Test
	void namesOfMembersAreRead() {
		DecodedError reading = read("{\"{{x}}\": \"{message}\", \"err {code}\": \"{status}\", \"n\": \"{details.n}\"}",
				"{\"{x}\": \"m\", \"err busy\": 503, \"n\": [1, {\"a\": null}]}");
		assertThat(reading.code()).isEqualTo("busy");
		assertThat(reading.message()).isEqualTo("m");
		assertThat(reading.textOf(Placeholder.STATUS)).isEqualTo("503");
		assertThat(reading.details()).isEqualTo(Map.of("n", List.of(1, Map.of())));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{\"code\": \"busy\"", "{\"code\": \"busy\"} x", "<html>", "{\"code\": \"busy\", }",
			"{\"code\": \"busy\", \"n\": 1e}" })
	void whatIsNoJsonIsRefused(String document) {
		if (document.isEmpty()) {
			assertThat(read("{\"code\": \"{code}\"}", document).code()).isNull();
		}
		else {
			assertThatRuntimeException().isThrownBy(() -> read("{\"code\": \"{code}\"}", document));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "[", "{\"details\":", "{\"x\":" })
	void deepNestingIsRefused(String part) {
		assertThatRuntimeException()
			.isThrownBy(() -> read("{\"details\": \"{details}\"}", part.repeat(250_000 / part.length())));
	}

	@Test
	void attributesAreBounded() {
		String deep = "{\"a\":".repeat(40) + "1" + "}".repeat(40);
		StringBuilder wide = new StringBuilder("{\"k\":0");
		for (int i = 0; i < 1000; i++) {
			wide.append(",\"k").append(i).append("\":[").append(i).append("]");
		}
		DecodedError reading = read("{\"details\": \"{details}\", \"code\": \"{code}\"}", "{\"details\": {\"deep\": "
				+ deep + ", \"wide\": " + wide + "}, \"text\": \"" + "x".repeat(5000) + "\"}, \"code\": \"busy\"}");
		assertThat(reading.code()).isEqualTo("busy");
		assertThat((Map<?, ?>) reading.details().get("wide")).hasSize(200);
		assertThat((String) reading.details().get("text")).hasSize(2000);
		assertThat(reading.details().get("deep").toString()).isEqualTo("{a={a={a={a={a={a={}}}}}}}");
	}

	@Test
	void headersAreRead() {
		DecodedError reading = new DecodedError();
		HeaderTemplate.compile("X-Error", "{code}; retry={retryable:unknown}").read(" busy; retry=true ", reading);
		HeaderTemplate.compile("X-Constant", "constant").read("other", reading);
		HeaderTemplate.compile("X-Status", "{status}").read("abc", reading);
		assertThat(reading.code()).isEqualTo("busy");
		assertThat(reading.retryable()).isTrue();
		assertThat(reading.textOf(Placeholder.STATUS)).isNull();
	}

	@Test
	void manyPossibleEndsAreGivenUpSoon() {
		String template = "{code}a{family}a{title}a{message}a{detail:x}b";
		assertThat(read("{\"x\": \"" + template + "\"}", "{\"x\": \"" + "a".repeat(10_000) + "\"}").code()).isNull();
	}

	@Test
	void envelopeBeanTellsNothingByDefault() {
		ErrorEnvelope envelope = new ErrorEnvelope() {

			@Override
			public String mediaType() {
				return "text/plain";
			}

			@Override
			public byte[] render(ApiError error) {
				return new byte[0];
			}

		};
		DecodedError reading = new DecodedError();
		envelope.read(new byte[] { 1 }, reading);
		assertThat(reading.code()).isNull();
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> reading.textOf(null));
	}

	private static DecodedError read(String template, String document) {
		DecodedError reading = new DecodedError();
		JsonEnvelope.compile(template, null, "application/json")
			.read(document.getBytes(StandardCharsets.UTF_8), reading);
		return reading;
	}

}
