package dev.errata.error;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

import dev.errata.catalog.StandardCode;
import dev.errata.template.Template;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpStatus;

/**
 * Errata's own texts in one language, read from a file when an answer first needs them.
 */
final class TextBundle {

	/** The languages that there are, English first. */
	static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.GERMAN, Locale.forLanguageTag("es"),
			Locale.FRENCH, Locale.ITALIAN, Locale.JAPANESE, Locale.forLanguageTag("pt-BR"), Locale.SIMPLIFIED_CHINESE);

	private static final Logger logger = LoggerFactory.getLogger(TextBundle.class);

	private static final String PREFIX = "errata.";

	private static final Map<Locale, TextBundle> BUNDLES = new ConcurrentHashMap<>();

	private final Map<String, Template<OwnText>> templates;

	private TextBundle(Map<String, Template<OwnText>> templates) {
		this.templates = templates;
	}

	/**
	 * Return the language of the texts for a caller. Texts in simplified Chinese are not
	 * for those who read the traditional script.
	 * @return one of {@link #LANGUAGES}, or {@code null} if there are no texts for it
	 */
	static @Nullable Locale languageFor(Locale caller) {
		String language = caller.getLanguage();
		for (Locale candidate : LANGUAGES) {
			if (candidate.getLanguage().equals(language)) {
				return (language.equals("zh") && isTraditional(caller)) ? null : candidate;
			}
		}
		return null;
	}

	private static boolean isTraditional(Locale caller) {
		return caller.getScript().isEmpty() ? List.of("TW", "HK", "MO").contains(caller.getCountry())
				: !caller.getScript().equals("Hans");
	}

	/**
	 * Return the texts of a language.
	 * @param language one of {@link #LANGUAGES}
	 */
	static TextBundle of(Locale language) {
		return BUNDLES.computeIfAbsent(language, TextBundle::read);
	}

	private static TextBundle read(Locale language) {
		Map<String, Template<OwnText>> templates = new HashMap<>();
		try {
			Properties file = load(language);
			for (OwnText text : texts()) {
				String words = file.getProperty(PREFIX + text.key());
				if (words != null) {
					templates.put(text.key(), text.parse(words));
				}
			}
		}
		catch (IOException | RuntimeException ex) {
			logger.error("The texts of Errata for '{}' cannot be read; there are no texts of this language",
					language.toLanguageTag(), ex);
		}
		return new TextBundle(Map.copyOf(templates));
	}

	/**
	 * Return the texts of a language by their keys, as they stand in its file.
	 */
	static Properties load(Locale language) throws IOException {
		String suffix = language.equals(Locale.ENGLISH) ? "" : "_" + language;
		Properties texts = new Properties();
		try (InputStream file = TextBundle.class.getResourceAsStream("own-texts" + suffix + ".properties")) {
			if (file == null) {
				throw new IOException("There is no such file");
			}
			texts.load(new InputStreamReader(file, StandardCharsets.UTF_8));
		}
		return texts;
	}

	/**
	 * Return all texts, their arguments being their names.
	 */
	static List<OwnText> texts() {
		List<OwnText> texts = new ArrayList<>();
		Set<Integer> statuses = new TreeSet<>();
		for (HttpStatus status : HttpStatus.values()) {
			if (status.isError() && statuses.add(status.value())) {
				texts.add(OwnText.titleOf(Integer.toString(status.value())));
			}
		}
		texts.add(OwnText.titleOf("4xx"));
		texts.add(OwnText.titleOf("5xx"));
		for (StandardCode code : StandardCode.values()) {
			texts.add(OwnText.messageOf(code));
		}
		for (OwnText.Key key : OwnText.Key.values()) {
			texts.add(OwnText.of(key, key.arguments().toArray()));
		}
		return texts;
	}

	/**
	 * Return the template of a text.
	 * @return the template, or {@code null} if the file does not have it
	 */
	@Nullable Template<OwnText> find(OwnText text) {
		return this.templates.get(text.key());
	}

}
