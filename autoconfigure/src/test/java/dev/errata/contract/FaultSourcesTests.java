package dev.errata.contract;

import dev.errata.browser.BrowserAutoConfiguration;
import dev.errata.catalog.CatalogEntry;
import dev.errata.client.ClientAutoConfiguration;
import dev.errata.idempotency.IdempotencyAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.errata.contract.TestApplication.reportOf;
import static dev.errata.contract.TestApplication.yaml;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the report of faults that come from environment variables, the command line
 * or several files, or depend on beans.
 */
class FaultSourcesTests {

	@Test
	void codeKnownFromTheEnvironmentAlone() {
		assertThat(TestApplication.yaml("""
				errata:
				  codes:
				    not_found: 404
				""").environment("ERRATA_CODES_NEWONE_STATUS", "410").report()).isEqualTo(
				"""
						The error contract has a fault:

						1. errata.codes.newone
						     Origin: environment variable ERRATA_CODES_NEWONE_STATUS
						     Rule:   Only an environment variable has this name. Variables can override a name, but not declare one.
						     Action: Check the spelling of the variable, or declare the name in a file.
						""");
	}

	@ParameterizedTest
	@CsvSource({ "ERRATA_CODES_OUT_OF_STOK_MESSAGE, ERRATA_CODES_OUT_OF_STOCK_MESSAGE",
			"ERRATA_CODES_OUT_OF_STOCK_MESAGE, ERRATA_CODES_OUT_OF_STOCK_MESSAGE",
			"ERRATA_CODES_OUT_OF_STOK_STATUS_0, ERRATA_CODES_OUT_OF_STOCK_STATUS",
			"ERRATA_CODES_SOLD_OT_STATUS, ERRATA_CODES_SOLD_OUT_STATUS", "ERRATA_CODES_SOLD_OT, ERRATA_CODES_SOLD_OUT",
			"ERRATA_CONTRACTS_V1_CODES_LATE_MESAGE, ERRATA_CONTRACTS_V1_CODES_LATE_MESSAGE",
			"ERRATA_CODES_OUT_OF_STOCK_AT_503_RETRYAFTR, ERRATA_CODES_OUT_OF_STOCK_AT_503_RETRY_AFTER",
			"ERRATA_ENVELOP_PRESET, ERRATA_ENVELOPE_PRESET", "ERRATA_IDEMPOTENCY_STOR, ERRATA_IDEMPOTENCY_STORE" })
	void variableIsAlmostAProperty(String variable, String meant) {
		assertThat(variables(variable).report()).isEqualTo("""
				The error contract has a fault:

				1. %s
				     Value:  a
				     Origin: environment variable %s
				     Rule:   This environment variable sets no property.
				     Action: Did you mean %s?
				""".formatted(variable, variable, meant));
	}

	@ParameterizedTest
	@ValueSource(strings = { "ERRATA_CODES_OUT_OF_STOCK_MESSAGE", "ERRATA_CODES_OUTOFSTOCK_MESSAGE",
			"ERRATA_CODES_SOLD_OUT_MESSAGE", "ERRATA_CODES_SERVICE_HOST", "ERRATA_CODES_SERVICE_PORT",
			"ERRATA_CODES_LOST_AND_FOUND_MESSAGE", "ERRATA_HOME", "ERRATA_CODES_OUT_OF_STOCK_AT_503_MESSAGE",
			"ERRATA_CODES_OUT_OF_STOCK_EXCEPTIONS_0" })
	void otherVariablesArePassedOver(String variable) {
		assertThat(variables(variable, "java.util.NoSuchElementException").contracts().all()).hasSize(2);
	}

	@Test
	void badValueFromTheEnvironment() {
		assertThat(TestApplication.yaml("""
				errata:
				  codes:
				    not_found: 404
				""").environment("ERRATA_CODES_NOT_FOUND_RETRYABLE", "perhaps").report()).isEqualTo("""
				The error contract has a fault:

				1. ERRATA_CODES_NOT_FOUND_RETRYABLE
				     Value:  perhaps
				     Origin: environment variable ERRATA_CODES_NOT_FOUND_RETRYABLE
				     Rule:   Neither true nor false.
				     Action: Use true or false.
				""");
	}

	@Test
	void nameWithoutLettersOnCommandLine() {
		assertThat(yaml("errata.codes.gone: 410").commandLine("--errata.codes.=409", "--errata.codes.gone.status=4o9")
			.report()).contains("1. errata.codes.\n").contains("Not a whole number.");
	}

	@Test
	void twoSpellingsAcrossFiles() {
		assertThat(TestApplication.yaml("""
				errata:
				  codes:
				    orderShipped: { message: Gone. }
				""").file("base.yml", """
				errata:
				  codes:
				    order_shipped: 409
				""").report()).isEqualTo(
				"""
						The error contract has a fault:

						1. errata.codes.orderShipped
						     Origin: application.yml - 3:30
						     Rule:   This is the same name as 'order_shipped' (base.yml - 3:20): case and separators do not count.
						     Action: Keep only one of the two spellings.
						""");
	}

