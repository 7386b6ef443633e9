package dev.errata.envelope;

import java.util.List;
import java.util.Set;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.ErrorCatalog;
import dev.errata.error.ErrorComposer;
import dev.errata.error.ErrorRequest;
import dev.errata.error.Failure;
import dev.errata.error.TestErrors;
import dev.errata.error.Violation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EnvelopeSchema}.
 */
class EnvelopeSchemaTests {

	private static final ErrorCatalog CATALOG = TestErrors.closedCatalog(
			CatalogEntry.of("bad", (entry) -> entry.status(400).replaces("client_error")),
			CatalogEntry.of("broken", (entry) -> entry.status(500).family("f").replaces("server_error")));

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					{"a": "{code}"} | {"a":{"$ref":"#/$defs/code"}} | ["a"] | {"code":{"type":"string","enum":["bad","broken"]}}
					{"a": "{family}"} | {"a":{"$ref":"#/$defs/family"}} | ["a"] | {"family":{"type":"string","enum":["bad","f"]}}
					{"a": "{status}"} | {"a":{"type":"integer","minimum":400,"maximum":599}} | ["a"] |
					{"a": "E-{code}"} | {"a":{"type":"string"}} | ["a"] |
					{"a": "{detail}"} | {"a":{"type":"string"}} | |
					{"a": "{detail:none}"} | {"a":{"anyOf":[{"type":"string"},{"const":"none"}]}} | ["a"] |
					`{"a": "{detail|message}"}` | {"a":{"type":"string"}} | ["a"] |
					{"a": "{instance}"} | {"a":{"type":"string"}} | |
					{"a": "{retryable}", "b": "{retry-after}"} | {"a":{"type":"boolean"},"b":{"type":"integer","minimum":0}} | |
					{"a": {"b": "{detail}"}} | {"a":{"type":"object","properties":{"b":{"type":"string"}}}} | |
					{"a": {"{detail}": 1}} | {"a":{"type":"object","properties":{}}} | |
					{"a": {"{code}": 1}} | {"a":{"type":"object","properties":{}}} | ["a"] |
					{"a": {"b": "{title}"}} | {"a":{"type":"object","properties":{"b":{"type":"string"}},"required":["b"]}} | ["a"] |
					{"a": null, "b": 1.50, "c": {"d": [true]}} | {"a":{"const":null},"b":{"const":1.50},"c":{"const":{"d":[true]}}} | ["a","b","c"] |
					{"a": ["{title}", "{detail}"]} | {"a":{"type":"array","items":{"type":"string"},"minItems":1,"maxItems":2}} | ["a"] |
					{"a": "{details.x}", "{code}": 1} | {"a":{}} | |
					{"a": "{timestamp}", "b": "{type}"} | {"a":{"type":"string","format":"date-time"},"b":{"type":"string","format":"uri-reference"}} | ["a","b"] |
					`{"a": "{violations-by-field|details}"}` | {"a":{"anyOf":[{"type":"object","additionalProperties":{"type":"string"}},{"type":"object"}]}} | |
					""")
	void schemaIsThatOfTheTemplate(String body, String properties, String required, String definitions) {
		// what is all constant is one
		String expected = "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"type\":\"object\","
				+ "\"properties\":" + properties + ((required != null) ? ",\"required\":" + required : "")
				+ ((definitions != null) ? ",\"$defs\":" + definitions : "") + "}";
		String json = schema(JsonEnvelope.compile(
				body.replaceFirst("^\\{\"a\": null", "{\"z\": \"{detail}\", \"a\": null"), null, "application/json"));
		assertThat(json.replace("\"z\":{\"type\":\"string\"},", "")).isEqualTo(expected);
	}

	@Test
	void constantDocumentIsAConstant() {
		assertThat(schema(JsonEnvelope.compile("{\"error\": true}", null, "application/json")))
			.isEqualTo("{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"const\":{\"error\":true}}");
	}

	@Test
	void violationsHaveTheirShape() {
		assertThat(schema(JsonEnvelope.compile("{\"e\": \"{violations}\"}",
				"{\"at\": \"/{field}\", \"rule\": \"{code}\", \"x\": 1}", "application/json")))
			.endsWith("\"properties\":{\"e\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":"
					+ "{\"at\":{\"type\":\"string\"},\"rule\":{\"$ref\":\"#/$defs/code\"},\"x\":{\"const\":1}},"
					+ "\"required\":[\"at\",\"rule\",\"x\"]},\"minItems\":1}},"
					+ "\"$defs\":{\"code\":{\"type\":\"string\",\"enum\":[\"bad\",\"broken\"]}}}");
	}

	@ParameterizedTest
	@EnumSource
	void answersOfThePresetsFit(Preset preset) {
		JsonEnvelope envelope = JsonEnvelope.compile(preset.body(), preset.violation(), preset.mediaType());
		ErrorCatalog open = TestErrors.catalog();
		JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
			.getSchema(JsonMapper.shared().writeValueAsString(envelope.schema(open)));
		ErrorComposer composer = new ErrorComposer("default", open, null, "/errors");
		ErrorRequest unreadable = new ErrorRequest("id", null, null, "", TestErrors.request().locale(), TestErrors.NOW);
		for (CatalogEntry entry : open.entries()) {
			for (Failure failure : List.of(Failure.of(entry.code()), Failure.of(entry.code()).detail("d").with("x", 1),
					Failure.of(entry.code()).violation(new Violation("f", "field_missing", "m")))) {
				for (ErrorRequest request : List.of(TestErrors.request(), unreadable)) {
					byte[] document = envelope.render(composer.compose(failure, request, null));
					Set<ValidationMessage> messages = schema.validate(new String(document), InputFormat.JSON);
					assertThat(messages).as(new String(document)).isEmpty();
				}
			}
		}
	}

	private static String schema(JsonEnvelope envelope) {
		return JsonMapper.shared().writeValueAsString(envelope.schema(CATALOG));
	}

}
