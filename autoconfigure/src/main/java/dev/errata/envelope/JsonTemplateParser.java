package dev.errata.envelope;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.errata.envelope.JsonTemplate.Constant;
import dev.errata.envelope.JsonTemplate.Elements;
import dev.errata.envelope.JsonTemplate.Member;
import dev.errata.envelope.JsonTemplate.Members;
import dev.errata.envelope.JsonTemplate.Named;
import dev.errata.envelope.JsonTemplate.Slot;
import dev.errata.envelope.JsonTemplate.Spread;
import dev.errata.error.ErrorElement;
import dev.errata.error.Placeholder;
import dev.errata.template.Alternative;
import dev.errata.template.InvalidTemplateException;
import dev.errata.template.Template;
import dev.errata.template.Vocabulary;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Parses JSON text with placeholders in its strings. Numbers, literals, order and lists
 * stay as they are written.
 *
 * @param <T> the type of object that the placeholders are filled from
 */
final class JsonTemplateParser<T> {

	private static final JsonFactory JSON = JsonFactory.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.build();

	private final Vocabulary<T> names;

	private final Vocabulary<T> strings;

	private final @Nullable JsonTemplate<ErrorElement> shape;

	private final List<InvalidTemplateException> faults = new ArrayList<>();

	/**
	 * Create a parser.
	 * @param names the vocabulary of the names of members
	 * @param strings the vocabulary of strings
	 * @param shape the template of each element of {@code {violations}} and
	 * {@code {errors}}, or {@code null}
	 */
	JsonTemplateParser(Vocabulary<T> names, Vocabulary<T> strings, @Nullable JsonTemplate<ErrorElement> shape) {
		this.names = names;
		this.strings = strings;
		this.shape = shape;
	}

	/**
	 * Parse a document: an object, a list or the string <code>"{errors}"</code>; or the
	 * shape of a violation, which can be any string as well.
	 * @throws InvalidTemplateException if the text is something else, or a string of it
	 * cannot be filled; further faults are {@linkplain Throwable#getSuppressed()
	 * suppressed} ones
	 */
	JsonTemplate<T> parse(String json) {
		JsonTemplate<T> document = null;
		try {
			document = document(json);
		}
		catch (InvalidTemplateException ex) {
			this.faults.add(ex);
		}
		if (document == null || !this.faults.isEmpty()) {
			throw InvalidTemplateException.of(this.faults);
		}
		return document;
	}

