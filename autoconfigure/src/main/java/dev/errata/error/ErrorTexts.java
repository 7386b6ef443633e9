package dev.errata.error;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.ErrorCatalog;
import dev.errata.catalog.Fault;
import dev.errata.catalog.LocalizedText;
import dev.errata.catalog.StatusDescription;
import dev.errata.template.InvalidTemplateException;
import dev.errata.template.Template;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;

/**
 * The texts of a contract's codes. Of several texts, the most particular one is sent:
 * that of the thrower, that of the author of the code, Errata's own sentence about the
 * failure, the standard text. They are all in one language, which the
 * {@linkplain #wording author's texts} decide.
 */
final class ErrorTexts {

	private final ErrorCatalog catalog;

	private final Locale language;

	private final MessageSourceTexts translations;

	private final OwnTexts ownTexts;

	private final Map<CatalogEntry, Map<Integer, DeclaredTexts>> declared = new IdentityHashMap<>();

	/**
	 * Create texts.
	 * @param language the language of texts that have none, such as those in YAML
	 */
	ErrorTexts(String contract, ErrorCatalog catalog, Locale language, @Nullable MessageSource messageSource) {
		this.catalog = catalog;
		this.language = language;
		this.translations = new MessageSourceTexts(contract, language, messageSource);
		this.ownTexts = new OwnTexts(this.translations, language);
		for (CatalogEntry entry : catalog.entries()) {
			Map<Integer, DeclaredTexts> byStatus = new ConcurrentHashMap<>();
			entry.statuses().forEach((status) -> byStatus.put(status, textsOf(entry, status)));
			this.declared.put(entry, byStatus);
		}
	}

	static List<Fault> check(Collection<CatalogEntry> entries, ErrorCatalog nameable) {
		List<Fault> faults = new ArrayList<>();
		for (CatalogEntry entry : entries) {
			String property = "codes." + entry.code();
			check(property, entry.description(0), nameable, faults);
			entry.at()
				.forEach((status, description) -> check(property + ".at." + status, description, nameable, faults));
		}
		return faults;
	}

	private static void check(String property, StatusDescription description, ErrorCatalog nameable,
			List<Fault> faults) {
		for (TextKind kind : TextKind.values()) {
			LocalizedText text = kind.of(description);
			if (text != null) {
				text.texts()
					.forEach((language, template) -> check(kind,
							property + "." + kind.property()
									+ (language.equals(Locale.ROOT) ? "" : "." + language.toLanguageTag()),
							template, nameable, faults));
			}
		}
	}

	private static void check(TextKind kind, String property, String text, ErrorCatalog nameable, List<Fault> faults) {
		try {
			kind.check(text, nameable);
		}
		catch (InvalidTemplateException ex) {
			faults.add(new Fault(property, text, String.valueOf(ex.getMessage()), ex.action()));
		}
	}

	/**
	 * Decide the language of an answer, and find the author's message in it. The first of
	 * message, title and detail that the author has written decides: in the language of
	 * the caller, else as it stands. If there is none, the language is that of the
	 * caller, if Errata has it.
	 * @param thrown whether the thrower has words, which are in any language
	 */
	Wording wording(CatalogEntry entry, int status, Locale caller, boolean thrown) {
		AuthorText message = author(TextKind.MESSAGE, entry, status, caller);
		AuthorText first = message;
		if (first == null) {
			first = author(TextKind.TITLE, entry, status, caller);
		}
		if (first == null) {
			first = author(TextKind.DETAIL, entry, status, caller);
		}
		Template<Sentence> template = (message != null) ? message.template() : null;
		if (first != null) {
			return new Wording(first.language(), first.chosen(), template);
		}
		Locale own = thrown ? null : this.ownTexts.find(caller);
		return new Wording((own != null) ? own : this.language, own != null, null);
	}

	/**
	 * Write one of Errata's own texts.
	 * @return the text, or {@code null} if there is none
	 */
	@Nullable String write(OwnText text, Locale language) {
		String written = this.ownTexts.fill(text, language);
		return (written != null) ? Texts.clean(written) : null;
	}

	/**
	 * Return the error with its texts filled in.
	 * @param thrown the words of the thrower, or {@code null}
	 * @param explanation Errata's own sentence about the failure, in the language of the
	 * wording if Errata has it, or {@code null}
	 */
	ApiError fill(ApiError error, CatalogEntry entry, Wording wording, @Nullable String thrown,
			@Nullable String explanation, Map<String, Object> args) {
		String title = title(error, entry, wording, args);
		String detail = (thrown != null) ? thrown : explanation;
		if (detail == null) {
			detail = detail(error, entry, wording, args, title);
		}
		String message;
		Template<Sentence> template = wording.message();
		if (thrown != null && (template == null || !template.uses(Placeholder.DETAIL.word()))) {
			return error.withTexts(title, thrown, detail, null, false);
		}
		if (template == null) {
			message = (explanation != null) ? explanation : standardMessage(entry, wording.language(), title);
		}
		else {
			boolean foreign = detail != null && detail == explanation && !this.ownTexts.has(wording.language());
			message = filled(template, new Sentence(error, args, title, foreign ? null : detail), title);
		}
		return error.withTexts(title, message, detail, (thrown != null) ? null : wording.language(),
				thrown == null && wording.chosen());
	}

