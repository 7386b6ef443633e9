package dev.errata.envelope;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * Compiles JSON text with placeholders in its strings. Numbers, literals, order and lists
 * stay as they are written.
 *
 * @param <T> what the placeholders of the template are about
 */
final class JsonTemplateCompiler<T> {

	private static final JsonFactory JSON = JsonFactory.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.build();

	private final Function<String, JsonNode<T>> names;

	private final Function<String, JsonNode<T>> strings;

	/**
	 * Create a compiler. Its functions throw an {@link IllegalArgumentException} that
	 * tells what is wrong with a text.
	 * @param names compiles the name of a member, which is text whatever it holds
	 * @param strings compiles a string
	 */
	JsonTemplateCompiler(Function<String, JsonNode<T>> names, Function<String, JsonNode<T>> strings) {
		this.names = names;
		this.strings = strings;
	}

	/**
	 * Compile a JSON object.
	 * @param json the text
	 * @return the compiled node
	 * @throws InvalidTemplateException if the text is no JSON object or a string of it
	 * cannot be filled
	 */
	JsonNode<T> compile(String json) {
		try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
			if (parser.nextToken() != JsonToken.START_OBJECT) {
				throw new InvalidTemplateException("This is not a JSON object.");
			}
			JsonNode<T> node = structure(parser);
			if (parser.nextToken() != null) {
				throw invalid(parser, "There is more text behind the end of the object.");
			}
			return node;
		}
		catch (JacksonException ex) {
			TokenStreamLocation location = ex.getLocation();
			String place = (location != null)
					? "Line %d, column %d: ".formatted(location.getLineNr(), location.getColumnNr()) : "";
			// where the object began is told by a reader of streams, not of texts
			String reason = ex.getOriginalMessage().replaceFirst(" \\(start marker at .*", "");
			throw new InvalidTemplateException(place + "This is not JSON: " + reason + ".");
		}
	}

	private JsonNode<T> node(JsonParser parser) {
		return switch (parser.currentToken()) {
			case START_OBJECT -> structure(parser);
			case START_ARRAY -> elements(parser);
			case VALUE_STRING -> text(parser, this.strings);
			// the text of a number, so that 1.50 stays 1.50
			default -> new JsonNode.Constant<>(parser.getString().getBytes(StandardCharsets.UTF_8));
		};
	}

	private JsonNode<T> structure(JsonParser parser) {
		List<JsonNode.Member<T>> members = new ArrayList<>();
		while (parser.nextToken() != JsonToken.END_OBJECT) {
			JsonNode<T> name = text(parser, this.names);
			parser.nextToken();
			members.add(new JsonNode.Member<>(name, node(parser)));
		}
		JsonNode.Structure<T> structure = new JsonNode.Structure<>(List.copyOf(members));
		boolean constant = members.stream()
			.allMatch((member) -> member.name() instanceof JsonNode.Constant
					&& member.value() instanceof JsonNode.Constant);
		return constant ? constant(structure, "{}") : structure;
	}

	private JsonNode<T> elements(JsonParser parser) {
		List<JsonNode<T>> elements = new ArrayList<>();
		while (parser.nextToken() != JsonToken.END_ARRAY) {
			elements.add(node(parser));
		}
		JsonNode.Elements<T> list = new JsonNode.Elements<>(List.copyOf(elements));
		return elements.stream().allMatch(JsonNode.Constant.class::isInstance) ? constant(list, "[]") : list;
	}

	@SuppressWarnings("unchecked")
	private JsonNode<T> constant(JsonNode<T> node, String empty) {
		JsonWriter writer = new JsonWriter();
		// no constant looks at what it is written for
		if (!((JsonNode<Object>) node).write(empty, writer)) {
			writer.raw(empty);
		}
		return new JsonNode.Constant<>(writer.toByteArray());
	}

	private JsonNode<T> text(JsonParser parser, Function<String, JsonNode<T>> compile) {
		try {
			return compile.apply(parser.getString());
		}
		catch (InvalidTemplateException ex) {
			throw ex;
		}
		catch (IllegalArgumentException ex) {
			throw invalid(parser, String.valueOf(ex.getMessage()));
		}
	}

	private static InvalidTemplateException invalid(JsonParser parser, String message) {
		TokenStreamLocation location = parser.currentTokenLocation();
		return new InvalidTemplateException(
				"Line %d, column %d: %s".formatted(location.getLineNr(), location.getColumnNr(), message));
	}

}
