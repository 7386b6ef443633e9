package dev.errata.template;

import java.util.List;
import java.util.regex.Pattern;

import dev.errata.template.Part.Expression;
import dev.errata.template.Part.Literal;
import dev.errata.template.Part.Optional;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A text with placeholders, parsed once and filled for any number of objects. Its grammar
 * is <pre>
 * template    = { text | "{{" | "}}" | placeholder | optional }
 * placeholder = "{" value { "|" value } [ ":" default ] "}"
 * value       = word { " as " form } [ " if " condition ]
 * condition   = word [ ( "=" | "!=" ) text { "," text } ]
 * optional    = "{?" template "}"
 * </pre> where optional parts are not nested. Which words there are is said by a
 * {@link Vocabulary}.
 *
 * @param <T> the type of object that the template is filled from
 * @since 0.1.0
 * @hidden
 */
public final class Template<T> {

	private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");

	private final List<Part<T>> parts;

	private final Vocabulary<T> vocabulary;

	private final TextPattern pattern;

	// the only placeholder of a template that is nothing else
	private final @Nullable Expression<T> single;

	private final @Nullable String constant;

	// whether the text has a value only if one of its optional parts has one
	private final boolean optional;

	private final int literalLength;

	Template(List<Part<T>> parts, Vocabulary<T> vocabulary) {
		this.parts = List.copyOf(parts);
		this.vocabulary = vocabulary;
		this.pattern = new TextPattern(this.parts);
		this.single = (parts.size() == 1 && parts.get(0) instanceof Expression<T> expression) ? expression : null;
		this.constant = parts.isEmpty() ? ""
				: (parts.size() == 1 && parts.get(0) instanceof Literal<T> literal) ? literal.text() : null;
		boolean optional = this.constant == null;
		int literalLength = 0;
		for (Part<T> part : parts) {
			optional = optional && !(part instanceof Expression);
			literalLength += (part instanceof Literal<T> literal) ? literal.text().length() : 0;
		}
		this.optional = optional;
		this.literalLength = literalLength;
	}

	/**
	 * Parse a template. Inside a longer text, a placeholder that can be without a value
	 * needs a default.
	 * @param <T> the type of object that the template is filled from
	 * @param text the text
	 * @param vocabulary the placeholders that it can use
	 * @return the template
	 * @throws InvalidTemplateException if it cannot be filled
	 */
	public static <T> Template<T> parse(String text, Vocabulary<T> vocabulary) {
		Assert.notNull(text, "'text' must not be null");
		return new TemplateParser<>(text, vocabulary).parse(false);
	}

	/**
	 * Parse the template of a header. The header is left out where one of its
	 * placeholders has neither a value nor a default.
	 * @param <T> the type of object that the template is filled from
	 * @param name the name of the header
	 * @param text the text of its value
	 * @param vocabulary the placeholders that it can use
	 * @return the template of the value
	 * @throws InvalidTemplateException if the name is not an HTTP token, or the value
	 * cannot be filled
	 */
	public static <T> Template<T> parseHeader(String name, String text, Vocabulary<T> vocabulary) {
		Assert.notNull(name, "'name' must not be null");
		Assert.notNull(text, "'text' must not be null");
		if (!HEADER_NAME.matcher(name).matches()) {
			throw new InvalidTemplateException("This is not the name of an HTTP header.",
					"Use letters, digits and dashes, without spaces and at most 100, for example 'X-Error-Code'.");
		}
		return new TemplateParser<>(text, vocabulary).parse(true);
	}

	/**
	 * Return the text of a template without placeholders.
	 * @return the text, or {@code null} if there is a placeholder in it
	 */
	public @Nullable String constant() {
		return this.constant;
	}

	/**
	 * Return whether the template is one placeholder and nothing else.
	 * @return whether its value keeps its type
	 */
	public boolean isSingle() {
		return this.single != null;
	}

	/**
	 * Return whether the template consists of optional parts and nothing else.
	 * @return whether it has no value if none of them has
	 */
	public boolean isOptional() {
		return this.optional && this.literalLength == 0;
	}

