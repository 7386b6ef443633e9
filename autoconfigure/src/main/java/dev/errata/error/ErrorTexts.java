package dev.errata.error;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.ErrorCatalog;
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

	private final AuthorTexts authorTexts;

	private final OwnTexts ownTexts;

	/**
	 * Create texts.
	 * @param language the language of texts that have none, such as those in YAML
	 */
	ErrorTexts(String contract, ErrorCatalog catalog, Locale language, @Nullable MessageSource messageSource) {
		this.catalog = catalog;
		this.language = language;
		MessageSourceTexts translations = new MessageSourceTexts(contract, language, messageSource);
		this.authorTexts = new AuthorTexts(catalog, language, translations);
		this.ownTexts = new OwnTexts(translations, language);
	}

	/**
	 * Decide the language of an answer, and find the author's message in it. The first of
	 * message, title and detail that the author has written decides: in the language of
	 * the caller, else as it stands. If there is none, the language is that of the
	 * caller, if Errata has it.
	 * @param thrown whether the thrower has words, which are in any language
	 */
	Wording wording(CatalogEntry entry, int status, Locale caller, boolean thrown) {
		AuthorText message = this.authorTexts.find(TextKind.MESSAGE, entry, status, caller);
		AuthorText first = message;
		if (first == null) {
			first = this.authorTexts.find(TextKind.TITLE, entry, status, caller);
		}
		if (first == null) {
			first = this.authorTexts.find(TextKind.DETAIL, entry, status, caller);
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
		AuthorText text = this.authorTexts.find(kind, entry, status, reader);
		return (text != null) ? new CodeTexts.Text(text.text(), text.language()) : null;
	}

	/**
	 * Return the languages that there are texts in, that of the contract first. Of a
	 * message source they are not known.
	 */
	Set<Locale> languages() {
		Set<Locale> languages = new LinkedHashSet<>();
		languages.add(this.language);
		languages.addAll(this.authorTexts.languages());
		languages.addAll(this.ownTexts.languages());
		return languages;
	}

	private String title(ApiError error, CatalogEntry entry, Wording wording, Map<String, Object> args) {
		AuthorText title = this.authorTexts.find(TextKind.TITLE, entry, error.status(), wording.lookup());
		String filled = (title == null || (isForeign(title, wording) && this.ownTexts.has(wording.language()))) ? ""
				: filled(title.template(), new Sentence(error, args, "", null), "");
		return !filled.isEmpty() ? filled : this.ownTexts.title(error.status(), wording.language());
	}

	private @Nullable String detail(ApiError error, CatalogEntry entry, Wording wording, Map<String, Object> args,
			String title) {
		AuthorText detail = this.authorTexts.find(TextKind.DETAIL, entry, error.status(), wording.lookup());
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

}
