package dev.errata.properties;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.errata.catalog.LocalizedText;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * The texts of codes, which are bound by language. Environment variables can override a
 * text and add a language.
 */
final class DeclaredTexts {

	private final ConfigurableEnvironment environment;

	private final PropertyOrigins origins;

	private final DeclaredNames names;

	private final ContractLanguages languages;

	private final FaultReport report;

	DeclaredTexts(ConfigurableEnvironment environment, PropertyOrigins origins, DeclaredNames names,
			ContractLanguages languages, FaultReport report) {
		this.environment = environment;
		this.origins = origins;
		this.names = names;
		this.languages = languages;
		this.report = report;
	}

	/**
	 * Return a text, or {@code null} if there is none. Faults of the languages are
	 * reported.
	 * @param property the property that holds the text
	 * @param bound the text as it is bound, by language
	 */
	@Nullable LocalizedText find(String property, @Nullable Map<String, String> bound) {
		Locale language = this.languages.of(ConfigurationPropertyName.adapt(property, '.'));
		Map<String, String> texts = (bound != null) ? bound : Map.of();
		Set<String> written = this.origins.keys(property).keySet();
		Map<Locale, String> byLanguage = new LinkedHashMap<>();
		Map<String, String> inFiles = new LinkedHashMap<>();
		for (Map.Entry<String, String> entry : texts.entrySet()) {
			String tag = entry.getKey();
			if (written.contains(PropertyOrigins.uniform(tag))) {
				inFiles.put(tag, entry.getValue());
			}
			else {
				// the short form, or a variable
				put(byLanguage, property, tag, entry.getValue());
			}
		}
		for (Map.Entry<String, String> entry : this.names.declared(property, inFiles, Set.of()).entrySet()) {
			put(byLanguage, property, entry.getKey(), entry.getValue());
		}
		addVariables(byLanguage, property, language);
		reportTwins(property, language);
		return byLanguage.isEmpty() ? null : LocalizedText.of(byLanguage, language);
	}

	private void put(Map<Locale, String> texts, String property, String tag, String text) {
		Locale language = LanguageTags.find(tag);
		if (language != null) {
			texts.put(language, text);
		}
		else if (!this.report.isAbout(property + "." + tag)) {
			this.report.add(property + "." + tag, text, LanguageTags.RULE, LanguageTags.advice(tag)
					+ (text.isEmpty() ? " A text that begins with a brace needs quotes." : ""));
		}
	}

	/**
	 * Add the texts of variables that binding does not find, because the code contains
	 * separators.
	 */
	private void addVariables(Map<Locale, String> texts, String property, Locale language) {
		String uniform = PropertyOrigins.uniform(property);
		for (PropertyOrigins.Written variable : this.origins.variables()) {
			if (variable.uniform().startsWith(uniform)) {
				Locale tagged = languageOf(variable, uniform, language);
				if (tagged != null && !texts.containsKey(tagged)) {
					texts.put(tagged, this.environment.getProperty(variable.name(), ""));
				}
				String tag = (tagged == null) ? tagOf(variable, uniform) : null;
				if (tag != null && LanguageTags.meant(tag) != null) {
					put(texts, property, tag.toLowerCase(Locale.ROOT), String.valueOf(variable.value()));
				}
			}
		}
	}

	/**
	 * Return the language of the text that a variable holds, or {@code null} if it holds
	 * something else.
	 * @param text the uniform name of the property that holds the text
	 * @param language the language of a text alone
	 */
	static @Nullable Locale languageOf(PropertyOrigins.Written variable, String text, Locale language) {
		if (variable.uniform().equals(text)) {
			return language;
		}
		String tag = tagOf(variable, text);
		if (tag == null) {
			return null;
		}
		String meant = LanguageTags.meant(tag);
		// binding finds PTBR where a file has pt-BR
		boolean same = meant != null && PropertyOrigins.uniform(meant).equals(PropertyOrigins.uniform(tag));
		return LanguageTags.find((same && meant != null) ? meant : tag);
	}

	/**
	 * Return what follows the name of a property in that of a variable.
	 */
	private static @Nullable String tagOf(PropertyOrigins.Written variable, String text) {
		String name = variable.name();
		for (int i = name.indexOf('_'); i >= 0; i = name.indexOf('_', i + 1)) {
			if (PropertyOrigins.uniform(name.substring(0, i)).equals(text)) {
				return name.substring(i + 1);
			}
		}
		return null;
	}

	/**
	 * Report a text that one source has twice: alone, and for the language that this is
	 * short for.
	 */
	private void reportTwins(String property, Locale language) {
		String alone = PropertyOrigins.uniform(property);
		String tagged = alone + PropertyOrigins.uniform(language.toLanguageTag());
		for (PropertyOrigins.Written first : this.origins.named(alone)) {
			for (PropertyOrigins.Written second : this.origins.named(tagged)) {
				if (second.order() == first.order()) {
					this.report.add(second.name(), second.value(), second.place(), "This is the same text as '"
							+ first.name() + "' (" + first.place() + "), which is short for it.",
							"Keep only one of the two.");
				}
			}
		}
	}

}
