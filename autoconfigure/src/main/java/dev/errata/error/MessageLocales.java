package dev.errata.error;

import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.context.MessageSource;

/**
 * The locales that a {@link MessageSource} is asked for. Sources keep every locale that
 * they were asked for, and a client can ask for any number of them.
 *
 * @since 0.1.0
 * @hidden
 */
public final class MessageLocales {

	private static final int MAX_LOCALES = 1000;

	private static final Set<String> ISO_LANGUAGES = Set.of(Locale.getISOLanguages());

	private final Set<Locale> asked = ConcurrentHashMap.newKeySet();

	/**
	 * Return the locale to ask for in place of that of a client. After a thousand
	 * different ones, only languages with an ISO code are asked for.
	 * @param locale the locale of the client
	 * @return the locale, or one that is more general
	 */
	public Locale toAskFor(Locale locale) {
		if (this.asked.contains(locale)) {
			return locale;
		}
		if (this.asked.size() < MAX_LOCALES) {
			this.asked.add(locale);
			return locale;
		}
		String language = locale.getLanguage();
		return ISO_LANGUAGES.contains(language) ? new Locale(language) : Locale.ROOT;
	}

}
