package dev.errata.template;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A text with placeholders, parsed once and filled for any number of objects.
 * <code>{a|b}</code> is the first of several placeholders that has a value,
 * <code>{a:text}</code> has a default, and <code>{{</code> and <code>}}</code> are
 * braces. Which placeholders there are is said by a {@link Vocabulary}.
 *
 * @param <T> the type of object that the template is filled from
 * @since 0.1.0
 * @hidden
 */
public final class Template<T> {

	private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");

	// one more than there are expressions, which stand between them
	private final List<String> literals;

	private final List<Expression<T>> expressions;

	private final Vocabulary<T> vocabulary;

	private final TextPattern pattern;

	private final boolean single;

	Template(List<String> literals, List<Expression<T>> expressions, Vocabulary<T> vocabulary) {
		this.literals = List.copyOf(literals);
		this.expressions = List.copyOf(expressions);
		this.vocabulary = vocabulary;
		this.pattern = new TextPattern(this.literals, this.expressions);
		this.single = expressions.size() == 1 && literals.stream().allMatch(String::isEmpty);
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
			throw new InvalidTemplateException("This is not the name of an HTTP header.");
		}
		return new TemplateParser<>(text, vocabulary).parse(true);
	}

	/**
	 * Return the text of a template without placeholders.
	 * @return the text, or {@code null} if there is a placeholder in it
	 */
	public @Nullable String constant() {
		return this.expressions.isEmpty() ? this.literals.get(0) : null;
	}

	/**
	 * Return whether the template is one placeholder and nothing else.
	 * @return whether its value keeps its type
	 */
	public boolean isSingle() {
		return this.single;
	}

	/**
	 * Return the names in a {@linkplain #isSingle() single} placeholder, such as
	 * {@code a} and {@code b} in <code>{a|b}</code>.
	 * @return the names
	 */
	public List<String> names() {
		return this.expressions.get(0).names();
	}

	/**
	 * Return the default of a {@linkplain #isSingle() single} placeholder.
	 * @return the default, or {@code null}
	 */
	public @Nullable String fallback() {
		return this.expressions.get(0).fallback();
	}

	/**
	 * Return whether a placeholder occurs in the template.
	 * @param name the name of the placeholder
	 * @return whether it occurs
	 */
	public boolean uses(String name) {
		for (Expression<T> expression : this.expressions) {
			if (expression.names().contains(name)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return the value of the template: that of a {@linkplain #isSingle() single}
	 * placeholder with its type, else the text.
	 * @param source the object to fill it from
	 * @return the value, or {@code null} if there is none
	 */
	public @Nullable Object value(T source) {
		return this.single ? this.expressions.get(0).value(source) : fill(source);
	}

	/**
	 * Fill the template.
	 * @param source the object to fill it from
	 * @return the text, or {@code null} if the template is a single placeholder, or that
	 * of a header, and has no value
	 */
	public @Nullable String fill(T source) {
		if (this.expressions.isEmpty()) {
			return this.literals.get(0);
		}
		if (this.single) {
			Object value = this.expressions.get(0).value(source);
			return (value != null) ? text(value) : null;
		}
		StringBuilder filled = new StringBuilder(this.literals.get(0));
		for (int i = 0; i < this.expressions.size(); i++) {
			Expression<T> expression = this.expressions.get(i);
			Object value = expression.value(source);
			if (value == null && !expression.isAlwaysPresent()) {
				return null;
			}
			String text = (value != null) ? text(value) : null;
			filled.append((text != null) ? text : "").append(this.literals.get(i + 1));
		}
		return filled.toString();
	}

	private @Nullable String text(Object value) {
		return (value instanceof String string) ? string : this.vocabulary.text(value);
	}

	/**
	 * Read a value back that was filled from a template like this one.
	 * @param value text, a number, a boolean, a map or a list
	 * @param reading takes a value, and the names of the placeholders of which it is one
	 * @return whether the value can be one of this template
	 */
	public boolean read(Object value, BiConsumer<List<String>, Object> reading) {
		if (this.single) {
			Expression<T> expression = this.expressions.get(0);
			if (!expression.accepts(value)) {
				return false;
			}
			expression.read(value, reading);
			return true;
		}
		List<String> values = (value instanceof String text) ? this.pattern.read(text) : null;
		if (values == null) {
			return false;
		}
		for (int i = 0; i < values.size(); i++) {
			this.expressions.get(i).read(values.get(i), reading);
		}
		return true;
	}

}
