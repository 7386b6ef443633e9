package dev.errata.error;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import dev.errata.error.TemplatePart.Expression;
import dev.errata.error.TemplatePart.Literal;
import dev.errata.error.TemplatePart.Reference;
import org.jspecify.annotations.Nullable;

/**
 * A text with {@linkplain Placeholder placeholders}, parsed once. <code>{a|b}</code> is
 * the first of several that is present, <code>{a:text}</code> gives a default,
 * <code>{{</code> and <code>}}</code> are braces.
 *
 * @since 0.1.0
 */
public final class TextTemplate {

	private final List<TemplatePart> parts;

	private final @Nullable String constant;

	private final TextPattern pattern;

	private TextTemplate(List<TemplatePart> parts) {
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
	 * @throws InvalidTextException if it can never be filled; the message tells why
	 */
	public static TextTemplate parse(String text, Use use) {
		return new TextTemplate(TextTemplateParser.parse(text, use));
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
		for (TemplatePart part : this.parts) {
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
		return ((Expression) this.parts.get(0)).value(error, Map.of());
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
			return text(((Expression) this.parts.get(0)).value(error, args));
		}
		StringBuilder filled = new StringBuilder();
		for (TemplatePart part : this.parts) {
			if (part instanceof Literal literal) {
				filled.append(literal.text());
			}
			else {
				String text = text(((Expression) part).value(error, args));
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
	public boolean read(Object value, DecodedError reading) {
		if (this.parts.size() == 1 && this.parts.get(0) instanceof Expression expression) {
			return expression.read(value, reading);
		}
		List<String> gaps = (value instanceof String text) ? this.pattern.read(text) : null;
		if (gaps == null) {
			return false;
		}
		int gap = 0;
		for (TemplatePart part : this.parts) {
			if (part instanceof Expression expression) {
				expression.read(gaps.get(gap++), reading);
			}
		}
		return true;
	}

	private static TextPattern pattern(List<TemplatePart> parts) {
		List<String> literals = new ArrayList<>(List.of(""));
		List<Predicate<String>> gaps = new ArrayList<>();
		for (TemplatePart part : parts) {
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

		/**
		 * Return the place in words, for those who report faults.
		 */
		String where() {
			return this.where;
		}

		/**
		 * Return whether the template is a sentence for the caller.
		 */
		boolean isText() {
			return this == TITLE || this == DETAIL || this == MESSAGE;
		}

		boolean allowsStructures() {
			return this.structures;
		}

		boolean allows(Placeholder placeholder) {
			return !this.forbidden.contains(placeholder);
		}

	}

}
