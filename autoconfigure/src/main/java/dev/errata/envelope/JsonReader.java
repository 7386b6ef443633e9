package dev.errata.envelope;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.errata.envelope.JsonTemplate.Constant;
import dev.errata.envelope.JsonTemplate.Elements;
import dev.errata.envelope.JsonTemplate.Member;
import dev.errata.envelope.JsonTemplate.Members;
import dev.errata.envelope.JsonTemplate.Named;
import dev.errata.envelope.JsonTemplate.Slot;
import dev.errata.error.DecodedError;
import dev.errata.error.ErrorElement;
import dev.errata.error.Placeholder;
import dev.errata.error.Texts;
import dev.errata.error.Violation;
import dev.errata.template.Reading;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a document back along the template of its envelope, in one pass. Everything that
 * the template does not know is skipped, everything else is bounded in depth and number,
 * and constants may differ: another version of a service may have another word there.
 */
final class JsonReader {

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

	private static final String FIELD = "field";

	private static final String IN = "in";

	private static final String ERROR = "error.";

	private static final Set<String> WORDS = Set.of(FIELD, IN, "code", "message");

	private final JsonParser parser;

	private final Reading reading;

	private JsonReader(JsonParser parser, Reading reading) {
		this.parser = parser;
		this.reading = reading;
	}

