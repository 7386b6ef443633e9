package dev.errata.contract;

import dev.errata.error.Failure;
import dev.errata.error.TestErrors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.errata.contract.TestApplication.reportOf;
import static dev.errata.contract.TestApplication.yaml;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the faults of texts, as told at start-up.
 */
class TextFaultsTests {

	@Test
	void unknownPlaceholderInMessage() {
		assertThat(reportOf("""
				errata:
				  codes:
				    order_shipped: { status: 409, message: "Order {number} has left." }
				""")).isEqualTo(
				"""
						The error contract has a fault:

						1. errata.codes.order_shipped.message
						     Value:  Order {number} has left.
						     Origin: application.yml - 3:44
						     Rule:   There is no placeholder {number}; there are {code}, {family}, {status}, {title}, {detail}, {request-id}, {retryable}, {retry-after}, {docs}, {type}, {instance}, {method}, {timestamp}, {trace-id}, {contract} and {details.NAME}.
						     Action: Write {details.number:some text} for what with("number", …) gives, or '{{' for a brace.
						""");
	}

	@Test
	void propertyThatNothingSetsInMessage() {
		assertThat(reportOf("""
				errata:
				  codes:
				    order_shipped: { status: 409, message: "Ask ${team.mail}." }
				""")).contains("     Value:  Ask ${team.mail}.\n     Origin: application.yml - 3:44\n")
			.contains("     Rule:   No property 'team.mail' is set, so ${team.mail} stands here as it is. "
					+ "There is no placeholder {team.mail}; there are {code}, ")
			.endsWith("     Action: Set the property, or write a default: ${team.mail:VALUE}.\n");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '`',
			textBlock = """
					paths;["${nope}/**"];No request has such a path.
					codes;{ gone: "${nope}" };
					codes;{ gone: { status: 410, retry-after: "${nope}" } };
					request-id;{ prefix: "${nope}" };A prefix consists of at most 64 letters, digits, dots, underscores and dashes.
					""")
	void propertyThatNothingSets(String name, String value, @Nullable String rule) {
		assertThat(reportOf("errata: { " + name + ": " + value + " }\n")).startsWith("The error contract has a fault:")
			.endsWith("     Rule:   No property 'nope' is set, so ${nope} stands here as it is."
					+ ((rule != null) ? " " + rule : "") + """

							     Action: Set the property, or write a default: ${nope:VALUE}.
							""");
	}

