package dev.errata.envelope;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.ErrorCatalog;
import dev.errata.error.ApiError;
import dev.errata.error.DecodedError;
import dev.errata.error.ErrorComposer;
import dev.errata.error.Failure;
import dev.errata.error.InputLocation;
import dev.errata.error.Placeholder;
import dev.errata.error.TestErrors;
import dev.errata.error.Violation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Random templates: what is written is valid, fits the schema, and is read back.
 */
class EnvelopeRoundTripTests {

	private static final ErrorCatalog CATALOG = ErrorCatalog.of(
			List.of(CatalogEntry.of("busy",
					(entry) -> entry.status(503, 429)
						.family("load")
						.title("Busy{? ({details.n})}")
						.docs("https://example.com/busy?a=b")
						.retryable(true)
						.retryAfter(Duration.ofSeconds(30))
						.extensions(Map.of("number", 7, "final", true))),
					CatalogEntry.of("invalid", (entry) -> entry.status(422).replaces("validation_failed")),
					CatalogEntry.of("plain", (entry) -> entry.status(404).message("Nothing \"here\" \\ é😀."))),
			false, Map.of("severity", "error"));

	private static final ErrorComposer COMPOSER = new ErrorComposer("default", CATALOG, Locale.ENGLISH, null,
			"/errors");

	/** Forms that lose nothing. */
	private static final Map<Placeholder, List<String>> FORMS = new EnumMap<>(Placeholder.class);

	static {
		List<String> ofText = List.of("", "", " as text", " as quoted-string", " as uri-component",
				" as uri-component as quoted-string");
		for (Placeholder placeholder : List.of(Placeholder.CODE, Placeholder.FAMILY, Placeholder.TITLE,
				Placeholder.MESSAGE, Placeholder.DETAIL, Placeholder.REQUEST_ID, Placeholder.DOCS, Placeholder.TYPE,
				Placeholder.INSTANCE, Placeholder.METHOD, Placeholder.CONTRACT, Placeholder.VIOLATION_MESSAGE,
				Placeholder.LANGUAGE, Placeholder.RETRYABLE)) {
			FORMS.put(placeholder, ofText);
		}
		FORMS.put(Placeholder.STATUS, List.of("", " as text", " as quoted-string"));
		FORMS.put(Placeholder.RETRY_AFTER, List.of("", " as text", " as duration", " as duration as quoted-string"));
		FORMS.put(Placeholder.TIMESTAMP,
				List.of("", " as text", " as epoch-seconds", " as epoch-millis", " as epoch-millis as text"));
		FORMS.put(Placeholder.VIOLATION_FIELD, List.of("", " as text", " as pointer", " as brackets", " as dots",
				" as list", " as location", " as pointer as uri-component"));
		FORMS.put(Placeholder.VIOLATIONS_MORE, List.of("", " as text"));
	}

	private static final List<String> CONDITIONS = List.of("", "", "", " if status=4xx", " if status!=503",
			" if code=busy,PLAIN", " if retryable=true", " if violation.in=body", " if details.n", " if violations");

