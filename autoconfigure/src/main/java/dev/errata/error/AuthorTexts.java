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

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.ErrorCatalog;
import dev.errata.catalog.Fault;
import dev.errata.catalog.LocalizedText;
import dev.errata.catalog.StatusDescription;
import dev.errata.template.InvalidTemplateException;
import org.jspecify.annotations.Nullable;

/**
 * The texts that the author of a contract has written for its codes, in the catalog and
 * in the application's message source.
 */
final class AuthorTexts {

	private final ErrorCatalog catalog;

	private final Locale language;

	private final MessageSourceTexts translations;

	private final Map<CatalogEntry, Map<Integer, StatusTexts>> declared = new IdentityHashMap<>();

	/**
	 * Create texts.
	 * @param language the language of texts that have none, such as those in YAML
	 * @param translations the texts of the message source
	 */
	AuthorTexts(ErrorCatalog catalog, Locale language, MessageSourceTexts translations) {
		this.catalog = catalog;
		this.language = language;
		this.translations = translations;
		for (CatalogEntry entry : catalog.entries()) {
			Map<Integer, StatusTexts> byStatus = new ConcurrentHashMap<>();
			for (Integer status : entry.statuses()) {
				byStatus.put(status, textsOf(entry, status));
			}
			this.declared.put(entry, byStatus);
		}
	}

	static List<Fault> check(Collection<CatalogEntry> entries, ErrorCatalog nameable) {
		List<Fault> faults = new ArrayList<>();
		for (CatalogEntry entry : entries) {
			String property = "codes." + entry.code();
			check(property, entry.description(0), nameable, faults);
			for (Map.Entry<Integer, StatusDescription> at : entry.at().entrySet()) {
				check(property + ".at." + at.getKey(), at.getValue(), nameable, faults);
			}
		}
		return faults;
	}

	private static void check(String property, StatusDescription description, ErrorCatalog nameable,
			List<Fault> faults) {
		for (TextKind kind : TextKind.values()) {
			LocalizedText text = kind.of(description);
			if (text != null) {
				for (Map.Entry<Locale, String> template : text.texts().entrySet()) {
					Locale language = template.getKey();
					check(kind,
							property + "." + kind.property()
									+ (language.equals(Locale.ROOT) ? "" : "." + language.toLanguageTag()),
							template.getValue(), nameable, faults);
				}
			}
		}
	}

	private static void check(TextKind kind, String property, String text, ErrorCatalog nameable, List<Fault> faults) {
		try {
			kind.check(text, nameable);
		}
		catch (InvalidTemplateException ex) {
			ex.all()
				.forEach((fault) -> faults
					.add(new Fault(property, text, String.valueOf(fault.getMessage()), fault.action())));
		}
	}

	/**
	 * Return the languages that texts of the catalog are declared in. Of a message source
	 * they are not known.
	 */
	Set<Locale> languages() {
		Set<Locale> languages = new LinkedHashSet<>();
		for (Map<Integer, StatusTexts> byStatus : this.declared.values()) {
			for (StatusTexts texts : byStatus.values()) {
				for (AuthorText.Declared text : texts.texts().values()) {
					languages.addAll(text.text().texts().keySet());
				}
			}
		}
		languages.remove(Locale.ROOT);
		return languages;
	}

	/**
	 * Return a text, in the language of the caller if there is one.
	 */
	@Nullable AuthorText find(TextKind kind, CatalogEntry entry, int status, Locale caller) {
		AuthorText translated = this.translations.find(kind, entry.code(), caller);
		if (translated != null && translated.chosen()) {
			return translated;
		}
		AuthorText.Declared declared = texts(entry, status).of(kind);
		AuthorText own = (declared != null) ? declared.find(caller, this.language) : null;
		return (translated == null || (own != null && own.chosen())) ? own : translated;
	}

	private StatusTexts texts(CatalogEntry entry, int status) {
		Map<Integer, StatusTexts> byStatus = this.declared.get(entry);
		if (byStatus == null) {
			return textsOf(entry, status);
		}
		// the code of a root has statuses that are not listed, 400 to 599 at most
		return byStatus.computeIfAbsent(status, (key) -> textsOf(entry, key));
	}

	private StatusTexts textsOf(CatalogEntry entry, int status) {
		// the texts of an entry that nobody has declared are Errata's own
		return this.catalog.isBuiltIn(entry) ? StatusTexts.NONE : StatusTexts.of(entry.description(status));
	}

	/**
	 * The texts that are declared for a status of a code.
	 */
	private record StatusTexts(Map<TextKind, AuthorText.Declared> texts) {

		static final StatusTexts NONE = new StatusTexts(Map.of());

		static StatusTexts of(StatusDescription description) {
			Map<TextKind, AuthorText.Declared> texts = new EnumMap<>(TextKind.class);
			for (TextKind kind : TextKind.values()) {
				AuthorText.Declared text = AuthorText.Declared.of(kind, kind.of(description));
				if (text != null) {
					texts.put(kind, text);
				}
			}
			return new StatusTexts(texts);
		}

		AuthorText.@Nullable Declared of(TextKind kind) {
			return this.texts.get(kind);
		}

	}

}
