package dev.errata.envelope;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.ErrorCatalog;
import dev.errata.error.InputLocation;
import dev.errata.template.Alternative;
import dev.errata.template.Form;
import org.jspecify.annotations.Nullable;

/**
 * Describes the values of placeholders as JSON Schema: their types and, where the catalog
 * has them all, the values themselves.
 */
final class WordSchemas {

	/**
	 * The placeholders that always have a value. A request line that cannot be read has
	 * neither a path nor a method.
	 */
	private static final Set<String> ALWAYS = Set.of("code", "family", "status", "title", "message", "request-id",
			"type", "timestamp", "contract", "errors", "error.code", "error.message");

	private static final String EXTENSIONS = "extensions.";

	private final ErrorCatalog catalog;

	private final Function<Source, Map<String, Object>> violation;

	private final Map<String, Object> definitions = new LinkedHashMap<>();

	/**
	 * Create schemas.
	 * @param violation describes an element of a list of violations
	 */
	WordSchemas(ErrorCatalog catalog, Function<Source, Map<String, Object>> violation) {
		this.catalog = catalog;
		this.violation = violation;
	}

	/**
	 * Return the schemas that others refer to, by name.
	 */
	Map<String, Object> definitions() {
		return this.definitions;
	}

	/**
	 * Return whether a placeholder always has a value.
	 */
	static boolean isAlways(String word, Source source) {
		return ALWAYS.contains(word) || word.equals("null") || word.equals("[]")
				|| (word.equals("field") && source == Source.VIOLATION);
	}

	/**
	 * Describe the value of an alternative of a placeholder.
	 */
	Map<String, Object> of(Alternative<?> alternative, Source source) {
		String word = alternative.word().name();
		if (alternative.forms().isEmpty()) {
			return (source == Source.ERROR) ? value(word) : ofElement(word, source);
		}
		boolean lists = alternative.forms().stream().anyMatch((form) -> form.name().equals("lists"));
		String last = alternative.forms().get(alternative.forms().size() - 1).name();
		return switch (last) {
			case "upper-snake" -> upperSnake((alternative.forms().size() == 1 && isListed(word, source)) ? word : "");
			case "number" -> JsonSchema.type("number");
			case "grpc-number" -> JsonSchema.range(0, 16);
			case "epoch-seconds", "epoch-millis" -> JsonSchema.range(0, null);
			case "list", "location" ->
				JsonSchema.list(JsonSchema.anyOf(List.of(JsonSchema.type("string"), JsonSchema.type("integer"))));
			case "texts" -> JsonSchema.map(JsonSchema.type("string"));
			case "lists" -> JsonSchema.map(JsonSchema.list(JsonSchema.type("string")));
			case "pointer", "brackets", "dots" -> !word.equals("violations-by-field") ? JsonSchema.type("string")
					: JsonSchema.map(lists ? JsonSchema.list(JsonSchema.type("string")) : JsonSchema.type("string"));
			default -> JsonSchema.type("string");
		};
	}

	/**
	 * Return whether all values of a word are in the catalog. The violations of an open
	 * one also have standard codes that are not entries.
	 */
	private boolean isListed(String word, Source source) {
		return source == Source.ERROR || !word.equals("code") || this.catalog.isClosed();
	}

	private Map<String, Object> upperSnake(String word) {
		List<CatalogEntry> entries = this.catalog.entries();
		return switch (word) {
			case "code", "error.code" -> upperSnake(entries.stream().map(CatalogEntry::code));
			case "family" -> upperSnake(entries.stream().map(CatalogEntry::family));
			default -> JsonSchema.type("string");
		};
	}

	private static Map<String, Object> upperSnake(Stream<String> names) {
		return JsonSchema.names(names.map(Form.UPPER_SNAKE.write()).map(String::valueOf).toList());
	}

	private Map<String, Object> ofElement(String word, Source source) {
		return switch (word) {
			case "code" -> isListed(word, source) ? code() : JsonSchema.type("string");
			case "in" -> locations();
			case "error.code" -> code();
			default -> value(word);
		};
	}

	private Map<String, Object> value(String word) {
		return switch (word) {
			case "null" -> JsonSchema.type("null");
			case "[]" -> JsonSchema.emptyList();
			case "code" -> code();
			case "family" -> family();
			case "status" -> JsonSchema.range(400, 599);
			case "retryable" -> JsonSchema.type("boolean");
			case "retry-after" -> JsonSchema.range(0, null);
			case "violations.more" -> JsonSchema.range(1, null);
			case "docs", "type" -> JsonSchema.format("uri-reference");
			case "timestamp" -> JsonSchema.format("date-time");
			case "violations" -> violations(Source.VIOLATION);
			case "errors" -> violations(Source.ERROR_OR_VIOLATION);
			case "violations-by-field" -> JsonSchema.map(JsonSchema.type("string"));
			case "violation.in" -> locations();
			case "details" -> JsonSchema.type("object");
			case "extensions" -> extensions();
			// an attribute may be of any type
			default -> word.startsWith("details.") ? new LinkedHashMap<>() : word.startsWith(EXTENSIONS)
					? extension(word.substring(EXTENSIONS.length())) : JsonSchema.type("string");
		};
	}

	private Map<String, Object> violations(Source source) {
		Map<String, Object> schema = JsonSchema.list(this.violation.apply(source));
		schema.put("minItems", 1);
		return schema;
	}

	private static Map<String, Object> locations() {
		return JsonSchema.names(Arrays.stream(InputLocation.values()).map(InputLocation::word).toList());
	}

	private Map<String, Object> extensions() {
		Map<String, Object> properties = new LinkedHashMap<>();
		this.catalog.extensionNames().forEach((name) -> properties.put(name, extension(name)));
		Map<String, Object> schema = JsonSchema.type("object");
		if (!properties.isEmpty()) {
			schema.put("properties", properties);
		}
		return schema;
	}

	/**
	 * Return the types that an extension has anywhere in the catalog.
	 */
	private Map<String, Object> extension(String name) {
		Set<Map<String, Object>> types = new LinkedHashSet<>();
		for (CatalogEntry entry : this.catalog.entries()) {
			Set<Integer> statuses = new LinkedHashSet<>(entry.at().keySet());
			statuses.add(0);
			for (int status : statuses) {
				Map<String, ?> extensions = entry.description(status).extensions();
				if (extensions.containsKey(name)) {
					types.add(JsonSchema.type(typeOf(extensions.get(name))));
				}
			}
		}
		return JsonSchema.anyOf(List.copyOf(types));
	}

	private static String typeOf(@Nullable Object value) {
		return (value == null) ? "null"
				: (value instanceof Boolean) ? "boolean" : (value instanceof Number) ? "number" : "string";
	}

	private Map<String, Object> code() {
		return definition("code", JsonSchema.names(this.catalog.entries().stream().map(CatalogEntry::code).toList()));
	}

	private Map<String, Object> family() {
		return definition("family",
				JsonSchema.names(this.catalog.entries().stream().map(CatalogEntry::family).toList()));
	}

	private Map<String, Object> definition(String name, Map<String, Object> schema) {
		this.definitions.putIfAbsent(name, schema);
		return JsonSchema.with("$ref", "#/$defs/" + name);
	}

	/**
	 * What a template is filled from.
	 */
	enum Source {

		/** An error. */
		ERROR,
		/** An invalid input. */
		VIOLATION,
		/** An invalid input, or the error itself if there is none. */
		ERROR_OR_VIOLATION

	}

}
