package dev.errata.error;

import java.util.Locale;
import java.util.Set;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.StandardCode;
import org.jspecify.annotations.Nullable;

/**
 * Errata's own texts.
 */
final class OwnTexts {

	/**
	 * Return the languages of Errata's texts.
	 */
	Set<Locale> languages() {
		return Set.of(Locale.ENGLISH);
	}

	/**
	 * Return the language of Errata's texts for a caller.
	 * @return the language, or {@code null} if there are no texts in that of the caller
	 */
	@Nullable Locale find(Locale caller) {
		return caller.getLanguage().equals(Locale.ENGLISH.getLanguage()) ? Locale.ENGLISH : null;
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
		return CatalogEntry.reasonPhrase(status);
	}

	/**
	 * Return the message of a standard code, in English if there is none in the language.
	 */
	String message(String standardCode, Locale language) {
		StandardCode code = StandardCode.find(standardCode);
		return (code != null) ? code.message() : "";
	}

}
