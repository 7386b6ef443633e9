package dev.errata.envelope;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.ErrorCatalog;
import dev.errata.error.ApiError;
import dev.errata.error.DecodedError;
import dev.errata.error.ErrorComposer;
import dev.errata.error.Failure;
import dev.errata.error.InputLocation;
import dev.errata.error.TestErrors;
import dev.errata.error.Violation;
import dev.errata.template.InvalidTemplateException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for forms, conditions, optional parts and spreads in envelopes.
 */
class EnvelopeLanguageTests {

	private static final CatalogEntry BUSY = CatalogEntry.of("queueFull-now",
			(entry) -> entry.status(503).retryable(true).retryAfter(Duration.ofSeconds(30)).extensions(extensions()));

	private static final CatalogEntry INVALID = CatalogEntry.of("invalid",
			(entry) -> entry.status(422).message("Not valid.").replaces("validation_failed"));

	private static final CatalogEntry MISSING = CatalogEntry.of("missing",
			(entry) -> entry.status(422).replaces("field_missing").extensions(Map.of("number", 7)));

	private static final ErrorCatalog CATALOG = ErrorCatalog.of(List.of(BUSY, INVALID, MISSING), false,
			Map.of("severity", "error"));

	private static final ApiError PLAIN = compose(Failure.of("queueFull-now")
		.with("n", "12")
		.with("text", "a \"b\" \\ ü/~")
		.with("when", Instant.parse("2026-11-01T10:00:00.5Z"))
		.with("wait", Duration.ofMillis(1500))
		.with("list", List.of())
		.with("map", Map.of("a", 1)));

	private static final ApiError INPUTS = compose(Failure.of("invalid")
		.violation(new Violation("lines[0].a/b", "field_range", "is low").in(InputLocation.BODY))
		.violation(new Violation("lines[0].a/b", "field_missing", "is required"))
		.violation(new Violation("page", "field_missing", "is required").in(InputLocation.QUERY)));

	private static Map<String, Object> extensions() {
		Map<String, Object> extensions = new LinkedHashMap<>();
		extensions.put("number", 20404);
		extensions.put("final", true);
		extensions.put("none", null);
		return extensions;
	}

