package dev.errata.envelope;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.errata.error.InvalidTextException;
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
		Parsed parsed = parse(text);
		List<String> words = parsed.words();
		TextPattern pattern = TextPattern.of(parsed.literals(), Collections.nCopies(words.size(), (gap) -> true));
		return new JsonShape.Leaf<>(!words.isEmpty(), (value, reading) -> {
			List<String> gaps = (value instanceof Map || value instanceof List) ? null : pattern.read(value.toString());
			for (int i = 0; gaps != null && i < words.size(); i++) {
				reading.put(words.get(i), gaps.get(i));
			}
			return gaps != null;
		});
	}

	private static JsonNode<Violation> string(String text) {
		Parsed parsed = parse(text);
		if (parsed.words().isEmpty()) {
			return new JsonNode.Constant<>(JsonWriter.quoted(parsed.literals().get(0)));
		}
		return parsed.isSingle()
				? new JsonNode.Value<>(parsed.values().get(0)::apply, new JsonNode.Slot(parsed.words(), null))
				: new JsonNode.Value<>(parsed::fill, JsonNode.Slot.TEXT);
	}

	private static Parsed parse(String text) {
		Parsed parsed = new Parsed(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
		StringBuilder literal = new StringBuilder();
		Matcher matcher = PART.matcher(text);
		int start = 0;
		while (matcher.find()) {
			literal.append(text, start, matcher.start());
			start = matcher.end();
			String word = matcher.group(1);
			if (word != null) {
				parsed.literals().add(literal.toString());
				literal.setLength(0);
				parsed.values().add(value(word));
				parsed.words().add(folded(word));
			}
			else if (matcher.group().length() == 2) {
				literal.append(matcher.group().charAt(0));
			}
			else {
				throw new InvalidTextException("A placeholder does not end; write '{{' for a brace.");
			}
		}
		parsed.literals().add(literal.append(text.substring(start)).toString());
		return parsed;
	}

	private static String folded(String word) {
		return word.trim().toLowerCase(Locale.ROOT);
	}

	private static Function<Violation, String> value(String word) {
		return switch (folded(word)) {
			case "field" -> Violation::field;
			case "code" -> Violation::code;
			case "message" -> Violation::message;
			default -> throw new InvalidTextException(
					"A violation has no {" + word + "}; it has {field}, {code} and {message}.");
		};
	}

	/**
	 * A text with words in it.
	 *
	 * @param literals what stands before, between and behind the words, one more than
	 * there are words
	 * @param words the words
	 * @param values the value of each
	 */
	private record Parsed(List<String> literals, List<String> words, List<Function<Violation, String>> values) {

		boolean isSingle() {
			return this.words.size() == 1 && this.literals.get(0).isEmpty() && this.literals.get(1).isEmpty();
		}

		String fill(Violation violation) {
			StringBuilder filled = new StringBuilder(this.literals.get(0));
			for (int i = 0; i < this.values.size(); i++) {
				filled.append(this.values.get(i).apply(violation)).append(this.literals.get(i + 1));
			}
			return filled.toString();
		}

	}

}
