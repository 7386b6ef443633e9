package dev.errata.envelope;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.errata.envelope.JsonTemplate.Constant;
import dev.errata.envelope.JsonTemplate.Elements;
import dev.errata.envelope.JsonTemplate.Member;
import dev.errata.envelope.JsonTemplate.Members;
import dev.errata.envelope.JsonTemplate.Slot;
import dev.errata.envelope.JsonTemplate.Violations;
import dev.errata.error.Placeholder;
import dev.errata.template.InvalidTemplateException;
import dev.errata.template.Template;
import dev.errata.template.Vocabulary;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
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

	private static final Pattern PLACEHOLDER = Pattern.compile("\\{[a-z][a-z.|-]*(:[^{}\"]*)?}");

	private static final Pattern COMMENT = Pattern.compile(".?(//|/\\*|#)");

	private final Vocabulary<T> names;

	private final Vocabulary<T> strings;

	private final @Nullable Violations<T> violations;

	/**
	 * Create a parser.
	 * @param names the vocabulary of the names of members
	 * @param strings the vocabulary of strings
	 * @param violations what {@code {violations}} stands for, or {@code null}
	 */
	JsonTemplateParser(Vocabulary<T> names, Vocabulary<T> strings, @Nullable Violations<T> violations) {
		this.names = names;
		this.strings = strings;
		this.violations = violations;
	}

	/**
	 * Parse a JSON object.
	 * @throws InvalidTemplateException if the text is not a JSON object, or a string of
	 * it cannot be filled
	 */
	JsonTemplate<T> parse(String json) {
		try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
			if (parser.nextToken() != JsonToken.START_OBJECT) {
				throw new InvalidTemplateException("This is not a JSON object.");
			}
			JsonTemplate<T> object = object(parser);
			if (parser.nextToken() != null) {
				throw new InvalidTemplateException(
						place(parser.currentTokenLocation()) + "There is more text after the end of the object.");
			}
			return object;
		}
		catch (JacksonException ex) {
			throw invalid(json, ex);
		}
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
		while (parser.nextToken() != JsonToken.END_OBJECT) {
			Template<T> name = template(parser, this.names);
			parser.nextToken();
			members.add(Member.of(name, value(parser)));
		}
		if (members.isEmpty()) {
			return Constant.of("{}");
		}
		JsonTemplate<T> object = new Members<>(List.copyOf(members));
		return members.stream().allMatch(JsonTemplateParser::isConstant) ? constant(object) : object;
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
		return new Slot<>(template, template.uses(Placeholder.VIOLATIONS.word()) ? this.violations : null);
	}

	private static boolean isConstant(Member<?> member) {
		return member.name().constant() != null && member.value() instanceof Constant;
	}

	@SuppressWarnings("unchecked")
	private static <T> Constant<T> constant(JsonTemplate<T> template) {
		JsonWriter writer = new JsonWriter();
		// no constant looks at what it is written for
		((JsonTemplate<Object>) template).write("", writer);
		return new Constant<>(writer.toByteArray());
	}

	private static <T> Template<T> template(JsonParser parser, Vocabulary<T> vocabulary) {
		try {
			return Template.parse(parser.getString(), vocabulary);
		}
		catch (InvalidTemplateException ex) {
			throw new InvalidTemplateException(place(parser.currentTokenLocation()) + ex.getMessage(), ex.action());
		}
	}

	private static String place(@Nullable TokenStreamLocation location) {
		return (location != null) ? "Line %d, column %d: ".formatted(location.getLineNr(), location.getColumnNr()) : "";
	}

	/**
	 * Return the fault of a text that is not JSON. A placeholder without quotes and a
	 * comment are called so, instead of the parser's unexpected characters.
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
		// the start of the object is only known for streams
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
