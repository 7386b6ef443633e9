package dev.errata.contract;

import dev.errata.browser.BrowserAutoConfiguration;
import dev.errata.catalog.CatalogEntry;
import dev.errata.idempotency.IdempotencyAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.errata.contract.TestApplication.reportOf;
import static dev.errata.contract.TestApplication.yaml;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the faults of names, as told at start-up.
 */
class NameFaultsTests {

	@Test
	void unknownNameAtRoot() {
		assertThat(reportOf("""
				errata:
				  enveloppe:
				    preset: openai
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.enveloppe
				     Origin: application.yml - 3:13
				     Rule:   There is no property of this name.
				     Action: Did you mean envelope?
				""");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '`', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
			codes;"": 409, gone: 410;codes.
			codes;" ": 409;`codes. `
			codes;"[]": 409;codes[]
			codes;"[ ]": { status: 409 };codes[ ].status
			codes;"": { status: 409 };codes..status
			codes;"-": 409;codes.-
			codes;gone: { status: 410, at: { "": { message: a } } };codes.gone.at..message
			contracts;"": { paths: ["/a"] };contracts..paths[0]
			contracts;v1: { paths: ["/a"], codes: { "": 409 } };contracts.v1.codes.
			headers;"": a, X-A: b;headers.
			limits;body: { "": { max: 1MB } };limits.body..max
			quota;headers: { "": a };quota.headers.
			""")
	void nameWithoutLetters(String map, String entries, String property) {
		String yaml = "errata:\n  " + map + ": { " + entries + " }\n";
		assertThat(reportOf(yaml)).startsWith("The error contract has a fault:\n\n1. errata." + property + "\n")
			.endsWith("""
					     Rule:   A name has a letter or a digit at least.
					     Action: Write the name, or remove the property.
					""");
	}

	@Test
	void nameWithoutLettersOnCommandLine() {
		assertThat(yaml("errata.codes.gone: 410").commandLine("--errata.codes.=409", "--errata.codes.gone.status=4o9")
			.report()).contains("1. errata.codes.\n").contains("This is not a whole number.");
	}

	@Test
	void unknownNameInCode() {
		assertThat(reportOf("""
				errata:
				  codes:
				    order_shipped: { status: 409, mesage: Gone. }
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.codes.order_shipped.mesage
				     Value:  Gone.
				     Origin: application.yml - 3:43
				     Rule:   There is no property of this name.
				     Action: Did you mean message?
				""");
	}

	@Test
	void unknownNameInAt() {
		assertThat(reportOf("""
				errata:
				  codes:
				    order_shipped: { status: 409, at: { 409: { mesage: Gone. } } }
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.codes.order_shipped.at[409].mesage
				     Value:  Gone.
				     Origin: application.yml - 3:56
				     Rule:   There is no property of this name.
				     Action: Did you mean message?
				""");
	}

	@Test
	void unknownNameInContract() {
		assertThat(reportOf("""
				errata:
				  contracts:
				    v1:
				      path: ["/v1/**"]
				      paths: ["/v1/**"]
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.contracts.v1.path
				     Origin: application.yml - 4:14
				     Rule:   There is no property of this name.
				     Action: Did you mean paths?
				""");
	}

	@Test
	void unknownNameInCodeOfContract() {
		assertThat(reportOf("""
				errata:
				  contracts:
				    v1:
				      paths: ["/v1/**"]
				      codes:
				        gone: { status: 410, reason: No. }
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.contracts.v1.codes.gone.reason
				     Value:  No.
				     Origin: application.yml - 6:38
				     Rule:   There is no property of this name.
				     Action: Did you mean message?
				""");
	}

	@Test
	void unknownNameInEnvelope() {
		assertThat(reportOf("""
				errata:
				  envelope:
				    mediatyp: application/json
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.envelope.mediatyp
				     Value:  application/json
				     Origin: application.yml - 3:15
				     Rule:   There is no property of this name.
				     Action: Did you mean media-type?
				""");
	}

	@Test
	void unknownNameInRequestId() {
		assertThat(reportOf("""
				errata:
				  request-id:
				    length: 12
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.request-id.length
				     Value:  12
				     Origin: application.yml - 3:13
				     Rule:   There is no property of this name.
				     Action: Check the indentation, or write one of: header, style, prefix, accept.
				""");
	}

	@Test
	void twoSpellingsInOneFile() {
		assertThat(reportOf("""
				errata:
				  codes:
				    service_unavailable: { status: 503 }
				    SERVICE_UNAVAILABLE: { status: 503, message: Later. }
				""")).isEqualTo(
				"""
						The error contract has a fault:

						1. errata.codes.SERVICE_UNAVAILABLE
						     Origin: application.yml - 4:36
						     Rule:   This is the same name as 'service_unavailable' (application.yml - 3:36), since case and separators do not count.
						     Action: Keep one of the two spellings.
						""");
	}

	@Test
	void codeThatHoldsNothingIsToldOnce() {
		assertThat(reportOf("""
				errata:
				  codes:
				    gone:
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.codes.gone.status
				     Origin: application.yml - 3:10
				     Rule:   A code needs a status.
				     Action: Add it, e.g. 'gone: 409' or 'gone: { status: 409 }'.
				""");
	}

	@Test
	void rootThatIsNoObject() {
		assertThat(reportOf("""
				errata: on
				""")).isEqualTo(
				"""
						The error contract has a fault:

						1. errata
						     Value:  true
						     Origin: application.yml - 1:9
						     Rule:   This has properties of its own, and cannot be a value.
						     Action: Write them below it: paths, envelope, headers, request-id, closed, codes, quota, limits, contracts.
						""");
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
						     Rule:   This is the same name as 'order_shipped' (base.yml - 3:20), since case and separators do not count.
						     Action: Keep one of the two spellings.
						""");
	}

