package dev.errata.template;

import java.util.ArrayList;
import java.util.List;

import dev.errata.template.Part.Expression;
import dev.errata.template.Part.Literal;
import dev.errata.template.Part.Optional;

/**
 * Parses the text of a {@link Template}, and refuses one that cannot be filled. What
 * stands between two braces is parsed by an {@link ExpressionParser}.
 */
final class TemplateParser<T> {

	private final String text;

	private final Vocabulary<T> vocabulary;

	/** Takes the place of a placeholder that cannot be parsed. */
	private final Part<T> faulty = new Literal<>("");

	private final List<InvalidTemplateException> faults = new ArrayList<>();

	private int position;

	TemplateParser(String text, Vocabulary<T> vocabulary) {
		this.text = text;
		this.vocabulary = vocabulary;
	}

	/**
	 * Parse the text.
	 * @param header whether the text is that of a header, which can be absent as a whole
	 */
	Template<T> parse(boolean header) {
		List<Part<T>> parts = parts();
		Template<T> template = new Template<>(parts, this.vocabulary);
		for (Part<T> part : parts) {
			try {
				check(part, template.isSingle(), header);
			}
			catch (InvalidTemplateException ex) {
				this.faults.add(ex);
			}
		}
		if (!this.faults.isEmpty()) {
			throw InvalidTemplateException.of(this.faults);
		}
		return template;
	}

	private List<Part<T>> parts() {
		try {
			return parts(false);
		}
		catch (InvalidTemplateException ex) {
			// where the next part begins is not known
			this.faults.add(ex);
			throw InvalidTemplateException.of(this.faults);
		}
	}

	private List<Part<T>> parts(boolean optional) {
		List<Part<T>> parts = new ArrayList<>();
		StringBuilder literal = new StringBuilder();
		int start = this.position;
		while (this.position < this.text.length()) {
			if (optional && isEndOfOptional()) {
				this.position++;
				return end(parts, literal);
			}
			char c = this.text.charAt(this.position);
			if ((c == '{' || c == '}') && this.text.startsWith(String.valueOf(c), this.position + 1)) {
				literal.append(c);
				this.position += 2;
			}
			else if (c == '{') {
				end(parts, literal);
				parts.add(braces(optional));
			}
			else {
				literal.append(c);
				this.position++;
			}
		}
		if (optional) {
			throw new InvalidTemplateException(
					"The optional part that starts at '" + excerpt(start - 2) + "' does not end.",
					"Add a '}' behind it, besides those of its placeholders.");
		}
		return end(parts, literal);
	}

	private List<Part<T>> end(List<Part<T>> parts, StringBuilder literal) {
		if (!literal.isEmpty()) {
			parts.add(new Literal<>(literal.toString()));
			literal.setLength(0);
		}
		return parts;
	}

	/**
	 * Return whether the brace here ends an optional part: of several in a row, each two
	 * are one that is sent, and the first one that is left over is the end.
	 */
	private boolean isEndOfOptional() {
		int count = 0;
		while (this.text.startsWith("}", this.position + count)) {
			count++;
		}
		return count % 2 == 1;
	}

	private Part<T> braces(boolean optional) {
		int start = this.position;
		if (this.text.startsWith("{?", start)) {
			if (optional) {
				throw new InvalidTemplateException("An optional part cannot be inside another one.",
						"End the first one in front of '" + excerpt(start) + "'.");
			}
			this.position += 2;
			return new Optional<>(List.copyOf(parts(true)));
		}
		int end = this.text.indexOf('}', start);
		if (end < 0) {
			throw new InvalidTemplateException("The placeholder that starts at '" + excerpt(start) + "' does not end.",
					"Add a '}' behind its name, or write '{{' for a brace.");
		}
		this.position = end + 1;
		return placeholder(this.text.substring(start + 1, end));
	}

	private Part<T> placeholder(String text) {
		try {
			return new ExpressionParser<>(text, this.vocabulary).parse();
		}
		catch (InvalidTemplateException ex) {
			// what follows it can have faults as well
			this.faults.add(ex);
			return this.faulty;
		}
	}

	private String excerpt(int start) {
		return this.text.substring(start, Math.min(this.text.length(), start + 20));
	}

	private void check(Part<T> part, boolean single, boolean header) {
		if (part instanceof Expression<T> expression) {
			checkExpression(expression, single, header);
		}
		else if (part instanceof Optional<T> optional) {
			checkOptional(optional);
		}
	}

	private void checkExpression(Expression<T> expression, boolean single, boolean header) {
		if (!single || !this.vocabulary.allowsStructures()) {
			checkText(expression);
		}
		if (!single && !header && expression.fallback() == null && !expression.isAlwaysPresent()) {
			throw new InvalidTemplateException(
					"{" + expression.text() + "} can be absent; inside a longer text it needs a default: {"
							+ expression.text() + ":some text}.",
					"Add the default, or make it an optional part: {?{" + expression.text() + "}}.");
		}
	}

	private void checkOptional(Optional<T> optional) {
		boolean empty = !optional.parts().contains(this.faulty);
		for (Part<T> part : optional.parts()) {
			if (part instanceof Expression<T> expression) {
				checkText(expression);
				empty = false;
			}
		}
		if (empty) {
			throw new InvalidTemplateException("An optional part without a placeholder is never left out.",
					"Add a placeholder to it, or remove '{?' and '}'.");
		}
	}

	private static void checkText(Expression<?> expression) {
		for (Alternative<?> alternative : expression.alternatives()) {
			Kind kind = alternative.kind();
			if (kind.isStructure()) {
				String placeholder = "{" + ExpressionParser.describe(alternative) + "}";
				throw new InvalidTemplateException(
						placeholder + ((kind == BasicKind.NULL) ? " is not a text, and cannot be part of one."
								: " is a list or an object, which cannot be part of a text."),
						"Use it only in an envelope, alone in its quotes: \"" + placeholder + "\".");
			}
		}
	}

}