	private JsonTemplate<T> document(String json) {
		try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
			JsonToken first = parser.nextToken();
			JsonTemplate<T> document = (first != null) ? value(parser) : null;
			if (document == null || (this.faults.isEmpty() && !isDocument(document))) {
				throw noDocument();
			}
			if (parser.nextToken() != null) {
				throw JsonFaults.moreText(JsonFaults.place(parser.currentTokenLocation()));
			}
			return document;
		}
		catch (JacksonException ex) {
			throw JsonFaults.of(json, ex, noDocument());
		}
	}

	private InvalidTemplateException noDocument() {
		return new InvalidTemplateException(
				(this.shape != null) ? "This is neither a JSON object nor a list, nor the string \"{errors}\"."
						: "This is neither a JSON object nor a list, nor a string with placeholders.",
				(this.shape != null) ? "Write an object such as {\"code\": \"{code}\", \"message\": \"{message}\"}."
						: "Write one such as {\"field\": \"{field}\", \"message\": \"{message}\"}.");
	}

	private boolean isDocument(JsonTemplate<T> template) {
		if (template instanceof Constant<T> constant) {
			return !constant.isScalar();
		}
		// other lists, and texts, can be absent
		return this.shape == null || !(template instanceof Slot<T> slot) || slot.isListOfErrors();
	}

	private JsonTemplate<T> value(JsonParser parser) {
		return switch (parser.currentToken()) {
			case START_OBJECT -> object(parser);
			case START_ARRAY -> list(parser);
			case VALUE_STRING -> string(template(parser, this.strings));
			// the text of a number, so that 1.50 stays 1.50
			default -> Constant.of(parser.getString());
		};
	}

	private JsonTemplate<T> object(JsonParser parser) {
		List<Member<T>> members = new ArrayList<>();
		List<Template<T>> maps = null;
		int spread = 0;
		while (parser.nextToken() != JsonToken.END_OBJECT) {
			if (Spread.NAME.equals(parser.getString())) {
				parser.nextToken();
				maps = maps(parser);
				spread = members.size();
				continue;
			}
			Template<T> name = template(parser, this.names);
			parser.nextToken();
			members.add(Named.of(name, value(parser)));
		}
		if (maps != null) {
			members.add(spread, spread(maps, members));
		}
		if (members.isEmpty()) {
			return Constant.of("{}");
		}
		JsonTemplate<T> object = Members.of(members);
		return areConstant(members) ? constant(object) : object;
	}

	private List<Template<T>> maps(JsonParser parser) {
		List<Template<T>> maps = new ArrayList<>();
		if (parser.currentToken() != JsonToken.START_ARRAY) {
			maps.add(map(parser));
			return maps;
		}
		while (parser.nextToken() != JsonToken.END_ARRAY) {
			maps.add(map(parser));
		}
		if (maps.isEmpty()) {
			throw noMap(parser);
		}
		return maps;
	}

	private Template<T> map(JsonParser parser) {
		int before = this.faults.size();
		Template<T> map = (parser.currentToken() == JsonToken.VALUE_STRING) ? template(parser, this.strings) : null;
		if (map != null && this.faults.size() > before) {
			return map;
		}
		if (map == null || !map.isSingle() || map.fallback() != null || !areMaps(map.alternatives())) {
			throw noMap(parser);
		}
		return map;
	}

	private static InvalidTemplateException noMap(JsonParser parser) {
		return new InvalidTemplateException(
				JsonFaults.place(parser.currentTokenLocation())
						+ "A member with the name '...' stands for the members of an object.",
				"Write \"...\": \"{details}\", or a list of such strings.");
	}

	private static boolean areMaps(List<? extends Alternative<?>> alternatives) {
		for (Alternative<?> alternative : alternatives) {
			if (!alternative.word().accepts(Map.of("name", "value"))
					|| !(alternative.forms().isEmpty() || alternative.kind().isStructure())) {
				return false;
			}
		}
		return true;
	}

	private Spread<T> spread(List<Template<T>> maps, List<Member<T>> members) {
		Set<String> taken = new HashSet<>();
		List<Named<T>> named = new ArrayList<>();
		for (Member<T> member : members) {
			if (member instanceof Named<T> other) {
				String constant = other.name().constant();
				if (constant != null) {
					taken.add(constant);
				}
				else {
					named.add(other);
				}
			}
		}
		return new Spread<>(List.copyOf(maps), Set.copyOf(taken), List.copyOf(named));
	}

	private JsonTemplate<T> list(JsonParser parser) {
		List<JsonTemplate<T>> elements = new ArrayList<>();
		while (parser.nextToken() != JsonToken.END_ARRAY) {
			elements.add(value(parser));
		}
		JsonTemplate<T> list = new Elements<>(List.copyOf(elements));
		return elements.stream().allMatch(Constant.class::isInstance) ? constant(list) : list;
	}

	private JsonTemplate<T> string(Template<T> template) {
		String constant = template.constant();
		if (constant != null) {
			return new Constant<>(JsonWriter.quoted(constant));
		}
		boolean shaped = template.uses(Placeholder.VIOLATIONS.word()) || template.uses(Placeholder.ERRORS.word());
		return new Slot<>(template, shaped ? this.shape : null);
	}

	private static boolean areConstant(List<? extends Member<?>> members) {
		for (Member<?> member : members) {
			if (!(member instanceof Named<?> named && named.name().constant() != null
					&& named.value() instanceof Constant)) {
				return false;
			}
		}
		return true;
	}

	@SuppressWarnings("unchecked")
	private static <T> Constant<T> constant(JsonTemplate<T> template) {
		JsonWriter writer = new JsonWriter();
		// no constant looks at what it is written for
		JsonTemplate.document((JsonTemplate<Object>) template, "", writer);
		return new Constant<>(writer.toByteArray());
	}

	/**
	 * Parse the string at hand. A fault is collected, and the rest of the document is
	 * searched for further ones.
	 */
	private Template<T> template(JsonParser parser, Vocabulary<T> vocabulary) {
		try {
			return Template.parse(parser.getString(), vocabulary);
		}
		catch (InvalidTemplateException ex) {
			String place = JsonFaults.place(parser.currentTokenLocation());
			ex.all()
				.forEach((fault) -> this.faults
					.add(new InvalidTemplateException(place + fault.getMessage(), fault.action())));
			return Template.parse("", vocabulary);
		}
	}

}
