package dev.errata.error;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.ErrorCatalog;
import dev.errata.catalog.Fault;
import dev.errata.catalog.StatusDescription;
import dev.errata.template.InvalidTemplateException;
import dev.errata.template.Template;
import dev.errata.template.Vocabulary;
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

	private final Map<CatalogEntry, Map<Integer, Templates>> templates = new IdentityHashMap<>();

	/**
	 * Create texts.
	 * @param language the language of texts that have none, such as those in YAML
	 */
	ErrorTexts(String contract, ErrorCatalog catalog, Locale language, @Nullable MessageSource messageSource) {
		this.catalog = catalog;
		this.language = language;
		this.translations = new MessageSourceTexts(contract, messageSource);
		this.ownTexts = new OwnTexts();
		for (CatalogEntry entry : catalog.entries()) {
			Map<Integer, Templates> byStatus = new ConcurrentHashMap<>();
			entry.statuses().forEach((status) -> byStatus.put(status, templatesOf(entry, status)));
			this.templates.put(entry, byStatus);
		}
	}

	static List<Fault> check(Collection<CatalogEntry> entries) {
		List<Fault> faults = new ArrayList<>();
		for (CatalogEntry entry : entries) {
			String property = "codes." + entry.code();
			check(property, entry.description(0), faults);
			entry.at().forEach((status, description) -> check(property + ".at." + status, description, faults));
		}
		return faults;
	}

	private static void check(String property, StatusDescription description, List<Fault> faults) {
		check(property + ".title", description.title(), ErrorVocabulary.TITLE, faults);
		check(property + ".message", description.message(), ErrorVocabulary.MESSAGE, faults);
		check(property + ".detail", description.detail(), ErrorVocabulary.DETAIL, faults);
	}

	private static void check(String property, @Nullable String text, Vocabulary<Sentence> vocabulary,
			List<Fault> faults) {
		if (text == null) {
			return;
		}
		try {
			Template.parse(text, vocabulary);
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
		Templates texts = templates(entry, status);
		AuthorText message = author(TextKind.MESSAGE, entry, texts.message(), caller);
		AuthorText first = message;
		if (first == null) {
			first = author(TextKind.TITLE, entry, texts.title(), caller);
		}
		if (first == null) {
			first = author(TextKind.DETAIL, entry, texts.detail(), caller);
		}
		Locale chosen = null;
		if (first != null) {
			chosen = first.language();
		}
		else if (!thrown) {
			chosen = this.ownTexts.find(caller);
		}
		return new Wording((chosen != null) ? chosen : this.language, chosen != null,
				(message != null) ? message.template() : null);
	}

	/**
	 * Return the error with its texts filled in.
	 * @param thrown the words of the thrower, or {@code null}
	 * @param explanation Errata's own sentence about the failure, in the language of the
	 * wording if Errata has it, or {@code null}
	 */
	ApiError fill(ApiError error, CatalogEntry entry, Wording wording, @Nullable String thrown,
			@Nullable String explanation, Map<String, Object> args) {
		Templates texts = templates(entry, error.status());
		String title = title(error, entry, texts, wording, args);
		String detail = (thrown != null) ? thrown : explanation;
		if (detail == null) {
			detail = detail(error, entry, texts, wording, args, title);
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

	private String title(ApiError error, CatalogEntry entry, Templates texts, Wording wording,
			Map<String, Object> args) {
		AuthorText title = author(TextKind.TITLE, entry, texts.title(), wording.lookup());
		String standard = this.ownTexts.title(error.status(), wording.language());
		if (title == null || (isForeign(title, wording) && this.ownTexts.has(wording.language()))) {
			return standard;
		}
		return filled(title.template(), new Sentence(error, args, "", null), standard);
	}

	private @Nullable String detail(ApiError error, CatalogEntry entry, Templates texts, Wording wording,
			Map<String, Object> args, String title) {
		AuthorText detail = author(TextKind.DETAIL, entry, texts.detail(), wording.lookup());
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
		return text.language() == null && wording.chosen();
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
	private @Nullable AuthorText author(TextKind kind, CatalogEntry entry, @Nullable Template<Sentence> declared,
			Locale caller) {
		AuthorText translated = this.translations.find(kind, entry.code(), caller);
		if (translated != null) {
			return translated;
		}
		return (declared != null) ? new AuthorText(declared, null) : null;
	}

	private Templates templates(CatalogEntry entry, int status) {
		Map<Integer, Templates> byStatus = this.templates.get(entry);
		if (byStatus == null) {
			return templatesOf(entry, status);
		}
		// the code of a root has statuses that are not listed, 400 to 599 at most
		return byStatus.computeIfAbsent(status, (key) -> templatesOf(entry, key));
	}

	private Templates templatesOf(CatalogEntry entry, int status) {
		// the texts of an entry that nobody has declared are Errata's own
		return this.catalog.isBuiltIn(entry) ? Templates.NONE : Templates.of(entry.description(status));
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

	private record Templates(@Nullable Template<Sentence> title, @Nullable Template<Sentence> message,
			@Nullable Template<Sentence> detail) {

		static final Templates NONE = new Templates(null, null, null);

		static Templates of(StatusDescription description) {
			return new Templates(template(TextKind.TITLE, description.title()),
					template(TextKind.MESSAGE, description.message()),
					template(TextKind.DETAIL, description.detail()));
		}

		private static @Nullable Template<Sentence> template(TextKind kind, @Nullable String text) {
			return (text != null) ? Template.parse(Texts.clean(text.strip()), kind.vocabulary()) : null;
		}

	}

}