	/**
	 * Return the values of a {@linkplain #isSingle() single} placeholder, such as
	 * {@code a} and {@code b} in <code>{a|b}</code>.
	 * @return the values; empty if the template is something else
	 */
	public List<Alternative<T>> alternatives() {
		return (this.single != null) ? this.single.alternatives() : List.of();
	}

	/**
	 * Return the default of a {@linkplain #isSingle() single} placeholder.
	 * @return the default, or {@code null}
	 */
	public @Nullable String fallback() {
		return (this.single != null) ? this.single.fallback() : null;
	}

	/**
	 * Return whether a placeholder occurs in the template.
	 * @param name the name of the placeholder
	 * @return whether it occurs
	 */
	public boolean uses(String name) {
		return uses(this.parts, name);
	}

	private static <T> boolean uses(List<Part<T>> parts, String name) {
		for (Part<T> part : parts) {
			if (part instanceof Expression<T> expression && expression.uses(name)
					|| part instanceof Optional<T> optional && uses(optional.parts(), name)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return the value of the template: that of a {@linkplain #isSingle() single}
	 * placeholder with its type, else the text.
	 * @param source the object to fill it from
	 * @return the value, which may be {@link Word#NULL}, or {@code null} if there is none
	 */
	public @Nullable Object value(T source) {
		return (this.single != null) ? this.single.value(source) : fill(source);
	}

	/**
	 * Return whether a value of this template is more than the text around optional
	 * parts.
	 * @param value what {@link #value} has returned
	 * @return whether any placeholder has contributed to it
	 */
	public boolean isFilled(Object value) {
		return !this.optional || ((String) value).length() > this.literalLength;
	}

	/**
	 * Fill the template.
	 * @param source the object to fill it from
	 * @return the text, or {@code null} if the template is a single placeholder, that of
	 * a header, or nothing but optional parts, and has no value
	 */
	public @Nullable String fill(T source) {
		if (this.constant != null) {
			return this.constant;
		}
		if (this.single != null) {
			return this.single.text(source, this.vocabulary);
		}
		StringBuilder filled = new StringBuilder();
		if (!fill(this.parts, source, filled)) {
			return null;
		}
		return (filled.isEmpty() && this.optional) ? null : filled.toString();
	}

	private boolean fill(List<Part<T>> parts, T source, StringBuilder filled) {
		for (Part<T> part : parts) {
			if (part instanceof Literal<T> literal) {
				filled.append(literal.text());
			}
			else if (part instanceof Optional<T> optional) {
				int mark = filled.length();
				if (!fillOptional(optional, source, filled)) {
					filled.setLength(mark);
				}
			}
			else if (part instanceof Expression<T> expression) {
				String text = expression.text(source, this.vocabulary);
				if (text == null && !expression.isAlwaysPresent()) {
					return false;
				}
				filled.append((text != null) ? text : "");
			}
		}
		return true;
	}

	private boolean fillOptional(Optional<T> optional, T source, StringBuilder filled) {
		for (Part<T> part : optional.parts()) {
			if (part instanceof Literal<T> literal) {
				filled.append(literal.text());
			}
			else if (part instanceof Expression<T> expression) {
				String text = expression.text(source, this.vocabulary);
				if (text == null || text.isEmpty()) {
					return false;
				}
				filled.append(text);
			}
		}
		return true;
	}

	/**
	 * Return whether a JSON null can be a value of this template.
	 * @return whether {@code null} is one of its words
	 */
	public boolean acceptsNull() {
		return this.single != null && this.single.uses(Literals.NULL);
	}

	/**
	 * Read a value back that was filled from a template like this one.
	 * @param value text, a number, a boolean, a map or a list
	 * @param reading takes the values
	 * @return whether the value can be one of this template
	 */
	public boolean read(Object value, Reading reading) {
		if (this.single != null) {
			if (!this.single.accepts(value)) {
				return false;
			}
			this.single.read(value, reading);
			return true;
		}
		List<TextPattern.Value> values = (value instanceof String text) ? this.pattern.read(text) : null;
		if (values == null) {
			return false;
		}
		values.forEach((part) -> part.expression().read(part.text(), reading));
		return true;
	}

}
