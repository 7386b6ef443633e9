package dev.errata.error;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

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
			text.texts().forEach((language, template) -> templates.put(language, kind.parse(template.strip())));
			return new Declared(text, templates);
		}

		/**
		 * Return the text for a caller.
		 * @param language the language of the contract
		 */
		@Nullable AuthorText find(Locale caller, Locale language) {
			if (this.text.isTranslated()) {
				Locale own = this.text.find(caller);
				if (own != null) {
					return in(own, own, true);
				}
				Locale usual = this.text.find(language);
				if (usual != null) {
					return in(usual, usual, false);
				}
			}
			Locale first = this.text.first();
			return (first != null) ? in(first, first.equals(Locale.ROOT) ? language : first, false) : null;
		}

		private AuthorText in(Locale key, Locale language, boolean chosen) {
			return new AuthorText(Objects.requireNonNull(this.text.texts().get(key)),
					Objects.requireNonNull(this.templates.get(key)), language, chosen);
		}

	}

}
