package dev.errata.envelope;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.ErrorCatalog;
import dev.errata.envelope.JsonTemplate.Constant;
import dev.errata.envelope.JsonTemplate.Elements;
import dev.errata.envelope.JsonTemplate.Member;
import dev.errata.envelope.JsonTemplate.Members;
import dev.errata.envelope.JsonTemplate.Slot;
import dev.errata.error.Violation;
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
			"type", "timestamp", "contract");

	private final ErrorCatalog catalog;

	private final JsonTemplate<Violation> violation;

	private final Map<String, Object> definitions = new LinkedHashMap<>();

	EnvelopeSchema(ErrorCatalog catalog, JsonTemplate<Violation> violation) {
		this.catalog = catalog;
		this.violation = violation;
	}

	Map<String, Object> of(JsonTemplate<?> body) {
		Map<String, Object> schema = new LinkedHashMap<>();
		schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
		schema.putAll(node(body, false));
		if (!this.definitions.isEmpty()) {
			schema.put("$defs", this.definitions);
		}
		return schema;
	}

	private Map<String, Object> node(JsonTemplate<?> node, boolean ofViolation) {
		if (node instanceof Constant<?> constant) {
			return constant(constant);
		}
		if (node instanceof Members<?> object) {
			return object(object, ofViolation);
		}
		if (node instanceof Elements<?> elements) {
			return elements(elements, ofViolation);
		}
		return value(((Slot<?>) node).template(), ofViolation);
	}

	private static Map<String, Object> constant(Constant<?> constant) {
		Map<String, Object> schema = new LinkedHashMap<>();
		schema.put("const", parsed(constant));
		return schema;
	}

	private static @Nullable Object parsed(Constant<?> constant) {
		return JSON.readValue(new String(constant.json(), StandardCharsets.UTF_8), Object.class);
	}

	private Map<String, Object> object(Members<?> object, boolean ofViolation) {
		Map<String, Object> properties = new LinkedHashMap<>();
		List<String> required = new ArrayList<>();
		for (Member<?> member : object.members()) {
			String name = member.name().constant();
			if (name != null) {
				properties.put(name, node(member.value(), ofViolation));
				if (isAlwaysPresent(member.value(), ofViolation)) {
					required.add(name);
				}
			}
		}
		Map<String, Object> schema = type("object");
		schema.put("properties", properties);
		if (!required.isEmpty()) {
			schema.put("required", required);
		}
		return schema;
	}

	private Map<String, Object> elements(Elements<?> elements, boolean ofViolation) {
		Map<String, Object> schema = type("array");
		schema.put("items", anyOf(elements.elements().stream().map((node) -> node(node, ofViolation)).toList()));
		schema.put("minItems",
				elements.elements().stream().filter((node) -> isAlwaysPresent(node, ofViolation)).count());
		schema.put("maxItems", elements.elements().size());
		return schema;
	}

	private static boolean isAlwaysPresent(JsonTemplate<?> node, boolean ofViolation) {
		if (node instanceof Members<?> object) {
			return object.members()
				.stream()
				.anyMatch((member) -> isAlwaysPresent(member.name(), ofViolation)
						&& isAlwaysPresent(member.value(), ofViolation));
		}
		return !(node instanceof Slot<?> slot) || isAlwaysPresent(slot.template(), ofViolation);
	}

	private static boolean isAlwaysPresent(Template<?> template, boolean ofViolation) {
		return ofViolation || !template.isSingle() || template.fallback() != null
				|| template.names().stream().anyMatch(ALWAYS::contains);
	}

	private Map<String, Object> value(Template<?> template, boolean ofViolation) {
		if (!template.isSingle()) {
			return type("string");
		}
		List<Map<String, Object>> schemas = new ArrayList<>();
		for (String name : template.names()) {
			schemas.add(ofViolation ? ofViolation(name) : value(name));
		}
		if (template.fallback() != null) {
			schemas.add(with("const", template.fallback()));
		}
		return anyOf(schemas);
	}

	private Map<String, Object> ofViolation(String word) {
		// the violations of an open catalog also have standard codes that are not entries
		return (word.equals("code") && this.catalog.isClosed()) ? code() : type("string");
	}

	private Map<String, Object> value(String word) {
		return switch (word) {
			case "code" -> code();
			case "family" -> family();
			case "status" -> range(400, 599);
			case "retryable" -> type("boolean");
			case "retry-after" -> range(0, null);
			case "docs", "type" -> format("uri-reference");
			case "timestamp" -> format("date-time");
			case "violations" -> violations();
			case "violations-by-field" -> byField();
			case "details" -> type("object");
			// an attribute may be of any type
			default -> word.startsWith("details.") ? new LinkedHashMap<>() : type("string");
		};
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

	private Map<String, Object> violations() {
		Map<String, Object> schema = type("array");
		schema.put("items", node(this.violation, true));
		schema.put("minItems", 1);
		return schema;
	}

	private static Map<String, Object> byField() {
		Map<String, Object> schema = type("object");
		schema.put("additionalProperties", type("string"));
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

}
