package dev.errata.contract;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.errata.catalog.CatalogEntry;
import dev.errata.error.ApiError;
import dev.errata.error.ErrorRequest;
import dev.errata.error.Failure;
import dev.errata.error.TestErrors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static dev.errata.contract.TestApplication.contractsOf;
import static dev.errata.contract.TestApplication.yaml;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for extensions: how they are bound, and which of them a code has.
 */
class ExtensionsTests {

	private static final String CODES = """
			errata:
			  extensions: { severity: error, docUrl: "https://example.com", final: false, region: }
			  codes:
			    card_declined:
			      status: [402, 403]
			      extensions: { number: 20404, final: true, severity: fatal, rate: 0.5 }
			      at: { 403: { extensions: { number: 20405, rate: "{absent}" } } }
			    plain: { status: 409, extensions: { severity: "{absent}", region: eu, note: "{null}", pattern: "{{id}}" } }
			    "[order.lost]": { status: 410, extensions: { number: 7 } }
			""";

	@Test
	void codeOverridesContractNameByName() {
		Contract contract = yaml(CODES).contract();
		assertThat(extensions(contract, "card_declined", 402)).isEqualTo(map("severity", "fatal", "docUrl",
				"https://example.com", "final", true, "region", null, "number", 20404, "rate", 0.5));
		assertThat(extensions(contract, "card_declined", 402).keySet()).containsExactly("severity", "docUrl", "final",
				"region", "number", "rate");
		assertThat(extensions(contract, "card_declined", 403)).isEqualTo(map("severity", "fatal", "docUrl",
				"https://example.com", "final", true, "region", null, "number", 20405));
		assertThat(extensions(contract, "plain", 409)).isEqualTo(
				map("docUrl", "https://example.com", "final", false, "region", "eu", "note", null, "pattern", "{id}"));
		assertThat(extensions(contract, "order.lost", 410)).containsEntry("number", 7);
	}

	@Test
	void standardCodeHasThoseOfTheContract() {
		Contract contract = yaml(CODES).contract();
		assertThat(extensions(contract, "not_found", 404))
			.isEqualTo(map("severity", "error", "docUrl", "https://example.com", "final", false, "region", null));
		assertThat(contract.catalog().extensions("field_range", 400)).isEqualTo(extensions(contract, "not_found", 404));
		assertThat(contract.catalog().extensions("unknown", 400)).isEqualTo(extensions(contract, "not_found", 404));
	}

	@Test
	void errorHasThoseOfItsCodeAndStatus() {
		Contract contract = yaml(CODES).contract();
		ApiError error = contract.composer()
			.compose(Failure.of("card_declined").status(403), ErrorRequest.EXAMPLE, null);
		assertThat(error.extensions()).isSameAs(extensions(contract, "card_declined", 403));
		assertThat(error.extensions()).isUnmodifiable();
	}

	@Test
	void errorHasNoneByDefault() {
		assertThat(TestErrors.compose(Failure.of("not_found")).extensions()).isEmpty();
	}

	@Test
	void contractAddsToThoseOfTheRoot() {
		Contract contract = contractsOf(CODES + """
				  contracts:
				    v1:
				      paths: [/v1/**]
				      extensions: { severity: warning, docUrl: "{absent}", version: 1 }
				      codes: { plain: 409 }
				""").get("v1");
		assertThat(extensions(contract, "plain", 409))
			.isEqualTo(map("severity", "warning", "final", false, "region", null, "version", 1));
		assertThat(extensions(contract, "card_declined", 402)).containsEntry("severity", "fatal")
			.containsEntry("version", 1)
			.doesNotContainKey("docUrl");
	}

	@Test
	void propertiesOverrideBeanNameByName() {
		Map<String, @Nullable Object> declared = map("number", 1, "kind", "card", "old", "x");
		Contract contract = yaml(
				"""
						errata:
						  extensions: { old: y }
						  codes:
						    card_declined: { extensions: { number: 2, old: "{absent}" }, at: { 403: { extensions: { kind: other } } } }
						""")
			.bean("declined", CatalogEntry.class,
					() -> CatalogEntry.of("card_declined", (entry) -> entry.status(402, 403).extensions(declared)))
			.contract();
		assertThat(extensions(contract, "card_declined", 402)).isEqualTo(map("number", 2, "kind", "card"));
		assertThat(extensions(contract, "card_declined", 403)).isEqualTo(map("number", 2, "kind", "other"));
	}

	@Test
	void variablesHaveTheTypeOfWhatTheyOverride() {
		Contract contract = yaml(CODES).environment("ERRATA_CODES_CARD_DECLINED_EXTENSIONS_NUMBER", "-5")
			.environment("ERRATA_EXTENSIONS_DOCURL", "https://example.org")
			.environment("ERRATA_CODES_CARDDECLINED_EXTENSIONS_FINAL", "false")
			.commandLine("--errata.codes.card_declined.extensions.rate=1.5")
			.contract();
		assertThat(extensions(contract, "card_declined", 402)).isEqualTo(map("severity", "fatal", "docUrl",
				"https://example.org", "final", false, "region", null, "number", -5L, "rate", 1.5));
	}

	@Test
	void nameOfSeveralWordsIsOverridden() {
		Contract contract = yaml("errata.extensions: { more_info: a, even-more: b }")
			.environment("ERRATA_EXTENSIONS_MORE_INFO", "c")
			.environment("ERRATA_EXTENSIONS_EVENMORE", "d")
			.contract();
		assertThat(extensions(contract, "not_found", 404)).isEqualTo(map("more_info", "c", "even-more", "d"));
	}

	@Test
	void propertiesFileHasTexts() {
		Contract contract = new TestApplication().file("application.properties", """
				errata.extensions.number=12
				errata.extensions.empty=
				errata.extensions.none={null}
				""").contract();
		assertThat(extensions(contract, "not_found", 404)).isEqualTo(map("number", "12", "empty", null, "none", null));
	}

	private static Map<String, @Nullable Object> extensions(Contract contract, String code, int status) {
		CatalogEntry entry = contract.catalog().find(code);
		assertThat(entry).isNotNull();
		return entry.description(status).extensions();
	}

	private static Map<String, @Nullable Object> map(@Nullable Object... pairs) {
		Map<String, @Nullable Object> map = new LinkedHashMap<>();
		for (int i = 0; i < pairs.length; i += 2) {
			map.put(String.valueOf(pairs[i]), pairs[i + 1]);
		}
		return map;
	}

}
