package dev.errata.envelope;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.errata.template.InvalidTemplateException;
import org.jspecify.annotations.Nullable;
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

	private static final Pattern PLACEHOLDER = Pattern.compile("\\{[a-z][a-z.|-]*(:[^{}\"]*)?}");

	private static final Pattern COMMENT = Pattern.compile(".?(//|/\\*|#)");

	private final Function<String, JsonNode<T>> names;

	private final Function<String, JsonNode<T>> strings;

	/**
	 * Create a compiler. Its functions throw an {@link InvalidTemplateException} that tells
	 * what is wrong with a text.
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
				throw new InvalidTemplateException(
						place(parser.currentTokenLocation()) + "There is more text behind the end of the object.");
			}
			return node;
		}
		catch (JacksonException ex) {
			throw invalid(json, ex);
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
			throw new InvalidTemplateException(place(parser.currentTokenLocation()) + ex.getMessage(), ex.action());
		}
	}

	private static String place(@Nullable TokenStreamLocation location) {
		return (location != null) ? "Line %d, column %d: ".formatted(location.getLineNr(), location.getColumnNr()) : "";
	}

	/**
	 * Return what makes a text no JSON, in the words of its author rather than the
	 * parser's where it is a placeholder without quotes, or a comment.
	 */
	private static InvalidTemplateException invalid(String json, JacksonException ex) {
		TokenStreamLocation location = ex.getLocation();
		String place = place(location);
		int offset = (location != null) ? offset(json, location) : -1;
		Matcher placeholder = PLACEHOLDER.matcher(json);
		while (placeholder.find()) {
			if (placeholder.start() <= offset && offset <= placeholder.end()) {
				return new InvalidTemplateException(place + "A placeholder stands in quotes.",
						"Write \"" + placeholder.group() + "\"; alone in its quotes, a value keeps its type.");
			}
		}
		if (COMMENT.matcher(json.substring(Math.max(0, offset - 1))).lookingAt()) {
			return new InvalidTemplateException(place + "JSON has no comments.", "Remove the comment.");
		}
		// where the object began is told by a reader of streams, not of texts
		String reason = ex.getOriginalMessage().replaceFirst(" \\(start marker at .*", "");
		return new InvalidTemplateException(place + "This is not JSON: " + reason + ".");
	}

	private static int offset(String json, TokenStreamLocation location) {
		int line = 0;
		for (int i = 1; i < location.getLineNr(); i++) {
			line = json.indexOf('\n', line) + 1;
		}
		return Math.min(json.length(), line + location.getColumnNr() - 1);
	}

}
