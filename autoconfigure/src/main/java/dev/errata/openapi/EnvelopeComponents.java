package dev.errata.openapi;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.errata.contract.Contract;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.media.Schema;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * The envelope of a contract as components of an API's description: the JSON Schema of
 * the envelope, its definitions lifted to the components and written so that versions 3.0
 * and 3.1 read it alike.
 */
final class EnvelopeComponents {

	private static final String DEFINITION = "#/$defs/";

	private static final Map<String, Object> NULL = Map.of("type", "null");

	private final String name;

	private EnvelopeComponents(String name) {
		this.name = name;
	}

	/**
	 * Add the envelope of a contract, under a name that no other schema has.
	 * @return a reference to it, or a schema that says nothing if its shape is not known
	 */
	static Schema<?> add(Contract contract, Components components) {
		Map<String, Object> known = contract.envelope().schema(contract.catalog());
		if (known == null) {
			return new Schema<>();
		}
		String first = prefix(contract) + "Envelope";
		String name = first;
		Map<String, Schema<?>> schemas = new EnvelopeComponents(name).schemas(known);
		for (int i = 2; areTaken(schemas, components.getSchemas()); i++) {
			name = first + i;
			schemas = new EnvelopeComponents(name).schemas(known);
		}
		schemas.forEach(components::addSchemas);
		return reference(name);
	}

	/**
	 * Return whether there is a schema, such as one of the application, that has a name
	 * and is another.
	 */
	@SuppressWarnings("rawtypes")
	private static boolean areTaken(Map<String, Schema<?>> schemas, @Nullable Map<String, Schema> known) {
		return known != null && schemas.entrySet()
			.stream()
			.anyMatch((schema) -> known.containsKey(schema.getKey())
					&& !schema.getValue().equals(known.get(schema.getKey())));
	}

	/**
	 * Return what the names of all components of a contract begin with.
	 */
	static String prefix(Contract contract) {
		return StringUtils.capitalize(contract.name().replaceAll("[^A-Za-z0-9._-]", "_")) + "Error";
	}

	/**
	 * Return an envelope and its definitions by name.
	 */
	private Map<String, Schema<?>> schemas(Map<String, Object> known) {
		Map<String, Schema<?>> schemas = new LinkedHashMap<>();
		if (known.get("$defs") instanceof Map<?, ?> definitions) {
			definitions
				.forEach((key, definition) -> schemas.put(nameOf(String.valueOf(key)), schema((Map<?, ?>) definition)));
		}
		schemas.put(this.name, schema(known));
		return schemas;
	}

	private static Schema<?> reference(String name) {
		Schema<?> reference = new Schema<>();
		reference.set$ref("#/components/schemas/" + name);
		return reference;
	}

	private String nameOf(String definition) {
		return this.name + StringUtils.capitalize(definition);
	}

	private Schema<?> schema(Object source) {
		// swagger's mappers read for one version each, and that of 3.0 invents types
		Schema<Object> schema = new Schema<>();
		if (!(source instanceof Map<?, ?> map)) {
			return schema;
		}
		if (map.get("$ref") instanceof String reference && reference.startsWith(DEFINITION)) {
			return reference(nameOf(reference.substring(DEFINITION.length())));
		}
		if (map.get("anyOf") instanceof List<?> choices && choices.contains(NULL)) {
			return nullable(choices);
		}
		if (map.equals(NULL)) {
			// version 3.0 has no such type
			schema.setNullable(true);
			schema.addType("null");
			schema.setEnum(Collections.singletonList(null));
		}
		else if (map.get("type") instanceof String type) {
			// one for each version
			schema.setType(type);
			schema.addType(type);
		}
		if (map.get("format") instanceof String format) {
			schema.setFormat(format);
		}
		if (map.containsKey("const")) {
			List<Object> only = new ArrayList<>();
			only.add(map.get("const"));
			schema.setEnum(only);
		}
		if (map.get("enum") instanceof List<?> values) {
			schema.setEnum(new ArrayList<>(values));
		}
		if (map.get("minimum") instanceof Number minimum) {
			schema.setMinimum(BigDecimal.valueOf(minimum.longValue()));
		}
		if (map.get("maximum") instanceof Number maximum) {
			schema.setMaximum(BigDecimal.valueOf(maximum.longValue()));
		}
		addMembers(map, schema);
		return schema;
	}

	/**
	 * Return a schema that allows null besides other choices: version 3.0 has a property
	 * for it, and version 3.1 a type.
	 */
	private Schema<?> nullable(List<?> choices) {
		List<?> others = choices.stream().filter((choice) -> !NULL.equals(choice)).toList();
		Schema<?> schema = schema((others.size() == 1) ? others.get(0) : Map.of("anyOf", others));
		if (schema.get$ref() != null || schema.getAnyOf() != null) {
			Schema<Object> wrapper = new Schema<>();
			wrapper.setNullable(true);
			others.forEach((choice) -> wrapper.addAnyOfItem(schema(choice)));
			wrapper.addAnyOfItem(schema(NULL));
			return wrapper;
		}
		schema.setNullable(true);
		schema.addType("null");
		return schema;
	}

	private void addMembers(Map<?, ?> map, Schema<Object> schema) {
		if (map.get("properties") instanceof Map<?, ?> properties) {
			Map<String, Schema> members = new LinkedHashMap<>();
			properties.forEach((key, member) -> members.put(String.valueOf(key), schema(member)));
			schema.setProperties(members);
		}
		if (map.get("required") instanceof List<?> required) {
			schema.setRequired(required.stream().map(String::valueOf).toList());
		}
		if (map.get("additionalProperties") instanceof Map<?, ?> others) {
			schema.setAdditionalProperties(schema(others));
		}
		if (map.get("items") instanceof Map<?, ?> items) {
			schema.setItems(schema(items));
		}
		if (map.get("minItems") instanceof Number minItems) {
			schema.setMinItems(minItems.intValue());
		}
		if (map.get("maxItems") instanceof Number maxItems) {
			schema.setMaxItems(maxItems.intValue());
		}
		if (map.get("anyOf") instanceof List<?> choices) {
			choices.forEach((choice) -> schema.addAnyOfItem(schema(choice)));
		}
	}

}
