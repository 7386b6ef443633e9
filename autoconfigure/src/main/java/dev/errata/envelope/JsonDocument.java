package dev.errata.envelope;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.errata.template.Word;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * Parses a document of another service, bounded in depth and in length, to maps, lists,
 * texts, numbers, booleans and {@link Word#NULL}. Of two members with one name, the first
 * one counts.
 */
final class JsonDocument {

	private static final JsonFactory JSON = JsonFactory.builder()
		// names are chosen by another service
		.disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
		.streamReadConstraints(StreamReadConstraints.builder()
			.maxNestingDepth(50)
			.maxNameLength(1000)
			.maxNumberLength(100)
			.maxDocumentLength(1024 * 1024)
			.build())
		.build();

	private JsonDocument() {
	}

	/**
	 * Parse a document.
	 * @return its value, or {@code null} if it is empty
	 * @throws RuntimeException if it is not JSON, or exceeds a bound
	 */
	static @Nullable Object parse(byte[] document) {
		try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), document)) {
			Object value = (parser.nextToken() != null) ? value(parser) : null;
			if (parser.nextToken() != null) {
				throw new IllegalArgumentException("There is more text behind the document");
			}
			return value;
		}
	}

	private static Object value(JsonParser parser) {
		return switch (parser.currentToken()) {
			case START_OBJECT -> members(parser);
			case START_ARRAY -> elements(parser);
			case VALUE_STRING -> parser.getString();
			case VALUE_TRUE -> true;
			case VALUE_FALSE -> false;
			case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
			default -> Word.NULL;
		};
	}

	private static Map<String, Object> members(JsonParser parser) {
		Map<String, Object> members = new LinkedHashMap<>();
		while (parser.nextToken() != JsonToken.END_OBJECT) {
			String name = parser.currentName();
			parser.nextToken();
			members.putIfAbsent(name, value(parser));
		}
		return members;
	}

	private static List<Object> elements(JsonParser parser) {
		List<Object> elements = new ArrayList<>();
		while (parser.nextToken() != JsonToken.END_ARRAY) {
			elements.add(value(parser));
		}
		return elements;
	}

}
