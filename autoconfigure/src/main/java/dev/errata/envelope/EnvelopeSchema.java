package dev.errata.envelope;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.ErrorCatalog;
import dev.errata.envelope.JsonTemplate.Constant;
import dev.errata.envelope.JsonTemplate.Elements;
import dev.errata.envelope.JsonTemplate.Member;
import dev.errata.envelope.JsonTemplate.Members;
import dev.errata.envelope.JsonTemplate.Named;
import dev.errata.envelope.JsonTemplate.Slot;
import dev.errata.envelope.JsonTemplate.Spread;
import dev.errata.error.ErrorElement;
import dev.errata.error.InputLocation;
import dev.errata.template.Alternative;
import dev.errata.template.Form;
import dev.errata.template.Template;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Describes the template of an envelope as JSON Schema: the members, their types, and
 * which of them are always present.
 */
final class EnvelopeSchema {

	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.build();

	/**
	 * The placeholders that always have a value. A request line that cannot be read has
	 * neither a path nor a method.
	 */
	private static final Set<String> ALWAYS = Set.of("code", "family", "status", "title", "message", "request-id",
			"type", "timestamp", "contract", "errors", "error.code", "error.message");

	private static final String EXTENSIONS = "extensions.";

	private final ErrorCatalog catalog;

	private final JsonTemplate<ErrorElement> shape;

	private final Map<String, Object> definitions = new LinkedHashMap<>();

	EnvelopeSchema(ErrorCatalog catalog, JsonTemplate<ErrorElement> shape) {
		this.catalog = catalog;
		this.shape = shape;
	}

	Map<String, Object> of(JsonTemplate<?> body) {
		Map<String, Object> schema = new LinkedHashMap<>();
		schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
		schema.putAll(node(body, Source.ERROR));
		if (!this.definitions.isEmpty()) {
			schema.put("$defs", this.definitions);
		}
		return schema;
	}

	private Map<String, Object> node(JsonTemplate<?> node, Source source) {
		if (node instanceof Constant<?> constant) {
			return constant(constant);
		}
		if (node instanceof Members<?> object) {
			return object(object, source);
		}
		if (node instanceof Elements<?> elements) {
			return elements(elements, source);
		}
		return value(((Slot<?>) node).template(), source);
	}

	private static Map<String, Object> constant(Constant<?> constant) {
		Map<String, Object> schema = new LinkedHashMap<>();
		schema.put("const", parsed(constant));
		return schema;
	}

	private static @Nullable Object parsed(Constant<?> constant) {
		return JSON.readValue(new String(constant.json(), StandardCharsets.UTF_8), Object.class);
	}

	private Map<String, Object> object(Members<?> object, Source source) {
		Map<String, Object> properties = new LinkedHashMap<>();
		List<String> required = new ArrayList<>();
		Map<String, Object> others = null;
		for (Member<?> member : object.members()) {
			if (member instanceof Spread<?> spread) {
				others = others(spread, source, properties);
			}
			String name = (member instanceof Named<?> named) ? named.name().constant() : null;
			if (name != null) {
				JsonTemplate<?> value = ((Named<?>) member).value();
				properties.put(name, node(value, source));
				if (value instanceof Constant || isAlwaysWritten(value, source)) {
					required.add(name);
				}
			}
		}
		Map<String, Object> schema = type("object");
		schema.put("properties", properties);
		if (!required.isEmpty()) {
			schema.put("required", required);
		}
		if (others != null) {
			schema.put("additionalProperties", others);
		}
		return schema;
	}

	/**
	 * Add the members of maps that are known by name.
	 * @return the schema of the others
	 */
	private Map<String, Object> others(Spread<?> spread, Source source, Map<String, Object> properties) {
		List<Map<String, Object>> others = new ArrayList<>();
		for (Template<?> template : spread.maps()) {
			Map<String, Object> map = value(template, source);
			if (map.get("properties") instanceof Map<?, ?> members) {
				named(members).forEach((name, member) -> {
					if (!spread.taken().contains(name)) {
						properties.putIfAbsent(name, member);
					}
				});
			}
			others.add((map.get("additionalProperties") instanceof Map<?, ?> values) ? named(values)
					: new LinkedHashMap<>());
		}
		return anyOf(others);
	}

