package dev.errata.template;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Parses the text of a {@link Template}, and refuses one that cannot be filled.
 */
final class TemplateParser<T> {

	private final String text;

	private final Vocabulary<T> vocabulary;

	private final List<String> literals = new ArrayList<>();

	private final List<Expression<T>> expressions = new ArrayList<>();

	TemplateParser(String text, Vocabulary<T> vocabulary) {
		this.text = text;
		this.vocabulary = vocabulary;
	}

	/**
	 * Parse the text.
	 * @param header whether the text is that of a header, which can be absent as a whole
	 */
	Template<T> parse(boolean header) {
		StringBuilder literal = new StringBuilder();
		int i = 0;
		while (i < this.text.length()) {
			char c = this.text.charAt(i);
			if ((c == '{' || c == '}') && i + 1 < this.text.length() && this.text.charAt(i + 1) == c) {
				literal.append(c);
				i += 2;
			}
			else if (c == '{') {
				int end = this.text.indexOf('}', i);
				if (end < 0) {
					throw new InvalidTemplateException("The placeholder that starts at '"
							+ this.text.substring(i, Math.min(this.text.length(), i + 20))
							+ "' does not end; write '{{' for a brace.");
				}
				this.literals.add(literal.toString());
				literal.setLength(0);
				this.expressions.add(expression(this.text.substring(i + 1, end)));
				i = end + 1;
			}
			else {
				literal.append(c);
				i++;
			}
		}
		this.literals.add(literal.toString());
		Template<T> template = new Template<>(this.literals, this.expressions, this.vocabulary);
		for (Expression<T> expression : this.expressions) {
			check(expression, template.isSingle(), header);
		}
		return template;
	}

	private Expression<T> expression(String text) {
		int colon = text.indexOf(':');
		String fallback = (colon >= 0) ? text.substring(colon + 1) : null;
		List<Word<T>> words = new ArrayList<>();
		for (String name : ((colon >= 0) ? text.substring(0, colon) : text).split("\\|", -1)) {
			words.add(word(name.trim()));
		}
		return Expression.of(text, words, fallback);
	}

	private Word<T> word(String name) {
		Word<T> word = this.vocabulary.find(name);
		if (word == null) {
			throw unknown(name);
		}
		return word;
	}

	private InvalidTemplateException unknown(String name) {
		String rule = "There is no placeholder {" + name + "}";
		List<String> alike = this.vocabulary.alike(name);
		if (!alike.isEmpty()) {
			return new InvalidTemplateException(rule + ".",
					"Did you mean " + listed(alike, " or ") + "? Write '{{' for a brace.");
		}
		return new InvalidTemplateException(rule + "; there are " + listed(this.vocabulary.names(), " and ") + ".",
				this.vocabulary.advice(name) + ", or '{{' for a brace.");
	}

	private static String listed(List<String> names, String conjunction) {
		String last = "{" + names.get(names.size() - 1) + "}";
		return (names.size() == 1) ? last
				: "{" + String.join("}, {", names.subList(0, names.size() - 1)) + "}" + conjunction + last;
	}

	private void check(Expression<T> expression, boolean single, boolean header) {
		String structure = (single && this.vocabulary.allowsStructures()) ? null : structure(expression);
		if (structure != null) {
			throw new InvalidTemplateException("{" + structure
					+ "} is a structure; it stands alone in a string of an envelope and not in a text.");
		}
		if (!single && !header && expression.fallback() == null && !expression.isAlwaysPresent()) {
			throw new InvalidTemplateException(
					"{" + expression.text() + "} can be absent; inside a longer text it needs a default: {"
							+ expression.text() + ":some text}.");
		}
	}

	private static @Nullable String structure(Expression<?> expression) {
		for (Word<?> word : expression.words()) {
			if (word.structure()) {
				return word.name();
			}
		}
		return null;
	}

}
