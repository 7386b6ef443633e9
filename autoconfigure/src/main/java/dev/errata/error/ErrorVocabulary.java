package dev.errata.error;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.errata.catalog.CodeNames;
import dev.errata.catalog.ErrorCatalog;
import dev.errata.template.InvalidTemplateException;
import dev.errata.template.Kind;
import dev.errata.template.Reading;
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

	/** The vocabulary of headers, and of names in an envelope. */
	public static final Vocabulary<ApiError> HEADER = header(null);

	static final ErrorVocabulary<Sentence> TITLE = ofSentences("a title", Placeholder.TITLE, Placeholder.DETAIL,
			Placeholder.MESSAGE);

	static final ErrorVocabulary<Sentence> DETAIL = ofSentences("a detail", Placeholder.DETAIL, Placeholder.MESSAGE);

	static final ErrorVocabulary<Sentence> MESSAGE = ofSentences("a message", Placeholder.MESSAGE);

	private static final String DETAILS_PREFIX = Placeholder.DETAILS.word() + ".";

	private static final String EXTENSIONS_PREFIX = Placeholder.EXTENSIONS.word() + ".";

	/** Words that have names of the author's behind a dot. */
	private static final List<String> OWNERS = List.of(Placeholder.DETAILS.word(), Placeholder.EXTENSIONS.word());

	/** Names that other envelopes have for what has another name here. */
	private static final Map<String, String> OTHER_NAMES = Map.ofEntries(Map.entry("path", "instance"),
			Map.entry("uri", "instance"), Map.entry("url", "instance"), Map.entry("error", "code"),
			Map.entry("errorcode", "code"), Map.entry("id", "request-id"), Map.entry("correlationid", "request-id"),
			Map.entry("httpstatus", "status"), Map.entry("statuscode", "status"), Map.entry("reason", "message"),
			Map.entry("text", "message"), Map.entry("msg", "message"), Map.entry("errormessage", "message"),
			Map.entry("description", "message"), Map.entry("desc", "message"), Map.entry("fields", "violations"),
			Map.entry("time", "timestamp"), Map.entry("date", "timestamp"));

	private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");

	private final @Nullable String sentence;

	private final Set<Placeholder> forbidden;

	private final boolean structures;

	private final @Nullable ErrorCatalog catalog;

	/**
	 * Create a vocabulary.
	 * @param sentence the sentence that is a template, in words, or {@code null} if the
	 * template is not a sentence
	 * @param forbidden the placeholders that the sentence cannot use
	 * @param structures whether a list or a map can stand alone
	 * @param catalog the codes that conditions can name, or {@code null} for any
	 */
	private ErrorVocabulary(@Nullable String sentence, Set<Placeholder> forbidden, boolean structures,
			@Nullable ErrorCatalog catalog) {
		this.sentence = sentence;
		this.forbidden = forbidden;
		this.structures = structures;
		this.catalog = catalog;
	}

	/**
	 * Return the vocabulary of strings in an envelope.
	 * @param catalog the codes that conditions can name, or {@code null} for any
	 * @return the vocabulary
	 */
	public static Vocabulary<ApiError> envelope(@Nullable ErrorCatalog catalog) {
		return new ErrorVocabulary<>(null, Set.of(), true, catalog);
	}

	/**
	 * Return the vocabulary of headers, and of names in an envelope.
	 * @param catalog the codes that conditions can name, or {@code null} for any
	 * @return the vocabulary
	 */
	public static Vocabulary<ApiError> header(@Nullable ErrorCatalog catalog) {
		return new ErrorVocabulary<>(null, Set.of(), false, catalog);
	}

	/**
	 * Return what takes the values that are read with a template of this vocabulary.
	 * @param target the object to add the values to
	 * @return what adds them
	 */
	public static Reading into(DecodedError target) {
		return target::put;
	}

	/**
	 * Return the words that the shape of a violation has from its error.
	 */
	static ErrorVocabulary<ErrorElement> ofElements(boolean structures, Set<Placeholder> forbidden,
			@Nullable ErrorCatalog catalog) {
		return new ErrorVocabulary<>("the shape of a violation", forbidden, structures, catalog);
	}

	private static ErrorVocabulary<Sentence> ofSentences(String sentence, Placeholder... forbidden) {
		return new ErrorVocabulary<>(sentence, EnumSet.of(Placeholder.LANGUAGE, forbidden), false, null);
	}

	/**
	 * Return this vocabulary for templates that can name the codes and extensions of a
	 * catalog.
	 */
	ErrorVocabulary<T> naming(ErrorCatalog catalog) {
		return new ErrorVocabulary<>(this.sentence, this.forbidden, this.structures, catalog);
	}

	@Override
	public @Nullable Word<T> find(String name) {
		String attribute = attribute(name);
		if (attribute != null) {
			return new NamedWord<>(name, Placeholder.DETAILS, attribute);
		}
		String extension = extension(name);
		if (extension != null) {
			check(extension);
			return new NamedWord<>(name, Placeholder.EXTENSIONS, extension);
		}
		Placeholder placeholder = Placeholder.find(name);
		if (placeholder == null) {
			return null;
		}
		if (this.forbidden.contains(placeholder)) {
			throw new InvalidTemplateException("{" + name + "} cannot be used in " + this.sentence + ".",
					"Use another placeholder, or words of your own.");
		}
		return new PlaceholderWord<>(placeholder, this.catalog);
	}

	/**
	 * Return the name of the attribute that a placeholder is about, or {@code null} if it
	 * is not about a single one.
	 */
	static @Nullable String attribute(String name) {
		return (name.startsWith(DETAILS_PREFIX) && name.length() > DETAILS_PREFIX.length())
				? name.substring(DETAILS_PREFIX.length()) : null;
	}

	private void check(String extension) {
		if (this.catalog == null || this.catalog.extensionNames().contains(extension)) {
			return;
		}
		List<String> nearest = CodeNames.nearest(extension, this.catalog.extensionNames());
		throw new InvalidTemplateException("No code has an extension '" + extension + "'.", nearest.isEmpty()
				? "Add it to 'extensions' of a code or of the contract." : CodeNames.didYouMean(nearest));
	}

	/**
	 * Return the name of the extension that a placeholder is about, or {@code null} if it
	 * is not about a single one.
	 */
	static @Nullable String extension(String name) {
		return (name.startsWith(EXTENSIONS_PREFIX) && name.length() > EXTENSIONS_PREFIX.length())
				? name.substring(EXTENSIONS_PREFIX.length()) : null;
	}

	/**
	 * Return the extension of a name, or {@code null} if there is none.
	 */
	static @Nullable Object extension(Map<String, @Nullable Object> extensions, String name) {
		Object value = extensions.get(name);
		return (value == null && extensions.containsKey(name)) ? Word.NULL : value;
	}

	@Override
	public List<String> names() {
		List<String> names = placeholders();
		names.add(DETAILS_PREFIX + "NAME");
		names.add(EXTENSIONS_PREFIX + "NAME");
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
		return (other != null && names.contains(other)) ? List.of(other) : alike(name, names);
	}

	@Override
	public List<String> alike(String name, List<String> names) {
		int dot = name.indexOf('.');
		String owner = (dot > 0) ? name.substring(0, dot) : "";
		if (dot > 0 && dot < name.length() - 1 && !OWNERS.contains(owner)) {
			List<String> nearest = CodeNames.nearest(owner, OWNERS);
			if (!nearest.isEmpty()) {
				return List.of(nearest.get(0) + name.substring(dot));
			}
		}
		return CodeNames.alike(name, names);
	}

	@Override
	public String advice(String name) {
		// in an envelope, what is almost a placeholder is meant to be one
		boolean mayBeAttribute = this.sentence != null || alike(name).isEmpty();
		return (mayBeAttribute && NAME.matcher(name).matches())
				? "If " + name + " is an attribute that your code adds with(\"" + name + "\", …), write {details."
						+ name + ":some default}."
				: "";
	}

	@Override
	public boolean allowsStructures() {
		return this.structures;
	}

	@Override
	public @Nullable String text(Object value) {
		return Texts.of(value);
	}

	/**
	 * A {@link Placeholder}.
	 *
	 * @param <T> the type of object that the templates are filled from
	 */
	private record PlaceholderWord<T>(Placeholder placeholder, @Nullable ErrorCatalog catalog) implements Word<T> {

		@Override
		public String name() {
			return this.placeholder.word();
		}

		@Override
		public Kind kind() {
			return this.placeholder.kind();
		}

		@Override
		public boolean always() {
			return this.placeholder.isAlwaysPresent();
		}

		@Override
		public @Nullable Object value(T source) {
			if (source instanceof Sentence sentence) {
				return sentence.value(this.placeholder);
			}
			return (source instanceof ErrorElement element) ? element.value(this.placeholder)
					: this.placeholder.value((ApiError) source);
		}

		@Override
		public boolean accepts(Object value) {
			return ValueTypes.typed(this.placeholder, value) != null;
		}

		@Override
		public Predicate<Object> comparison(String text) {
			return Comparisons.of(this.placeholder, text, this.catalog);
		}

	}

	/**
	 * An attribute or an extension by its name.
	 *
	 * @param <T> the type of object that the templates are filled from
	 * @param name the whole name
	 * @param owner what stands before the dot: all attributes, or all extensions
	 * @param own the name behind the dot
	 */
	private record NamedWord<T>(String name, Placeholder owner, String own) implements Word<T> {

		@Override
		public Kind kind() {
			return ErrorKind.ANY;
		}

		@Override
		public boolean always() {
			return false;
		}

		@Override
		public @Nullable Object value(T source) {
			return (this.owner == Placeholder.DETAILS) ? attribute(source) : extension(source);
		}

		private @Nullable Object attribute(T source) {
			return (source instanceof Sentence sentence) ? sentence.attribute(this.own)
					: error(source).details().get(this.own);
		}

		private @Nullable Object extension(T source) {
			return (source instanceof ErrorElement element) ? element.extension(this.own)
					: ErrorVocabulary.extension(error(source).extensions(), this.own);
		}

		private static ApiError error(Object source) {
			if (source instanceof Sentence sentence) {
				return sentence.error();
			}
			return (source instanceof ErrorElement element) ? element.error() : (ApiError) source;
		}

		@Override
		public boolean accepts(Object value) {
			return !"".equals(value);
		}

		@Override
		public Predicate<Object> comparison(String text) {
			return Comparisons.text(text);
		}

	}

}
