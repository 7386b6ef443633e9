package dev.errata.contract;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.errata.contract.TestApplication.reportOf;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the faults of envelopes, headers and request ids, as told at start-up.
 */
class EnvelopeFaultsTests {

	@Test
	void bodyIsNoText() {
		assertThat(reportOf("""
				errata:
				  envelope:
				    body: { "code": "{code}" }
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.envelope.body.code
				     Value:  {code}
				     Origin: application.yml - 3:21
				     Rule:   The property above this one takes a single value.
				     Action: Write one value there; with braces it needs quotes, or '|' before it.
				""");
	}

	@Test
	void bodyIsNoJson() {
		assertThat(reportOf("""
				errata:
				  envelope:
				    body: |
				      {
				        "code": "{code}"
				        "message": "{message}"
				      }
				""")).isEqualTo(
				"""
						The error contract has a fault:

						1. errata.envelope.body
						     Value:  { "code": "{code}" "message": "{message}" }
						     Origin: application.yml - 3:11
						     Rule:   Line 3, column 3: This is not JSON: Unexpected character ('"' (code 34)): was expecting comma to separate Object entries.
						     Action: Correct the text.
						""");
	}

	@Test
	void bodyEndsEarly() {
		assertThat(reportOf("""
				errata:
				  envelope:
				    body: '{"code": "{code}"'
				""")).isEqualTo(
				"""
						The error contract has a fault:

						1. errata.envelope.body
						     Value:  {"code": "{code}"
						     Origin: application.yml - 3:11
						     Rule:   Line 1, column 18: This is not JSON: Unexpected end-of-input: expected close marker for Object.
						     Action: Correct the text.
						""");
	}

	@Test
	void bodyIsNoObject() {
		assertThat(reportOf("""
				errata:
				  envelope:
				    body: '["{code}"]'
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.envelope.body
				     Value:  ["{code}"]
				     Origin: application.yml - 3:11
				     Rule:   This is not a JSON object.
				     Action: Correct the text.
				""");
	}

	@Test
	void bodyIsEmpty() {
		assertThat(reportOf("""
				errata:
				  envelope:
				    body: ""
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.envelope.body
				     Value:  (empty)
				     Origin: application.yml - 3:11
				     Rule:   This is not a JSON object.
				     Action: Correct the text.
				""");
	}

	@Test
	void textBehindTheBody() {
		assertThat(reportOf("""
				errata:
				  envelope:
				    body: '{"code": "{code}"} x'
				""")).isEqualTo(
				"""
						The error contract has a fault:

						1. errata.envelope.body
						     Value:  {"code": "{code}"} x
						     Origin: application.yml - 3:11
						     Rule:   Line 1, column 20: This is not JSON: Unrecognized token 'x': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false').
						     Action: Correct the text.
						""");
	}

	@Test
	void secondDocumentBehindTheBody() {
		assertThat(reportOf("""
				errata:
				  envelope:
				    body: '{"code": "{code}"} {}'
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.envelope.body
				     Value:  {"code": "{code}"} {}
				     Origin: application.yml - 3:11
				     Rule:   Line 1, column 20: There is more text after the end of the object.
				     Action: Correct the text.
				""");
	}

	@Test
	void keyTwice() {
		assertThat(reportOf("""
				errata:
				  envelope:
				    body: '{"code": "{code}", "code": 1}'
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.envelope.body
				     Value:  {"code": "{code}", "code": 1}
				     Origin: application.yml - 3:11
				     Rule:   Line 1, column 26: This is not JSON: Duplicate Object property "code".
				     Action: Correct the text.
				""");
	}

	@Test
	void unknownPlaceholderInBody() {
		assertThat(reportOf("""
				errata:
				  envelope:
				    body: |
				      {
				        "code": "{cod}"
				      }
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.envelope.body
				     Value:  { "code": "{cod}" }
				     Origin: application.yml - 3:11
				     Rule:   Line 2, column 11: There is no placeholder {cod}.
				     Action: Did you mean {code}? Write '{{' for a brace.
				""");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '`',
			textBlock = """
					{"status": {status}};13;A placeholder stands in quotes.;Write "{status}"; alone in
					{"a": "b", "status":{retry-after|status:5}};22;A placeholder stands in quotes.;Write "{retry-after|status:5}"; alone in
					{"code": "{code}" // the code;19;JSON has no comments.;Remove the comment.
					{ # the code;3;JSON has no comments.;Remove the comment.
					{ /* the code */ "code": "{code}"};3;JSON has no comments.;Remove the comment.
					""")
	void placeholdersWithoutQuotesAndComments(String body, String column, String rule, String action) {
		assertThat(reportOf("errata.envelope.body: '" + body + "'\n"))
			.contains("     Rule:   Line 1, column " + column + ": " + rule + "\n     Action: " + action);
	}

	@ParameterizedTest
	@CsvSource({ "path, instance", "id, request-id", "error, code", "correlation_id, request-id", "mesage, message",
			"timestmp, timestamp", "request-idd, request-id", "retry, retry-after", "httpStatus, status" })
	void placeholderOfAnotherNameInBody(String word, String meant) {
		assertThat(reportOf("errata.envelope.body: '{\"a\": \"{" + word + "}\"}'\n"))
			.endsWith("     Rule:   Line 1, column 7: There is no placeholder {" + word + "}.\n"
					+ "     Action: Did you mean {" + meant + "}? Write '{{' for a brace.\n");
	}

	@Test
	void structureInsideLongerString() {
		assertThat(reportOf("""
				errata:
				  envelope:
				    body: '{"errors": "see {violations}"}'
				""")).isEqualTo(
				"""
						The error contract has a fault:

						1. errata.envelope.body
						     Value:  {"errors": "see {violations}"}
						     Origin: application.yml - 3:11
						     Rule:   Line 1, column 12: {violations} is a structure; it stands alone in a string of an envelope and not in a text.
						     Action: Correct the text.
						""");
	}

	@Test
	void structureAsKey() {
		assertThat(reportOf("""
				errata:
				  envelope:
				    body: '{"{details}": 1}'
				""")).isEqualTo(
				"""
						The error contract has a fault:

						1. errata.envelope.body
						     Value:  {"{details}": 1}
						     Origin: application.yml - 3:11
						     Rule:   Line 1, column 2: {details} is a structure; it stands alone in a string of an envelope and not in a text.
						     Action: Correct the text.
						""");
	}

	@Test
	void absentValueInsideLongerString() {
		assertThat(reportOf("""
				errata:
				  envelope:
				    body: '{"docs": "see {docs}"}'
				""")).isEqualTo(
				"""
						The error contract has a fault:

						1. errata.envelope.body
						     Value:  {"docs": "see {docs}"}
						     Origin: application.yml - 3:11
						     Rule:   Line 1, column 10: {docs} can be absent; inside a longer text it needs a default: {docs:some text}.
						     Action: Correct the text.
						""");
	}

	@Test
	void violationIsNoJson() {
		assertThat(reportOf("""
				errata:
				  envelope:
				    body: '{}'
				    violation: '{"field" "{field}"}'
				""")).isEqualTo(
				"""
						The error contract has a fault:

						1. errata.envelope.violation
						     Value:  {"field" "{field}"}
						     Origin: application.yml - 4:16
						     Rule:   Line 1, column 10: This is not JSON: Unexpected character ('"' (code 34)): was expecting a colon to separate property name and value.
						     Action: Correct the text.
						""");
	}

	@Test
	void unknownPlaceholderInViolation() {
		assertThat(reportOf("""
				errata:
				  envelope:
				    violation: '{"path": "{path}"}'
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.envelope.violation
				     Value:  {"path": "{path}"}
				     Origin: application.yml - 3:16
				     Rule:   Line 1, column 10: There is no placeholder {path}; there are {field}, {code} and {message}.
				     Action: Write one of them, or '{{' for a brace.
				""");
	}

	@Test
	void presetBesideBody() {
		assertThat(reportOf("""
				errata:
				  envelope:
				    preset: openai
				    body: '{}'
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.envelope.preset
				     Value:  openai
				     Origin: application.yml - 3:13
				     Rule:   An envelope has a preset or a body, not both.
				     Action: Remove one of the two.
				""");
	}

	@Test
	void unknownPreset() {
		assertThat(reportOf("""
				errata:
				  envelope:
				    preset: soap
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.envelope.preset
				     Value:  soap
				     Origin: application.yml - 3:13
				     Rule:   This is not an allowed value.
				     Action: Write one of: problem, openai.
				""");
	}

	@Test
	void badMediaType() {
		assertThat(reportOf("""
				errata:
				  envelope:
				    media-type: json
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.envelope.media-type
				     Value:  json
				     Origin: application.yml - 3:17
				     Rule:   This is not a media type.
				     Action: Write one such as application/json.
				""");
	}

	@Test
	void badHeaderName() {
		assertThat(reportOf("""
				errata:
				  headers:
				    "X Error": "{code}"
				""")).isEqualTo(
				"""
						The error contract has a fault:

						1. errata.headers.X Error
						     Origin: application.yml - 3:16
						     Rule:   Binding keeps nothing but letters, digits, dashes and underscores of a name without brackets.
						     Action: Choose a name of these.
						""");
	}

	@Test
	void unknownPlaceholderInHeader() {
		assertThat(reportOf("""
				errata:
				  headers:
				    X-Error-Code: "{cod}"
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.headers.X-Error-Code
				     Value:  {cod}
				     Origin: application.yml - 3:19
				     Rule:   There is no placeholder {cod}.
				     Action: Did you mean {code}? Write '{{' for a brace.
				""");
	}

	@Test
	void structureInHeader() {
		assertThat(reportOf("""
				errata:
				  headers:
				    X-Errors: "{violations}"
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.headers.X-Errors
				     Value:  {violations}
				     Origin: application.yml - 3:15
				     Rule:   {violations} is a structure; it stands alone in a string of an envelope and not in a text.
				     Action: Correct the text.
				""");
	}

	@Test
	void badRequestIdStyle() {
		assertThat(reportOf("""
				errata:
				  request-id:
				    style: ulid
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.request-id.style
				     Value:  ulid
				     Origin: application.yml - 3:12
				     Rule:   This is not an allowed value.
				     Action: Write one of: uuid, uuid-v7, hex-v7.
				""");
	}

	@Test
	void badRequestIdPrefix() {
		assertThat(reportOf("""
				errata:
				  request-id:
				    prefix: "req "
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.request-id.prefix
				     Value:  req
				     Origin: application.yml - 3:13
				     Rule:   A prefix consists of at most 64 letters, digits, dots, underscores and dashes.
				     Action: Write one such as req_.
				""");
	}

	@Test
	void badRequestIdHeader() {
		assertThat(reportOf("""
				errata:
				  request-id:
				    header: "X Request"
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.request-id.header
				     Value:  X Request
				     Origin: application.yml - 3:13
				     Rule:   This is not the name of an HTTP header.
				     Action: Correct the text.
				""");
	}

	@Test
	void emptyRequestIdHeader() {
		assertThat(reportOf("""
				errata:
				  request-id:
				    header: ""
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.request-id.header
				     Value:  (empty)
				     Origin: application.yml - 3:13
				     Rule:   This is not the name of an HTTP header.
				     Action: Correct the text.
				""");
	}

	@Test
	void badAccept() {
		assertThat(reportOf("""
				errata:
				  request-id:
				    accept: sometimes
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.request-id.accept
				     Value:  sometimes
				     Origin: application.yml - 3:13
				     Rule:   This is not true or false.
				     Action: Write true or false.
				""");
	}

	@Test
	void faultsOfContractsAreTheirs() {
		assertThat(reportOf("""
				errata:
				  contracts:
				    v1:
				      paths: ["/v1/**"]
				      envelope:
				        body: "[]"
				      headers:
				        "X Error": "{code}"
				      request-id:
				        prefix: "é"
				""")).isEqualTo(
				"""
						The error contract has 3 faults:

						1. errata.contracts.v1.envelope.body
						     Value:  []
						     Origin: application.yml - 6:15
						     Rule:   This is not a JSON object.
						     Action: Correct the text.

						2. errata.contracts.v1.headers.X Error
						     Origin: application.yml - 8:20
						     Rule:   Binding keeps nothing but letters, digits, dashes and underscores of a name without brackets.
						     Action: Choose a name of these.

						3. errata.contracts.v1.request-id.prefix
						     Value:  é
						     Origin: application.yml - 10:17
						     Rule:   A prefix consists of at most 64 letters, digits, dots, underscores and dashes.
						     Action: Write one such as req_.
						""");
	}

	@Test
	void headersThatAreNotTheAuthors() {
		assertThat(reportOf("""
				errata:
				  headers:
				    content-Length: "5"
				    Retry-After: "1"
				    X-Two-Lines: "a\\nSet-Cookie: b"
				""")).isEqualTo("""
				The error contract has 3 faults:

				1. errata.headers.content-Length
				     Value:  5
				     Origin: application.yml - 3:21
				     Rule:   An error has this header of its own accord.
				     Action: Leave it out; the body says it.

				2. errata.headers.Retry-After
				     Value:  1
				     Origin: application.yml - 4:18
				     Rule:   An error has this header of its own accord.
				     Action: Leave it out; 'retry-after' of a code says it.

				3. errata.headers.X-Two-Lines
				     Value:  a Set-Cookie: b
				     Origin: application.yml - 5:18
				     Rule:   A header is one line of printable ASCII, at most 2,000 characters long.
				     Action: Shorten the text, or leave out what else it holds.
				""");
	}

	@Test
	void headerWithDotNeedsBrackets() {
		assertThat(reportOf("""
				errata:
				  headers: { X.Code: "{code}" }
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.headers.X.Code
				     Origin: application.yml - 2:22
				     Rule:   A name without brackets ends at a dot.
				     Action: Write the name as "[X.Code]".
				""");
	}

	@Test
	void mediaTypeWithWildcard() {
		assertThat(reportOf("""
				errata:
				  envelope: { media-type: "application/*" }
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.envelope.media-type
				     Value:  application/*
				     Origin: application.yml - 2:27
				     Rule:   This is not a media type.
				     Action: Write one such as application/json.
				""");
	}

}
