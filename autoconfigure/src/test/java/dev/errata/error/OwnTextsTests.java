package dev.errata.error;

import java.io.IOException;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.StandardCode;
import dev.errata.error.OwnText.Key;
import dev.errata.template.InvalidTemplateException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.MessageSource;
import org.springframework.context.support.AbstractMessageSource;
import org.springframework.http.HttpStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link OwnTexts} and their files.
 */
@ExtendWith(OutputCaptureExtension.class)
class OwnTextsTests {

	private static final Locale JAPANESE = Locale.JAPANESE;

	private static final Pattern ARGUMENT = Pattern.compile("\\{([^}]*)}");

	/** Texts of which a language may have the words of English. */
	private static final Set<String> SAME = Set.of("errata.text.field");

	static List<Locale> languages() {
		return TextBundle.LANGUAGES;
	}

	@ParameterizedTest
	@MethodSource("languages")
	void filesHaveAllTextsAndNoOther(Locale language) throws IOException {
		Set<String> keys = TextBundle.texts()
			.stream()
			.map((text) -> "errata." + text.key())
			.collect(Collectors.toCollection(TreeSet::new));
		assertThat(new TreeSet<>(TextBundle.load(language).stringPropertyNames())).isEqualTo(keys);
	}

	@ParameterizedTest
	@MethodSource("languages")
	void textsUseTheirArguments(Locale language) throws IOException {
		Properties texts = TextBundle.load(language);
		for (OwnText text : TextBundle.texts()) {
			String words = texts.getProperty("errata." + text.key());
			Set<Object> used = ARGUMENT.matcher(words)
				.results()
				.map((argument) -> argument.group(1))
				.collect(Collectors.toSet());
			assertThat(used).as(words).isEqualTo(Set.copyOf(text.arguments()));
			assertThat(text.parse(words)).isNotNull();
		}
	}

	@ParameterizedTest
	@MethodSource("languages")
	void textsAreTranslatedAndSentencesEnd(Locale language) throws IOException {
		Properties english = TextBundle.load(Locale.ENGLISH);
		TextBundle.load(language).forEach((key, value) -> {
			String original = english.getProperty((String) key);
			String words = (String) value;
			if (!language.equals(Locale.ENGLISH) && !SAME.contains(key)) {
				assertThat(words).as("%s", key).isNotEqualTo(original);
			}
			assertThat(words).as("%s", key).isEqualTo(words.strip()).isEqualTo(Texts.clean(words));
			assertThat(words.endsWith(".") || words.endsWith("。")).as("%s: %s", key, words)
				.isEqualTo(original.endsWith("."));
		});
	}

	@Test
	void englishIsThatOfTheCatalog() throws IOException {
		Properties english = TextBundle.load(Locale.ENGLISH);
		for (StandardCode code : StandardCode.values()) {
			assertThat(english.getProperty("errata." + code.code())).isEqualTo(code.message());
		}
		Stream.of(HttpStatus.values())
			.filter(HttpStatus::isError)
			.mapToInt(HttpStatus::value)
			.forEach((status) -> assertThat(english.getProperty("errata.status." + status))
				.isEqualTo(CatalogEntry.reasonPhrase(status)));
		assertThat(texts(null).title(499, Locale.ENGLISH)).isEqualTo(CatalogEntry.reasonPhrase(499));
		assertThat(texts(null).title(599, Locale.ENGLISH)).isEqualTo(CatalogEntry.reasonPhrase(599));
	}

	@ParameterizedTest
	@CsvSource({ "en, en", "en-GB, en", "de-AT, de", "es-419, es", "fr-CA, fr", "it, it", "ja-JP, ja", "pt, pt-BR",
			"pt-PT, pt-BR", "zh, zh-CN", "zh-CN, zh-CN", "zh-Hans-HK, zh-CN", "zh-SG, zh-CN", "zh-TW,", "zh-HK,",
			"zh-Hant,", "zh-Hant-CN,", "nl,", "xx-DE,", "und," })
	void languageIsThatOfTheCaller(String caller, String language) {
		Locale expected = (language != null) ? Locale.forLanguageTag(language) : null;
		assertThat(texts(null).find(Locale.forLanguageTag(caller))).isEqualTo(expected);
	}

	@Test
	void textsArePutTogether() {
		OwnText missing = OwnText.of(Key.PARAMETER, "size", OwnText.of(Key.ONE_OF, "S, M"));
		assertThat(texts(null).fill(missing, Locale.ENGLISH)).isEqualTo("Parameter 'size' must be one of S, M.");
		assertThat(texts(null).fill(missing, Locale.GERMAN))
			.isEqualTo("Der Parameter 'size' muss einer dieser Werte sein: S, M.");
		assertThat(texts(null).fill(missing, JAPANESE)).isEqualTo("パラメーター 'size' は、S, M のいずれかにしてください。");
		OwnText method = OwnText.of(Key.METHOD_NOT_SUPPORTED_USE, "PUT", List.of("GET", "HEAD", "POST"));
		assertThat(texts(null).fill(method, Locale.ENGLISH))
			.isEqualTo("Method PUT is not supported here; use GET or HEAD or POST.");
		assertThat(texts(null).fill(method, Locale.FRENCH))
			.isEqualTo("La méthode PUT n'est pas prise en charge ici ; utilisez GET ou HEAD ou POST.");
	}

