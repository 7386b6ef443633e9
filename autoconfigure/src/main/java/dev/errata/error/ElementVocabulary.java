package dev.errata.error;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import dev.errata.catalog.CodeNames;
import dev.errata.catalog.ErrorCatalog;
import dev.errata.template.InvalidTemplateException;
import dev.errata.template.Kind;
import dev.errata.template.Vocabulary;
import dev.errata.template.Word;
import org.jspecify.annotations.Nullable;

/**
 * The vocabulary of the shape of a violation: words of the invalid input, and those of
 * the error that have no other meaning here.
 *
 * @since 0.1.0
 * @hidden
 */
public final class ElementVocabulary implements Vocabulary<ErrorElement> {

	/** Begins words of the error that the invalid input has as well. */
	private static final String ERROR = "error.";

	private static final String VIOLATION = "violation.";

	private static final List<String> OWN = List.of("field", "in", "code", "message", ERROR + "code",
			ERROR + "message");

	/** Names that other APIs have for what has another name here. */
	private static final Map<String, String> OTHER_NAMES = Map.ofEntries(Map.entry("path", "field"),
			Map.entry("pointer", "field"), Map.entry("location", "field"), Map.entry("param", "field"),
			Map.entry("parameter", "field"), Map.entry("name", "field"), Map.entry("rule", "code"),
			Map.entry("reason", "message"), Map.entry("text", "message"), Map.entry("msg", "message"),
			Map.entry("description", "message"), Map.entry("desc", "message"));

	private static final Set<Placeholder> FORBIDDEN = EnumSet.of(Placeholder.VIOLATION_FIELD, Placeholder.VIOLATION_IN,
			Placeholder.VIOLATION_CODE, Placeholder.VIOLATION_MESSAGE, Placeholder.VIOLATIONS, Placeholder.ERRORS,
			Placeholder.VIOLATIONS_BY_FIELD);

	private final ErrorVocabulary<ErrorElement> ofError;

	private final @Nullable ErrorCatalog catalog;

	private ElementVocabulary(boolean structures, @Nullable ErrorCatalog catalog) {
		this.ofError = ErrorVocabulary.ofElements(structures, FORBIDDEN, catalog);
		this.catalog = catalog;
	}

	/**
	 * Return the vocabulary of strings in the shape of a violation.
	 * @param catalog the codes that conditions can name, or {@code null} for any
	 * @return the vocabulary
	 */
	public static Vocabulary<ErrorElement> ofStrings(@Nullable ErrorCatalog catalog) {
		return new ElementVocabulary(true, catalog);
	}

	/**
	 * Return the vocabulary of names in the shape of a violation.
	 * @param catalog the codes that conditions can name, or {@code null} for any
	 * @return the vocabulary
	 */
	public static Vocabulary<ErrorElement> ofNames(@Nullable ErrorCatalog catalog) {
		return new ElementVocabulary(false, catalog);
	}

	@Override
	public @Nullable Word<ErrorElement> find(String name) {
		return switch (name) {
			case "field" -> new ElementWord(name, Placeholder.VIOLATION_FIELD, this.catalog);
			case "in" -> new ElementWord(name, Placeholder.VIOLATION_IN, this.catalog);
			case "code" -> new ElementWord(name, Placeholder.VIOLATION_CODE, this.catalog);
			case "message" -> new ElementWord(name, Placeholder.VIOLATION_MESSAGE, this.catalog);
			case ERROR + "code", ERROR + "message" -> ofError(name, name.substring(ERROR.length()));
			default -> {
				if (name.startsWith(VIOLATION) && OWN.contains(name.substring(VIOLATION.length()))) {
					throw new InvalidTemplateException("{" + name + "} is the first invalid input, not this one.",
							"Write {" + name.substring(VIOLATION.length()) + "}.");
				}
				yield this.ofError.find(name);
			}
		};
	}

	private @Nullable Word<ErrorElement> ofError(String name, String nameInError) {
		Word<ErrorElement> word = this.ofError.find(nameInError);
		return (word != null) ? new OtherName(name, word) : null;
	}

	@Override
	public List<String> names() {
		List<String> names = new ArrayList<>(OWN);
		this.ofError.names().stream().filter((name) -> !names.contains(name)).forEach(names::add);
		return names;
	}

	@Override
	public List<String> alike(String name) {
		String other = OTHER_NAMES.get(CodeNames.fold(name));
		return (other != null) ? List.of(other) : alike(name, names());
	}

	@Override
	public List<String> alike(String name, List<String> names) {
		return this.ofError.alike(name, names);
	}

	@Override
	public String advice(String name) {
		return alike(name).isEmpty() ? this.ofError.advice(name) : "";
	}

	@Override
	public boolean allowsStructures() {
		return this.ofError.allowsStructures();
	}

	@Override
	public @Nullable String text(Object value) {
		return this.ofError.text(value);
	}

	/**
	 * A word of the invalid input.
	 *
	 * @param name the name
	 * @param placeholder the placeholder for the same fact of the first invalid input
	 * @param catalog the codes that conditions can name, or {@code null} for any
	 */
	private record ElementWord(String name, Placeholder placeholder,
			@Nullable ErrorCatalog catalog) implements Word<ErrorElement> {

		@Override
		public Kind kind() {
			return this.placeholder.kind();
		}

		@Override
		public boolean always() {
			return this.placeholder != Placeholder.VIOLATION_IN;
		}

		@Override
		public @Nullable Object value(ErrorElement element) {
			return element.value(this.placeholder);
		}

		@Override
		public boolean accepts(Object value) {
			return value instanceof String || (this.placeholder != Placeholder.VIOLATION_IN
					&& (value instanceof Violation || value instanceof Number || value instanceof Boolean));
		}

		@Override
		public Predicate<Object> comparison(String text) {
			return Comparisons.of(this.placeholder, text, this.catalog);
		}

	}

	/**
	 * A word of the error that has another name here.
	 */
	private record OtherName(String name, Word<ErrorElement> word) implements Word<ErrorElement> {

		@Override
		public Kind kind() {
			return this.word.kind();
		}

		@Override
		public boolean always() {
			return this.word.always();
		}

		@Override
		public @Nullable Object value(ErrorElement element) {
			return this.word.value(element);
		}

		@Override
		public boolean accepts(Object value) {
			return this.word.accepts(value);
		}

		@Override
		public Predicate<Object> comparison(String text) {
			return this.word.comparison(text);
		}

	}

}
