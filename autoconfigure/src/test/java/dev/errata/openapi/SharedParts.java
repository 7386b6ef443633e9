package dev.errata.openapi;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The parts of a description that its operations share.
 */
final class SharedParts {

	private static final String SCHEMAS = "#/components/schemas/";

	private SharedParts() {
	}

	/**
	 * Return the description with everything but schemas in place of references to it.
	 */
	static JsonNode resolve(JsonNode document) {
		return resolve(document, document);
	}

	private static JsonNode resolve(JsonNode node, JsonNode document) {
		String reference = node.path("$ref").asString(SCHEMAS);
		if (!reference.startsWith(SCHEMAS)) {
			return resolve(document.requiredAt(reference.substring(1)), document);
		}
		if (node.isObject()) {
			ObjectNode resolved = JsonNodeFactory.instance.objectNode();
			node.properties().forEach((member) -> resolved.set(member.getKey(), resolve(member.getValue(), document)));
			return resolved;
		}
		if (node.isArray()) {
			ArrayNode resolved = JsonNodeFactory.instance.arrayNode();
			node.forEach((element) -> resolved.add(resolve(element, document)));
			return resolved;
		}
		return node;
	}

}
