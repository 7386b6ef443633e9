package dev.errata.contract;

import java.util.Locale;
import java.util.Map;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.LocalizedText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.errata.contract.TestApplication.yaml;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Texts of codes in several languages, and what overrides them.
 */
class TextBindingTests {

	private static final Locale BRAZIL = Locale.forLanguageTag("pt-BR");

	private static final String TEXTS = """
			errata.codes:
			  order_shipped:
			    status: [409, 410]
			    title: Shipped
			    message: { en: "Gone.", de: "Weg.", pt-BR: "Foi." }
			    meaning: { de_AT: "Is' weg." }
			    at: { 410: { message: { de: "Lang weg.", en: "Long gone." } } }
			""";

	@Test
	void textsByLanguage() {
		CatalogEntry entry = entry(yaml(TEXTS));
		assertThat(entry.description(409).title().texts()).isEqualTo(Map.of(Locale.ENGLISH, "Shipped"));
		assertThat(entry.description(409).message().texts())
			.isEqualTo(Map.of(Locale.ENGLISH, "Gone.", Locale.GERMAN, "Weg.", BRAZIL, "Foi."));
		assertThat(entry.description(409).message().text()).isEqualTo("Gone.");
		assertThat(entry.description(409).meaning().texts())
			.isEqualTo(Map.of(Locale.forLanguageTag("de-AT"), "Is' weg."));
		assertThat(entry.description(409).meaning().text()).isNull();
		assertThat(entry.description(410).message().texts())
			.isEqualTo(Map.of(Locale.ENGLISH, "Long gone.", Locale.GERMAN, "Lang weg."));
	}

