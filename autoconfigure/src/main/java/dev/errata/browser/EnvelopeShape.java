package dev.errata.browser;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.errata.contract.Contract;
import dev.errata.envelope.HeaderTemplate;
import dev.errata.error.ApiError;
import dev.errata.error.ErrorRequest;
import dev.errata.error.Failure;
import org.jspecify.annotations.Nullable;

/**
 * The schema of a contract's documents, and the place of the code in them.
 *
 * @param schema the JSON Schema; without anything but a title where the shape is not
 * known
 * @param codePath the names of the members that lead to the code; empty if it is in no
 * place of its own
 * @param codeHeader the header that contains the code, or {@code null}
 */
record EnvelopeShape(Map<String, Object> schema, List<String> codePath, @Nullable String codeHeader) {

	private static final String DEFINITION = "#/$defs/";

	static EnvelopeShape of(Contract contract) {
		Map<String, Object> known = contract.envelope().schema(contract.catalog());
		Map<String, Object> schema = new LinkedHashMap<>();
		schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
		schema.put("title", "Error of the contract " + contract.name());
		if (known != null) {
			schema.putAll(known);
		}
		List<String> path = new ArrayList<>();
		return new EnvelopeShape(schema, find(schema, path) ? List.copyOf(path) : List.of(), codeHeader(contract));
	}

	private static boolean find(Map<?, ?> schema, List<String> path) {
		if ((DEFINITION + "code").equals(schema.get("$ref"))) {
			return true;
		}
		if (schema.get("properties") instanceof Map<?, ?> properties) {
			for (Map.Entry<?, ?> property : properties.entrySet()) {
				path.add(String.valueOf(property.getKey()));
				if (property.getValue() instanceof Map<?, ?> value && find(value, path)) {
					return true;
				}
				path.remove(path.size() - 1);
			}
		}
		return false;
	}

	private static @Nullable String codeHeader(Contract contract) {
		List<HeaderTemplate> candidates = new ArrayList<>(contract.headers());
		if (candidates.isEmpty()) {
			return null;
		}
		contract.catalog().entries().forEach((entry) -> {
			ApiError error = contract.composer().compose(Failure.of(entry.code()), ErrorRequest.EXAMPLE, null);
			candidates.removeIf((header) -> !entry.code().equals(header.value(error)));
		});
		return candidates.isEmpty() ? null : candidates.get(0).name();
	}

	/**
	 * Return the schema as a part of another one, whose definitions it stands under.
	 */
	Map<String, Object> below(String definition) {
		Map<String, Object> part = new LinkedHashMap<>();
		this.schema.forEach((name, value) -> {
			if (!name.equals("$schema")) {
				part.put(name, moved(value, DEFINITION + definition + "/$defs/"));
			}
		});
		return part;
	}

	private static Object moved(Object value, String definitions) {
		if (value instanceof List<?> list) {
			return list.stream().map((element) -> moved(element, definitions)).toList();
		}
		if (!(value instanceof Map<?, ?> map)) {
			return value;
		}
		Map<String, Object> moved = new LinkedHashMap<>();
		map.forEach((key, member) -> {
			boolean reference = key.equals("$ref") && member instanceof String text && text.startsWith(DEFINITION);
			moved.put(String.valueOf(key), reference
					? definitions + String.valueOf(member).substring(DEFINITION.length()) : moved(member, definitions));
		});
		return moved;
	}

}
