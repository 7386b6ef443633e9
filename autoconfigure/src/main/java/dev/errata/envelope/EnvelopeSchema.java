package dev.errata.envelope;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.errata.catalog.ErrorCatalog;
import dev.errata.envelope.JsonTemplate.Constant;
import dev.errata.envelope.JsonTemplate.Elements;
import dev.errata.envelope.JsonTemplate.Member;
import dev.errata.envelope.JsonTemplate.Members;
import dev.errata.envelope.JsonTemplate.Named;
import dev.errata.envelope.JsonTemplate.Slot;
import dev.errata.envelope.JsonTemplate.Spread;
import dev.errata.envelope.WordSchemas.Source;
import dev.errata.error.ErrorElement;
import dev.errata.template.Alternative;
import dev.errata.template.Template;
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

	private final WordSchemas words;

	EnvelopeSchema(ErrorCatalog catalog, JsonTemplate<ErrorElement> shape) {
		this.words = new WordSchemas(catalog, (source) -> node(shape, source));
	}

	Map<String, Object> of(JsonTemplate<?> body) {
		Map<String, Object> schema = new LinkedHashMap<>();
		schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
		schema.putAll(node(body, Source.ERROR));
		if (!this.words.definitions().isEmpty()) {
			schema.put("$defs", this.words.definitions());
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
		schema.put("const", JSON.readValue(new String(constant.json(), StandardCharsets.UTF_8), Object.class));
		return schema;
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
		Map<String, Object> schema = JsonSchema.type("object");
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
		return JsonSchema.anyOf(others);
	}

	private static Map<String, Object> named(Map<?, ?> schema) {
		Map<String, Object> named = new LinkedHashMap<>();
		schema.forEach((name, value) -> named.put(String.valueOf(name), value));
		return named;
	}

	private Map<String, Object> elements(Elements<?> elements, Source source) {
		Map<String, Object> schema = JsonSchema.type("array");
		schema.put("items", JsonSchema.anyOf(elements.elements().stream().map((node) -> node(node, source)).toList()));
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
			.anyMatch((alternative) -> alternative.isUnconditional()
					&& WordSchemas.isAlways(alternative.word().name(), source));
	}

	private Map<String, Object> value(Template<?> template, Source source) {
		if (!template.isSingle()) {
			return JsonSchema.type("string");
		}
		List<Map<String, Object>> schemas = new ArrayList<>();
		for (Alternative<?> alternative : template.alternatives()) {
			schemas.add(this.words.of(alternative, source));
		}
		if (template.fallback() != null) {
			schemas.add(JsonSchema.with("const", template.fallback()));
		}
		return JsonSchema.anyOf(emptyLists(schemas));
	}

	/**
	 * Make lists that stand beside an empty list such that can be empty.
	 */
	private static List<Map<String, Object>> emptyLists(List<Map<String, Object>> schemas) {
		List<Map<String, Object>> lists = schemas.stream().filter((schema) -> schema.containsKey("items")).toList();
		if (lists.isEmpty() || !schemas.contains(JsonSchema.emptyList())) {
			return schemas;
		}
		lists.forEach((list) -> list.remove("minItems"));
		return schemas.stream().filter((schema) -> !schema.equals(JsonSchema.emptyList())).toList();
	}

}
