package dev.errata.envelope;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.errata.error.TextPattern;
import dev.errata.error.Violation;

/**
 * The text of a string in the shape of one violation, which knows three words of its own:
 * {@code {field}}, {@code {code}} and {@code {message}}.
 */
final class ViolationTemplate {

	private static final Pattern PART = Pattern.compile("\\{\\{|}}|\\{([^{}]*)}|\\{");

	private ViolationTemplate() {
	}

	static JsonNode<Violation> compile(String json) {
		return new JsonTemplateCompiler<>(ViolationTemplate::string, ViolationTemplate::string).compile(json);
	}

	/**
	 * Compile a string for reading: what it tells of a violation.
	 */
	static JsonShape.Leaf<ViolationReading> shape(String text) {
		List<String> literals = new ArrayList<>();
		List<String> words = new ArrayList<>();
		StringBuilder literal = new StringBuilder();
		Matcher matcher = PART.matcher(text);
		int start = 0;
		while (matcher.find()) {
			literal.append(text, start, matcher.start());
			start = matcher.end();
			if (matcher.group(1) != null) {
				literals.add(literal.toString());
				literal.setLength(0);
				words.add(matcher.group(1).trim().toLowerCase(Locale.ROOT));
			}
			else {
				literal.append(matcher.group().charAt(0));
			}
		}
		literals.add(literal.append(text.substring(start)).toString());
		TextPattern pattern = TextPattern.of(literals, Collections.nCopies(words.size(), (gap) -> true));
		return new JsonShape.Leaf<>(!words.isEmpty(), (value, reading) -> {
			List<String> gaps = (value instanceof Map || value instanceof List) ? null : pattern.read(value.toString());
			for (int i = 0; gaps != null && i < words.size(); i++) {
				reading.put(words.get(i), gaps.get(i));
			}
			return gaps != null;
		});
	}

	private static JsonNode<Violation> string(String text) {
		List<Function<Violation, String>> parts = new ArrayList<>();
		List<String> words = new ArrayList<>();
		StringBuilder literal = new StringBuilder();
		Matcher matcher = PART.matcher(text);
		int start = 0;
		while (matcher.find()) {
			literal.append(text, start, matcher.start());
			start = matcher.end();
			if (matcher.group(1) != null) {
				addLiteral(parts, literal);
				parts.add(word(matcher.group(1)));
				words.add(matcher.group(1).trim().toLowerCase(Locale.ROOT));
			}
			else if (matcher.group().length() == 2) {
				literal.append(matcher.group().charAt(0));
			}
			else {
				throw new IllegalArgumentException("A placeholder does not end; write '{{' for a brace.");
			}
		}
		literal.append(text.substring(start));
		if (parts.isEmpty()) {
			return new JsonNode.Constant<>(JsonWriter.quoted(literal.toString()));
		}
		addLiteral(parts, literal);
		return (parts.size() == 1) ? new JsonNode.Value<>(parts.get(0)::apply, new JsonNode.Slot(words, null))
				: new JsonNode.Value<>((violation) -> fill(parts, violation), JsonNode.Slot.TEXT);
	}

	private static void addLiteral(List<Function<Violation, String>> parts, StringBuilder literal) {
		if (!literal.isEmpty()) {
			String text = literal.toString();
			parts.add((violation) -> text);
			literal.setLength(0);
		}
	}

	private static String fill(List<Function<Violation, String>> parts, Violation violation) {
		StringBuilder filled = new StringBuilder();
		parts.forEach((part) -> filled.append(part.apply(violation)));
		return filled.toString();
	}

	private static Function<Violation, String> word(String word) {
		return switch (word.trim().toLowerCase(Locale.ROOT)) {
			case "field" -> Violation::field;
			case "code" -> Violation::code;
			case "message" -> Violation::message;
			default -> throw new IllegalArgumentException(
					"A violation has no {" + word + "}; it has {field}, {code} and {message}.");
		};
	}

}
