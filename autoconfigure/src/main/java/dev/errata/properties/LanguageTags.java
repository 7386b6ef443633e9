package dev.errata.properties;

import java.util.IllformedLocaleException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.errata.catalog.CodeNames;
import org.jspecify.annotations.Nullable;

/**
 * Language tags in the sense of BCP 47, as properties and variables have them: case does
 * not matter, and {@code pt_BR} is {@code pt-BR}.
 */
final class LanguageTags {

	static final String RULE = "Not the tag of a language.";

	private LanguageTags() {
	}

	/**
	 * Return the language of a tag, or {@code null} if there is no such language.
	 */
	static @Nullable Locale find(String tag) {
		if (tag.equals("en")) {
			// the default; looking for its name loads the locale data of the platform
			return Locale.ENGLISH;
		}
		Locale locale;
		try {
			locale = new Locale.Builder().setLanguageTag(tag.strip().replaceAll("[._]", "-")).build();
		}
		catch (IllformedLocaleException ex) {
			return null;
		}
		return isKnown(locale) ? locale : null;
	}

	/**
	 * Return whether the platform has names for a language, its script and its region.
	 */
	private static boolean isKnown(Locale locale) {
		return locale.getLanguage().length() >= 2 && !locale.hasExtensions()
				&& !locale.getDisplayLanguage(Locale.ENGLISH).equals(locale.getLanguage())
				&& !(locale.getScript().length() > 0
						&& locale.getDisplayScript(Locale.ENGLISH).equals(locale.getScript()))
				&& !(locale.getCountry().length() > 0
						&& locale.getDisplayCountry(Locale.ENGLISH).equals(locale.getCountry()));
	}

	/**
	 * Return what to do about a tag that is none.
	 */
	static String advice(String tag) {
		String meant = meant(tag);
		return ((meant != null) ? CodeNames.didYouMean(List.of(meant)) + " " : "")
				+ "Languages are written as tags of BCP 47, such as en or pt-BR.";
	}

	/**
	 * Return the tag that is probably meant, or {@code null} if there is none.
	 */
	static @Nullable String meant(String tag) {
		String meant = Names.TAGS.get(CodeNames.fold(tag));
		if (meant == null && tag.length() > 4) {
			List<String> nearest = CodeNames.nearest(CodeNames.fold(tag), Names.TAGS.keySet());
			meant = nearest.isEmpty() ? null : Names.TAGS.get(nearest.get(0));
		}
		return meant;
	}

	/**
	 * Tags of languages by names that people have for them; only for faults.
	 */
	private static final class Names {

		static final Map<String, String> TAGS = new LinkedHashMap<>();

		static {
			for (String language : Locale.getISOLanguages()) {
				Locale locale = new Locale(language);
				put(locale.getDisplayLanguage(Locale.ENGLISH), language);
				put(locale.getDisplayLanguage(locale), language);
				put(locale.getISO3Language(), language);
			}
			for (Locale locale : Locale.getAvailableLocales()) {
				if (!locale.getCountry().isEmpty() && locale.getScript().isEmpty()) {
					put(locale.toLanguageTag(), locale.toLanguageTag());
				}
			}
			put("jp", "ja");
			put("cn", "zh-CN");
			put("br", "pt-BR");
			put("us", "en-US");
			put("gb", "en-GB");
		}

		private static void put(String name, String tag) {
			TAGS.putIfAbsent(CodeNames.fold(name), tag);
		}

	}

}
