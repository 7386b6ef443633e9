package dev.errata.contract;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

				1. errata.enveloppe.preset
				     Value:  openai
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

				1. errata.contracts.v1.path[0]
				     Value:  /v1/**
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
				     Action: Check the spelling and the indentation; a code with a dot stands in brackets: "[a.b]".
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
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.codes.SERVICE_UNAVAILABLE
				     Origin: application.yml - 4:36
				     Rule:   This is the same name as 'service_unavailable', since case and separators do not count.
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
				     Rule:   A code has a status.
				     Action: Say it, e.g. 'gone: 409' or 'gone: { status: 409 }'.
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
						     Rule:   Properties are expected below this, and it is a value.
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
				""").report()).isEqualTo("""
				The error contract has a fault:

				1. errata.codes.order_shipped
				     Origin: base.yml - 3:20
				     Rule:   This is the same name as 'orderShipped', since case and separators do not count.
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
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.contracts.V_1
				     Origin: application.yml - 6:15
				     Rule:   This is the same name as 'v1', since case and separators do not count.
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
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.headers.x-error-code
				     Origin: application.yml - 4:19
				     Rule:   This is the same name as 'X-Error-Code', since case and separators do not count.
				     Action: Keep one of the two spellings.
				""");
	}

	@Test
	void codeKnownFromTheEnvironmentAlone() {
		assertThat(TestApplication.yaml("""
				errata:
				  codes:
				    not_found: 404
				""").environment("ERRATA_CODES_NOTFUOND_STATUS", "410").report()).isEqualTo("""
				The error contract has a fault:

				1. errata.codes.notfuond
				     Origin: environment variable ERRATA_CODES_NOTFUOND_STATUS
				     Rule:   This name is known from the environment alone, which can override but not declare.
				     Action: Check the spelling of the variable, or declare the name in a file.
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
				     Rule:   A code has a status.
				     Action: Say it, e.g. 'order: 409' or 'order: { status: 409 }'.
				""");
	}

	@Test
	void namesOfOtherRoomsAreKnown() {
		String yaml = """
				errata:
				  browser:
				    path: /catalog
				    colour: red
				""";
		assertThat(TestApplication.yaml(yaml)
			.bean("browserNames", KnownProperties.class, () -> new KnownProperties("browser", (check) -> {
			}))
			.contracts()
			.all()).hasSize(1);
		assertThat(reportOf(yaml)).contains("1. errata.browser.colour", "2. errata.browser.path");
	}

	@Test
	void namesOfOtherRoomsAreProposed() {
		TestApplication application = TestApplication.yaml("""
				errata:
				  brower: { path: /catalog }
				  metrics: { enabled: true }
				""").bean("browserNames", KnownProperties.class, () -> new KnownProperties("browser", (check) -> {
		}));
		assertThat(application.report()).isEqualTo(
				"""
						The error contract has 2 faults:

						1. errata.brower.path
						     Value:  /catalog
						     Origin: application.yml - 2:19
						     Rule:   There is no property of this name.
						     Action: Did you mean browser?

						2. errata.metrics.enabled
						     Value:  true
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
						     Rule:   This is not one of the values it can have.
						     Action: Write one of: uuid, uuid-v7, hex-v7.

						2. errata.codes.broken.status
						     Value:  abc
						     Origin: application.yml - 12:23
						     Rule:   This is not a whole number.
						     Action: Correct the value.

						3. errata.envelop.preset
						     Value:  openai
						     Origin: application.yml - 4:13
						     Rule:   There is no property of this name.
						     Action: Did you mean envelope?

						4. errata.codes.bsuy
						     Origin: environment variable ERRATA_CODES_BSUY_STATUS
						     Rule:   This name is known from the environment alone, which can override but not declare.
						     Action: Check the spelling of the variable, or declare the name in a file.

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
