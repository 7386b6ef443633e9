package dev.errata.error;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * A text with {@linkplain Placeholder placeholders}, parsed once. <code>{a|b}</code> is
 * the first of several that is present, <code>{a:text}</code> gives a default,
 * <code>{{</code> and <code>}}</code> are braces.
 *
 * @since 0.1.0
 */
public final class TextTemplate {

	private static final String DETAILS_PREFIX = Placeholder.DETAILS.word() + ".";

	private final List<Part> parts;

	private final @Nullable String constant;

	private final TextPattern pattern;

	private TextTemplate(List<Part> parts) {
		this.parts = List.copyOf(parts);
		this.pattern = pattern(parts);
		this.constant = (parts.isEmpty()) ? ""
				: (parts.size() == 1 && parts.get(0) instanceof Literal literal) ? literal.text() : null;
	}

	/**
	 * Parse a template.
	 * @param text the template
	 * @param use where it is to stand
	 * @return the template
	 * @throws IllegalArgumentException if it can never be filled; the message tells why
	 */
	public static TextTemplate parse(String text, Use use) {
		List<Part> parts = new ArrayList<>();
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
					throw new IllegalArgumentException("The placeholder that starts at '" + excerpt(text, i)
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
		return new TextTemplate(parts);
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
		if (word.startsWith(DETAILS_PREFIX) && word.length() > DETAILS_PREFIX.length()) {
			return new Reference(Placeholder.DETAILS, word.substring(DETAILS_PREFIX.length()));
		}
		Placeholder placeholder = Placeholder.find(word);
		if (placeholder == null) {
			throw new IllegalArgumentException("There is no placeholder {" + word + "}; there are {"
					+ String.join("}, {", Placeholder.words()) + "} and {details.NAME}. Write '{{' for a brace.");
		}
		if (use.forbidden.contains(placeholder)) {
			throw new IllegalArgumentException("{" + word + "} cannot stand in " + use.where + ".");
		}
		return new Reference(placeholder, null);
	}

	private static void check(List<Part> parts, Use use) {
		boolean alone = parts.size() == 1;
		for (Part part : parts) {
			if (!(part instanceof Expression expression)) {
				continue;
			}
			if (!(alone && use.structures)) {
				for (Reference reference : expression.references()) {
					if (reference.isStructure()) {
						throw new IllegalArgumentException("{" + reference.placeholder().word()
								+ "} is a structure; it stands alone in a string of an envelope and not in a text.");
					}
				}
			}
			if (!alone && expression.fallback() == null
					&& expression.references().stream().noneMatch((reference) -> reference.isAlwaysPresent())) {
				throw new IllegalArgumentException(
						"{" + expression.text() + "} can be absent; inside a longer text it needs a default: {"
								+ expression.text() + ":some text}.");
			}
		}
	}

	private static String excerpt(String text, int start) {
		return text.substring(start, Math.min(text.length(), start + 20));
	}

	/**
	 * Return the text, if it is the same for every error.
	 * @return the text, or {@code null} if there are placeholders in it
	 */
	public @Nullable String constant() {
		return this.constant;
	}

	/**
	 * Return whether the template is one placeholder and nothing else, so that its value
	 * keeps its type.
	 * @return whether {@link #value} is to be asked
	 */
	public boolean isSingle() {
		return this.parts.size() == 1 && this.constant == null;
	}

	/**
	 * Return the words of a {@linkplain #isSingle() single} placeholder, the first that
	 * is present being its value.
	 * @return words of {@link Placeholder}, or {@code details.NAME}
	 */
	public List<String> alternatives() {
		return ((Expression) this.parts.get(0)).references().stream().map(Reference::word).toList();
	}

	/**
	 * Return the default of a {@linkplain #isSingle() single} placeholder.
	 * @return the text that stands where no value is present, or {@code null}
	 */
	public @Nullable String fallback() {
		return ((Expression) this.parts.get(0)).fallback();
	}

	/**
	 * Return whether a placeholder is among those of the template.
	 * @param placeholder the placeholder
	 * @return whether the template can show its value
	 */
	public boolean uses(Placeholder placeholder) {
		if (this.constant != null) {
			return false;
		}
		for (Part part : this.parts) {
			if (part instanceof Expression expression && expression.uses(placeholder)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return the value of a {@linkplain #isSingle() single} placeholder.
	 * @param error the error
	 * @return the value with its type, or {@code null} if it is absent
	 */
	public @Nullable Object value(ApiError error) {
		return value((Expression) this.parts.get(0), error, Map.of());
	}

	/**
	 * Fill the template.
	 * @param error the error
	 * @return the text, or {@code null} if the template is one placeholder that is absent
	 */
	public @Nullable String fill(ApiError error) {
		return fill(error, Map.of());
	}

	@Nullable String fill(ApiError error, Map<String, Object> args) {
		if (this.constant != null) {
			return this.constant;
		}
		if (this.parts.size() == 1) {
			return text(value((Expression) this.parts.get(0), error, args));
		}
		StringBuilder filled = new StringBuilder();
		for (Part part : this.parts) {
			if (part instanceof Literal literal) {
				filled.append(literal.text());
			}
			else {
				String text = text(value((Expression) part, error, args));
				filled.append((text != null) ? text : "");
			}
		}
		return filled.toString();
	}

	/**
	 * Read a value backwards that stands where the template stands.
	 * @param value text, a number, a boolean, a map or a list
	 * @param reading takes what the value tells
	 * @return whether the value can be one of this template
	 */
	public boolean read(Object value, ErrorReading reading) {
		if (this.parts.size() == 1 && this.parts.get(0) instanceof Expression expression) {
			return expression.read(value, reading);
		}
		List<String> gaps = (value instanceof String text) ? this.pattern.read(text) : null;
		if (gaps == null) {
			return false;
		}
		int gap = 0;
		for (Part part : this.parts) {
			if (part instanceof Expression expression) {
				expression.read(gaps.get(gap++), reading);
			}
		}
		return true;
	}

	private static TextPattern pattern(List<Part> parts) {
		List<String> literals = new ArrayList<>(List.of(""));
		List<Predicate<String>> gaps = new ArrayList<>();
		for (Part part : parts) {
			if (part instanceof Literal literal) {
				literals.set(literals.size() - 1, literal.text());
			}
			else {
				gaps.add(((Expression) part)::fits);
				literals.add("");
			}
		}
		return TextPattern.of(literals, gaps);
	}

	private static @Nullable String text(@Nullable Object value) {
		return (value instanceof String string) ? string : Texts.of(value);
	}

	private static @Nullable Object value(Expression expression, ApiError error, Map<String, Object> args) {
		for (Reference reference : expression.references()) {
			Object value = reference.value(error, args);
			if (value != null) {
				return value;
			}
		}
		return expression.fallback();
	}

	/**
	 * Where a template stands.
	 */
	public enum Use {

		/** The title of a code. */
		TITLE("a title", false, List.of(Placeholder.TITLE, Placeholder.DETAIL, Placeholder.MESSAGE)),

		/** The detail of a code. */
		DETAIL("a detail", false, List.of(Placeholder.DETAIL, Placeholder.MESSAGE)),

		/** The message of a code. */
		MESSAGE("a message", false, List.of(Placeholder.MESSAGE)),

		/** The value of a header. */
		HEADER("a header", false, List.of()),

		/** The name of a member in an envelope. */
		ENVELOPE_NAME("a name", false, List.of()),

		/** A string in an envelope. */
		ENVELOPE("an envelope", true, List.of());

		private final String where;

		private final boolean structures;

		private final List<Placeholder> forbidden;

		Use(String where, boolean structures, List<Placeholder> forbidden) {
			this.where = where;
			this.structures = structures;
			this.forbidden = forbidden;
		}

	}

	private sealed interface Part {

	}

	private record Literal(String text) implements Part {
	}

	private record Expression(String text, List<Reference> references, @Nullable String fallback) implements Part {

		boolean uses(Placeholder placeholder) {
			for (Reference reference : this.references) {
				if (reference.isPlain(placeholder)) {
					return true;
				}
			}
			return false;
		}

		boolean fits(Object value) {
			return value.equals(this.fallback)
					|| this.references.stream().anyMatch((reference) -> reference.fits(value));
		}

		boolean read(Object value, ErrorReading reading) {
			if (!fits(value)) {
				return false;
			}
			boolean always = this.references.stream().anyMatch(Reference::isAlwaysPresent);
			if (value.equals(this.fallback) && !always) {
				// the default stands where there is nothing to tell
				return true;
			}
			if (this.references.size() == 1) {
				this.references.get(0).read(value, reading);
				return true;
			}
			List<Placeholder> placeholders = new ArrayList<>();
			for (Reference reference : this.references) {
				if (reference.attribute() != null) {
					reference.read(value, reading);
				}
				else {
					placeholders.add(reference.placeholder());
				}
			}
			reading.putUndecided(placeholders, value);
			return true;
		}

	}

	private record Reference(Placeholder placeholder, @Nullable String attribute) {

		String word() {
			return (this.attribute != null) ? DETAILS_PREFIX + this.attribute : this.placeholder.word();
		}

		boolean isStructure() {
			return this.attribute == null && this.placeholder.isStructure();
		}

		boolean isAlwaysPresent() {
			return this.placeholder.isAlwaysPresent();
		}

		boolean isPlain(Placeholder placeholder) {
			return this.attribute == null && this.placeholder == placeholder;
		}

		boolean fits(Object value) {
			return (this.attribute != null) ? !"".equals(value) : ErrorReading.typed(this.placeholder, value) != null;
		}

		void read(Object value, ErrorReading reading) {
			if (this.attribute != null) {
				reading.putAttribute(this.attribute, value);
			}
			else {
				reading.put(this.placeholder, value);
			}
		}

		@Nullable Object value(ApiError error, Map<String, Object> args) {
			if (this.attribute == null) {
				return this.placeholder.value(error);
			}
			Object value = args.get(this.attribute);
			return (value != null) ? value : error.details().get(this.attribute);
		}

	}

}
