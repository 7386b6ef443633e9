package dev.errata.envelope;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.errata.error.DecodedError;
import dev.errata.error.Texts;
import dev.errata.error.Violation;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads JSON along a shape, in one pass: what the shape does not know is skipped, and
 * what it knows is bounded in depth and number.
 */
final class JsonReader {

	private static final int MAX_DEPTH = 8;

	private static final int MAX_ELEMENTS = 200;

	private static final JsonFactory JSON = JsonFactory.builder()
		// names are another's making
		.disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
		.streamReadConstraints(StreamReadConstraints.builder()
			.maxNestingDepth(50)
			.maxNameLength(1000)
			.maxNumberLength(100)
			.maxDocumentLength(1024 * 1024)
			.build())
		.build();

	private JsonReader() {
	}

	/**
	 * Read a document.
	 * @throws RuntimeException if it is no JSON, or goes beyond all bounds
	 */
	static void read(byte[] document, JsonShape<DecodedError> shape, DecodedError reading) {
		try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), document)) {
			JsonToken token = parser.nextToken();
			if (token != null && shape.fits(token)) {
				read(parser, shape, reading);
			}
			else {
				parser.skipChildren();
			}
			if (parser.nextToken() != null) {
				throw new IllegalArgumentException("There is more text behind the document");
			}
		}
	}

	private static <R> void read(JsonParser parser, JsonShape<R> shape, R reading) {
		if (shape instanceof JsonShape.Structure<R> structure) {
			structure(parser, structure, reading);
		}
		else if (shape instanceof JsonShape.Elements<R> elements) {
			elements(parser, elements, reading);
		}
		else if (shape instanceof JsonShape.Violations<R> violations) {
			take((parser.currentToken() == JsonToken.START_ARRAY) ? violations(parser, violations.violation())
					: value(parser, 0), violations.text(), reading);
		}
		else if (shape instanceof JsonShape.Leaf<R> leaf) {
			take(value(parser, 0), leaf.text(), reading);
		}
		else {
			parser.skipChildren();
		}
	}

	private static <R> void take(@Nullable Object value, JsonShape.Text<R> text, R reading) {
		if (value != null) {
			text.read(value, reading);
		}
	}

	private static <R> void structure(JsonParser parser, JsonShape.Structure<R> structure, R reading) {
		while (parser.nextToken() != JsonToken.END_OBJECT) {
			String name = parser.currentName();
			JsonToken token = parser.nextToken();
			JsonShape<R> shape = structure.members().get(name);
			if (shape == null) {
				shape = named(structure, name, reading);
			}
			if (shape != null && shape.fits(token)) {
				read(parser, shape, reading);
			}
			else {
				parser.skipChildren();
			}
		}
	}

	private static <R> @Nullable JsonShape<R> named(JsonShape.Structure<R> structure, String name, R reading) {
		for (JsonShape.Member<R> member : structure.named()) {
			if (member.name().text().read(name, reading)) {
				return member.value();
			}
		}
		return null;
	}

	private static <R> void elements(JsonParser parser, JsonShape.Elements<R> elements, R reading) {
		List<JsonShape<R>> left = elements.elements();
		for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
			if (token.isScalarValue()) {
				left = left.subList(scalar(value(parser, 0), left, reading), left.size());
				continue;
			}
			int candidate = 0;
			while (candidate < left.size() && !left.get(candidate).fits(token)) {
				candidate++;
			}
			if (candidate < left.size()) {
				read(parser, left.get(candidate), reading);
				left = left.subList(candidate + 1, left.size());
			}
			else {
				parser.skipChildren();
			}
		}
	}

	/**
	 * Give a value to the first of the shapes that takes it, since those before it can be
	 * absent.
	 * @return how many of the shapes are done with
	 */
	private static <R> int scalar(@Nullable Object value, List<JsonShape<R>> left, R reading) {
		for (int i = 0; i < left.size(); i++) {
			JsonShape<R> shape = left.get(i);
			boolean constant = shape instanceof JsonShape.Constant<R> fixed && fixed.scalar();
			if (constant
					|| (value != null && shape instanceof JsonShape.Leaf<R> leaf && leaf.text().read(value, reading))) {
				return i + 1;
			}
		}
		return 0;
	}

	private static List<Violation> violations(JsonParser parser, JsonShape<ViolationReading> shape) {
		List<Violation> violations = new ArrayList<>();
		for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
			if (!shape.fits(token) || violations.size() == MAX_ELEMENTS) {
				parser.skipChildren();
				continue;
			}
			ViolationReading reading = new ViolationReading();
			read(parser, shape, reading);
			Violation violation = reading.violation();
			if (violation != null) {
				violations.add(violation);
			}
		}
		return violations;
	}

	private static @Nullable Object value(JsonParser parser, int depth) {
		switch (parser.currentToken()) {
			case VALUE_STRING:
				return Texts.clean(parser.getString());
			case VALUE_TRUE:
				return true;
			case VALUE_FALSE:
				return false;
			case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT:
				return parser.getNumberValue();
			case START_OBJECT:
				return map(parser, depth);
			case START_ARRAY:
				return list(parser, depth);
			default:
				return null;
		}
	}

	private static @Nullable Object map(JsonParser parser, int depth) {
		if (depth == MAX_DEPTH) {
			parser.skipChildren();
			return null;
		}
		Map<String, Object> map = new LinkedHashMap<>();
		while (parser.nextToken() != JsonToken.END_OBJECT) {
			String name = Texts.clean(parser.currentName());
			parser.nextToken();
			Object value = (map.size() < MAX_ELEMENTS) ? value(parser, depth + 1) : null;
			if (value != null) {
				map.putIfAbsent(name, value);
			}
			else {
				// of what was read, only the end is left to skip
				parser.skipChildren();
			}
		}
		return map;
	}

	private static @Nullable Object list(JsonParser parser, int depth) {
		if (depth == MAX_DEPTH) {
			parser.skipChildren();
			return null;
		}
		List<Object> list = new ArrayList<>();
		while (parser.nextToken() != JsonToken.END_ARRAY) {
			Object value = (list.size() < MAX_ELEMENTS) ? value(parser, depth + 1) : null;
			if (value != null) {
				list.add(value);
			}
			else {
				parser.skipChildren();
			}
		}
		return list;
	}

}
