package dev.errata.error;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import dev.errata.catalog.CodeNames;
import dev.errata.error.TemplatePart.Expression;
import dev.errata.error.TemplatePart.Literal;
import dev.errata.error.TemplatePart.Reference;
import dev.errata.error.TextTemplate.Use;

/**
 * Reads the text of a {@link TextTemplate}, and refuses what could never be filled.
 */
final class TextTemplateParser {

	/** What envelopes elsewhere call what has a placeholder of another name here. */
	private static final Map<String, String> OTHER_WORDS = Map.ofEntries(Map.entry("path", "instance"),
			Map.entry("uri", "instance"), Map.entry("url", "instance"), Map.entry("error", "code"),
			Map.entry("errorcode", "code"), Map.entry("id", "request-id"), Map.entry("correlationid", "request-id"),
			Map.entry("httpstatus", "status"), Map.entry("reason", "message"), Map.entry("text", "message"),
			Map.entry("description", "message"), Map.entry("errors", "violations"), Map.entry("fields", "violations"),
			Map.entry("time", "timestamp"), Map.entry("date", "timestamp"));

	private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");

	private TextTemplateParser() {
	}

	/**
	 * Parse a template.
	 * @throws InvalidTextException if it can never be filled; the message tells why
	 */
	static List<TemplatePart> parse(String text, Use use) {
		List<TemplatePart> parts = new ArrayList<>();
		StringBuilder literal = new StringBuilder();
		int i = 0;
		while (i < text.length()) {
			char c = text.charAt(i);
			if ((c == '{' || c == '}') && i + 1 < text.length() && text.charAt(i + 1) == c) {
				literal.append(c);
				i += 2;
			}
			else if (c == '{') {
				int end = text.indexOf('}', i);
				if (end < 0) {
					throw new InvalidTextException("The placeholder that starts at '" + excerpt(text, i)
							+ "' does not end; write '{{' for a brace.");
				}
				if (!literal.isEmpty()) {
					parts.add(new Literal(literal.toString()));
					literal.setLength(0);
				}
				parts.add(expression(text.substring(i + 1, end), use));
				i = end + 1;
			}
			else {
				literal.append(c);
				i++;
			}
		}
		if (!literal.isEmpty()) {
			parts.add(new Literal(literal.toString()));
		}
		check(parts, use);
		return parts;
	}

	private static Expression expression(String text, Use use) {
		int colon = text.indexOf(':');
		String fallback = (colon >= 0) ? text.substring(colon + 1) : null;
		List<Reference> references = new ArrayList<>();
		for (String word : ((colon >= 0) ? text.substring(0, colon) : text).split("\\|", -1)) {
			references.add(reference(word.trim(), use));
		}
		return new Expression(text, List.copyOf(references), fallback);
	}

	private static Reference reference(String word, Use use) {
		if (word.startsWith(Reference.DETAILS_PREFIX) && word.length() > Reference.DETAILS_PREFIX.length()) {
			return new Reference(Placeholder.DETAILS, word.substring(Reference.DETAILS_PREFIX.length()));
		}
		Placeholder placeholder = Placeholder.find(word);
		if (placeholder == null) {
			throw unknown(word, use);
		}
		if (!use.allows(placeholder)) {
			throw new InvalidTextException("{" + word + "} cannot be used in " + use.where() + ".");
		}
		return new Reference(placeholder, null);
	}

	private static InvalidTextException unknown(String word, Use use) {
		String rule = "There is no placeholder {" + word + "}";
		List<String> words = Arrays.stream(Placeholder.values())
			.filter((placeholder) -> use.allows(placeholder) && (use.allowsStructures() || !placeholder.isStructure()))
			.map(Placeholder::word)
			.toList();
		List<String> nearest = CodeNames.alike(word, words);
		String meant = use.isText() ? null : OTHER_WORDS.get(CodeNames.fold(word));
		if (meant != null) {
			nearest = List.of(meant);
		}
		if (!nearest.isEmpty()) {
			return new InvalidTextException(rule + ".",
					"Did you mean {" + String.join("} or {", nearest) + "}? Write '{{' for a brace.");
		}
		return new InvalidTextException(rule + "; there are {" + String.join("}, {", words) + "} and {details.NAME}.",
				(NAME.matcher(word).matches()
						? "Write {details." + word + ":some text} for what with(\"" + word + "\", …) gives, or "
						: "Write one of them, or ") + "'{{' for a brace.");
	}

	private static void check(List<TemplatePart> parts, Use use) {
		boolean alone = parts.size() == 1;
		for (TemplatePart part : parts) {
			if (part instanceof Expression expression) {
				if (!alone || !use.allowsStructures()) {
					refuseStructures(expression);
				}
				if (!alone) {
					refuseAbsence(expression);
				}
			}
		}
	}

	private static void refuseStructures(Expression expression) {
		for (Reference reference : expression.references()) {
			if (reference.isStructure()) {
				throw new InvalidTextException("{" + reference.placeholder().word()
						+ "} is a structure; it stands alone in a string of an envelope and not in a text.");
			}
		}
	}

	private static void refuseAbsence(Expression expression) {
		if (expression.fallback() == null
				&& expression.references().stream().noneMatch((reference) -> reference.isAlwaysPresent())) {
			throw new InvalidTextException(
					"{" + expression.text() + "} can be absent; inside a longer text it needs a default: {"
							+ expression.text() + ":some text}.");
		}
	}

	private static String excerpt(String text, int start) {
		return text.substring(start, Math.min(text.length(), start + 20));
	}

}
