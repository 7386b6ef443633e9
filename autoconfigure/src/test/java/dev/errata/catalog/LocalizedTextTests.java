package dev.errata.catalog;

import java.util.Locale;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LocalizedText}.
 */
class LocalizedTextTests {

	@ParameterizedTest
	@CsvSource({ "de, de-AT, de", "de-AT, de-AT-u-co-phonebk, de-AT", "de-AT, de, ", "zh-CN, zh-Hans-CN, zh-CN",
			"zh-Hant, zh-Hant-TW, zh-Hant", "zh-CN, zh-TW, ", "zh-CN, zh-Hans, zh-CN", "zh-CN, zh-Hans-US, zh-CN",
			"zh-Hant, zh-TW, zh-Hant", "zh-Hant, zh-HK, zh-Hant", "zh-TW, zh-Hant, zh-TW", "zh-Hant, zh-CN, ",
			"zh-CN, zh-Hant, ", "no, nb-NO, no", "nb, no, nb", "no, nn, no", "nb, nn, ", "de, und, " })
	void languageForCaller(String language, String caller, String found) {
		LocalizedText text = LocalizedText.of("en").with(Locale.forLanguageTag(language), "text");
		assertThat(text.find(Locale.forLanguageTag(caller)))
			.isEqualTo((found != null) ? Locale.forLanguageTag(found) : null);
	}

}