	@Test
	void twoSpellingsOfContract() {
		assertThat(reportOf("""
				errata:
				  contracts:
				    v1:
				      paths: ["/v1/**"]
				    V_1:
				      paths: ["/v2/**"]
				""")).isEqualTo(
				"""
						The error contract has a fault:

						1. errata.contracts.V_1
						     Origin: application.yml - 6:15
						     Rule:   This is the same name as 'v1' (application.yml - 4:15), since case and separators do not count.
						     Action: Keep one of the two spellings.
						""");
	}

	@Test
	void twoSpellingsOfHeader() {
		assertThat(reportOf("""
				errata:
				  headers:
				    X-Error-Code: "{code}"
				    x-error-code: "{family}"
				""")).isEqualTo(
				"""
						The error contract has a fault:

						1. errata.headers.x-error-code
						     Origin: application.yml - 4:19
						     Rule:   This is the same name as 'X-Error-Code' (application.yml - 3:19), since case and separators do not count.
						     Action: Keep one of the two spellings.
						""");
	}

	@Test
	void codeKnownFromTheEnvironmentAlone() {
		assertThat(TestApplication.yaml("""
				errata:
				  codes:
				    not_found: 404
				""").environment("ERRATA_CODES_NEWONE_STATUS", "410").report()).isEqualTo("""
				The error contract has a fault:

				1. errata.codes.newone
				     Origin: environment variable ERRATA_CODES_NEWONE_STATUS
				     Rule:   Only a variable has this name, and variables can override but not declare.
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
				     Rule:   This variable sets no property.
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

	@Test
	void namesThatYamlTakesForTruths() {
		assertThat(reportOf("""
				errata:
				  codes:
				    no: 404
				    on: { status: 409 }
				""")).isEqualTo("""
				The error contract has 2 faults:

				1. errata.codes.false
				     Origin: application.yml - 3:9
				     Rule:   Without quotes, YAML reads no, off and false as 'false', and yes, on and true as 'true'.
				     Action: Put the name in quotes, e.g. "no"; 'true' and 'false' cannot be names.

				2. errata.codes.true
				     Origin: application.yml - 4:19
				     Rule:   Without quotes, YAML reads no, off and false as 'false', and yes, on and true as 'true'.
				     Action: Put the name in quotes, e.g. "no"; 'true' and 'false' cannot be names.
				""");
	}

	@Test
	void sectionOfAnotherNameIsToldOnce() {
		assertThat(reportOf("""
				errata:
				  errors:
				    gone: { status: 410, message: Gone. }
				    lost: 404
				  contracts:
				    v1: { paths: [/v1/**], codes: { gone: { http-status: 410, status: 410, description: a } } }
				""")).isEqualTo("""
				The error contract has 3 faults:

				1. errata.contracts.v1.codes.gone.description
				     Value:  a
				     Origin: application.yml - 6:89
				     Rule:   There is no property of this name.
				     Action: Did you mean message or meaning?

				2. errata.contracts.v1.codes.gone.http-status
				     Value:  410
				     Origin: application.yml - 6:58
				     Rule:   There is no property of this name.
				     Action: Did you mean status?

				3. errata.errors
				     Origin: application.yml - 3:35
				     Rule:   There is no property of this name.
				     Action: Did you mean codes?
				""");
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
				     Rule:   This is not true or false.
				     Action: Write true or false.
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
				     Rule:   An element before this one is missing.
				     Action: Number the elements from 0, without a gap.
				""");
	}

	@Test
	void originIsNotThatOfNameWithTheSameBeginning() {
		assertThat(reportOf("""
				errata:
				  codes:
				    order_shipped: 409
				    order:
				      title: Order
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.codes.order.status
				     Origin: application.yml - 5:14
				     Rule:   A code needs a status.
				     Action: Add it, e.g. 'order: 409' or 'order: { status: 409 }'.
				""");
	}

	@Test
	void namesOfOtherRoomsAreKnown() {
		String yaml = """
				errata:
				  browser:
				    path: /catalog
				""";
		assertThat(TestApplication.yaml(yaml).with(BrowserAutoConfiguration.class).contracts().all()).hasSize(1);
		assertThat(reportOf(yaml)).contains("has a fault:", "1. errata.browser\n");
	}

	@Test
	void namesOfOtherRoomsAreProposed() {
		TestApplication application = TestApplication.yaml("""
				errata:
				  brower: { path: /catalog }
				  metrics: { enabled: true }
				""").with(BrowserAutoConfiguration.class);
		assertThat(application.report()).isEqualTo(
				"""
						The error contract has 2 faults:

						1. errata.brower
						     Origin: application.yml - 2:19
						     Rule:   There is no property of this name.
						     Action: Did you mean browser?

						2. errata.metrics
						     Origin: application.yml - 3:23
						     Rule:   There is no property of this name.
						     Action: Check the indentation, or write one of: paths, envelope, headers, request-id, closed, codes, quota, limits, contracts, browser.
						""");
	}

	@Test
	void unknownNameAtAStatus() {
		assertThat(reportOf("""
				errata:
				  codes:
				    gone: { status: 410, at: { 410: { family: x } } }
				""")).isEqualTo(
				"""
						The error contract has a fault:

						1. errata.codes.gone.at[410].family
						     Value:  x
						     Origin: application.yml - 3:47
						     Rule:   There is no property of this name.
						     Action: Check the indentation, or write one of: title, message, detail, meaning, fix, docs, retryable, retry-after.
						""");
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
	void manyFaultsAreToldAtOnce() {
		assertThat(TestApplication.yaml("""
				errata:
				  closed: true
				  envelop:
				    preset: openai
				  request-id:
				    style: ulid
				  envelope:
				    body: '{"code": "{cod}"}'
				  codes:
				    too_kind: 200
				    busy: { status: 503, retryable: false, retry-after: 30s }
				    broken: { status: abc, message: "{nope}", replaces: [server_eror, zebra] }
				  contracts:
				    v1:
				      codes:
				        gone: { status: 410, exceptions: [com.acme.Gone, java.lang.Exception] }
				""").environment("ERRATA_CODES_BSUY_STATUS", "500").report()).isEqualTo(
				"""
						The error contract has 17 faults:

						1. errata.request-id.style
						     Value:  ulid
						     Origin: application.yml - 6:12
						     Rule:   This is not an allowed value.
						     Action: Write one of: uuid, uuid-v7, hex-v7.

						2. errata.codes.broken.status
						     Value:  abc
						     Origin: application.yml - 12:23
						     Rule:   This is not a whole number.
						     Action: Correct the value.

						3. errata.envelop
						     Origin: application.yml - 4:13
						     Rule:   There is no property of this name.
						     Action: Did you mean envelope?

						4. ERRATA_CODES_BSUY_STATUS
						     Value:  500
						     Origin: environment variable ERRATA_CODES_BSUY_STATUS
						     Rule:   This variable sets no property.
						     Action: Did you mean ERRATA_CODES_BUSY_STATUS?

						5. errata.envelope.body
						     Value:  {"code": "{cod}"}
						     Origin: application.yml - 8:11
						     Rule:   Line 1, column 10: There is no placeholder {cod}.
						     Action: Did you mean {code}? Write '{{' for a brace.

						6. errata.contracts.v1.paths
						     Origin: application.yml - 16:25
						     Rule:   A named contract says which paths it rules.
						     Action: Add 'paths', e.g. ["/v1/**"].

						7. errata.contracts.v1.codes.gone.exceptions
						     Value:  com.acme.Gone
						     Origin: application.yml - 16:43
						     Rule:   There is no class of this name.
						     Action: Write the full name of the exception, a nested one as Outer$Inner.

						8. errata.contracts.v1.codes.gone.exceptions
						     Value:  java.lang.Exception
						     Origin: application.yml - 16:58
						     Rule:   This class is too broad: it would swallow what nobody foresaw.
						     Action: Name the exceptions that mean this code, or let 'internal_error' stand for the rest.

						9. errata.codes.too_kind.status
						     Value:  200
						     Origin: application.yml - 10:15
						     Rule:   The status of an error lies between 400 and 599.
						     Action: Use the status that clients are to see, e.g. 409.

						10. errata.codes.busy.retry-after
						     Value:  30s
						     Origin: application.yml - 11:57
						     Rule:   The code is not retryable, so there is nothing to wait for.
						     Action: Remove 'retry-after', or do not say 'retryable: false'.

						11. errata.codes.broken.replaces
						     Value:  server_eror
						     Origin: application.yml - 12:58
						     Rule:   There is no standard code of this name.
						     Action: Did you mean server_error?

						12. errata.codes.broken.replaces
						     Value:  zebra
						     Origin: application.yml - 12:71
						     Rule:   There is no standard code of this name.
						     Action: See the list of standard codes in the documentation.

						13. errata.closed
						     Value:  true
						     Origin: application.yml - 2:11
						     Rule:   In a closed catalog some code answers 'client_error'.
						     Action: Add 'replaces: [client_error]' to the code that stands for any other 4xx.

						14. errata.closed
						     Value:  true
						     Origin: application.yml - 2:11
						     Rule:   In a closed catalog some code answers 'server_error'.
						     Action: Add 'replaces: [server_error]' to the code that stands for any other 5xx.

						15. errata.codes.broken.message
						     Value:  {nope}
						     Origin: application.yml - 12:37
						     Rule:   There is no placeholder {nope}; there are {code}, {family}, {status}, {title}, {detail}, {request-id}, {retryable}, {retry-after}, {docs}, {type}, {instance}, {method}, {timestamp}, {trace-id}, {contract} and {details.NAME}.
						     Action: Write {details.nope:some text} for what with("nope", …) gives, or '{{' for a brace.

						16. errata.contracts.v1.closed
						     Value:  true
						     Origin: application.yml - 16:25
						     Rule:   In a closed catalog some code answers 'client_error'.
						     Action: Add 'replaces: [client_error]' to the code that stands for any other 4xx.

						17. errata.contracts.v1.closed
						     Value:  true
						     Origin: application.yml - 16:25
						     Rule:   In a closed catalog some code answers 'server_error'.
						     Action: Add 'replaces: [server_error]' to the code that stands for any other 5xx.
						""");
	}

}
