package dev.errata.error;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.errata.catalog.CodeNames;
import dev.errata.catalog.ErrorCatalog;
import dev.errata.template.InvalidTemplateException;
import dev.errata.template.Vocabulary;
import dev.errata.template.Word;
import org.jspecify.annotations.Nullable;

/**
 * The vocabularies of templates that are filled from an error: the {@link Placeholder
 * placeholders} that make sense in their place, and {@code {details.NAME}}.
 *
 * @param <T> the type of object that the templates are filled from
 * @since 0.1.0
 * @hidden
 */
public final class ErrorVocabulary<T> implements Vocabulary<T> {

	/** The vocabulary of strings in an envelope. */
	public static final Vocabulary<ApiError> ENVELOPE = envelope(null);

	/** The vocabulary of headers, and of names in an envelope. */
	public static final Vocabulary<ApiError> HEADER = header(null);

	static final Vocabulary<Sentence> TITLE = ofSentences("a title", Placeholder.TITLE, Placeholder.DETAIL,
			Placeholder.MESSAGE);

	static final Vocabulary<Sentence> DETAIL = ofSentences("a detail", Placeholder.DETAIL, Placeholder.MESSAGE);

	static final Vocabulary<Sentence> MESSAGE = ofSentences("a message", Placeholder.MESSAGE);

	private static final String DETAILS_PREFIX = Placeholder.DETAILS.word() + ".";

	/** Names that other envelopes have for what has another name here. */
	private static final Map<String, String> OTHER_NAMES = Map.ofEntries(Map.entry("path", "instance"),
			Map.entry("uri", "instance"), Map.entry("url", "instance"), Map.entry("error", "code"),
			Map.entry("errorcode", "code"), Map.entry("id", "request-id"), Map.entry("correlationid", "request-id"),
			Map.entry("httpstatus", "status"), Map.entry("reason", "message"), Map.entry("text", "message"),
			Map.entry("description", "message"), Map.entry("fields", "violations"),
			Map.entry("time", "timestamp"), Map.entry("date", "timestamp"));

	private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");

	private final @Nullable String sentence;

	private final Set<Placeholder> forbidden;

	private final boolean structures;

	private final @Nullable ErrorCatalog catalog;

	private final BiFunction<T, Placeholder, @Nullable Object> value;

	private final BiFunction<T, String, @Nullable Object> attribute;

	/**
	 * Create a vocabulary.
	 * @param sentence the sentence that is a template, in words, or {@code null} if the
	 * template is not a sentence
	 * @param forbidden the placeholders that the sentence cannot use
	 * @param structures whether a list or a map can stand alone
	 * @param catalog the codes that conditions can name, or {@code null} for any
	 * @param value gets the value of a placeholder
	 * @param attribute gets the attribute of a name
	 */
	private ErrorVocabulary(@Nullable String sentence, Set<Placeholder> forbidden, boolean structures,
			@Nullable ErrorCatalog catalog, BiFunction<T, Placeholder, @Nullable Object> value, BiFunction<T, String, @Nullable Object> attribute) {
		this.sentence = sentence;
		this.forbidden = forbidden;
		this.structures = structures;
		this.catalog = catalog;
		this.value = value;
		this.attribute = attribute;
	}

	/**
	 * Return the vocabulary of strings in an envelope.
	 * @param catalog the codes that conditions can name, or {@code null} for any
	 * @return the vocabulary
	 */
	public static Vocabulary<ApiError> envelope(@Nullable ErrorCatalog catalog) {
		return ofErrors(true, catalog);
	}

	/**
	 * Return the vocabulary of headers, and of names in an envelope.
	 * @param catalog the codes that conditions can name, or {@code null} for any
	 * @return the vocabulary
	 */
	public static Vocabulary<ApiError> header(@Nullable ErrorCatalog catalog) {
		return ofErrors(false, catalog);
	}

	private static Vocabulary<ApiError> ofErrors(boolean structures, @Nullable ErrorCatalog catalog) {
		return new ErrorVocabulary<>(null, Set.of(), structures, catalog,
				(error, placeholder) -> placeholder.value(error), (error, name) -> error.details().get(name));
	}

	/**
	 * Return the words that the shape of a violation has from its error.
	 */
	static ErrorVocabulary<ErrorElement> ofElements(boolean structures, Set<Placeholder> forbidden,
			@Nullable ErrorCatalog catalog) {
		return new ErrorVocabulary<>("the shape of a violation", forbidden, structures, catalog,
				(element, placeholder) -> placeholder.value(element.error()),
				(element, name) -> element.error().details().get(name));
	}

	private static Vocabulary<Sentence> ofSentences(String sentence, Placeholder... forbidden) {
		return new ErrorVocabulary<>(sentence, Set.of(forbidden), false, null, Sentence::value, Sentence::attribute);
	}

	@Override
	public @Nullable Word<T> find(String name) {
		String attribute = attribute(name);
		if (attribute != null) {
			return new Word<>(name, ErrorKind.ANY, false, (source) -> this.attribute.apply(source, attribute),
					(value) -> !"".equals(value), Comparisons::text);
		}
		Placeholder placeholder = Placeholder.find(name);
		if (placeholder == null) {
			return null;
		}
		if (this.forbidden.contains(placeholder)) {
			throw new InvalidTemplateException("{" + name + "} cannot be used in " + this.sentence + ".");
		}
		return new Word<>(name, placeholder.kind(), placeholder.isAlwaysPresent(),
				(source) -> this.value.apply(source, placeholder),
				(value) -> DecodedError.typed(placeholder, value) != null, Comparisons.of(placeholder, this.catalog));
	}

	/**
	 * Return the name of the attribute that a placeholder is about, or {@code null} if it
	 * is not about a single one.
	 */
	static @Nullable String attribute(String name) {
		return (name.startsWith(DETAILS_PREFIX) && name.length() > DETAILS_PREFIX.length())
				? name.substring(DETAILS_PREFIX.length()) : null;
	}

	@Override
	public List<String> names() {
		List<String> names = placeholders();
		names.add(DETAILS_PREFIX + "NAME");
		return names;
	}

	private List<String> placeholders() {
		return Arrays.stream(Placeholder.values())
			.filter((placeholder) -> !this.forbidden.contains(placeholder)
					&& (this.structures || !placeholder.isStructure()))
			.map(Placeholder::word)
			.collect(Collectors.toList());
	}

	@Override
	public List<String> alike(String name) {
		String other = (this.sentence != null) ? null : OTHER_NAMES.get(CodeNames.fold(name));
		List<String> names = placeholders();
		return (other != null && names.contains(other)) ? List.of(other) : CodeNames.alike(name, names);
	}

	@Override
	public String advice(String name) {
		return NAME.matcher(name).matches()
				? "Write {details." + name + ":some text} for what with(\"" + name + "\", …) gives"
				: Vocabulary.super.advice(name);
	}

	@Override
	public boolean allowsStructures() {
		return this.structures;
	}

	@Override
	public @Nullable String text(Object value) {
		return Texts.of(value);
	}

}