	static List<Integer> seeds() {
		List<Integer> seeds = new ArrayList<>();
		for (int seed = 1; seed <= 400; seed++) {
			seeds.add(seed);
		}
		return seeds;
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void writtenAndRead(int seed) {
		Author author = new Author(new Random(seed));
		String body = author.object(0, true);
		JsonEnvelope.checkBody(body, CATALOG);
		JsonEnvelope envelope = JsonEnvelope.compile(body, author.violation(), "application/json");
		var schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
			.getSchema(JsonMapper.shared().writeValueAsString(envelope.schema(CATALOG)));
		for (ApiError error : errors()) {
			byte[] document = envelope.render(error);
			String json = new String(document, StandardCharsets.UTF_8);
			String description = body + "\n" + author.violation() + "\n" + json;
			assertThat(JsonMapper.shared().readTree(json).isObject()).as(description).isTrue();
			Set<ValidationMessage> messages = schema.validate(json, InputFormat.JSON);
			assertThat(messages).as(description).isEmpty();
			DecodedError reading = new DecodedError();
			envelope.read(document, reading);
			// the client knows it from the response
			reading.put(Placeholder.STATUS, error.status());
			for (Placeholder placeholder : FORMS.keySet()) {
				String read = reading.textOf(placeholder);
				assertThat(read).as("%s of %s", placeholder, description).isIn(null, expected(placeholder, error));
			}
			for (Placeholder placeholder : author.unconditional) {
				assertThat(reading.textOf(placeholder)).as("%s of %s", placeholder, description)
					.isEqualTo(expected(placeholder, error));
			}
			if (author.spread) {
				assertThat(reading.details()).as(description).containsAllEntriesOf(error.details());
			}
			if (author.violations) {
				assertThat(reading.violations()).as(description)
					.extracting(Violation::field, Violation::code, Violation::message, Violation::in)
					.containsExactlyElementsOf(error.violations()
						.stream()
						.map((violation) -> tuple(violation.field(), violation.code(), violation.message(),
								violation.in()))
						.toList());
			}
		}
	}

	private static String expected(Placeholder placeholder, ApiError error) {
		JsonEnvelope one = JsonEnvelope.compile("{\"x\": \"{" + placeholder.word() + "}\"}", null, "application/json");
		Object value = JsonMapper.shared().readValue(one.render(error), Map.class).get("x");
		return (value != null) ? value.toString() : null;
	}

	private static List<ApiError> errors() {
		return List.of(compose(Failure.of("busy").with("n", 5)), compose(Failure.of("busy").status(429)),
				compose(Failure.of("plain")), compose(Failure.of("plain").detail("Look: elsewhere, {please}.")),
				compose(Failure.of("invalid")
					.violation(new Violation("lines[0].quantity", "plain", "must be > 0").in(InputLocation.BODY))),
				compose(Failure.of("invalid")
					.with("n", 1)
					.violation(new Violation("prices['eu west']", "plain", "is \"odd\"").in(InputLocation.BODY))
					.violation(new Violation("page", "busy", "is required").in(InputLocation.QUERY))));
	}

	private static ApiError compose(Failure failure) {
		return COMPOSER.compose(failure, TestErrors.request(), null);
	}

	/**
	 * Writes templates.
	 */
	private static final class Author {

		private final Random random;

		/** Placeholders whose values are in the document whenever there are any. */
		private final List<Placeholder> unconditional = new ArrayList<>();

		private boolean spread;

		private boolean violations;

		private int names;

		Author(Random random) {
			this.random = random;
		}

		private <E> E any(List<E> list) {
			return list.get(this.random.nextInt(list.size()));
		}

		String violation() {
			return "{\"f\": {\"where\": \"{field}\"}, \"i\": \"{in}\", \"k\": \"constant\", \"c\": \"<{code}>{? {docs}}\", "
					+ "\"m\": \"{message as quoted-string}\"}";
		}

		String object(int depth, boolean root) {
			List<String> members = new ArrayList<>();
			int count = 1 + this.random.nextInt(5);
			for (int i = 0; i < count; i++) {
				members.add("\"" + name() + "\": " + value(depth + 1));
			}
			if (root && this.random.nextInt(3) == 0) {
				members.add(this.random.nextInt(members.size() + 1), "\"...\": \"{details}\"");
				this.spread = true;
			}
			if (root && this.random.nextInt(3) == 0) {
				members.add("\"" + name() + "\": \"{violations" + any(List.of("", "|[]", "|null")) + "}\"");
				this.violations = true;
			}
			return "{" + String.join(", ", members) + "}";
		}

		private String name() {
			return "k" + this.names++;
		}

		private String value(int depth) {
			return switch (this.random.nextInt((depth > 4) ? 6 : 9)) {
				case 0 -> any(List.of("null", "1.50", "true", "\"text {{x}}\"", "[]", "{}", "[1, null, {\"a\": 2}]"));
				case 1, 2, 3 -> single();
				case 4 -> text();
				case 5 -> "\"{code if status=503|family}\"";
				case 6 -> list(depth);
				default -> object(depth, false);
			};
		}

		private String single() {
			Placeholder placeholder = any(List.copyOf(FORMS.keySet()));
			String condition = any(CONDITIONS);
			if (condition.isEmpty()) {
				this.unconditional.add(placeholder);
			}
			return "\"{" + placeholder.word() + any(FORMS.get(placeholder)) + condition + any(List.of("", "", "|null"))
					+ "}\"";
		}

		private String text() {
			StringBuilder text = new StringBuilder(any(List.of("", "«", "see «")));
			Placeholder always = any(List.of(Placeholder.CODE, Placeholder.STATUS, Placeholder.CONTRACT));
			this.unconditional.add(always);
			text.append("{").append(always.word()).append("}");
			for (int i = this.random.nextInt(3); i > 0; i--) {
				Placeholder optional = any(
						List.of(Placeholder.RETRY_AFTER, Placeholder.VIOLATIONS_MORE, Placeholder.DOCS));
				this.unconditional.add(optional);
				text.append("{?»").append(i).append("«{").append(optional.word()).append("}»}");
			}
			return "\"" + text + any(List.of("", "»", "» }}")) + "\"";
		}

		private String list(int depth) {
			List<String> elements = new ArrayList<>();
			for (int i = 1 + this.random.nextInt(3); i > 0; i--) {
				String object = object(depth + 1, false);
				elements.add("{\"@type\": \"" + name() + "\", " + object.substring(1));
			}
			return "[" + String.join(", ", elements) + "]";
		}

	}

}