	private static ApiError compose(Failure failure) {
		return new ErrorComposer("default", CATALOG, Locale.ENGLISH, null, "/errors").compose(failure,
				TestErrors.request(), null);
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
			{status as text};"503"
			{status as quoted-string};"\\"503\\""
			{status as grpc};"UNAVAILABLE"
			{status as grpc-number};14
			{retry-after as duration};"30s"
			{retry-after as text};"30"
			{timestamp as epoch-seconds};1793527200
			{timestamp as epoch-millis};1793527200000
			{code as upper-snake};"QUEUE_FULL_NOW"
			{code as upper-snake as quoted-string};"\\"QUEUE_FULL_NOW\\""
			{details.n as number};12
			{code as number};
			{code as number|status};503
			{details.text as quoted-string};"\\"a \\\\\\"b\\\\\\" \\\\\\\\ ü/~\\""
			{details.text as uri-component};"a%20%22b%22%20%5C%20%C3%BC%2F~"
			{details.wait as duration};"1.500s"
			{details.when as epoch-millis};1793527200500
			{details.map as number};
			{details.map as text};
			{details.map};{"a":1}
			{details.list};[]
			{retryable as text};"true"
			{extensions.number};20404
			{extensions.number as text};"20404"
			{extensions.final};true
			{extensions.none};null
			{extensions.none:default};null
			no {extensions.none:default};"no default"
			{extensions.severity};"error"
			{extensions.nope};
			{violation.field};
			{violation.field|null};null
			{violations|[]};[]
			{null};null
			{code if status=503};"queueFull-now"
			{code if status=5xx};"queueFull-now"
			{code if status=401,503};"queueFull-now"
			{code if status=401};
			{code if status!=401,402};"queueFull-now"
			{code if status!=5xx};
			{code if code=QUEUE_FULL_NOW};"queueFull-now"
			{code if details.n};"queueFull-now"
			{code if details.m};
			{code if details.n = 12};"queueFull-now"
			{code if details.m!=12};"queueFull-now"
			{code if retryable=true};"queueFull-now"
			{code if retryable=false|status};503
			{code if violations|status as text};"503"
			{code if status=401:none};"none"
			{status as text if retryable=true};"503"
			a{? {docs}};"a"
			a{? {docs}}{?, {code}};"a, queueFull-now"
			{?{docs} }b;"b"
			{?{docs}};
			{?{docs}}{?{detail}};
			{?({{{code}}})};"({queueFull-now})"
			a {?{code}}}};"a queueFull-now}"
			{{{?{code}}}};"{queueFull-now}"
			{?in {retry-after} s {docs}};
			{?wait {extensions.none}}x;"x"
			{language};"en"
			{violations.more};
			""")
	void value(String template, String json) {
		assertThat(render(template, PLAIN)).isEqualTo((json != null) ? "{\"x\":" + json + "}" : "{}");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
			{violation.field};"lines[0].a/b"
			{violation.field as pointer};"/lines/0/a~1b"
			{violation.field as brackets};"lines[0][a/b]"
			{violation.field as dots};"lines.0.a/b"
			{violation.field as list};["lines",0,"a/b"]
			{violation.field as location};["body","lines",0,"a/b"]
			{violation.field as pointer as uri-component};"%2Flines%2F0%2Fa~1b"
			{violation.field as pointer if violation.in=query};
			{violation.field as pointer if violation.in=body,form};"/lines/0/a~1b"
			{violation.in};"body"
			{violation.code};"field_range"
			{violation.message as text};"is low"
			{violations.more};2
			{code} and {?{violations.more} more};"invalid and 2 more"
			{violations-by-field};{"lines[0].a/b":"is low","page":"is required"}
			{violations-by-field as lists};{"lines[0].a/b":["is low","is required"],"page":["is required"]}
			{violations-by-field as dots as lists};{"lines.0.a/b":["is low","is required"],"page":["is required"]}
			{violations-by-field as lists as pointer};{"/lines/0/a~1b":["is low","is required"],"/page":["is required"]}
			{violations-by-field as brackets};{"lines[0][a/b]":"is low","page":"is required"}
			{code if violation.code=field_missing|status};422
			{message};"Not valid."
			""")
	void valueOfViolations(String template, String json) {
		assertThat(render(template, INPUTS)).isEqualTo((json != null) ? "{\"x\":" + json + "}" : "{}");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '`',
			textBlock = """
					{"a":{"b":1,"c":"{docs}"},"d":1};{"d":1}
					{"a":{"b":1,"c":"{docs|null}"}};{"a":{"b":1,"c":null}}
					{"a":{"b":1,"c":"{violations|[]}"}};{"a":{"b":1,"c":[]}}
					{"a":["x","{docs}"],"b":["x","{code}"]};{"b":["x","queueFull-now"]}
					{"a":[{"@type":"x","v":"{docs}"},{"@type":"y","v":"{status}"}]};{"a":[{"@type":"y","v":503}]}
					{"a":[{"@type":"x","v":"{docs}"}]};{}
					{"a":[],"b":{},"c":{"d":[1,{}]}};{"a":[],"b":{},"c":{"d":[1,{}]}}
					{"a":1,"b":{"c":{"d":{"e":"{docs}","f":2}}}};{"a":1}
					{"a":{"x":"b{? {docs}}"}};{}
					{"a":{"x":"b{? {code}}"}};{"a":{"x":"b queueFull-now"}}
					{"a":{"{code}":1}};{"a":{"queueFull-now":1}}
					{"a":{"{docs}":1}};{}
					{"a":{"b":"{docs:none}"}};{"a":{"b":"none"}}
					{"a":1,"...":"{extensions}"};{"a":1,"severity":"error","number":20404,"final":true,"none":null}
					{"number":1,"...":"{extensions}","final":"{docs}"};{"number":1,"severity":"error","none":null}
					{"{code if code=missing:none}":1,"...":"{extensions}"};{"none":1,"severity":"error","number":20404,"final":true}
					{"a":{"b":1,"...":"{details.none}"}};{}
					{"a":{"b":1,"...":"{details.map}"}};{"a":{"b":1,"a":1}}
					{"...":["{details.map}","{extensions if status=401}"]};{"a":1}
					{"...":"{details.map as texts}"};{"a":"1"}
					{"...":"{details.n}"};{}
					{"...":"{extensions as texts}"};{"severity":"error","number":"20404","final":"true"}
					{"a":"{extensions}"};{"a":{"severity":"error","number":20404,"final":true,"none":null}}
					""")
	void document(String template, String json) {
		assertThat(rendered(JsonEnvelope.compile(template, null, "application/json"), PLAIN)).isEqualTo(json);
		JsonEnvelope.checkBody(template, CATALOG);
	}

	@Test
	void errorsAreTheViolationsOrTheErrorItself() {
		JsonEnvelope envelope = JsonEnvelope.compile("{\"errors\": \"{errors}\"}",
				"""
						{"status": "{status as text}", "code": "{code}", "of": "{error.code}", "text": "{message}", "in": "{in}",
						 "pointer": "{field as pointer if in=body}", "parameter": "{field if in=query}", "id": "{request-id}",
						 "n": "{extensions.number}", "severity": "{extensions.severity}"}""",
				"application/json");
		assertThat(rendered(envelope, compose(Failure.of("queueFull-now").detail("Later.")))).isEqualTo(
				"""
						{"errors":[{"status":"503","code":"queueFull-now","of":"queueFull-now","text":"Later.","id":"req-1","n":20404,"severity":"error"}]}""");
		assertThat(rendered(envelope, INPUTS)).isEqualTo(
				"""
						{"errors":[{"status":"422","code":"field_range","of":"invalid","text":"is low","in":"body","pointer":"/lines/0/a~1b","id":"req-1","severity":"error"},\
						{"status":"422","code":"missing","of":"invalid","text":"is required","id":"req-1","n":7,"severity":"error"},\
						{"status":"422","code":"missing","of":"invalid","text":"is required","in":"query","parameter":"page","id":"req-1","n":7,"severity":"error"}]}""");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '`',
			textBlock = """
					{status as gprc};{status} has no form 'gprc'; there are text, quoted-string, uri-component, grpc and grpc-number.
					{code as pointer};{code} has no form 'pointer'; there are text, quoted-string, uri-component, number and upper-snake.
					{violations as text};{violations} has no form 'text'; it has a single form.
					{code as number as upper-snake};{code as number} has no form 'upper-snake'; there are text, quoted-string, uri-component and duration.
					{code as};In {code as}, a word is followed by neither 'as' and a form nor 'if' and a condition.
					{code if};In {code if}, a word is followed by neither 'as' and a form nor 'if' and a condition.
					{code as upper snake};In {code as upper snake}, a word is followed by neither 'as' and a form nor 'if' and a condition.
					{as text};In {as text}, a word is followed by neither 'as' and a form nor 'if' and a condition.
					{code if nope};There is no placeholder {nope};
					{code if status=600};The status of an error is never '600'.
					{code if status=200};The status of an error is never '200'.
					{code if status=};The condition 'status=' has no text to compare with.
					{code if status=401,};The condition 'status=401,' has no text to compare with.
					{code if status==401};The condition 'status==401' has no text to compare with.
					{code if =401};'=401' is not a condition.
					{code if code=mising};The contract has no code 'mising', so the condition never holds.
					{code if retryable=yes};A boolean is never 'yes'.
					{code if violation.in=headers};An invalid input is never in 'headers'.
					{code if violations=1};{violations} is a list or an object, which cannot be compared.
					{extensions.nmber};No code has an extension 'nmber'.
					{?a};An optional part without a placeholder is never left out.
					{?};An optional part without a placeholder is never left out.
					{?{code};The optional part that starts at '{?{code}' does not end.
					{?a {?{code}}};An optional part cannot be inside another one.
					{?{violations}};{violations} is a list or an object
					a {violation.field|null};{null} is not a text
					a {violations.more};{violations.more} can be absent;
					a {status if status=401};{status if status=401} can be absent;
					a {code as number};{code as number} can be absent;
					{?{code};The optional part that starts at '{?{code}' does not end.
					""")
	void fault(String template, String message) {
		assertThatExceptionOfType(InvalidTemplateException.class)
			.isThrownBy(() -> JsonEnvelope.checkBody("{\"x\": \"" + template + "\"}", CATALOG))
			.satisfies(
					(ex) -> assertThat(ex.getMessage().substring("Line 1, column 7: ".length())).startsWith(message));
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
			"{code}"
			"a {code}"
			"{details:none}"
			"{details|null}"
			{"a":1}
			1
			["{details}",1]
			[]
			"{details.x as number}"
			""")
	void spreadOfNoMap(String value) {
		assertThatExceptionOfType(InvalidTemplateException.class)
			.isThrownBy(() -> JsonEnvelope.checkBody("{\"...\": " + value + "}", CATALOG))
			.withMessageContaining("stands for the members of an object");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
			{violation.field};{violation.field} is the first invalid input, not this one.
			{violations};{violations} cannot be used in the shape of a violation.
			{code if in=headers};An invalid input is never in 'headers'.
			{pointer};There is no placeholder {pointer}.
			{code if code=field_nope};The contract has no code 'field_nope', so the condition never holds.
			""")
	void faultInViolation(String template, String message) {
		assertThatExceptionOfType(InvalidTemplateException.class)
			.isThrownBy(() -> JsonEnvelope.checkViolation("{\"x\": \"" + template + "\"}", CATALOG))
			.withMessage("Line 1, column 7: " + message);
	}

	@Test
	void hostileAttributesInSpread() {
		Map<Object, Object> hostile = new HashMap<>();
		hostile.put(null, 1);
		hostile.put("self", hostile);
		hostile.put("code", "stolen");
		hostile.put("quote\"\n\u0000\\", "x");
		hostile.put("throws", new Object() {

			public String getName() {
				throw new IllegalStateException();
			}

			@Override
			public String toString() {
				throw new IllegalStateException();
			}

		});
		Failure failure = Failure.of("queueFull-now").with("map", hostile).with("code", "stolen").with("status", 200);
		for (int i = 0; i < 10_000; i++) {
			failure.with("attribute-" + i, "x");
		}
		@SuppressWarnings("unchecked")
		Map<String, Object> document = JsonMapper.shared()
			.readValue(rendered(JsonEnvelope.compile(
					"{\"code\": \"{code}\", \"...\": [\"{details.map}\", \"{details}\"], \"status\": \"{docs}\"}", null,
					"application/json"), compose(failure)), Map.class);
		assertThat(document).hasSize(201).containsEntry("code", "queueFull-now").doesNotContainKeys("status", "throws");
		assertThat(document.keySet()).contains("quote\" \\", "self");
	}

	@Test
	void hostileAttributesInForms() {
		List<Object> hostile = new ArrayList<>();
		hostile.add(hostile);
		Object throwing = new Object() {

			@Override
			public String toString() {
				throw new StackOverflowError();
			}

		};
		for (String form : List.of("text", "quoted-string", "uri-component", "number", "upper-snake", "duration",
				"epoch-seconds", "epoch-millis", "texts")) {
			for (Object value : List.of(hostile, throwing, "x\u0000\ud800".repeat(100_000), Double.NaN,
					Collections.singletonMap(null, throwing), new IllegalStateException("secret"), new int[] { 1 },
					Duration.ofSeconds(Long.MAX_VALUE), Instant.MAX, Instant.MIN)) {
				ApiError error = compose(Failure.of("invalid").with("x", value));
				String inText = form.replace("texts", "text");
				String json = rendered(
						JsonEnvelope.compile("{\"x\": \"{details.x as " + form + "}\", \"y\": \"a{? {details.x as "
								+ inText + "}}\", \"z\": \"{code if details.x=1}\"}", null, "application/json"),
						error);
				assertThat(JsonMapper.shared().readTree(json).size()).isPositive();
				assertThat(json).hasSizeLessThan(20_000).doesNotContain("secret");
				assertThat(HeaderTemplate.compile("X", "{details.x as " + inText + "}").value(error)).satisfiesAnyOf(
						(header) -> assertThat(header).isNull(),
						(header) -> assertThat(header).hasSizeLessThanOrEqualTo(2000).matches("[ -~]*"));
			}
		}
	}

	@Test
	void hugeTemplates() {
		String alternatives = "{" + "docs|".repeat(5000) + "code}";
		assertThat(render(alternatives, PLAIN)).isEqualTo("{\"x\":\"queueFull-now\"}");
		assertThatExceptionOfType(InvalidTemplateException.class)
			.isThrownBy(() -> JsonEnvelope.checkBody("{\"x\": \"{" + "code ".repeat(20_000) + "}\"}", CATALOG));
		assertThat(render("{code" + " as text".repeat(5000) + "}", PLAIN)).isEqualTo("{\"x\":\"queueFull-now\"}");
		String optionals = "{? {docs}}".repeat(2000) + "{code}";
		JsonEnvelope envelope = JsonEnvelope.compile("{\"x\": \"" + optionals + "\"}", null, "application/json");
		assertThat(rendered(envelope, PLAIN)).isEqualTo("{\"x\":\"queueFull-now\"}");
		envelope.read("{\"x\": \" a b c d\"}".repeat(1).getBytes(StandardCharsets.UTF_8), new DecodedError());
	}

	private static String render(String template, ApiError error) {
		JsonEnvelope.checkBody("{\"x\": \"" + template.replace(".nope", ".none") + "\"}", CATALOG);
		return rendered(JsonEnvelope.compile("{\"x\": \"" + template + "\"}", null, "application/json"), error);
	}

	private static String rendered(JsonEnvelope envelope, ApiError error) {
		return new String(envelope.render(error), StandardCharsets.UTF_8);
	}

}
