package dev.errata.envelope;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import dev.errata.error.ApiError;
import dev.errata.error.DecodedError;
import dev.errata.error.ErrorVocabulary;
import dev.errata.error.Placeholder;
import dev.errata.error.Violation;
import dev.errata.template.Template;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Compiles templates for reading. They were compiled for writing before, so that they are
 * known to be sound.
 *
 * @param <R> what takes the values of the placeholders
 */
final class JsonShapes<R> {

	private static final JsonFactory JSON = new JsonFactory();

	private final Function<String, JsonShape<R>> strings;

	private final Function<String, JsonShape.Leaf<R>> names;

	private JsonShapes(Function<String, JsonShape<R>> strings, Function<String, JsonShape.Leaf<R>> names) {
		this.strings = strings;
		this.names = names;
	}

	static JsonShape<DecodedError> ofBody(String body, String violation) {
		JsonShape<ViolationReading> violationShape = new JsonShapes<ViolationReading>(JsonShapes::ofViolation,
				JsonShapes::ofViolation)
			.compile(violation);
		return new JsonShapes<DecodedError>((text) -> {
			Template<ApiError> template = Template.parse(text, ErrorVocabulary.ENVELOPE);
			return template.uses(Placeholder.VIOLATIONS.word())
					? new JsonShape.Violations<>(violationShape,
							(value, reading) -> template.read(value, reading::put))
					: leaf(template);
		}, (text) -> leaf(Template.parse(text, ErrorVocabulary.HEADER))).compile(body);
	}

	private static JsonShape.Leaf<DecodedError> leaf(Template<ApiError> template) {
		return new JsonShape.Leaf<>(template.constant() == null,
				(value, reading) -> template.read(value, reading::put));
	}

	private static JsonShape.Leaf<ViolationReading> ofViolation(String text) {
		Template<Violation> template = Template.parse(text, JsonEnvelope.VIOLATION);
		return new JsonShape.Leaf<>(template.constant() == null,
				(value, reading) -> template.read(value, reading::put));
	}

	private JsonShape<R> compile(String json) {
		try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
			parser.nextToken();
			return shape(parser);
		}
	}

	private JsonShape<R> shape(JsonParser parser) {
		return switch (parser.currentToken()) {
			case START_OBJECT -> structure(parser);
			case START_ARRAY -> elements(parser);
			case VALUE_STRING -> constantOr(this.strings.apply(parser.getString()));
			default -> new JsonShape.Constant<>(true);
		};
	}

	private static <R> JsonShape<R> constantOr(JsonShape<R> shape) {
		return (shape instanceof JsonShape.Leaf<R> leaf && !leaf.placeholders()) ? new JsonShape.Constant<>(true)
				: shape;
	}

	private JsonShape<R> structure(JsonParser parser) {
		Map<String, JsonShape<R>> members = new LinkedHashMap<>();
		List<JsonShape.Member<R>> named = new ArrayList<>();
		while (parser.nextToken() != JsonToken.END_OBJECT) {
			String name = parser.currentName();
			JsonShape.Leaf<R> leaf = this.names.apply(name);
			parser.nextToken();
			JsonShape<R> value = shape(parser);
			if (leaf.placeholders()) {
				named.add(new JsonShape.Member<>(leaf, value));
			}
			else {
				members.put(name.replace("{{", "{").replace("}}", "}"), value);
			}
		}
		return new JsonShape.Structure<>(Map.copyOf(members), List.copyOf(named));
	}

	private JsonShape<R> elements(JsonParser parser) {
		List<JsonShape<R>> elements = new ArrayList<>();
		while (parser.nextToken() != JsonToken.END_ARRAY) {
			elements.add(shape(parser));
		}
		return new JsonShape.Elements<>(List.copyOf(elements));
	}

}