	@Test
	void textAloneIsInTheLanguageOfItsContract() {
		Contracts contracts = yaml("""
				errata:
				  language: de
				  codes: { order_shipped: { status: 409, message: "Weg." } }
				  contracts:
				    v1:
				      paths: [/v1/**]
				      language: pt_br
				      codes: { late: { status: 409, message: "Tarde." } }
				    v2: { paths: [/v2/**], codes: { late: { status: 409, message: "Spät." } } }
				""").contracts();
		assertThat(message(contracts, "default", "order_shipped").texts()).isEqualTo(Map.of(Locale.GERMAN, "Weg."));
		assertThat(message(contracts, "v1", "late").texts()).isEqualTo(Map.of(BRAZIL, "Tarde."));
		assertThat(message(contracts, "v1", "order_shipped").text()).as("inherited").isEqualTo("Weg.");
		assertThat(message(contracts, "v2", "late").texts()).isEqualTo(Map.of(Locale.GERMAN, "Spät."));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "errata.codes.order_shipped.message: Left.|Left.|Weg.",
					"errata.codes.order_shipped.message.en: Left.|Left.|Weg.",
					"errata.codes.order_shipped.message.de: Fort.|Gone.|Fort." })
	void fileOverridesOneLanguage(String property, String english, String german) {
		LocalizedText message = entry(yaml(property).file("base.yml", TEXTS)).description(409).message();
		assertThat(message.texts()).isEqualTo(Map.of(Locale.ENGLISH, english, Locale.GERMAN, german, BRAZIL, "Foi."));
	}

	@Test
	void languagesOverrideTextAlone() {
		LocalizedText title = entry(
				yaml("errata.codes.order_shipped.title: { en: On its way, de: Unterwegs }").file("base.yml", TEXTS))
			.description(409)
			.title();
		assertThat(title.texts()).isEqualTo(Map.of(Locale.ENGLISH, "On its way", Locale.GERMAN, "Unterwegs"));
		assertThat(title.text()).isEqualTo("On its way");
	}

	@ParameterizedTest
	@CsvSource({ "ERRATA_CODES_ORDER_SHIPPED_MESSAGE, en", "ERRATA_CODES_ORDERSHIPPED_MESSAGE, en",
			"ERRATA_CODES_ORDER_SHIPPED_MESSAGE_EN, en", "ERRATA_CODES_ORDER_SHIPPED_MESSAGE_DE, de",
			"ERRATA_CODES_ORDERSHIPPED_MESSAGE_DE, de", "ERRATA_CODES_ORDER_SHIPPED_MESSAGE_PT_BR, pt-BR",
			"ERRATA_CODES_ORDERSHIPPED_MESSAGE_PTBR, pt-BR", "ERRATA_CODES_ORDER_SHIPPED_MESSAGE_FR, fr",
			"ERRATA_CODES_ORDERSHIPPED_MESSAGE_FR, fr", "ERRATA_CODES_ORDER_SHIPPED_MESSAGE_FR_CA, fr-CA",
			"ERRATA_CODES_ORDERSHIPPED_MESSAGE_FR_CA, fr-CA" })
	void environmentOverridesAndAddsLanguages(String variable, String language) {
		LocalizedText message = entry(yaml(TEXTS).environment(variable, "Other.")).description(409).message();
		assertThat(message.texts()).containsEntry(Locale.forLanguageTag(language), "Other.")
			.hasSize(language.startsWith("fr") ? 4 : 3);
	}

	@Test
	void environmentHasTextsThatNoFileHas() {
		CatalogEntry entry = entry(yaml("""
				shop: Corner shop
				errata.codes: { order_shipped: 409 }
				""").environment("ERRATA_CODES_ORDER_SHIPPED_MESSAGE", "${shop}: gone.")
			.environment("ERRATA_CODES_ORDER_SHIPPED_FIX_DE", "Warten."));
		assertThat(entry.description(409).message().texts()).isEqualTo(Map.of(Locale.ENGLISH, "Corner shop: gone."));
		assertThat(entry.description(409).fix().texts()).isEqualTo(Map.of(Locale.GERMAN, "Warten."));
	}

	@Test
	void environmentOfOneStatus() {
		LocalizedText message = entry(
				yaml(TEXTS).environment("ERRATA_CODES_ORDER_SHIPPED_AT_410_MESSAGE_DE", "Längst weg."))
			.description(410)
			.message();
		assertThat(message.texts()).isEqualTo(Map.of(Locale.ENGLISH, "Long gone.", Locale.GERMAN, "Längst weg."));
	}

	@Test
	void codeWithDot() {
		Contracts contracts = yaml("""
				errata.codes:
				  "[order.shipped]": { status: 409, message: { en: "Gone.", de: "Weg." }, details: { sku: sku } }
				""").contracts();
		assertThat(message(contracts, "default", "order.shipped").texts())
			.isEqualTo(Map.of(Locale.ENGLISH, "Gone.", Locale.GERMAN, "Weg."));
	}

	@Test
	void codesOfClients() {
		assertThat(yaml("""
				errata.clients.shop:
				  url: http://localhost
				  contract: { codes: { order_shipped: { status: 409, message: { de: "Weg {nope}" } } } }
				""").with(dev.errata.client.ClientAutoConfiguration.class).report())
			.contains("1. errata.clients.shop.contract.codes.order_shipped.message.de\n");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "ERRATA_CODES_ORDER_SHIPPED_MESAGE_DE|ERRATA_CODES_ORDER_SHIPPED_MESSAGE_DE",
			"ERRATA_CODES_ORDER_SHIPPED_MESAGE|ERRATA_CODES_ORDER_SHIPPED_MESSAGE" })
	void variableThatIsAlmostATextIsAFault(String variable, String meant) {
		assertThat(yaml(TEXTS).environment(variable, "Other.").report()).contains("1. " + variable,
				"Did you mean " + meant);
	}

	@ParameterizedTest
	@ValueSource(strings = { "ERRATA_CODES_ORDER_SHIPPED_MESSAGE_GERMAN", "ERRATA_CODES_ORDERSHIPPED_MESSAGE_GERMAN" })
	void variableWithTheNameOfALanguageIsAFault(String variable) {
		assertThat(yaml(TEXTS).environment(variable, "Other.").report()).isEqualTo("""
				The error contract has a fault:

				1. errata.codes.order_shipped.message.german
				     Value:  Other.
				     Origin: environment variable %s
				     Rule:   Not the tag of a language.
				     Action: Did you mean de? Languages are written as tags of BCP 47, such as en or pt-BR.
				""".formatted(variable));
	}

	@Test
	void libraryIsTranslatedOrReplaced() {
		CatalogEntry library = CatalogEntry.of("order_shipped",
				(entry) -> entry.status(409)
					.title(LocalizedText.of("Shipped").with(Locale.GERMAN, "Verschickt"))
					.message(LocalizedText.of("Gone.").with(Locale.GERMAN, "Weg.")));
		CatalogEntry entry = entry(yaml("errata.codes.order_shipped: { title: { fr: Parti }, message: Left. }")
			.bean("library", CatalogEntry.class, () -> library));
		assertThat(entry.description(409).title().texts())
			.isEqualTo(Map.of(Locale.ROOT, "Shipped", Locale.GERMAN, "Verschickt", Locale.FRENCH, "Parti"));
		assertThat(entry.description(409).message().texts()).isEqualTo(Map.of(Locale.ENGLISH, "Left."));
	}

	private static CatalogEntry entry(TestApplication application) {
		return application.contract().catalog().find("order_shipped");
	}

	private static LocalizedText message(Contracts contracts, String contract, String code) {
		CatalogEntry entry = contracts.get(contract).catalog().find(code);
		return entry.description(entry.statuses().get(0)).message();
	}

}
