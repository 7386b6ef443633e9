package dev.errata.error;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.errata.template.InvalidTemplateException;
import dev.errata.template.Template;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.MessageSource;

/**
 * The texts that the application's {@link MessageSource} has for codes.
 */
final class MessageSourceTexts {

	private static final Logger logger = LoggerFactory.getLogger(MessageSourceTexts.class);

	private static final int MAX_TEXTS = 1000;

	private static final Set<String> ISO_LANGUAGES = Set.of(Locale.getISOLanguages());

	private final String contract;

	private final Locale contractLanguage;

	private final @Nullable MessageSource messageSource;

	private final Map<TextKind, Known> known = new EnumMap<>(TextKind.class);

	private final Set<Locale> asked = ConcurrentHashMap.newKeySet();

	private final Reported badTexts = new Reported();

	/**
	 * Create texts.
	 * @param language the language of the texts without one
	 */
	MessageSourceTexts(String contract, Locale language, @Nullable MessageSource messageSource) {
		this.contract = contract;
		this.contractLanguage = language;
		this.messageSource = messageSource;
		for (TextKind kind : TextKind.values()) {
			this.known.put(kind, new Known(new ConcurrentHashMap<>(), new ConcurrentHashMap<>()));
		}
	}

	/**
	 * Return the keys of a text of a code, for all contracts and for one.
	 */
	static List<String> keys(String contract, String code, TextKind kind) {
		Keys keys = Keys.of(contract, code, kind);
		return List.of(keys.ofCode(), keys.ofContract());
	}

	/**
	 * Return the text of a code: in the language of the caller if there is one, else
	 * without a language; that of the contract before the one for all contracts.
	 */
	@Nullable AuthorText find(TextKind kind, String code, Locale caller) {
		if (this.messageSource == null) {
			return null;
		}
		Keys keys = known(kind).keys().computeIfAbsent(code, (key) -> Keys.of(this.contract, key, kind));
		try {
			AuthorText ofContract = lookUp(kind, keys.ofContract(), caller);
			if (ofContract != null && ofContract.chosen()) {
				return ofContract;
			}
			AuthorText ofCode = lookUp(kind, keys.ofCode(), caller);
			return (ofContract == null || (ofCode != null && ofCode.chosen())) ? ofCode : ofContract;
		}
		catch (Throwable ex) {
			warnOnce(code, keys.ofCode(), caller, ex.toString());
			return null;
		}
	}

	private @Nullable AuthorText lookUp(TextKind kind, String key, Locale caller) {
		Locale locale = askable(caller);
		String text = text(key, locale);
		if (text == null) {
			return null;
		}
		Locale language = locale.equals(Locale.ROOT) ? null : languageOf(text, key, locale);
		if (language == null && !locale.equals(Locale.ROOT)) {
			// bundles prefer the system's language to their base file
			text = text(key, Locale.ROOT);
		}
		Template<Sentence> template = (text != null) ? template(kind, key, text, caller) : null;
		return (template != null && text != null)
				? new AuthorText(text, template, (language != null) ? language : this.contractLanguage, language != null)
				: null;
	}

	/**
	 * Return the most general language that a text is found for, or {@code null} if it is
	 * not found because of the language.
	 */
	private @Nullable Locale languageOf(String text, String key, Locale locale) {
		Locale system = Locale.getDefault();
		if (text.equals(text(key, Locale.ROOT)) || (!locale.getLanguage().equals(system.getLanguage())
				&& text.equals(text(key, system)))) {
			return null;
		}
		Locale general = new Locale(locale.getLanguage());
		return (general.equals(locale) || text.equals(text(key, general))) ? general : locale.stripExtensions();
	}

	private @Nullable String text(String key, Locale locale) {
		if (this.messageSource == null) {
			return null;
		}
		String text = this.messageSource.getMessage(key, null, null, locale);
		return (text == null || text.isBlank() || text.equals(key)) ? null : text;
	}

	private @Nullable Template<Sentence> template(TextKind kind, String key, String text, Locale locale) {
		Map<String, Parsed> texts = known(kind).texts();
		Parsed parsed = texts.get(text);
		if (parsed == null) {
			if (texts.size() >= MAX_TEXTS) {
				texts.clear();
			}
			parsed = Parsed.of(kind, text);
			texts.put(text, parsed);
		}
		if (parsed.fault() != null) {
			warnOnce(key + "=" + text, key, locale, parsed.fault());
		}
		return parsed.template();
	}

	private Known known(TextKind kind) {
		return Objects.requireNonNull(this.known.get(kind));
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
	 * Return the locale to ask the source for. Sources keep every locale that they were
	 * asked for, and a client can ask for any number of them: after too many, only
	 * languages with an ISO code are passed to the source.
	 */
	private Locale askable(Locale locale) {
		if (this.asked.contains(locale)) {
			return locale;
		}
		if (this.asked.size() < MAX_TEXTS) {
			this.asked.add(locale);
			return locale;
		}
		String language = locale.getLanguage();
		return ISO_LANGUAGES.contains(language) ? new Locale(language) : Locale.ROOT;
	}

	/**
	 * What is known of one kind of text.
	 *
	 * @param keys the keys by code
	 * @param texts texts that were found, as templates
	 */
	private record Known(Map<String, Keys> keys, Map<String, Parsed> texts) {
	}

	/**
	 * A text of the message source as a template, or its fault.
	 */
	private record Parsed(@Nullable Template<Sentence> template, @Nullable String fault) {

		static Parsed of(TextKind kind, String text) {
			try {
				return new Parsed(kind.parse(text), null);
			}
			catch (InvalidTemplateException ex) {
				return new Parsed(null, ex.getMessage() + " " + ex.action());
			}
		}

	}

	private record Keys(String ofContract, String ofCode) {

		static Keys of(String contract, String code, TextKind kind) {
			String key = code + kind.suffix();
			return new Keys("errata." + contract + "." + key, "errata." + key);
		}

	}

}
