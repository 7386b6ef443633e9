package dev.errata.error;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import dev.errata.catalog.LocalizedText;
import dev.errata.template.Template;
import org.jspecify.annotations.Nullable;

/**
 * A text of the author of a code.
 *
 * @param text the text as it is written
 * @param template the text as a template
 * @param language the language that it is in
 * @param chosen whether the language of the caller has selected it
 */
record AuthorText(String text, Template<Sentence> template, Locale language, boolean chosen) {

	/**
	 * A text in all languages that the author has declared.
	 *
	 * @param text the text
	 * @param templates the text as templates, by language
	 */
	record Declared(LocalizedText text, Map<Locale, Template<Sentence>> templates) {

		static @Nullable Declared of(TextKind kind, @Nullable LocalizedText text) {
			if (text == null) {
				return null;
			}
			Map<Locale, Template<Sentence>> templates = new LinkedHashMap<>();
			for (Map.Entry<Locale, String> template : text.texts().entrySet()) {
				templates.put(template.getKey(), kind.parse(template.getValue().strip()));
			}
			return new Declared(text, templates);
		}

		/**
		 * Return the text for a caller, if there is one that is not empty.
		 * @param language the language of the contract
		 */
		@Nullable AuthorText find(Locale caller, Locale language) {
			AuthorText found = null;
			if (this.text.isTranslated()) {
				found = in(this.text.find(caller), language, true);
				if (found == null) {
					found = in(this.text.find(language), language, false);
				}
			}
			return (found != null) ? found : in(this.text.first(), language, false);
		}

		private @Nullable AuthorText in(@Nullable Locale key, Locale language, boolean chosen) {
			String text = (key != null) ? this.text.texts().get(key) : null;
			Template<Sentence> template = this.templates.get(key);
			return (key == null || text == null || text.isBlank() || template == null) ? null
					: new AuthorText(text, template, key.equals(Locale.ROOT) ? language : key, chosen);
		}

	}

}
