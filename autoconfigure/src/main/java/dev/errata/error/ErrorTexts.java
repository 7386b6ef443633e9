package dev.errata.error;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.Fault;
import dev.errata.catalog.StatusDescription;
import dev.errata.template.InvalidTemplateException;
import dev.errata.template.Template;
import dev.errata.template.Vocabulary;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.MessageSource;

/**
 * The texts of a contract's codes: the catalog's templates, parsed once, and those of the
 * application's {@link MessageSource} for a caller's language.
 */
final class ErrorTexts {

	private static final Logger logger = LoggerFactory.getLogger(ErrorTexts.class);

	private static final int MAX_TRANSLATIONS = 1000;

	private static final Set<String> ISO_LANGUAGES = Set.of(Locale.getISOLanguages());

	private final String contract;

	private final @Nullable MessageSource messageSource;

	private final Map<CatalogEntry, Map<Integer, Templates>> templates = new IdentityHashMap<>();

	// one entry for each code of the catalog
	private final Map<String, Keys> keys = new ConcurrentHashMap<>();

	private final Map<String, Translation> translations = new ConcurrentHashMap<>();

	private final Set<Locale> asked = ConcurrentHashMap.newKeySet();

	private final Reported badTexts = new Reported();

	ErrorTexts(String contract, Collection<CatalogEntry> entries, @Nullable MessageSource messageSource) {
		this.contract = contract;
		this.messageSource = messageSource;
		for (CatalogEntry entry : entries) {
			Map<Integer, Templates> byStatus = new ConcurrentHashMap<>();
			entry.statuses().forEach((status) -> byStatus.put(status, Templates.of(entry, status)));
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
	 * Return the error with its texts filled in.
	 */
	ApiError fill(ApiError error, CatalogEntry entry, @Nullable String particular, Map<String, Object> args) {
		Templates texts = templates(entry, error.status());
		String title = texts.title().constant();
		if (title == null) {
			title = cleanOr(texts.title().fill(new Sentence(error, args, "", null)),
					CatalogEntry.reasonPhrase(error.status()));
		}
		String detail = particular;
		if (detail == null && texts.detail() != null) {
			String filled = texts.detail().fill(new Sentence(error, args, title, null));
			detail = (filled != null) ? Texts.clean(filled) : null;
		}
		Template<Sentence> template = translation(entry, error.request().locale());
		if (template == null) {
			template = texts.message();
		}
		if (particular != null && !template.uses(Placeholder.DETAIL.word())) {
			return error.withTexts(title, particular, detail);
		}
		String message = template.constant();
		if (message == null) {
			message = cleanOr(template.fill(new Sentence(error, args, title, detail)), title);
		}
		return error.withTexts(title, message, detail);
	}

	private Templates templates(CatalogEntry entry, int status) {
		Map<Integer, Templates> byStatus = this.templates.get(entry);
		if (byStatus == null) {
			return Templates.of(entry, status);
		}
		// the code of a root has statuses that are not listed, 400 to 599 at most
		return byStatus.computeIfAbsent(status, (key) -> Templates.of(entry, key));
	}

	private @Nullable Template<Sentence> translation(CatalogEntry entry, Locale locale) {
		if (this.messageSource == null) {
			return null;
		}
		Keys keys = this.keys.computeIfAbsent(entry.code(), (code) -> Keys.of(this.contract, code));
		try {
			Template<Sentence> template = translation(keys.ofContract(), locale);
			return (template != null) ? template : translation(keys.ofCode(), locale);
		}
		catch (Throwable ex) {
			warnOnce(keys.ofCode(), keys.ofCode(), locale, ex.toString());
			return null;
		}
	}

	private @Nullable Template<Sentence> translation(String key, Locale locale) {
		String text = text(key, locale);
		if (text == null || text.isBlank() || text.equals(key)) {
			return null;
		}
		Translation translation = this.translations.get(text);
		if (translation == null) {
			if (this.translations.size() >= MAX_TRANSLATIONS) {
				this.translations.clear();
			}
			translation = Translation.of(text);
			this.translations.put(text, translation);
		}
		if (translation.fault() != null) {
			warnOnce(key + "=" + text, key, locale, translation.fault());
		}
		return translation.template();
	}

	/**
	 * Log the fault of a text, once for the text and not for each language: a client can
	 * ask for any number of languages.
	 */
	private void warnOnce(String text, String key, Locale locale, String fault) {
		if (this.badTexts.isFirst(text)) {
			logger.warn("The text of '{}' for '{}' cannot be sent, and that of the catalog is sent instead: {}", key,
					locale.toLanguageTag(), fault);
		}
	}

	/**
	 * Return the text for a locale. For a language that they do not have, resource
	 * bundles prefer the text of the system's language to that of their base file; this
	 * method prefers the base file.
	 */
	private @Nullable String text(String key, Locale locale) {
		if (this.messageSource == null) {
			return null;
		}
		String text = this.messageSource.getMessage(key, null, null, askable(locale));
		Locale system = Locale.getDefault();
		if (text == null || locale.getLanguage().equals(system.getLanguage())) {
			return text;
		}
		String base = this.messageSource.getMessage(key, null, null, Locale.ROOT);
		return (base != null && !base.equals(text)
				&& text.equals(this.messageSource.getMessage(key, null, null, system))) ? base : text;
	}

	/**
	 * Return the locale to ask the source for. Sources keep every locale that they were
	 * asked for, and a client can ask for any number of them: after too many, only
	 * languages with an ISO code are passed to the source.
	 */
	private Locale askable(Locale locale) {
		if (this.asked.contains(locale)) {
			return locale;
		}
		if (this.asked.size() < MAX_TRANSLATIONS) {
			this.asked.add(locale);
			return locale;
		}
		String language = locale.getLanguage();
		return ISO_LANGUAGES.contains(language) ? new Locale(language) : Locale.ROOT;
	}

	private static String cleanOr(@Nullable String text, String otherwise) {
		return (text != null && !text.isBlank()) ? Texts.clean(text) : otherwise;
	}

	/**
	 * A text of the message source, or its fault.
	 */
	private record Translation(@Nullable Template<Sentence> template, @Nullable String fault) {

		static Translation of(String text) {
			try {
				return new Translation(Template.parse(Texts.clean(text), ErrorVocabulary.MESSAGE), null);
			}
			catch (InvalidTemplateException ex) {
				return new Translation(null, ex.getMessage() + " " + ex.action());
			}
		}

	}

	private record Keys(String ofContract, String ofCode) {

		static Keys of(String contract, String code) {
			return new Keys("errata." + contract + "." + code, "errata." + code);
		}

	}

	private record Templates(Template<Sentence> title, Template<Sentence> message,
			@Nullable Template<Sentence> detail) {

		static Templates of(CatalogEntry entry, int status) {
			StatusDescription description = entry.description(status);
			Template<Sentence> title = template(entry.titleAt(status), ErrorVocabulary.TITLE);
			Template<Sentence> message = (description.message() != null)
					? template(description.message(), ErrorVocabulary.MESSAGE) : title;
			Template<Sentence> detail = (description.detail() != null)
					? template(description.detail(), ErrorVocabulary.DETAIL) : null;
			return new Templates(title, message, detail);
		}

		private static Template<Sentence> template(String text, Vocabulary<Sentence> vocabulary) {
			return Template.parse(Texts.clean(text.strip()), vocabulary);
		}

	}

}
