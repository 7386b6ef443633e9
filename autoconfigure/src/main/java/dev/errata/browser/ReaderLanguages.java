package dev.errata.browser;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

import dev.errata.catalog.LocalizedText;
import org.jspecify.annotations.Nullable;

/**
 * The languages in which the catalog can be read.
 */
final class ReaderLanguages {

	/** Readers have few languages; a longer header is not that of one. */
	private static final int MAX_LENGTH = 500;

	private final Set<Locale> languages;

	ReaderLanguages(Set<Locale> languages) {
		this.languages = languages;
	}

	/**
	 * Return how many languages there are.
	 */
	int size() {
		return this.languages.size();
	}

	/**
	 * Return the language for a reader, or the root locale if there are no texts in one
	 * that an {@code Accept-Language} header asks for.
	 */
	Locale find(@Nullable String acceptLanguage) {
		if (acceptLanguage == null || acceptLanguage.isBlank() || acceptLanguage.length() > MAX_LENGTH) {
			return Locale.ROOT;
		}
		try {
			List<Locale.LanguageRange> ranges = Locale.LanguageRange.parse(acceptLanguage);
			Locale found = ranges.stream()
				.filter((range) -> range.getWeight() > 0)
				.map((range) -> LocalizedText.find(this.languages, Locale.forLanguageTag(range.getRange())))
				.filter(Objects::nonNull)
				.findFirst()
				.orElse(null);
			if (found == null && ranges.stream().noneMatch((range) -> range.getRange().equals("*"))) {
				// who asks for pt understands pt-BR
				found = Locale.filter(ranges, this.languages).stream().findFirst().orElse(null);
			}
			return (found != null) ? found : Locale.ROOT;
		}
		catch (IllegalArgumentException ex) {
			return Locale.ROOT;
		}
	}

}