	/**
	 * Read a document.
	 * @param reading takes the values
	 * @throws RuntimeException if it is not JSON, or exceeds a bound
	 */
	static void read(byte[] document, JsonTemplate<?> template, Reading reading) {
		try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), document)) {
			JsonToken token = parser.nextToken();
			if (token != null) {
				new JsonReader(parser, reading).read(template);
			}
			if (parser.nextToken() != null) {
				throw new IllegalArgumentException("There is more text behind the document");
			}
		}
	}

	/**
	 * Read the value that begins with the current token, or skip it if it does not fit
	 * the template.
	 */
	private void read(@Nullable JsonTemplate<?> template) {
		JsonToken token = this.parser.currentToken();
		if (template instanceof Members<?> object && token == JsonToken.START_OBJECT) {
			object(object);
		}
		else if (template instanceof Elements<?> list && token == JsonToken.START_ARRAY) {
			list(list);
		}
		else if (template instanceof Slot<?> slot) {
			Object value = (slot.shape() != null && token == JsonToken.START_ARRAY)
					? elements(slot.shape(), slot.template().uses(Placeholder.ERRORS.word())) : value(0);
			if (value != null) {
				slot.template().read(value, this.reading);
			}
		}
		else {
			this.parser.skipChildren();
		}
	}

	private void object(Members<?> object) {
		Map<String, Object> others = new LinkedHashMap<>();
		while (this.parser.nextToken() != JsonToken.END_OBJECT) {
			String name = this.parser.currentName();
			this.parser.nextToken();
			JsonTemplate<?> member = member(object, name);
			if (member == null && object.spread() != null) {
				put(others, name, 0);
			}
			else {
				read(member);
			}
		}
		if (!others.isEmpty() && object.spread() != null) {
			object.spread().maps().forEach((map) -> map.read(others, this.reading));
		}
	}

	private @Nullable JsonTemplate<?> member(Members<?> object, String name) {
		for (Member<?> member : object.members()) {
			if (member instanceof Named<?> named && name.equals(named.name().constant())) {
				return named.value();
			}
		}
		for (Member<?> member : object.members()) {
			if (member instanceof Named<?> named && named.name().constant() == null
					&& named.name().read(name, this.reading)) {
				return named.value();
			}
		}
		return null;
	}

	/**
	 * Read a list. Any of its elements can be absent, so that each value is read by the
	 * first template that it fits, among those after the template of the previous value.
	 */
	private void list(Elements<?> list) {
		List<? extends JsonTemplate<?>> candidates = list.elements();
		while (this.parser.nextToken() != JsonToken.END_ARRAY) {
			boolean scalar = this.parser.currentToken().isScalarValue();
			Object value = scalar ? value(0) : null;
			int next = 0;
			while (next < candidates.size()
					&& !(scalar ? readScalar(candidates.get(next), value) : fits(candidates.get(next)))) {
				next++;
			}
			if (!scalar) {
				read((next < candidates.size()) ? candidates.get(next) : null);
			}
			if (next < candidates.size()) {
				candidates = candidates.subList(next + 1, candidates.size());
			}
		}
	}

	/**
	 * Read a scalar if it fits the template of an element.
	 * @return whether it fits
	 */
	private boolean readScalar(JsonTemplate<?> template, @Nullable Object value) {
		if (template instanceof Slot<?> slot) {
			return (value != null) ? slot.shape() == null && slot.template().read(value, this.reading)
					: slot.template().acceptsNull();
		}
		return template instanceof Constant<?> constant && constant.isScalar();
	}

	/**
	 * Return whether the object or list that begins with the current token fits the
	 * template of an element.
	 */
	private boolean fits(JsonTemplate<?> template) {
		boolean object = this.parser.currentToken() == JsonToken.START_OBJECT;
		if (template instanceof Constant<?> constant) {
			return constant.json()[0] == (object ? '{' : '[');
		}
		return template instanceof Slot || (object ? template instanceof Members : template instanceof Elements);
	}

	/**
	 * Read a list of elements in the shape of a violation.
	 * @param errors whether the only element can be the error itself
	 * @return the violations; empty if there is none, or the element is the error
	 */
	private List<Violation> elements(JsonTemplate<ErrorElement> shape, boolean errors) {
		List<Map<String, Object>> elements = new ArrayList<>();
		while (this.parser.nextToken() != JsonToken.END_ARRAY) {
			if (elements.size() == JsonWriter.MAX_ELEMENTS) {
				this.parser.skipChildren();
				continue;
			}
			Map<String, Object> values = new HashMap<>();
			new JsonReader(this.parser, (candidates, sure) -> ofElement(values, candidates, sure)).read(shape);
			if (!values.isEmpty()) {
				elements.add(values);
			}
		}
		if (errors && elements.size() == 1 && !elements.get(0).containsKey(FIELD)
				&& !elements.get(0).containsKey(IN)) {
			elements.get(0).forEach(this::ofError);
			return List.of();
		}
		return elements.stream().map(JsonReader::violation).toList();
	}

	/**
	 * Take a value of an element: one of the violation, the first of several, or one of
	 * the error.
	 */
	private void ofElement(Map<String, Object> values, List<Reading.Candidate> candidates, boolean sure) {
		for (Reading.Candidate candidate : candidates) {
			if (WORDS.contains(candidate.name())) {
				values.putIfAbsent(candidate.name(), candidate.value());
				return;
			}
		}
		this.reading.value(candidates.stream()
			.map((candidate) -> candidate.name().startsWith(ERROR)
					? new Reading.Candidate(candidate.name().substring(ERROR.length()), candidate.value(),
							candidate.always(), candidate.condition())
					: candidate)
			.toList(), sure);
	}

	private void ofError(String name, Object value) {
		this.reading.value(List.of(new Reading.Candidate(name, value, true, null)), true);
	}

	private static Violation violation(Map<String, Object> values) {
		return DecodedError.violation(values.get(FIELD), values.get(IN), values.get("code"), values.get("message"));
	}

	private @Nullable Object value(int depth) {
		switch (this.parser.currentToken()) {
			case VALUE_STRING:
				return Texts.clean(this.parser.getString());
			case VALUE_TRUE:
				return true;
			case VALUE_FALSE:
				return false;
			case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT:
				return this.parser.getNumberValue();
			case START_OBJECT:
				return map(depth);
			case START_ARRAY:
				return list(depth);
			default:
				return null;
		}
	}

	private @Nullable Object map(int depth) {
		if (depth == JsonWriter.MAX_DEPTH) {
			this.parser.skipChildren();
			return null;
		}
		Map<String, Object> map = new LinkedHashMap<>();
		while (this.parser.nextToken() != JsonToken.END_OBJECT) {
			String name = this.parser.currentName();
			this.parser.nextToken();
			put(map, name, depth + 1);
		}
		return map;
	}

	private void put(Map<String, Object> map, String name, int depth) {
		Object value = (map.size() < JsonWriter.MAX_ELEMENTS) ? value(depth) : null;
		if (value != null) {
			map.putIfAbsent(Texts.clean(name), value);
		}
		else {
			// if the value was read, this skips nothing
			this.parser.skipChildren();
		}
	}

	private @Nullable Object list(int depth) {
		if (depth == JsonWriter.MAX_DEPTH) {
			this.parser.skipChildren();
			return null;
		}
		List<Object> list = new ArrayList<>();
		while (this.parser.nextToken() != JsonToken.END_ARRAY) {
			Object value = (list.size() < JsonWriter.MAX_ELEMENTS) ? value(depth + 1) : null;
			if (value != null) {
				list.add(value);
			}
			else {
				this.parser.skipChildren();
			}
		}
		return list;
	}

}
