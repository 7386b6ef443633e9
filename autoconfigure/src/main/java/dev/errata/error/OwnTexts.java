package dev.errata.error;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.Objects;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.StandardCode;
import dev.errata.error.OwnText.Key;
import dev.errata.template.Template;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;

/**
 * Errata's own texts in any language, or what the application says instead of them.
 */
final class OwnTexts {

	// no language is complete without it
	private static final OwnText FIELD = OwnText.of(Key.FIELD, "", "");

	private final MessageSourceTexts translations;

	private final Locale plainLanguage;

	/**
	 * Create texts.
	 * @param translations what the application says instead
	 * @param plainLanguage the language of its texts that have none
	 */
	OwnTexts(MessageSourceTexts translations, Locale plainLanguage) {
		this.translations = translations;
		this.plainLanguage = plainLanguage;
	}

	/**
	 * Return the languages of Errata's texts.
	 */
	Set<Locale> languages() {
		return Set.copyOf(TextBundle.LANGUAGES);
	}

	/**
	 * Return the language of Errata's texts for a caller: one of Errata's own, or one
	 * that the application has translated the texts to.
	 * @return the language, or {@code null} if there are no texts in that of the caller
	 */
	@Nullable Locale find(Locale caller) {
		Locale own = TextBundle.languageFor(caller);
		return (own != null || caller.getLanguage().isEmpty()) ? own : this.translations.languageOf(FIELD, caller);
	}

	/**
	 * Return whether there are texts in a language.
	 */
	boolean has(Locale language) {
		return find(language) != null;
	}

	/**
	 * Return the title of a status, in English if there is none in the language.
	 */
	String title(int status, Locale language) {
		boolean known = HttpStatus.resolve(status) != null;
		String title = fill(OwnText.titleOf(known ? Integer.toString(status) : status / 100 + "xx"), language);
		return (title != null) ? title : CatalogEntry.reasonPhrase(status);
	}

	/**
	 * Return the message of a standard code, in English if there is none in the language.
	 */
	String message(String standardCode, Locale language) {
		StandardCode code = StandardCode.find(standardCode);
		String message = (code != null) ? fill(OwnText.messageOf(code), language) : "";
		return (message != null) ? message : Objects.requireNonNull(code).message();
	}

	/**
	 * Write a text, in English if there is none in the language.
	 * @return the text, or {@code null} if there is none
	 */
	@Nullable String fill(OwnText text, Locale language) {
		boolean plain = language.getLanguage().equals(this.plainLanguage.getLanguage());
		Template<OwnText> template = this.translations.find(text, language, plain);
		if (template == null) {
			template = ownTemplate(text, language);
		}
		if (template == null) {
			return null;
		}
		String constant = template.constant();
		return (constant != null) ? constant : template.fill(text.with(arguments(text, language)));
	}

	private static @Nullable Template<OwnText> ownTemplate(OwnText text, Locale language) {
		Locale own = TextBundle.languageFor(language);
		Template<OwnText> template = (own != null) ? TextBundle.of(own).find(text) : null;
		return (template != null) ? template : TextBundle.of(Locale.ENGLISH).find(text);
	}

	private List<Object> arguments(OwnText text, Locale language) {
		List<Object> written = new ArrayList<>(text.arguments().size());
		for (Object argument : text.arguments()) {
			written.add((argument instanceof OwnText part) ? Objects.requireNonNullElse(fill(part, language), "")
					: (argument instanceof List<?> alternatives) ? alternatives(alternatives, language) : argument);
		}
		return written;
	}

	private String alternatives(List<?> alternatives, Locale language) {
		String written = "";
		for (Object alternative : alternatives) {
			written = written.isEmpty() ? alternative.toString() : Objects
				.requireNonNullElse(fill(OwnText.of(Key.ALTERNATIVES, written, alternative.toString()), language), "");
		}
		return written;
	}

}
