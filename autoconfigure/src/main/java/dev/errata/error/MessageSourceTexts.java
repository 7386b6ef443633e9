package dev.errata.error;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.errata.template.InvalidTemplateException;
import dev.errata.template.Template;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.MessageSource;

/**
 * The texts that the application's {@link MessageSource} has for codes, and those that it
 * has instead of Errata's own.
 */
final class MessageSourceTexts {

	private static final Logger logger = LoggerFactory.getLogger(MessageSourceTexts.class);

	private static final int MAX_TEXTS = 1000;

	private final String contract;

	private final Locale contractLanguage;

	private final @Nullable MessageSource messageSource;

	private final Map<TextKind, Known<Sentence>> known = new EnumMap<>(TextKind.class);

	// one entry for each of Errata's own texts
	private final Map<String, Known<OwnText>> ownTexts = new ConcurrentHashMap<>();

	private final MessageLocales locales = new MessageLocales();

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
			this.known.put(kind, new Known<>(kind::parse));
		}
	}

	/**
	 * Return the keys of a text of a code, for all contracts and for one.
	 */
	static List<String> keys(String contract, String code, TextKind kind) {
		return keys(contract, code + kind.suffix());
	}

	/**
	 * Return a key for all contracts and for one.
	 */
	static List<String> keys(String contract, String key) {
		Keys keys = Keys.of(contract, key);
		return List.of(keys.ofAll(), keys.ofContract());
	}

	/**
	 * Return the text of a code: in the language of the caller if there is one, else
	 * without a language; that of the contract before the one for all contracts.
	 */
	@Nullable AuthorText find(TextKind kind, String code, Locale caller) {
		if (this.messageSource == null) {
			return null;
		}
		Known<Sentence> known = Objects.requireNonNull(this.known.get(kind));
		Keys keys = known.keys().computeIfAbsent(code, (key) -> Keys.of(this.contract, key + kind.suffix()));
		Found<Sentence> found = find(known, keys, caller);
		if (found == null) {
			return null;
		}
		Locale language = found.language();
		return new AuthorText(found.text(), found.template(), (language != null) ? language : this.contractLanguage,
				language != null);
	}

	/**
	 * Return the application's words for one of Errata's own texts; those for the
	 * contract before those for all contracts.
	 * @param language the language of the answer
	 * @param plain whether a text without a language is in this language
	 */
	@Nullable Template<OwnText> find(OwnText text, Locale language, boolean plain) {
		Found<OwnText> found = find(text, language);
		return (found != null && (plain || found.language() != null)) ? found.template() : null;
	}

	/**
	 * Return the language in which the application has words for one of Errata's own
	 * texts, or {@code null} if it has none for the caller.
	 */
	@Nullable Locale languageOf(OwnText text, Locale caller) {
		Found<OwnText> found = find(text, caller);
		return (found != null) ? found.language() : null;
	}

	private @Nullable Found<OwnText> find(OwnText text, Locale caller) {
		if (this.messageSource == null) {
			return null;
		}
		Known<OwnText> known = this.ownTexts.computeIfAbsent(text.key(), (key) -> new Known<>(text::parse));
		Keys keys = known.keys().computeIfAbsent(text.key(), (key) -> Keys.of(this.contract, key));
		return find(known, keys, caller);
	}

	private <T> @Nullable Found<T> find(Known<T> known, Keys keys, Locale caller) {
		try {
			Found<T> ofContract = lookUp(known, keys.ofContract(), caller);
			if (ofContract != null && ofContract.language() != null) {
				return ofContract;
			}
			Found<T> ofAll = lookUp(known, keys.ofAll(), caller);
			return (ofContract == null || (ofAll != null && ofAll.language() != null)) ? ofAll : ofContract;
		}
		catch (Throwable ex) {
			// a source that fails does so for every key
			warnOnce(ex.toString(), keys.ofAll(), caller, ex.toString());
			return null;
		}
	}

	private <T> @Nullable Found<T> lookUp(Known<T> known, String key, Locale caller) {
		Locale locale = this.locales.toAskFor(caller);
		String text = text(key, locale);
		if (text == null) {
			return null;
		}
		Locale language = locale.equals(Locale.ROOT) ? null : languageOf(text, key, locale);
		if (language == null && !locale.equals(Locale.ROOT)) {
			// bundles prefer the system's language to their base file
			text = text(key, Locale.ROOT);
		}
		Template<T> template = (text != null) ? template(known, key, text, caller) : null;
		return (template != null && text != null) ? new Found<>(text, template, language) : null;
	}

	/**
	 * Return the most general language that a text is found for, or {@code null} if it is
	 * not found because of the language.
	 */
	private @Nullable Locale languageOf(String text, String key, Locale locale) {
		Locale system = Locale.getDefault();
		if (text.equals(text(key, Locale.ROOT))
				|| (!locale.getLanguage().equals(system.getLanguage()) && text.equals(text(key, system)))) {
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

	private <T> @Nullable Template<T> template(Known<T> known, String key, String text, Locale locale) {
		Parsed<T> parsed = known.texts().get(text);
		if (parsed == null) {
			if (known.texts().size() >= MAX_TEXTS) {
				known.texts().clear();
			}
			parsed = Parsed.of(text, known.parser());
			known.texts().put(text, parsed);
		}
		if (parsed.fault() != null) {
			warnOnce(key + "=" + text, key, locale, parsed.fault());
		}
		return parsed.template();
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
	 * What is known of one kind of text.
	 *
	 * @param parser makes a template of it
	 * @param keys the keys by code
	 * @param texts texts that were found, as templates
	 */
	private record Known<T>(Function<String, Template<T>> parser, Map<String, Keys> keys,
			Map<String, Parsed<T>> texts) {

		Known(Function<String, Template<T>> parser) {
			this(parser, new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
		}

	}

	/**
	 * A text that was found for a caller.
	 *
	 * @param language the language of the caller that it is in, or {@code null} for a
	 * text that every caller gets
	 */
	private record Found<T>(String text, Template<T> template, @Nullable Locale language) {
	}

	/**
	 * A text of the message source as a template, or its fault.
	 */
	private record Parsed<T>(@Nullable Template<T> template, @Nullable String fault) {

		static <T> Parsed<T> of(String text, Function<String, Template<T>> parser) {
			try {
				return new Parsed<>(parser.apply(text), null);
			}
			catch (InvalidTemplateException ex) {
				return new Parsed<>(null,
						ex.all()
							.stream()
							.map((fault) -> fault.getMessage() + " " + fault.action())
							.collect(Collectors.joining(" ")));
			}
		}

	}

	private record Keys(String ofContract, String ofAll) {

		static Keys of(String contract, String key) {
			return new Keys("errata." + contract + "." + key, "errata." + key);
		}

	}

}