	@Test
	void faultOfValueThatIsSetElsewhere() {
		assertThat(reportOf("""
				team: "{number}"
				errata.codes.order_shipped: { status: 409, message: "${team}" }
				""")).contains("     Rule:   There is no placeholder {number}; there are ")
			.contains("     Action: Write {details.number:some text} for what with(");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
			codes.gone;{ status: 410, message: "Code ${code}." };codes.gone.message;${code};{code}
			codes.gone;{ status: 410, title: "${title}!" };codes.gone.title;${title};{title}
			codes.gone;{ status: 410, detail: "${details.a:none}" };codes.gone.detail;${details.a:none};{details.a:none}
			envelope;{ body: '{"a": "${detail|message}"}' };envelope.body;${detail|message};{detail|message}
			envelope;{ violation: '{"a": "${field}"}' };envelope.violation;${field};{field}
			headers;{ X-Code: "${request-id}" };headers.X-Code;${request-id};{request-id}
			quota;{ headers: { X-Left: "${remaining}" } };quota.headers.X-Left;${remaining};{remaining}
			""")
	void placeholderBehindDollarSign(String name, String value, String property, String text, String meant) {
		assertThat(reportOf("errata." + name + ": " + value + "\n")).contains("1. errata." + property + "\n")
			.contains("     Rule:   Spring takes " + text
					+ " for a property, and fills it in when the application starts.\n" + "     Action: Write " + meant
					+ ", or \\" + text + " to have a dollar sign before it.\n");
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
				     Rule:   Spring takes ${path} for a property, and fills it in when the application starts.
				     Action: Write {instance}, which is the path of the request.

				2. errata.codes.gone.message
				     Value:  ${code:lost}
				     Origin: application.yml - 6:35
				     Rule:   Spring takes ${code:lost} for a property, and fills it in when the application starts.
				     Action: Write {code:lost}, or \\${code:lost} to have a dollar sign before it.
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
	void propertiesOfTheApplicationAreFilledIn() {
		Contract contract = yaml(
				"""
						code: E
						errata:
						  headers: { X-Docs: "${path}", X-Home: "${HOST_OF_DOCS}", X-Code: "${code}-{code}", X-Sum: '\\${status}' }
						""")
			.commandLine("--path=/docs")
			.environment("PATH", "/usr/secret")
			.environment("HOST_OF_DOCS", "docs")
			.contract();
		assertThat(contract.headers()).extracting((header) -> header.value(TestErrors.compose(Failure.of("not_found"))))
			.containsExactly("E-not_found", "/docs", "docs", "$404");
	}

	@Test
	void unclosedBraceInTitle() {
		assertThat(reportOf("""
				errata:
				  codes:
				    order_shipped: { status: 409, title: "Order {code has left" }
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.codes.order_shipped.title
				     Value:  Order {code has left
				     Origin: application.yml - 3:42
				     Rule:   The placeholder that starts at '{code has left' does not end; write '{{' for a brace.
				     Action: Correct the text.
				""");
	}

	@Test
	void absentValueInsideLongerText() {
		assertThat(reportOf("""
				errata:
				  codes:
				    order_shipped: { status: 409, message: "It failed: {detail}" }
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.codes.order_shipped.message
				     Value:  It failed: {detail}
				     Origin: application.yml - 3:44
				     Rule:   {detail} can be absent; inside a longer text it needs a default: {detail:some text}.
				     Action: Correct the text.
				""");
	}

	@Test
	void messageInsideMessage() {
		assertThat(reportOf("""
				errata:
				  codes:
				    order_shipped: { status: 409, message: "{message}" }
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.codes.order_shipped.message
				     Value:  {message}
				     Origin: application.yml - 3:44
				     Rule:   {message} cannot be used in a message.
				     Action: Correct the text.
				""");
	}

	@Test
	void detailInsideDetail() {
		assertThat(reportOf("""
				errata:
				  codes:
				    order_shipped: { status: 409, detail: "{detail}" }
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.codes.order_shipped.detail
				     Value:  {detail}
				     Origin: application.yml - 3:43
				     Rule:   {detail} cannot be used in a detail.
				     Action: Correct the text.
				""");
	}

	@Test
	void titleInsideTitle() {
		assertThat(reportOf("""
				errata:
				  codes:
				    order_shipped: { status: 409, title: "{title}!" }
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.codes.order_shipped.title
				     Value:  {title}!
				     Origin: application.yml - 3:42
				     Rule:   {title} cannot be used in a title.
				     Action: Correct the text.
				""");
	}

	@Test
	void structureInsideText() {
		assertThat(reportOf("""
				errata:
				  codes:
				    order_shipped: { status: 409, message: "{violations}" }
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.codes.order_shipped.message
				     Value:  {violations}
				     Origin: application.yml - 3:44
				     Rule:   {violations} is a structure; it stands alone in a string of an envelope and not in a text.
				     Action: Correct the text.
				""");
	}

	@Test
	void emptyPlaceholder() {
		assertThat(reportOf("""
				errata:
				  codes:
				    order_shipped: { status: 409, message: "Wait {} please" }
				""")).isEqualTo(
				"""
						The error contract has a fault:

						1. errata.codes.order_shipped.message
						     Value:  Wait {} please
						     Origin: application.yml - 3:44
						     Rule:   There is no placeholder {}; there are {code}, {family}, {status}, {title}, {detail}, {request-id}, {retryable}, {retry-after}, {docs}, {type}, {instance}, {method}, {timestamp}, {trace-id}, {contract} and {details.NAME}.
						     Action: Write one of them, or '{{' for a brace.
						""");
	}

	@Test
	void textWithinAt() {
		assertThat(reportOf("""
				errata:
				  codes:
				    busy: { status: [409, 503], at: { 503: { message: "{nope}" } } }
				""")).isEqualTo(
				"""
						The error contract has a fault:

						1. errata.codes.busy.at.503.message
						     Value:  {nope}
						     Origin: application.yml - 3:55
						     Rule:   There is no placeholder {nope}; there are {code}, {family}, {status}, {title}, {detail}, {request-id}, {retryable}, {retry-after}, {docs}, {type}, {instance}, {method}, {timestamp}, {trace-id}, {contract} and {details.NAME}.
						     Action: Write {details.nope:some text} for what with("nope", …) gives, or '{{' for a brace.
						""");
	}

	@Test
	void inheritedTextIsToldOnce() {
		assertThat(reportOf("""
				errata:
				  codes:
				    order_shipped: { status: 409, message: "{nope}" }
				  contracts:
				    v1:
				      paths: ["/v1/**"]
				""")).isEqualTo(
				"""
						The error contract has a fault:

						1. errata.codes.order_shipped.message
						     Value:  {nope}
						     Origin: application.yml - 3:44
						     Rule:   There is no placeholder {nope}; there are {code}, {family}, {status}, {title}, {detail}, {request-id}, {retryable}, {retry-after}, {docs}, {type}, {instance}, {method}, {timestamp}, {trace-id}, {contract} and {details.NAME}.
						     Action: Write {details.nope:some text} for what with("nope", …) gives, or '{{' for a brace.
						""");
	}

}
