package dev.errata.contract;

import dev.errata.catalog.CatalogEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.errata.contract.TestApplication.contractsOf;
import static dev.errata.contract.TestApplication.reportOf;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the faults of codes, as told at start-up.
 */
class CodeFaultsTests {

	@Test
	void unknownStandardCodeIsToldWithSuggestion() {
		assertThat(reportOf("""
				errata:
				  codes:
				    gone_fishing: { status: 404, replaces: [not_fuond] }
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.codes.gone_fishing.replaces
				     Value:  not_fuond
				     Origin: application.yml - 3:45
				     Rule:   There is no standard code of this name.
				     Action: Did you mean not_found?
				""");
	}

	@ParameterizedTest
	@CsvSource({ "validation_error, validation_failed", "malformed_json, malformed_body",
			"upstream-down, upstream_error" })
	void unknownStandardCodeBeginsLikeAnother(String name, String meant) {
		assertThat(reportOf("errata.codes.invalid: { status: 422, replaces: [" + name + "] }\n"))
			.contains("Action: Did you mean ")
			.contains(meant);
	}

	@Test
	void unknownStandardCodeWithoutLikeness() {
		assertThat(reportOf("""
				errata:
				  codes:
				    gone_fishing: { status: 404, replaces: [zebra] }
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.codes.gone_fishing.replaces
				     Value:  zebra
				     Origin: application.yml - 3:45
				     Rule:   There is no standard code of this name.
				     Action: See the list of standard codes in the documentation.
				""");
	}

	@Test
	void attributeThatNoExceptionHas() {
		assertThat(reportOf(
				"""
						errata:
						  codes:
						    misread:
						      status: 400
						      exceptions: ["java.nio.charset.MalformedInputException", "java.net.URISyntaxException"]
						      details: { length: inputLength, at: indx, text: input.size, all: "a b", why: message, type: class }
						    unlike: { status: 500, exceptions: ["java.io.IOException"], details: { zebra: zebra } }
						    annotated: { status: 500, details: { zebra: zebra } }
						"""))
			.isEqualTo("""
					The error contract has 6 faults:

					1. errata.codes.misread.details.at
					     Value:  indx
					     Origin: application.yml - 6:43
					     Rule:   None of the code's exceptions has this property.
					     Action: Did you mean index?

					2. errata.codes.misread.details.text
					     Value:  input.size
					     Origin: application.yml - 6:55
					     Rule:   None of the code's exceptions has this property.
					     Action: Write one that has a public getter (getSku()), accessor (sku()) or field.

					3. errata.codes.misread.details.all
					     Value:  a b
					     Origin: application.yml - 6:72
					     Rule:   This is not the name of a property.
					     Action: Write one of the exception's, such as sku, or order.id.

					4. errata.codes.misread.details.why
					     Value:  message
					     Origin: application.yml - 6:84
					     Rule:   Every exception has this property; it is for the log.
					     Action: Name a property of the exception's own; 'expose-message: true' sends its message.

					5. errata.codes.misread.details.type
					     Value:  class
					     Origin: application.yml - 6:99
					     Rule:   None of the code's exceptions has this property.
					     Action: Write one that has a public getter (getSku()), accessor (sku()) or field.

					6. errata.codes.unlike.details.zebra
					     Value:  zebra
					     Origin: application.yml - 7:83
					     Rule:   None of the code's exceptions has this property.
					     Action: Write one that has a public getter (getSku()), accessor (sku()) or field.
					""");
	}

	@Test
	void attributesThatAreNoNames() {
		assertThat(reportOf("""
				errata:
				  codes:
				    list: { status: 400, details: [sku] }
				    value: { status: 400, details: sku }
				""")).isEqualTo("""
				The error contract has 2 faults:

				1. errata.codes.list.details
				     Origin: application.yml - 3:36
				     Rule:   Names are expected here, and this is a list.
				     Action: Write 'NAME: …' without a dash.

				2. errata.codes.value.details
				     Value:  sku
				     Origin: application.yml - 4:36
				     Rule:   Names are expected below this, and it is a value.
				     Action: Write 'NAME: …' below it.
				""");
	}

	@Test
	void statusOutOfRange() {
		assertThat(reportOf("""
				errata:
				  codes:
				    too_kind: 200
				    too_high: { status: [500, 600] }
				""")).isEqualTo("""
				The error contract has 2 faults:

				1. errata.codes.too_kind.status
				     Value:  200
				     Origin: application.yml - 3:15
				     Rule:   The status of an error lies between 400 and 599.
				     Action: Use the status that clients are to see, e.g. 409.

				2. errata.codes.too_high.status
				     Value:  600
				     Origin: application.yml - 4:31
				     Rule:   The status of an error lies between 400 and 599.
				     Action: Use the status that clients are to see, e.g. 409.
				""");
	}

	@Test
	void levelThatIsNone() {
		assertThat(reportOf("""
				errata:
				  codes:
				    order_shipped: { status: 409, log: loud }
				    out_of_stock: { status: 503, log: { level: quiet, stack: maybe } }
				""")).isEqualTo("""
				The error contract has 3 faults:

				1. errata.codes.order_shipped.log
				     Value:  loud
				     Origin: application.yml - 3:40
				     Rule:   This is not an allowed value.
				     Action: Write one of: trace, debug, info, warn, error, fatal, off.

				2. errata.codes.out_of_stock.log.level
				     Value:  quiet
				     Origin: application.yml - 4:48
				     Rule:   This is not an allowed value.
				     Action: Write one of: trace, debug, info, warn, error, fatal, off.

				3. errata.codes.out_of_stock.log.stack
				     Value:  maybe
				     Origin: application.yml - 4:62
				     Rule:   This is not true or false.
				     Action: Write true or false.
				""");
	}

	@Test
	void codeWithoutStatus() {
		assertThat(reportOf("""
				errata:
				  codes:
				    no_status: { message: Lost. }
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.codes.no_status.status
				     Origin: application.yml - 3:27
				     Rule:   A code needs a status.
				     Action: Add it, e.g. 'no_status: 409' or 'no_status: { status: 409 }'.
				""");
	}

	@Test
	void statusListedTwice() {
		assertThat(reportOf("""
				errata:
				  codes:
				    twice: { status: [409, 422, 409] }
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.codes.twice.status
				     Value:  409
				     Origin: application.yml - 3:23
				     Rule:   A status is listed once.
				     Action: Remove the second one.
				""");
	}

	@Test
	void statusIsNoNumber() {
		assertThat(reportOf("""
				errata:
				  codes:
				    order_shipped: { status: abc }
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.codes.order_shipped.status
				     Value:  abc
				     Origin: application.yml - 3:30
				     Rule:   This is not a whole number.
				     Action: Correct the value.
				""");
	}

	@Test
	void numbersAreTooLargeOrTooSmall() {
		assertThat(reportOf("""
				errata:
				  codes:
				    order_shipped: 99999999999
				    order_lost: { status: -99999999999 }
				""")).isEqualTo("""
				The error contract has 2 faults:

				1. errata.codes.order_shipped
				     Value:  99999999999
				     Origin: application.yml - 3:20
				     Rule:   This number is too large.
				     Action: Write 'order_shipped: 409' or 'order_shipped: { status: 409, message: … }'.

				2. errata.codes.order_lost.status
				     Value:  -99999999999
				     Origin: application.yml - 4:27
				     Rule:   This number is too small.
				     Action: Correct the value.
				""");
	}

	@Test
	void oneOfSeveralStatusesIsNoNumber() {
		assertThat(reportOf("""
				errata:
				  codes:
				    order_shipped: { status: [409, abc] }
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.codes.order_shipped.status[1]
				     Value:  abc
				     Origin: application.yml - 3:36
				     Rule:   This is not a whole number.
				     Action: Correct the value.
				""");
	}

	@Test
	void scalarIsNoNumber() {
		assertThat(reportOf("""
				errata:
				  codes:
				    order_shipped: abc
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.codes.order_shipped
				     Value:  abc
				     Origin: application.yml - 3:20
				     Rule:   This is not a whole number.
				     Action: Write 'order_shipped: 409' or 'order_shipped: { status: 409, message: … }'.
				""");
	}

	@Test
	void scalarIsFraction() {
		assertThat(reportOf("""
				errata:
				  codes:
				    order_shipped: 409.5
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.codes.order_shipped
				     Value:  409.5
				     Origin: application.yml - 3:20
				     Rule:   This is not a whole number.
				     Action: Write 'order_shipped: 409' or 'order_shipped: { status: 409, message: … }'.
				""");
	}

	@Test
	void scalarIsBoolean() {
		assertThat(reportOf("""
				errata:
				  codes:
				    order_shipped: true
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.codes.order_shipped
				     Value:  true
				     Origin: application.yml - 3:20
				     Rule:   This is not a whole number.
				     Action: Write 'order_shipped: 409' or 'order_shipped: { status: 409, message: … }'.
				""");
	}

	@Test
	void retryableIsNoBoolean() {
		assertThat(reportOf("""
				errata:
				  codes:
				    order_shipped: { status: 409, retryable: maybe }
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.codes.order_shipped.retryable
				     Value:  maybe
				     Origin: application.yml - 3:46
				     Rule:   This is not true or false.
				     Action: Write true or false.
				""");
	}

	@Test
	void retryAfterIsNoDuration() {
		assertThat(reportOf("""
				errata:
				  codes:
				    order_shipped: { status: 409, retry-after: soon }
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.codes.order_shipped.retry-after
				     Value:  soon
				     Origin: application.yml - 3:48
				     Rule:   This is not a duration such as 30s or 5m.
				     Action: Correct the value.
				""");
	}

	@Test
	void exceptionClassIsUnknown() {
		assertThat(reportOf("""
				errata:
				  codes:
				    out_of_money: { status: 402, exceptions: [com.acme.OutOfMoneyException] }
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.codes.out_of_money.exceptions
				     Value:  com.acme.OutOfMoneyException
				     Origin: application.yml - 3:47
				     Rule:   There is no class of this name.
				     Action: Write the full name of the exception, a nested one as Outer$Inner.
				""");
	}

	@Test
	void classIsNoException() {
		assertThat(reportOf("""
				errata:
				  codes:
				    out_of_money: { status: 402, exceptions: [java.lang.String] }
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.codes.out_of_money.exceptions
				     Value:  java.lang.String
				     Origin: application.yml - 3:47
				     Rule:   This class is not an exception.
				     Action: Name a subclass of Throwable.
				""");
	}

	@Test
	void exceptionIsTooBroad() {
		assertThat(reportOf("""
				errata:
				  codes:
				    throwable: { status: 500, exceptions: [java.lang.Throwable] }
				    exception: { status: 500, exceptions: [java.lang.Exception] }
				    runtime_exception: { status: 500, exceptions: [java.lang.RuntimeException] }
				    error: { status: 500, exceptions: [java.lang.Error] }
				""")).isEqualTo("""
				The error contract has 4 faults:

				1. errata.codes.throwable.exceptions
				     Value:  java.lang.Throwable
				     Origin: application.yml - 3:44
				     Rule:   This class is too broad: it would swallow what nobody foresaw.
				     Action: Name the exceptions that mean this code, or let 'internal_error' stand for the rest.

				2. errata.codes.exception.exceptions
				     Value:  java.lang.Exception
				     Origin: application.yml - 4:44
				     Rule:   This class is too broad: it would swallow what nobody foresaw.
				     Action: Name the exceptions that mean this code, or let 'internal_error' stand for the rest.

				3. errata.codes.runtime_exception.exceptions
				     Value:  java.lang.RuntimeException
				     Origin: application.yml - 5:52
				     Rule:   This class is too broad: it would swallow what nobody foresaw.
				     Action: Name the exceptions that mean this code, or let 'internal_error' stand for the rest.

				4. errata.codes.error.exceptions
				     Value:  java.lang.Error
				     Origin: application.yml - 6:40
				     Rule:   This class is too broad: it would swallow what nobody foresaw.
				     Action: Name the exceptions that mean this code, or let 'internal_error' stand for the rest.
				""");
	}

	@Test
	void exceptionIsClaimedTwice() {
		assertThat(reportOf("""
				errata:
				  codes:
				    first: { status: 409, exceptions: [java.lang.IllegalStateException] }
				    second: { status: 422, exceptions: [java.lang.IllegalStateException] }
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.codes.second.exceptions
				     Value:  java.lang.IllegalStateException
				     Origin: application.yml - 4:41
				     Rule:   The code 'first' claims this already.
				     Action: Leave it to one of the two codes.
				""");
	}

	@Test
	void standardCodeIsReplacedTwice() {
		assertThat(reportOf("""
				errata:
				  codes:
				    lost: { status: 404, replaces: [not_found] }
				    missing: { status: 404, replaces: [not_found] }
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.codes.missing.replaces
				     Value:  not_found
				     Origin: application.yml - 4:40
				     Rule:   The code 'lost' claims this already.
				     Action: Leave it to one of the two codes.
				""");
	}

	@Test
	void standardCodeIsReplacedBesideItsNamesake() {
		assertThat(reportOf("""
				errata:
				  codes:
				    lost: { status: 404, replaces: [not_found] }
				    not_found: 404
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.codes.lost.replaces
				     Value:  not_found
				     Origin: application.yml - 3:37
				     Rule:   The code 'not_found' claims this already.
				     Action: Leave it to one of the two codes.
				""");
	}

	@Test
	void constraintIsClaimedTwice() {
		assertThat(reportOf("""
				errata:
				  codes:
				    too_long: { status: 422, constraints: [Size.prompt] }
				    too_short: { status: 422, constraints: [Size.prompt] }
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.codes.too_short.constraints
				     Value:  Size.prompt
				     Origin: application.yml - 4:45
				     Rule:   The code 'too_long' claims this already.
				     Action: Leave it to one of the two codes.
				""");
	}

	@Test
	void retryAfterBesideNotRetryable() {
		assertThat(reportOf("""
				errata:
				  codes:
				    final: { status: 409, retryable: false, retry-after: 30s }
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.codes.final.retry-after
				     Value:  30s
				     Origin: application.yml - 3:58
				     Rule:   The code is not retryable, so there is nothing to wait for.
				     Action: Remove 'retry-after', or do not say 'retryable: false'.
				""");
	}

	@Test
	void retryAfterBesideNotRetryableWithinAt() {
		assertThat(reportOf("""
				errata:
				  codes:
				    busy: { status: [409, 503], at: { 503: { retryable: false, retry-after: 10s } } }
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.codes.busy.at.503.retry-after
				     Value:  10s
				     Origin: application.yml - 3:77
				     Rule:   The code is not retryable, so there is nothing to wait for.
				     Action: Remove 'retry-after', or do not say 'retryable: false'.
				""");
	}

	@Test
	void retryAfterWithinAtOfCodeThatIsNotRetryable() {
		assertThat(reportOf("""
				errata:
				  codes:
				    busy: { status: [409, 503], retryable: false, at: { 503: { retry-after: 10s } } }
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.codes.busy.at.503.retry-after
				     Value:  10s
				     Origin: application.yml - 3:77
				     Rule:   The code is not retryable, so there is nothing to wait for.
				     Action: Remove 'retry-after', or do not say 'retryable: false'.
				""");
	}

	@Test
	void retryAfterBelowSecond() {
		assertThat(reportOf("""
				errata:
				  codes:
				    busy: { status: 503, retry-after: 500ms }
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.codes.busy.retry-after
				     Value:  500ms
				     Origin: application.yml - 3:39
				     Rule:   The time to wait lies between a second and a year.
				     Action: Write a duration such as 30s, or leave it out.
				""");
	}

	@Test
	void retryAfterBelowSecondWithinAt() {
		assertThat(reportOf("""
				errata:
				  codes:
				    busy: { status: [500, 503], at: { 503: { retry-after: 0s } } }
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.codes.busy.at.503.retry-after
				     Value:  0s
				     Origin: application.yml - 3:59
				     Rule:   The time to wait lies between a second and a year.
				     Action: Write a duration such as 30s, or leave it out.
				""");
	}

	@Test
	void adviceForStatusThatTheCodeDoesNotHave() {
		assertThat(reportOf("""
				errata:
				  codes:
				    busy: { status: 503, at: { 422: { message: No. } } }
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.codes.busy.at.422
				     Origin: application.yml - 3:48
				     Rule:   The code does not have this status.
				     Action: Add 422 to the statuses of 'busy', or remove what is said for it.
				""");
	}

	@Test
	void adviceForStatusThatIsNoNumber() {
		assertThat(reportOf("""
				errata:
				  codes:
				    busy: { status: 503, at: { abc: { message: No. } } }
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.codes.busy.at.abc.message
				     Value:  abc
				     Origin: application.yml - 3:48
				     Rule:   This is not a whole number.
				     Action: Correct the value.
				""");
	}

	@Test
	void exitCodeOutOfRange() {
		assertThat(reportOf("""
				errata:
				  codes:
				    busy: { status: 503, exit-code: 256 }
				    idle: { status: 503, exit-code: 0 }
				""")).isEqualTo("""
				The error contract has 2 faults:

				1. errata.codes.busy.exit-code
				     Value:  256
				     Origin: application.yml - 3:37
				     Rule:   An exit code lies between 1 and 255.
				     Action: Choose a number in that range, or leave it out.

				2. errata.codes.idle.exit-code
				     Value:  0
				     Origin: application.yml - 4:37
				     Rule:   An exit code lies between 1 and 255.
				     Action: Choose a number in that range, or leave it out.
				""");
	}

	@Test
	void nameOfCodeIsNoCode() {
		assertThat(reportOf("""
				errata:
				  codes:
				    über: 409
				    "[what is this]": 409
				""")).isEqualTo(
				"""
						The error contract has 2 faults:

						1. errata.codes.über
						     Origin: application.yml - 3:11
						     Rule:   Binding keeps nothing but letters, digits, dashes and underscores of a name without brackets.
						     Action: Choose a name of these.

						2. errata.codes.what is this
						     Value:  409
						     Origin: application.yml - 4:23
						     Rule:   A code consists of letters, digits and . _ : / -, at most 100 of them.
						     Action: Rename the code.
						""");
	}

	@Test
	void keyWithDot() {
		assertThat(reportOf("""
				errata:
				  codes:
				    order.shipped: 409
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.codes.order.shipped
				     Value:  409
				     Origin: application.yml - 3:20
				     Rule:   There is no property of this name.
				     Action: A code with a dot stands in brackets: "[order.shipped]".
				""");
	}

	@Test
	void keyWithDotHoldingFacts() {
		assertThat(reportOf("""
				errata:
				  codes:
				    order.shipped: { status: 409, message: Gone. }
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.codes.order.shipped
				     Origin: application.yml - 3:44
				     Rule:   There is no property of this name.
				     Action: A code with a dot stands in brackets: "[order.shipped]".
				""");
	}

	@Test
	void listWhereCodesShouldBe() {
		assertThat(reportOf("""
				errata:
				  codes:
				    - a
				    - b
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.codes
				     Origin: application.yml - 3:7
				     Rule:   Names are expected here, and this is a list.
				     Action: Write 'NAME: …' without a dash.
				""");
	}

	@Test
	void scalarWhereCodesShouldBe() {
		assertThat(reportOf("""
				errata:
				  codes: none
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.codes
				     Value:  none
				     Origin: application.yml - 2:10
				     Rule:   Names are expected below this, and it is a value.
				     Action: Write 'NAME: …' below it.
				""");
	}

	@Test
	void docsAndConstraintsThatAreNone() {
		assertThat(reportOf("""
				errata:
				  codes:
				    gone: { status: 410, docs: "see below", constraints: ["Size name"] }
				""")).isEqualTo("""
				The error contract has 2 faults:

				1. errata.codes.gone.docs
				     Value:  see below
				     Origin: application.yml - 3:32
				     Rule:   This is not the URI of a page.
				     Action: Write one such as https://example.com/errors/order_shipped.

				2. errata.codes.gone.constraints
				     Value:  Size name
				     Origin: application.yml - 3:59
				     Rule:   A rule has a name without blanks.
				     Action: Write one such as Size, or Size.prompt for the field alone.
				""");
	}

	@Test
	void numberWithoutQuotesIsNoCode() {
		assertThat(reportOf("""
				errata:
				  codes:
				    404: 404
				    "405": 405
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.codes.404
				     Origin: application.yml - 3:10
				     Rule:   A name that is a number needs quotes.
				     Action: Write the name as "404".
				""");
	}

	@Test
	void propertiesOfCodeStandBesideIt() {
		assertThat(reportOf("""
				errata:
				  codes:
				    late:
				    status: 409
				    message: Too late.
				    exceptions: [java.lang.IllegalStateException]
				""")).isEqualTo(
				"""
						The error contract has 4 faults:

						1. errata.codes.message
						     Value:  Too late.
						     Origin: application.yml - 5:14
						     Rule:   This is a property of a code, and stands where codes do.
						     Action: Indent 'message' below its code, or write 'message: { status: 409 }' for a code of this name.

						2. errata.codes.exceptions
						     Origin: application.yml - 6:18
						     Rule:   This is a property of a code, and stands where codes do.
						     Action: Indent 'exceptions' below its code, or write 'exceptions: { status: 409 }' for a code of this name.

						3. errata.codes.status
						     Value:  409
						     Origin: application.yml - 4:13
						     Rule:   This is a property of a code, and stands where codes do.
						     Action: Indent 'status' below its code, or write 'status: { status: 409 }' for a code of this name.

						4. errata.codes.late.status
						     Origin: application.yml - 3:10
						     Rule:   A code needs a status.
						     Action: Add it, e.g. 'late: 409' or 'late: { status: 409 }'.
						""");
	}

	@Test
	void codeMayHaveTheNameOfProperty() {
		assertThat(contractsOf("errata.codes: { status: { status: 409 }, detail: { status: 410 } }").all()
			.get(0)
			.catalog()
			.entries()).extracting(CatalogEntry::code).contains("status", "detail");
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
	void listForMapAndMapForList() {
		assertThat(reportOf("""
				errata:
				  codes:
				    busy:
				      status: [409, 503]
				      at: [ { status: 503, message: Later. }, { status: 409 } ]
				      exceptions: { a: java.lang.IllegalStateException, b: java.lang.ArithmeticException }
				    late: [ { status: 409 } ]
				""")).isEqualTo(
				"""
						The error contract has 3 faults:

						1. errata.codes.busy.at
						     Origin: application.yml - 5:23
						     Rule:   Statuses are expected here, and this is a list.
						     Action: Write '503: …' without a dash.

						2. errata.codes.busy.exceptions
						     Origin: application.yml - 6:24
						     Rule:   A list is expected here, and this has names below it.
						     Action: Write '- VALUE' below it, or [VALUE].

						3. errata.codes.late
						     Origin: application.yml - 7:23
						     Rule:   This has properties of its own, and cannot be a list.
						     Action: Write them below it: status, family, title, message, detail, meaning, fix, docs, retryable, retry-after, at, exit-code, exceptions, constraints, replaces, expose-message, details, log.
						""");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			a.b: 409;a.b
			a.b: { status: 409, message: a };a.b
			order.gate.closed: 409;order.gate.closed
			""")
	void codeWithDot(String code, String meant) {
		assertThat(reportOf("errata.codes:\n  " + code + "\n"))
			.endsWith("     Action: A code with a dot stands in brackets: \"[" + meant + "]\".\n");
	}

	@Test
	void unknownPropertyOfCodeIsToldWithThoseThereAre() {
		assertThat(reportOf("errata.codes.gone: { status: 410, colour: red }"))
			.endsWith("     Action: Check the indentation, or write one of: status, family, title, message, detail, "
					+ "meaning, fix, docs, retryable, retry-after, at, exit-code, exceptions, constraints, replaces, "
					+ "expose-message, details, log. A code with a dot stands in brackets: \"[a.b]\".\n");
	}

}