	private static Map<String, Object> named(Map<?, ?> schema) {
		Map<String, Object> named = new LinkedHashMap<>();
		schema.forEach((name, value) -> named.put(String.valueOf(name), value));
		return named;
	}

	private Map<String, Object> elements(Elements<?> elements, Source source) {
		Map<String, Object> schema = type("array");
		schema.put("items", anyOf(elements.elements().stream().map((node) -> node(node, source)).toList()));
		schema.put("minItems",
				Math.max(1,
						elements.elements()
							.stream()
							.filter((node) -> node instanceof Constant || isAlwaysWritten(node, source))
							.count()));
		schema.put("maxItems", elements.elements().size());
		return schema;
	}

	/**
	 * Return whether there is always a value of a placeholder in what is written of a
	 * node, so that it keeps the object around it.
	 */
	private static boolean isAlwaysWritten(JsonTemplate<?> node, Source source) {
		if (node instanceof Members<?> object) {
			return object.members().stream().anyMatch((member) -> isAlwaysWritten(member, source));
		}
		if (node instanceof Elements<?> list) {
			return list.elements().stream().anyMatch((element) -> isAlwaysWritten(element, source));
		}
		return node instanceof Slot<?> slot && isAlwaysPresent(slot.template(), source);
	}

	private static boolean isAlwaysWritten(Member<?> member, Source source) {
		if (!(member instanceof Named<?> named) || !isAlwaysPresent(named.name(), source)) {
			return false;
		}
		return isAlwaysWritten(named.value(), source)
				|| (named.value() instanceof Constant && named.name().constant() == null);
	}

	private static boolean isAlwaysPresent(Template<?> template, Source source) {
		if (!template.isSingle()) {
			return !template.isOptional();
		}
		return template.fallback() != null || template.alternatives()
			.stream()
			.anyMatch((alternative) -> alternative.isUnconditional() && isAlways(alternative.word().name(), source));
	}

	private static boolean isAlways(String word, Source source) {
		return ALWAYS.contains(word) || word.equals("null") || word.equals("[]")
				|| (word.equals("field") && source == Source.VIOLATION);
	}

	private Map<String, Object> value(Template<?> template, Source source) {
		if (!template.isSingle()) {
			return type("string");
		}
		List<Map<String, Object>> schemas = new ArrayList<>();
		for (Alternative<?> alternative : template.alternatives()) {
			schemas.add(value(alternative, source));
		}
		if (template.fallback() != null) {
			schemas.add(with("const", template.fallback()));
		}
		return anyOf(emptyLists(schemas));
	}

	/**
	 * Make lists that stand beside an empty list such that can be empty.
	 */
	private static List<Map<String, Object>> emptyLists(List<Map<String, Object>> schemas) {
		List<Map<String, Object>> lists = schemas.stream().filter((schema) -> schema.containsKey("items")).toList();
		if (lists.isEmpty() || !schemas.contains(emptyList())) {
			return schemas;
		}
		lists.forEach((list) -> list.remove("minItems"));
		return schemas.stream().filter((schema) -> !schema.equals(emptyList())).toList();
	}

	private static Map<String, Object> emptyList() {
		Map<String, Object> schema = type("array");
		schema.put("maxItems", 0);
		return schema;
	}

	private Map<String, Object> value(Alternative<?> alternative, Source source) {
		String word = alternative.word().name();
		if (alternative.forms().isEmpty()) {
			return (source == Source.ERROR) ? value(word) : ofElement(word, source);
		}
		boolean lists = alternative.forms().stream().anyMatch((form) -> form.name().equals("lists"));
		String last = alternative.forms().get(alternative.forms().size() - 1).name();
		return switch (last) {
			case "upper-snake" -> upperSnake((alternative.forms().size() == 1 && isListed(word, source)) ? word : "");
			case "number" -> type("number");
			case "grpc-number" -> range(0, 16);
			case "epoch-seconds", "epoch-millis" -> range(0, null);
			case "list", "location" -> steps();
			case "texts" -> map(type("string"));
			case "lists" -> map(list(type("string")));
			case "pointer", "brackets", "dots" -> word.equals("violations-by-field")
					? map(lists ? list(type("string")) : type("string")) : type("string");
			default -> type("string");
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
			default -> type("string");
		};
	}

	private static Map<String, Object> upperSnake(Stream<String> names) {
		return names(names.map(Form.UPPER_SNAKE.write()).map(String::valueOf).toList());
	}

