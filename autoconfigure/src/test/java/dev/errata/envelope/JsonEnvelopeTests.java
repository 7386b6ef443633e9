package dev.errata.envelope;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.ErrorCatalog;
import dev.errata.error.ApiError;
import dev.errata.error.Failure;
import dev.errata.error.InputLocation;
import dev.errata.error.TestErrors;
import dev.errata.error.Violation;
import dev.errata.template.InvalidTemplateException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link JsonEnvelope}.
 */
class JsonEnvelopeTests {

	private static final CatalogEntry BUSY = CatalogEntry.of("busy",
			(entry) -> entry.status(503)
				.message("The service is busy.")
				.retryable(true)
				.retryAfter(Duration.ofSeconds(30)));

	private static final CatalogEntry PLAIN = CatalogEntry.of("plain",
			(entry) -> entry.status(409).message("The order has left."));

	private static final ErrorCatalog CATALOG = TestErrors.catalog(BUSY, PLAIN);

	@Test
	void keysKeepTheirOrder() {
		assertThat(render("""
				{ "z": 1, "@type": "{code}", "$schema": "x", "a": { "y": "{status}", "b": "{family}" } }"""))
			.isEqualTo("""
					{"z":1,"@type":"plain","$schema":"x","a":{"y":409,"b":"plain"}}""");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "{status}|503", "{retryable}|true", "{retry-after}|30", "{code}|\"busy\"",
					"{status} {code}|\"503 busy\"", "{{status}}|\"{status}\"", "{docs:none}|\"none\"",
					"{timestamp}|\"2026-11-01T10:00:00Z\"" })
	void singlePlaceholderKeepsItsType(String text, String json) {
		assertThat(render("{\"x\": \"" + text + "\"}", TestErrors.compose(Failure.of("busy"), BUSY)))
			.isEqualTo("{\"x\":" + json + "}");
	}

	@Test
	void alternativeKeepsItsType() {
		assertThat(render("{\"x\": \"{docs|status}\"}")).isEqualTo("{\"x\":409}");
	}

	@Test
	void whatIsNoStringStandsAsWritten() {
		String json = """
				{"a":1.50,"b":1e3,"c":-0,"d":123456789012345678901234567890,"e":null,"f":true,"g":[1.0,null,false]}""";
		assertThat(render(json)).isEqualTo(json);
	}

	@Test
	void absentValueDropsItsKey() {
		assertThat(render("""
				{"docs": "{docs}", "code": "{code}", "retryable": "{retryable}"}""")).isEqualTo("""
				{"code":"plain"}""");
	}

	@Test
	void objectLeftEmptyIsDropped() {
		assertThat(render("""
				{"a": {"b": {"docs": "{docs}"}}, "code": "{code}"}""")).isEqualTo("""
				{"code":"plain"}""");
	}

	@Test
	void documentLeftEmptyIsAnObject() {
		assertThat(render("{\"docs\": \"{docs}\"}")).isEqualTo("{}");
	}

	@Test
	void emptyLiteralsStay() {
		assertThat(render("""
				{"a": {}, "b": [], "c": {"d": {}}, "e": [{}, []], "f": ""}""")).isEqualTo("""
				{"a":{},"b":[],"c":{"d":{}},"e":[{},[]],"f":""}""");
		assertThat(render("{}")).isEqualTo("{}");
	}

	@Test
	void listsDropWhatIsAbsent() {
		assertThat(render("""
				{"a": ["{docs}", "{code}", {"docs": "{docs}"}, 7], "b": ["{docs}"]}""")).isEqualTo("""
				{"a":["plain",7]}""");
	}

	@Test
	void namesOfMembersAreText() {
		ApiError error = TestErrors.compose(Failure.of("plain").with("where", "a\"b").with("n", 5), PLAIN);
		assertThat(
				render("""
						{"{code}": 1, "is {status}": 2, "{status}": 3, "{details.where}": 4, "{docs}": 5, "{details.n}": 6, "{{x}}": 7}""",
						error))
			.isEqualTo("""
					{"plain":1,"is 409":2,"409":3,"a\\"b":4,"5":6,"{x}":7}""");
	}

	@Test
	void unicodeAndEscapes() {
		ApiError error = TestErrors
			.compose(Failure.of("plain").detail("é 東 😀 \"q\" \\ / \u2028<b>").with("raw", "a\tb\u0001c"), PLAIN);
		assertThat(render("""
				{"ключ": "\\u00e9 \\"q\\" \\\\ 😀 {message}", "raw": "{details.raw}"}""", error)).isEqualTo("""
				{"ключ":"é \\"q\\" \\\\ 😀 é 東 😀 \\"q\\" \\\\ / <b>","raw":"a bc"}""");
	}

	@Test
	void bracesInTheShapeOfViolations() {
		ApiError error = TestErrors
			.compose(Failure.of("plain").violation(new Violation("name", "field_empty", "is empty")), PLAIN);
		JsonEnvelope envelope = JsonEnvelope.compile("{\"errors\": \"{violations}\"}",
				"{\"at\": \"{{{field}}}: {message}\", \"as\": \"}} {{x}}\"}", "application/json");
		assertThat(new String(envelope.render(error), StandardCharsets.UTF_8))
			.isEqualTo("{\"errors\":[{\"at\":\"{name}: is empty\",\"as\":\"} {x}\"}]}");
		assertThatExceptionOfType(InvalidTemplateException.class)
			.isThrownBy(() -> JsonEnvelope.checkViolation("{\"at\": \"{field\"}", CATALOG))
			.withMessageContaining("does not end");
	}

	@Test
	void violationsInTheirShape() {
		ApiError error = TestErrors.compose(Failure.of("plain")
			.violation(new Violation("lines[0].quantity", "field_range", "must be \"positive\""))
			.violation(new Violation("", "field_missing", "is required")), PLAIN);
		assertThat(render("{\"errors\": \"{violations}\"}", error)).isEqualTo("""
				{"errors":[{"field":"lines[0].quantity","code":"field_range","message":"must be \\"positive\\""},\
				{"field":"","code":"field_missing","message":"is required"}]}""");
		assertThat(new String(JsonEnvelope
			.compile("{\"errors\": \"{violations}\"}", """
					{"loc": ["body", "{field}"], "msg": "{field|code} {message:none}!", "n": 1, "{code}": true}""",
					"application/json")
			.render(error), StandardCharsets.UTF_8)).isEqualTo(
					"{\"errors\":[{\"loc\":[\"body\",\"lines[0].quantity\"],\"msg\":\"lines[0].quantity must be \\\"positive\\\"!\","
							+ "\"n\":1,\"field_range\":true},"
							+ "{\"loc\":[\"body\",\"\"],\"msg\":\" is required!\",\"n\":1,\"field_missing\":true}]}");
		assertThat(render("{\"errors\": \"{violations-by-field}\"}", error))
			.isEqualTo("{\"errors\":{\"lines[0].quantity\":\"must be \\\"positive\\\"\",\"\":\"is required\"}}");
	}

	@Test
	void firstStructureThatIsPresent() {
		String body = "{\"details\": \"{violations-by-field|details}\"}";
		assertThat(render(body)).isEqualTo("{}");
		assertThat(render(body, TestErrors.compose(Failure.of("plain").with("a", 1), PLAIN)))
			.isEqualTo("{\"details\":{\"a\":1}}");
	}

	@Test
	void emptyOptionalIsNoAttribute() {
		ApiError error = TestErrors
			.compose(Failure.of("plain").with("a", Optional.empty()).with("b", Optional.of(Map.of("c", 1))), PLAIN);
		assertThat(
				render("{\"a\": \"{details.a|null}\", \"b\": \"b{? {details.a}}\", \"...\": \"{details.b}\"}", error))
			.isEqualTo("{\"a\":null,\"b\":\"b\",\"c\":1}");
	}

	@Test
	void keysOfAttributesThatHaveOneText() {
		Map<Object, Object> keys = new LinkedHashMap<>();
		keys.put(1, "a");
		keys.put("1", "b");
		keys.put("c\u0000", "c");
		keys.put("c", "d");
		assertThat(renderDetail(keys)).isEqualTo("{\"value\":{\"1\":\"a\",\"c\":\"c\"}}");
		assertThat(renderDetail(new Holder(keys))).isEqualTo("{}");
	}

	@Test
	void namesThatAreFilledWithOneText() {
		ApiError error = TestErrors.compose(
				Failure.of("plain").with("a", "x").with("b", "x\u0000").with("c", "plain").with("x", 4).with("n", 5),
				PLAIN);
		assertThat(render("{\"{details.a}\": 1, \"{details.b}\": 2, \"{details.c}\": 3, \"plain\": 6,"
				+ " \"o\": {\"{details.b}\": 7, \"...\": \"{details}\", \"{code}\": \"{status}\"}}", error))
			.isEqualTo(
					"{\"x\":1,\"plain\":6,\"o\":{\"x\":7,\"a\":\"x\",\"b\":\"x\",\"c\":\"plain\",\"n\":5,\"plain\":409}}");
	}

	@Test
	void spreadOfMapThatThrows() {
		Map<String, Object> map = new AbstractMap<>() {

			@Override
			public Set<Entry<String, Object>> entrySet() {
				throw new IllegalStateException("closed");
			}

		};
		ApiError error = TestErrors.compose(Failure.of("plain").with("map", map), PLAIN);
		assertThat(render("{\"code\": \"{code}\", \"...\": [\"{details.map}\"]}", error))
			.isEqualTo("{\"code\":\"plain\"}");
	}

	@Test
	void attributesWithoutTextCountAsAbsentInTexts() {
		ApiError error = TestErrors.compose(
				Failure.of("plain").with("array", new int[] { 1 }).with("unit", TimeUnit.DAYS).with("empty", ""),
				PLAIN);
		assertThat(render(
				"{\"a\": \"a {details.array:none}\", \"b\": \"b {details.array|code:none}\", \"c\": \"c {details.unit:none}\","
						+ " \"d\": \"{code if details.unit=DAYS}\", \"e\": \"{?{details.empty} }e\"}",
				error))
			.isEqualTo("{\"a\":\"a none\",\"b\":\"b plain\",\"c\":\"c DAYS\",\"d\":\"plain\",\"e\":\"e\"}");
	}

	record Holder(Map<Object, Object> value) {
	}

	static List<Arguments> attributes() {
		return List.of(Arguments.of("text", "\"text\""), Arguments.of('c', "\"c\""),
				Arguments.of(new StringBuilder("built"), "\"built\""), Arguments.of(true, "true"),
				Arguments.of(-7, "-7"), Arguments.of(Long.MAX_VALUE, "9223372036854775807"), Arguments.of(0.4, "0.4"),
				Arguments.of(1.0E10, "1.0E10"), Arguments.of(2.5f, "2.5"), Arguments.of(new BigDecimal("1.50"), "1.50"),
				Arguments.of(new BigDecimal("1E+3"), "1E+3"), Arguments.of(Double.NaN, "null"),
				Arguments.of(Float.NEGATIVE_INFINITY, "null"), Arguments.of(new AtomicLong(3), "3"),
				Arguments.of(new ForeignNumber("1-2"), "\"1-2\""), Arguments.of(new ForeignNumber("007"), "\"007\""),
				Arguments.of(new ForeignNumber("1."), "\"1.\""), Arguments.of(new ForeignNumber("1.2.3"), "\"1.2.3\""),
				Arguments.of(TimeUnit.DAYS, "\"DAYS\""), Arguments.of(LocalDate.of(2026, 11, 1), "\"2026-11-01\""),
				Arguments.of(TestErrors.NOW, "\"2026-11-01T10:00:00Z\""),
				Arguments.of(Duration.ofSeconds(90), "\"PT1M30S\""),
				Arguments.of(new UUID(0, 1), "\"00000000-0000-0000-0000-000000000001\""),
				Arguments.of(URI.create("https://example.com"), "\"https://example.com\""),
				Arguments.of(Optional.of(5), "5"), Arguments.of(List.of(Optional.empty()), "[null]"),
				Arguments.of(List.of(1, "a", List.of()), "[1,\"a\",[]]"),
				Arguments.of(Arrays.asList(1, null), "[1,null]"), Arguments.of(new String[] { "a" }, "[\"a\"]"),
				Arguments.of(new int[] { 1, 2 }, "[1,2]"),
				Arguments.of(Map.of("a", Map.of("b", 1)), "{\"a\":{\"b\":1}}"),
				Arguments.of(Collections.singletonMap(7, null), "{\"7\":null}"),
				Arguments.of(new Point(1, "x"), "{\"x\":1,\"label\":\"x\"}"), Arguments
					.of(new Outcome("failed", new IOException("secret")), "{\"state\":\"failed\",\"cause\":null}"));
	}

	@ParameterizedTest
	@MethodSource("attributes")
	void attributeOfAnyKind(Object value, String json) {
		assertThat(renderDetail(value)).isEqualTo("{\"value\":" + json + "}");
	}

	@Test
	void attributeThatThrowsIsLeftOutAlone() {
		assertThat(renderDetail(new Throwing())).isEqualTo("{}");
		assertThat(renderDetail(new AbstractList<String>() {

			@Override
			public String get(int index) {
				throw new IllegalStateException("closed");
			}

			@Override
			public int size() {
				return 3;
			}

		})).isEqualTo("{}");
	}

	@Test
	void attributeThatThrowsLeavesTheOthers() {
		ApiError error = TestErrors.compose(Failure.of("plain")
			.with("a", 1)
			.with("bad", new Throwing())
			.with("list", List.of(new Throwing(), 2))
			.with("b", Map.of("bad", new Throwing(), "c", 2)), PLAIN);
		JsonNode details = parsed(render("{\"code\": \"{code}\", \"details\": \"{details}\"}", error)).get("details");
		assertThat(details).hasToString("{\"a\":1,\"b\":{\"c\":2}}");
	}

	@Test
	void textThatThrows() {
		Number hostile = new ForeignNumber(null);
		assertThat(renderDetail(hostile)).isEqualTo("{\"value\":null}");
	}

	@Test
	void mapThatContainsItself() {
		Map<String, Object> map = new HashMap<>();
		map.put("self", map);
		assertThat(parsed(renderDetail(map))).isNotNull();
		List<Object> list = new ArrayList<>();
		list.add(list);
		list.add(list);
		assertThat(renderDetail(list).length()).isLessThan(10_000);
		assertThat(parsed(renderDetail(list))).isNotNull();
	}

	@Test
	void objectThatContainsItselfIsLeftOut() {
		Node node = new Node();
		node.next = node;
		assertThat(parsed(renderDetail(node))).isNotNull();
	}

	@Test
	void hugeCollectionsAreBounded() {
		Map<String, Object> huge = new LinkedHashMap<>();
		for (int i = 0; i < 1000; i++) {
			huge.put("key-" + i, Collections.nCopies(1_000_000, "x".repeat(5000)));
		}
		String json = renderDetail(huge);
		assertThat(json.length()).isLessThan(100_000);
		assertThat(parsed(json).get("value").size()).isBetween(1, 200);
	}

	@Test
	void manyAttributesAreBounded() {
		Failure failure = Failure.of("plain");
		for (int i = 0; i < 10_000; i++) {
			failure.with("attribute-" + i, "x".repeat(100));
		}
		assertThat(parsed(render("{\"details\": \"{details}\"}", TestErrors.compose(failure, PLAIN))).get("details"))
			.hasSize(200);
	}

	@Test
	void hugeObjectIsLeftOut() {
		assertThat(renderDetail(new Point(1, "x".repeat(3_000_000)))).isEqualTo("{}");
	}

	@Test
	void problemPreset() {
		ApiError error = TestErrors.compose(
				Failure.of("busy").with("queue", 3).violation(new Violation("name", "field_empty", "is empty")), BUSY);
		assertThat(rendered(Preset.PROBLEM, error)).isEqualTo(
				"""
						{"type":"/shop/errors/default/busy","title":"Service Unavailable","status":503,"detail":"The service is busy.",\
						"instance":"/orders/7","code":"busy","request_id":"req-1","retryable":true,\
						"errors":[{"field":"name","code":"field_empty","message":"is empty"}],"queue":3}""");
	}

	@Test
	void problemPresetWithoutParticulars() {
		assertThat(rendered(Preset.PROBLEM, TestErrors.compose(Failure.of("plain"), PLAIN))).isEqualTo("""
				{"type":"/shop/errors/default/plain","title":"Conflict","status":409,"detail":"The order has left.",\
				"instance":"/orders/7","code":"plain","request_id":"req-1"}""");
		assertThat(Preset.PROBLEM.mediaType()).isEqualTo("application/problem+json");
	}

	@Test
	void openAiPreset() {
		assertThat(rendered(Preset.OPENAI, TestErrors.compose(Failure.of("plain"), PLAIN))).isEqualTo("""
				{"error":{"message":"The order has left.","type":"plain","param":null,"code":"plain",\
				"request_id":"req-1"}}""");
		assertThat(Preset.OPENAI.mediaType()).isEqualTo("application/json");
	}

	@Test
	void openAiPresetNamesTheFirstInput() {
		ApiError error = TestErrors
			.compose(Failure.of("plain").violation(new Violation("lines[0].n", "field_empty", "is empty")), PLAIN);
		assertThat(rendered(Preset.OPENAI, error)).contains("\"param\":\"lines[0].n\",");
	}

	@Test
	void jsonApiPreset() {
		assertThat(rendered(Preset.JSONAPI, TestErrors.compose(Failure.of("plain").with("queue", 3), PLAIN)))
			.isEqualTo("""
					{"errors":[{"status":"409","code":"plain","title":"Conflict",\
					"detail":"The order has left.","meta":{"queue":3}}],"meta":{"request_id":"req-1"}}""");
		assertThat(rendered(Preset.JSONAPI,
				TestErrors.compose(
						Failure.of("plain")
							.violation(new Violation("lines[0].a/b", "field_empty", "is empty").in(InputLocation.BODY))
							.violation(new Violation("page[size]", "field_range", "is high").in(InputLocation.QUERY))
							.violation(
									new Violation("X-Tenant", "field_missing", "is required").in(InputLocation.HEADER))
							.violation(new Violation("sid", "field_missing", "is required").in(InputLocation.COOKIE)),
						PLAIN)))
			.isEqualTo(
					"""
							{"errors":[{"status":"409","code":"field_empty","title":"Conflict","detail":"is empty","source":{"pointer":"/lines/0/a~1b"}},\
							{"status":"409","code":"field_range","title":"Conflict","detail":"is high","source":{"parameter":"page[size]"}},\
							{"status":"409","code":"field_missing","title":"Conflict","detail":"is required","source":{"header":"X-Tenant"}},\
							{"status":"409","code":"field_missing","title":"Conflict","detail":"is required"}],"meta":{"request_id":"req-1"}}""");
		assertThat(Preset.JSONAPI.mediaType()).isEqualTo("application/vnd.api+json");
	}

	@Test
	void googlePreset() {
		assertThat(rendered(Preset.GOOGLE, TestErrors.compose(Failure.of("plain"), PLAIN))).isEqualTo(
				"""
						{"error":{"code":409,"message":"The order has left.","status":"ABORTED","details":[\
						{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"PLAIN"},\
						{"@type":"type.googleapis.com/google.rpc.RequestInfo","requestId":"req-1"},\
						{"@type":"type.googleapis.com/google.rpc.LocalizedMessage","locale":"en","message":"The order has left."}]}}""");
		ApiError error = TestErrors.compose(Failure.of("busy")
			.with("queue", 3)
			.with("list", List.of(1))
			.violation(new Violation("lines[0].n", "field_empty", "is empty")), BUSY);
		assertThat(rendered(Preset.GOOGLE, error)).contains(
				"""
						"details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"BUSY","metadata":{"queue":"3"}},\
						{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"30s"},\
						{"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[\
						{"field":"lines[0].n","description":"is empty","reason":"FIELD_EMPTY"}]},""");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = { "``|This is neither a JSON object nor a list,",
			"`\"x\"`|This is neither a JSON object nor a list, nor the string", "1|This is neither a JSON object nor",
			"null|This is neither a JSON object nor", "`\"{violations}\"`|This is neither a JSON object nor",
			"`\"{errors|[]}\"`|This is neither a JSON object nor", "`\"{message}\"`|This is neither a JSON object nor",
			"{\"a\": nope}|Line 1, column 7: Names and texts are",
			"{\"a\": 1} {}|Line 1, column 10: There is more text",
			"{\"a\": 1, \"a\": 2}|Line 1, column 10: The object has the member \"a\" twice.",
			"{\"a\": \"{nope}\"}|Line 1, column 7: There is no placeholder {nope};",
			"{\"{nope}\": 1}|Line 1, column 2: There is no placeholder {nope};",
			"{\"{violations}\": 1}|Line 1, column 2: {violations} is a list or an object",
			"{'a': 1}|Line 1, column 2: Names and texts are",
			"{\"a\": 1,}|Line 1, column 8: This comma is one too many.",
			"{\"a\": NaN}|Line 1, column 7: Names and texts are", "{\"a\": 01}|Line 1, column 7: 01 is not a number" })
	void textThatIsNoTemplate(String json, String message) {
		assertThatExceptionOfType(InvalidTemplateException.class)
			.isThrownBy(() -> JsonEnvelope.checkBody(json, CATALOG))
			.withMessageStartingWith(message);
	}

	@Test
	void textOfStreamsIsNotTold() {
		assertThatExceptionOfType(InvalidTemplateException.class)
			.isThrownBy(() -> JsonEnvelope.checkBody("{\"a\": {", CATALOG))
			.withMessageNotContaining("Source");
	}

	@Test
	void deepTextIsTold() {
		assertThatExceptionOfType(InvalidTemplateException.class)
			.isThrownBy(() -> JsonEnvelope.checkBody("{\"a\":".repeat(100_000), CATALOG));
	}

	@Test
	void violationWithUnknownWord() {
		assertThatExceptionOfType(InvalidTemplateException.class)
			.isThrownBy(() -> JsonEnvelope.checkViolation("{\"a\": \"{nope}\"}", CATALOG))
			.withMessageStartingWith(
					"Line 1, column 7: There is no placeholder {nope}; there are {field}, {in}, {code}, "
							+ "{message}, {error.code}, {error.message}, {family},");
	}

	private static String render(String body) {
		return render(body, TestErrors.compose(Failure.of("plain"), PLAIN));
	}

	private static String render(String body, ApiError error) {
		return new String(JsonEnvelope.compile(body, null, "application/json").render(error), StandardCharsets.UTF_8);
	}

	private static String renderDetail(Object value) {
		return render("{\"value\": \"{details.value}\"}",
				TestErrors.compose(Failure.of("plain").with("value", value), PLAIN));
	}

	private static String rendered(Preset preset, ApiError error) {
		return new String(JsonEnvelope.compile(preset.body(), preset.violation(), preset.mediaType()).render(error),
				StandardCharsets.UTF_8);
	}

	private static JsonNode parsed(String json) {
		return JsonMapper.builder().build().readTree(json);
	}

	record Point(int x, String label) {
	}

	record Outcome(String state, Exception cause) {
	}

	static final class Node {

		public Node next;

	}

	static final class Throwing {

		public String getName() {
			throw new IllegalStateException("no name");
		}

		@Override
		public String toString() {
			throw new IllegalStateException("no text");
		}

	}

	static final class ForeignNumber extends Number {

		private final String text;

		ForeignNumber(String text) {
			this.text = text;
		}

		@Override
		public int intValue() {
			return 0;
		}

		@Override
		public long longValue() {
			return 0;
		}

		@Override
		public float floatValue() {
			return 0;
		}

		@Override
		public double doubleValue() {
			return 0;
		}

		@Override
		public String toString() {
			if (this.text == null) {
				throw new IllegalStateException("no text");
			}
			return this.text;
		}

	}

}