	@Test
	void gapInList() {
		assertThat(new TestApplication().file("application.properties", """
				errata.codes.gone.status[0]=410
				errata.codes.gone.status[2]=404
				""").report()).isEqualTo("""
				The error contract has a fault:

				1. errata.codes.gone.status[2]
				     Value:  404
				     Origin: application.properties - 2:29
				     Rule:   The element before this one is missing.
				     Action: Number the elements from 0, without gaps.
				""");
	}

	@Test
	void codeWithoutStatusIsAlmostAnother() {
		assertThat(TestApplication.yaml("errata.codes.out_of_stock: 409")
			.commandLine("--errata.codes.out_of_stok.message=Gone.")
			.report()).contains("1. errata.codes.out_of_stok.status\n")
			.endsWith("     Action: Did you mean out_of_stock? Otherwise add it, e.g. 'out_of_stok: 409' or "
					+ "'out_of_stok: { status: 409 }'.\n");
	}

	@Test
	void variableOfTheSystemInEnvelope() {
		assertThat(yaml("""
				errata:
				  envelope:
				    body: |
				      {"p": "${path}"}
				  codes:
				    gone: { status: 410, message: "${code:lost}" }
				""").environment("PATH", "/usr/secret").environment("CODE", "secret").report()).isEqualTo("""
				The error contract has 2 faults:

				1. errata.envelope.body
				     Value:  {"p": "${path}"}
				     Origin: application.yml - 3:11
				     Rule:   Spring resolves ${path} as a property when the application starts.
				     Action: Use {instance} for the path of the request.

				2. errata.codes.gone.message
				     Value:  ${code:lost}
				     Origin: application.yml - 6:35
				     Rule:   Spring resolves ${code:lost} as a property when the application starts.
				     Action: Use {code:lost}, or \\${code:lost} for a dollar sign in front of it.
				""");
	}

	@Test
	void variableOfTheSystemBeforePropertyOfTheApplication() {
		assertThat(yaml("""
				path: /docs
				errata.headers: { X-Docs: "${path}" }
				""").environment("PATH", "/usr/secret").report()).contains("1. errata.headers.X-Docs\n")
			.doesNotContain("secret");
	}

	@Test
	void namesOfRulesAreCheckedLikeThoseOfCodes() {
		assertThat(application("""
				errata:
				  idempotency:
				    rules:
				      big-orders: { paths: ["/orders"] }
				      big_orders: { paths: ["/orders/big"] }
				      small orders: { paths: ["/orders/small"] }
				""").environment("ERRATA_IDEMPOTENCY_RULES_BIGORDERS_TTL", "1h").report()).isEqualTo(
				"""
						The error contract has 2 faults:

						1. errata.idempotency.rules.big_orders
						     Origin: application.yml - 5:29
						     Rule:   This is the same name as 'big-orders' (application.yml - 4:29): case and separators do not count.
						     Action: Keep only one of the two spellings.

						2. errata.idempotency.rules.small orders
						     Origin: application.yml - 6:31
						     Rule:   A name without brackets can contain only letters, digits, dashes and underscores.
						     Action: Use only these, for example 'small-orders'.
						""");
	}

	@Test
	void variableCannotDeclareHeaderOfTheNameOfCode() {
		assertThat(application("errata:\n")
			.bean("soldOut", CatalogEntry.class, () -> CatalogEntry.of("sold_out", (entry) -> entry.status(409)))
			.environment("ERRATA_HEADERS_SOLDOUT", "a")
			.report()).contains("1. errata.headers.soldout\n", "Only an environment variable has this name");
	}

	@Test
	void nameOfAbsentPartIsUnknown() {
		assertThat(reportOf("errata.browser.path: /catalog")).contains("has a fault:", "1. errata.browser\n");
	}

	@Test
	void namesBesideErrataAreNobodysBusiness() {
		assertThat(TestApplication.contractsOf("""
				errata-sample:
				  speed: 3
				erratax:
				  codes: none
				""").all()).hasSize(1);
	}

	@Test
	void faultOfLibrary() {
		assertThat(new TestApplication()
			.bean("payment", CatalogEntry.class,
					() -> CatalogEntry.of("payment_declined", (entry) -> entry.status(200)))
			.report()).isEqualTo("""
					The error contract has a fault:

					1. errata.codes.payment_declined.status
					     Value:  200
					     Rule:   The status of an error must be between 400 and 599.
					     Action: Use the status that clients should see, e.g. 409.
					""");
	}

	private static TestApplication variables(String variable) {
		return variables(variable, "a");
	}

	private static TestApplication variables(String variable, String value) {
		return TestApplication.yaml("""
				errata:
				  codes:
				    out_of_stock: { status: [409, 503], at: { 503: { message: Later. } } }
				  contracts:
				    v1: { paths: [/v1/**], codes: { late: 409 } }
				""")
			.bean("soldOut", CatalogEntry.class, () -> CatalogEntry.of("sold_out", (entry) -> entry.status(409)))
			.with(IdempotencyAutoConfiguration.class)
			.environment(variable, value);
	}

	private static TestApplication application(String yaml) {
		return TestApplication.yaml(yaml)
			.with(BrowserAutoConfiguration.class, ClientAutoConfiguration.class, IdempotencyAutoConfiguration.class);
	}

}