	@Test
	void whatClientsSendIsNoTemplate() {
		assertThat(texts(null).fill(OwnText.of(Key.FIELD, "{message}{{", "}{field}"), Locale.ENGLISH))
			.isEqualTo("{message}{{ }{field}");
	}

	@Test
	void otherLanguagesFallBackToEnglish() {
		Locale dutch = new Locale("nl");
		assertThat(texts(null).title(404, dutch)).isEqualTo("Not Found");
		assertThat(texts(null).message("not_found", dutch)).isEqualTo("The requested resource does not exist.");
		assertThat(texts(null).fill(OwnText.of(Key.MISSING), dutch)).isEqualTo("is missing");
	}

	@Test
	void applicationHasOtherWords() {
		MessageSource messages = messages(Locale.GERMAN,
				Map.of("errata.text.header-missing", "Ohne {name} geht es nicht.", "errata.orders.text.missing",
						"fehlt leider", "errata.text.missing", "fehlt ganz", "errata.status.404", "Weg"));
		OwnTexts texts = texts(messages);
		assertThat(texts.fill(OwnText.of(Key.HEADER_MISSING, "X"), Locale.GERMAN)).isEqualTo("Ohne X geht es nicht.");
		assertThat(texts.fill(OwnText.of(Key.MISSING), Locale.GERMAN)).isEqualTo("fehlt leider");
		assertThat(texts.title(404, Locale.GERMAN)).isEqualTo("Weg");
		assertThat(texts.title(403, Locale.GERMAN)).isEqualTo("Zugriff verboten");
		assertThat(texts.fill(OwnText.of(Key.MISSING), Locale.ENGLISH)).isEqualTo("is missing");
		assertThat(texts.fill(OwnText.of(Key.MISSING), Locale.FRENCH)).isEqualTo("est manquant");
	}

	@Test
	void wordsWithoutLanguageAreInThatOfTheContract() {
		MessageSource messages = messages(Locale.ROOT, Map.of("errata.text.missing", "is not there"));
		assertThat(texts(messages).fill(OwnText.of(Key.MISSING), Locale.ENGLISH)).isEqualTo("is not there");
		assertThat(texts(messages).fill(OwnText.of(Key.MISSING), Locale.FRENCH)).isEqualTo("est manquant");
	}

	@Test
	void applicationAddsALanguage() {
		Locale dutch = new Locale("nl");
		MessageSource messages = messages(dutch,
				Map.of("errata.text.field", "{field}: {message}", "errata.text.missing", "ontbreekt"));
		OwnTexts texts = texts(messages);
		assertThat(texts.find(Locale.forLanguageTag("nl-BE"))).isEqualTo(dutch);
		assertThat(texts.has(dutch)).isTrue();
		assertThat(texts.fill(OwnText.of(Key.FIELD, "a", "ontbreekt"), dutch)).isEqualTo("a: ontbreekt");
		assertThat(texts.find(new Locale("sv"))).isNull();
		assertThat(texts.find(Locale.ROOT)).isNull();
	}

	@Test
	void wordsThatCannotBeFilledAreToldOnce(CapturedOutput output) {
		MessageSource messages = messages(Locale.GERMAN,
				Map.of("errata.text.header-missing", "{nam} fehlt", "errata.text.missing", "{name} fehlt"));
		OwnTexts texts = texts(messages);
		for (int i = 0; i < 3; i++) {
			assertThat(texts.fill(OwnText.of(Key.HEADER_MISSING, "X"), Locale.GERMAN))
				.isEqualTo("Der Header 'X' fehlt.");
			assertThat(texts.fill(OwnText.of(Key.MISSING), Locale.GERMAN)).isEqualTo("fehlt");
		}
		assertThat(output.getOut().lines()).hasSize(2).allMatch((line) -> line.contains(" WARN "));
		assertThat(output).contains("There is no placeholder {nam}", "Did you mean {name}?",
				"This text has no placeholders.");
	}

	@Test
	void faultsAreFoundBefore() {
		Map<String, Consumer<String>> checks = ErrorComposer.ownTexts("orders");
		checks.get("errata.text.header-missing").accept("{name} fehlt");
		checks.get("errata.orders.text.missing").accept("fehlt");
		assertThat(checks).containsKeys("errata.status.404", "errata.orders.status.5xx", "errata.not_found");
		assertThatExceptionOfType(InvalidTemplateException.class)
			.isThrownBy(() -> checks.get("errata.text.header-missing").accept("{header} fehlt"))
			.withMessage("There is no placeholder {header}; there are {name}.");
		assertThatExceptionOfType(InvalidTemplateException.class)
			.isThrownBy(() -> checks.get("errata.orders.status.404").accept("{status}"))
			.withMessage("This text has no placeholders.");
	}

	/**
	 * Texts that are found for all locales of a language, as those in files are.
	 */
	private static MessageSource messages(Locale language, Map<String, String> texts) {
		return new AbstractMessageSource() {

			@Override
			protected MessageFormat resolveCode(String code, Locale locale) {
				String text = resolveCodeWithoutArguments(code, locale);
				return (text != null) ? new MessageFormat(text, locale) : null;
			}

			@Override
			protected String resolveCodeWithoutArguments(String code, Locale locale) {
				boolean found = language.equals(Locale.ROOT) || locale.getLanguage().equals(language.getLanguage());
				return found ? texts.get(code) : null;
			}

		};
	}

	private static OwnTexts texts(MessageSource messages) {
		return new OwnTexts(new MessageSourceTexts("orders", Locale.ENGLISH, messages), Locale.ENGLISH);
	}

}
