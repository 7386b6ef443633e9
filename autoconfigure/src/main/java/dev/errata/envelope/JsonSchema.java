package dev.errata.envelope;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Creates schemas of JSON Schema as maps that can be changed.
 */
final class JsonSchema {

	private JsonSchema() {
	}

	static Map<String, Object> type(String type) {
		return with("type", type);
	}

	static Map<String, Object> with(String name, Object value) {
		Map<String, Object> schema = new LinkedHashMap<>();
		schema.put(name, value);
		return schema;
	}

	static Map<String, Object> names(List<String> names) {
		Map<String, Object> schema = type("string");
		schema.put("enum", names.stream().distinct().toList());
		return schema;
	}

	static Map<String, Object> range(int minimum, @Nullable Integer maximum) {
		Map<String, Object> schema = type("integer");
		schema.put("minimum", minimum);
		if (maximum != null) {
			schema.put("maximum", maximum);
		}
		return schema;
	}

	static Map<String, Object> format(String format) {
		Map<String, Object> schema = type("string");
		schema.put("format", format);
		return schema;
	}

	static Map<String, Object> list(Map<String, Object> items) {
		Map<String, Object> schema = type("array");
		schema.put("items", items);
		return schema;
	}

	static Map<String, Object> map(Map<String, Object> values) {
		Map<String, Object> schema = type("object");
		schema.put("additionalProperties", values);
		return schema;
	}

	static Map<String, Object> emptyList() {
		Map<String, Object> schema = type("array");
		schema.put("maxItems", 0);
		return schema;
	}

	static Map<String, Object> anyOf(List<Map<String, Object>> schemas) {
		List<Map<String, Object>> distinct = schemas.stream().distinct().toList();
		return switch (distinct.size()) {
			case 0 -> new LinkedHashMap<>();
			case 1 -> distinct.get(0);
			default -> with("anyOf", distinct);
		};
	}

}
