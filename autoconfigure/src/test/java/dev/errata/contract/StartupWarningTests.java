package dev.errata.contract;

import dev.errata.idempotency.IdempotencyAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static dev.errata.contract.TestApplication.yaml;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what is perhaps a mistake, as warned of at start-up.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartupWarningTests {

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
			erata: { codes: { gone: 410 } };erata.codes.gone;1:25;errata.codes.gone
			eratta: { envelope: { preset: openai } };eratta.envelope.preset;1:31;errata.envelope.preset
			Erratas.idempotency.enabled: true;Erratas.idempotency.enabled;1:30;errata.idempotency.enabled
			spring: { errata: { codes: { gone: 410 } } };spring.errata.codes.gone;1:36;errata.codes.gone
			spring: { mvc: { errata: { paths: [/a] } } };spring.mvc.errata.paths[0];1:36;errata.paths[0]
			codes: { gone: 410 };codes.gone;1:16;errata.codes.gone
			codes: { gone: { status: 410 } };codes.gone.status;1:26;errata.codes.gone.status
			contracts: { v1: { paths: [/a] } };contracts.v1.paths[0];1:28;errata.contracts.v1.paths[0]
			envelope: { preset: openai };envelope.preset;1:21;errata.envelope.preset
			""")
	void sectionIsMeant(String yaml, String name, String place, String meant, CapturedOutput output) {
		yaml("errata:\n").file("other.yml", yaml).with(IdempotencyAutoConfiguration.class).contracts();
		assertThat(output.getOut().lines().filter((line) -> line.contains("WARN"))).singleElement()
			.asString()
			.contains("dev.errata.startup")
			.endsWith(" Property '" + name + "' (other.yml - " + place
					+ ") looks like one of Errata's, but Errata does not read it. Did you mean '" + meant + "'?");
	}

	/** Spring Boot 4.0 reads an empty text where a file has nothing below a section. */
	@ParameterizedTest
	@ValueSource(strings = { "errata: ''",
			"errata: { envelope: '', headers: '', codes: '', contracts: '', limits: '', idempotency: '' }",
			"errata: { limits: { body: '' }, contracts: { v1: { paths: /v1, envelope: '' } } }" })
	void emptySectionIsAsGoodAsNone(String yaml, CapturedOutput output) {
		assertThat(yaml(yaml).with(IdempotencyAutoConfiguration.class).contracts().all()).isNotEmpty();
		assertThat(output).doesNotContain("WARN");
	}

	@Test
	void variableIsMeant(CapturedOutput output) {
		yaml("errata.codes.gone: 410").environment("ERATA_CODES_GONE_STATUS", "411").contracts();
		assertThat(output).contains("Property 'ERATA_CODES_GONE_STATUS' (environment variable ERATA_CODES_GONE_STATUS) "
				+ "looks like one of Errata's, but Errata does not read it. Did you mean 'ERRATA_CODES_GONE_STATUS'?");
	}

	@Test
	void sectionIsToldOnce(CapturedOutput output) {
		yaml("erata: { codes: { gone: 410, lost: 410 }, envelope: { preset: openai } }").contracts();
		assertThat(output).containsOnlyOnce("looks like one of Errata's");
	}

	@ParameterizedTest
	@ValueSource(strings = { "logging.level.errata.failure: debug", "logging.level.errata: debug",
			"logging.level.dev.errata.envelope: debug", "management.metrics.enable.errata.limits: false",
			"management.observations.enable.errata.limits: false", "codes: { gone: 7 }",
			"codes: { gone: { colour: red } }", "envelope: large", "error.codes.gone: 410", "strata.colour: red",
			"paths: [/a]", "closed: true", "errata: { codes: { gone: 410 } }\ncodes: { lost: 410 }" })
	void othersArePassedOver(String yaml, CapturedOutput output) {
		yaml(yaml).environment("MY_ERRATA_CODES_GONE", "410").environment("CODES_GONE_STATUS", "410").contracts();
		assertThat(output).doesNotContain("WARN");
	}

	@ParameterizedTest
	@CsvSource({ "NotBlnk.customer, NotBlank", "Sise, Size", "not-blank, NotBlank", "Pattren.sku, Pattern" })
	void constraintIsMeant(String constraint, String meant, CapturedOutput output) {
		yaml("errata.codes.invalid: { status: 422, constraints: [" + constraint + "] }").contracts();
		assertThat(output).contains("WARN")
			.contains("'" + constraint + "' (errata.codes.invalid.constraints) is not a "
					+ "well-known constraint. Did you mean '" + meant + "'?");
	}

	@ParameterizedTest
	@ValueSource(strings = { "NotBlank.customer", "notblank", "CheckDigit", "uk_orders_number", "Url", "Max" })
	void otherConstraintsArePassedOver(String constraint, CapturedOutput output) {
		yaml("errata.codes.invalid: { status: 422, constraints: [" + constraint + "] }").contracts();
		assertThat(output).doesNotContain("WARN");
	}

	@ParameterizedTest
	@CsvSource({ "PSOT, POST", "delte, DELETE", "BATCH, PATCH" })
	void methodIsMeant(String method, String meant, CapturedOutput output) {
		yaml("errata.idempotency.rules.orders: { paths: [/orders], methods: [PUT, " + method + "] }")
			.with(IdempotencyAutoConfiguration.class)
			.contracts();
		assertThat(output).contains("WARN")
			.contains("'" + method + "' (errata.idempotency.rules.orders.methods) is not a well-known method. "
					+ "Did you mean '" + meant + "'?");
	}

	@ParameterizedTest
	@ValueSource(strings = { "PATCH", "put", "PROPPATCH", "MERGE", "COPY", "LOCK", "QUERY" })
	void otherMethodsArePassedOver(String method, CapturedOutput output) {
		yaml("errata.idempotency.rules.orders: { paths: [/orders], methods: [" + method + "] }")
			.with(IdempotencyAutoConfiguration.class)
			.contracts();
		assertThat(output).doesNotContain("WARN");
	}

	@Test
	void codeOfProfileIsAlmostAnother(CapturedOutput output) {
		yaml("errata.codes.out_of_stok: { status: 503 }").file("base.yml", "errata.codes.out_of_stock: 409")
			.contracts();
		assertThat(output)
			.contains("'errata.codes.out_of_stok' (application.yml - 1:37) is a new code beside the similar "
					+ "'out_of_stock' (base.yml - 1:28). If it is meant to override that one, correct the spelling.");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
			errata.codes: { order_closed: 409 };errata.codes: { order_shipped: 409 }
			errata.codes: { out_of_stok: 409 };errata.codes: { out_of_stok: 409, out_of_stock: 409 }
			errata.codes: { out_of_stok: 409, out_of_stock: 409 };errata.codes: { gone: 410 }
			errata.codes: { out_of_stock: 409 };errata.codes: { out_of_stock: 409, out_of_stok: 409 }
			""")
	void codesOfTheirOwnArePassedOver(String profile, String base, CapturedOutput output) {
		yaml(profile).file("base.yml", base).contracts();
		assertThat(output).doesNotContain("WARN");
	}

}
