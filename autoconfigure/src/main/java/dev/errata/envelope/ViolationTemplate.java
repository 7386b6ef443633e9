package dev.errata.envelope;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.errata.error.Violation;

/**
 * The text of a string in the shape of one violation, which knows three words of its own:
 * {@code {field}}, {@code {code}} and {@code {message}}.
 */
final class ViolationTemplate {

	private static final Pattern WORD = Pattern.compile("\\{([^{}]*)}");

	private ViolationTemplate() {
	}

	static JsonNode<Violation> compile(String json) {
		return new JsonTemplateCompiler<>(ViolationTemplate::string, ViolationTemplate::string).compile(json);
	}

	private static JsonNode<Violation> string(String text) {
		List<Function<Violation, String>> parts = new ArrayList<>();
		Matcher matcher = WORD.matcher(text);
		int start = 0;
		while (matcher.find()) {
			String literal = text.substring(start, matcher.start());
			if (!literal.isEmpty()) {
				parts.add((violation) -> literal);
			}
			parts.add(word(matcher.group(1)));
			start = matcher.end();
		}
		if (parts.isEmpty()) {
			return new JsonNode.Constant<>(JsonWriter.quoted(text));
		}
		String rest = text.substring(start);
		parts.add((violation) -> rest);
		return new JsonNode.Value<>((violation) -> {
			if (parts.size() == 2 && rest.isEmpty()) {
				return parts.get(0).apply(violation);
			}
			StringBuilder filled = new StringBuilder();
			parts.forEach((part) -> filled.append(part.apply(violation)));
			return filled.toString();
		});
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