	/**
	 * Return the texts of a code as they stand in the catalog.
	 * @param reader the language of the reader
	 */
	CodeTexts describe(CatalogEntry entry, int status, Locale reader) {
		Wording wording = wording(entry, status, reader, false);
		Locale language = wording.language();
		CodeTexts.Text title = described(TextKind.TITLE, entry, status, wording.lookup());
		if (title == null || (!title.language().equals(language) && this.ownTexts.has(language))) {
			title = new CodeTexts.Text(this.ownTexts.title(status, language), language);
		}
		CodeTexts.Text message = described(TextKind.MESSAGE, entry, status, reader);
		if (message == null) {
			message = this.catalog.isBuiltIn(entry)
					? new CodeTexts.Text(this.ownTexts.message(entry.code(), language), language) : title;
		}
		return new CodeTexts(title, message, described(TextKind.DETAIL, entry, status, wording.lookup()),
				described(TextKind.MEANING, entry, status, reader), described(TextKind.FIX, entry, status, reader));
	}

	private CodeTexts.@Nullable Text described(TextKind kind, CatalogEntry entry, int status, Locale reader) {
		AuthorText text = author(kind, entry, status, reader);
		return (text != null) ? new CodeTexts.Text(text.text(), text.language()) : null;
	}

	/**
	 * Return the languages that there are texts in, that of the contract first. Of a
	 * message source they are not known.
	 */
	Set<Locale> languages() {
		Set<Locale> languages = new LinkedHashSet<>();
		languages.add(this.language);
		this.declared.values()
			.stream()
			.flatMap((byStatus) -> byStatus.values().stream())
			.flatMap(DeclaredTexts::languages)
			.filter((language) -> !language.equals(Locale.ROOT))
			.forEach(languages::add);
		languages.addAll(this.ownTexts.languages());
		return languages;
	}

	private String title(ApiError error, CatalogEntry entry, Wording wording, Map<String, Object> args) {
		AuthorText title = author(TextKind.TITLE, entry, error.status(), wording.lookup());
		String standard = this.ownTexts.title(error.status(), wording.language());
		if (title == null || (isForeign(title, wording) && this.ownTexts.has(wording.language()))) {
			return standard;
		}
		return filled(title.template(), new Sentence(error, args, "", null), standard);
	}

	private @Nullable String detail(ApiError error, CatalogEntry entry, Wording wording, Map<String, Object> args,
			String title) {
		AuthorText detail = author(TextKind.DETAIL, entry, error.status(), wording.lookup());
		if (detail == null || isForeign(detail, wording)) {
			return null;
		}
		String filled = detail.template().fill(new Sentence(error, args, title, null));
		return (filled != null) ? Texts.clean(filled) : null;
	}

	private String standardMessage(CatalogEntry entry, Locale language, String title) {
		return this.catalog.isBuiltIn(entry) ? this.ownTexts.message(entry.code(), language) : title;
	}

	private static boolean isForeign(AuthorText text, Wording wording) {
		return !text.language().getLanguage().equals(wording.language().getLanguage());
	}

	private static String filled(Template<Sentence> template, Sentence source, String otherwise) {
		String text = template.constant();
		if (text != null) {
			return text;
		}
		text = template.fill(source);
		return (text != null && !text.isBlank()) ? Texts.clean(text) : otherwise;
	}

	/**
	 * Return a text of the author, in the language of the caller if there is one.
	 */
	private @Nullable AuthorText author(TextKind kind, CatalogEntry entry, int status, Locale caller) {
		AuthorText translated = this.translations.find(kind, entry.code(), caller);
		if (translated != null && translated.chosen()) {
			return translated;
		}
		AuthorText.Declared declared = texts(entry, status).of(kind);
		AuthorText own = (declared != null) ? declared.find(caller, this.language) : null;
		return (translated == null || (own != null && own.chosen())) ? own : translated;
	}

	private DeclaredTexts texts(CatalogEntry entry, int status) {
		Map<Integer, DeclaredTexts> byStatus = this.declared.get(entry);
		if (byStatus == null) {
			return textsOf(entry, status);
		}
		// the code of a root has statuses that are not listed, 400 to 599 at most
		return byStatus.computeIfAbsent(status, (key) -> textsOf(entry, key));
	}

	private DeclaredTexts textsOf(CatalogEntry entry, int status) {
		// the texts of an entry that nobody has declared are Errata's own
		return this.catalog.isBuiltIn(entry) ? DeclaredTexts.NONE : DeclaredTexts.of(entry.description(status));
	}

	/**
	 * The language of an answer and the author's message in it.
	 *
	 * @param language the language
	 * @param chosen whether it is that of the caller, rather than that of texts without a
	 * language
	 * @param message the author's message, or {@code null}
	 */
	record Wording(Locale language, boolean chosen, @Nullable Template<Sentence> message) {

		/**
		 * Return the language to look for further texts in.
		 */
		Locale lookup() {
			return this.chosen ? this.language : Locale.ROOT;
		}

	}

	/**
	 * The texts that are declared for a status of a code.
	 */
	private record DeclaredTexts(Map<TextKind, AuthorText.Declared> texts) {

		static final DeclaredTexts NONE = new DeclaredTexts(Map.of());

		static DeclaredTexts of(StatusDescription description) {
			Map<TextKind, AuthorText.Declared> texts = new EnumMap<>(TextKind.class);
			for (TextKind kind : TextKind.values()) {
				AuthorText.Declared text = AuthorText.Declared.of(kind, kind.of(description));
				if (text != null) {
					texts.put(kind, text);
				}
			}
			return new DeclaredTexts(texts);
		}

		Stream<Locale> languages() {
			return this.texts.values().stream().flatMap((text) -> text.text().texts().keySet().stream());
		}

		AuthorText.@Nullable Declared of(TextKind kind) {
			return this.texts.get(kind);
		}

	}

}