	private static Map<String, Object> steps() {
		Map<String, Object> schema = type("array");
		schema.put("items", anyOf(List.of(type("string"), type("integer"))));
		return schema;
	}

	private static Map<String, Object> list(Map<String, Object> items) {
		Map<String, Object> schema = type("array");
		schema.put("items", items);
		return schema;
	}

	private static Map<String, Object> map(Map<String, Object> values) {
		Map<String, Object> schema = type("object");
		schema.put("additionalProperties", values);
		return schema;
	}

	private Map<String, Object> ofElement(String word, Source source) {
		return switch (word) {
			case "code" -> isListed(word, source) ? code() : type("string");
			case "in" -> names(Arrays.stream(InputLocation.values()).map(InputLocation::word).toList());
			case "error.code" -> code();
			default -> value(word);
		};
	}

	private Map<String, Object> value(String word) {
		return switch (word) {
			case "null" -> type("null");
			case "[]" -> emptyList();
			case "code" -> code();
			case "family" -> family();
			case "status" -> range(400, 599);
			case "retryable" -> type("boolean");
			case "retry-after" -> range(0, null);
			case "violations.more" -> range(1, null);
			case "docs", "type" -> format("uri-reference");
			case "timestamp" -> format("date-time");
			case "violations" -> violations(Source.VIOLATION);
			case "errors" -> violations(Source.ERROR_OR_VIOLATION);
			case "violations-by-field" -> map(type("string"));
			case "violation.in" -> names(Arrays.stream(InputLocation.values()).map(InputLocation::word).toList());
			case "details" -> type("object");
			case "extensions" -> extensions();
			// an attribute may be of any type
			default -> word.startsWith("details.") ? new LinkedHashMap<>()
					: word.startsWith(EXTENSIONS) ? extension(word.substring(EXTENSIONS.length())) : type("string");
		};
	}

	private Map<String, Object> extensions() {
		Map<String, Object> properties = new LinkedHashMap<>();
		this.catalog.extensionNames().forEach((name) -> properties.put(name, extension(name)));
		Map<String, Object> schema = type("object");
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
					types.add(type(typeOf(extensions.get(name))));
				}
			}
		}
		return anyOf(List.copyOf(types));
	}

	private static String typeOf(@Nullable Object value) {
		return (value == null) ? "null"
				: (value instanceof Boolean) ? "boolean" : (value instanceof Number) ? "number" : "string";
	}

	private Map<String, Object> code() {
		return definition("code", names(this.catalog.entries().stream().map(CatalogEntry::code).toList()));
	}

	private Map<String, Object> family() {
		return definition("family", names(this.catalog.entries().stream().map(CatalogEntry::family).toList()));
	}

	private Map<String, Object> definition(String name, Map<String, Object> schema) {
		this.definitions.putIfAbsent(name, schema);
		return with("$ref", "#/$defs/" + name);
	}

	private static Map<String, Object> names(List<String> names) {
		Map<String, Object> schema = type("string");
		schema.put("enum", names.stream().distinct().toList());
		return schema;
	}

	private static Map<String, Object> range(int minimum, @Nullable Integer maximum) {
		Map<String, Object> schema = type("integer");
		schema.put("minimum", minimum);
		if (maximum != null) {
			schema.put("maximum", maximum);
		}
		return schema;
	}

	private static Map<String, Object> format(String format) {
		Map<String, Object> schema = type("string");
		schema.put("format", format);
		return schema;
	}

	private Map<String, Object> violations(Source source) {
		Map<String, Object> schema = list(node(this.shape, source));
		schema.put("minItems", 1);
		return schema;
	}

	private static Map<String, Object> anyOf(List<Map<String, Object>> schemas) {
		List<Map<String, Object>> distinct = schemas.stream().distinct().toList();
		return switch (distinct.size()) {
			case 0 -> new LinkedHashMap<>();
			case 1 -> distinct.get(0);
			default -> with("anyOf", distinct);
		};
	}

	private static Map<String, Object> type(String type) {
		return with("type", type);
	}

	private static Map<String, Object> with(String name, Object value) {
		Map<String, Object> schema = new LinkedHashMap<>();
		schema.put(name, value);
		return schema;
	}

	/**
	 * What a template is filled from.
	 */
	private enum Source {

		ERROR, VIOLATION, ERROR_OR_VIOLATION

	}

}
