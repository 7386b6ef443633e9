package dev.errata.contract;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.ErrorCatalog;
import dev.errata.catalog.LocalizedText;
import dev.errata.catalog.StatusDescription;
import dev.errata.envelope.ErrorEnvelope;
import dev.errata.envelope.HeaderTemplate;
import dev.errata.error.ApiError;
import dev.errata.error.ErrorRequest;
import dev.errata.error.Failure;
import dev.errata.error.TestErrors;
import dev.errata.error.Violation;
import dev.errata.quota.Quota;
import dev.errata.requestid.RequestIdPolicy;
import dev.errata.requestid.RequestIdStyle;
import org.junit.jupiter.api.Test;

import org.springframework.boot.logging.LogLevel;
import org.springframework.util.unit.DataSize;

import static dev.errata.contract.TestApplication.contractsOf;
import static dev.errata.contract.TestApplication.yaml;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for contracts as they are bound.
 */
class ContractBindingTests {

	private static final String CODES = """
			errata:
			  codes:
			    not_found: 404
			    order_shipped: { status: [409, 410], message: Gone. }
			""";

	private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");

	private static final List<Quota> QUOTAS = List
		.of(Quota.of("daily", 10, 30).resetAt(NOW.plusSeconds(60)).per(Duration.ofDays(1)));

	@Test
	void codeWithADotHasAttributes() {
		assertThat(contractsOf("""
				errata.codes:
				  "[order.lost]": { status: 410, exceptions: [java.net.URISyntaxException], details: { at: index } }
				""").all().get(0).catalog().find("order.lost")).extracting(CatalogEntry::details)
			.isEqualTo(Map.of("at", "index"));
	}

	@Test
	void contractWithoutProperties() {
		Contracts contracts = new TestApplication().contracts();
		assertThat(contracts.all()).singleElement().satisfies((contract) -> {
			assertThat(contract.name()).isEqualTo("default");
			assertThat(contract.isDefault()).isTrue();
			assertThat(contract.paths()).hasToString("[/**]");
			assertThat(contract.catalog().isClosed()).isFalse();
			assertThat(contract.envelope().mediaType()).isEqualTo("application/problem+json");
			assertThat(contract.headers()).isEmpty();
			assertThat(contract.requestId())
				.isEqualTo(new RequestIdPolicy("X-Request-Id", RequestIdStyle.UUID, "", true));
		});
	}

	@Test
	void everyFactOfCode() {
		CatalogEntry entry = entry(yaml("""
				errata:
				  codes:
				    internal_error:
				      status: [500, 422, 503]
				      family: server
				      title: Broken
				      message: It broke.
				      detail: Somewhere.
				      meaning: Nobody foresaw it.
				      fix: Try again.
				      docs: https://example.com/500
				      retryable: true
				      retry-after: 30s
				      at: { 422: { retryable: false, message: No. }, 503: { retry-after: 10s } }
				      exit-code: 3
				      exceptions: [java.lang.IllegalStateException]
				      constraints: [Size.prompt, KnownModel]
				      replaces: [server_error]
				      expose-message: true
				      log: { level: warn, stack: false }
				"""), "internal_error");
		assertThat(entry.statuses()).containsExactly(500, 422, 503);
		assertThat(entry.family()).isEqualTo("server");
		assertThat(entry.description(500)).isEqualTo(new StatusDescription(english("Broken"), english("It broke."),
				english("Somewhere."), english("Nobody foresaw it."), english("Try again."), "https://example.com/500",
				true, Duration.ofSeconds(30), Map.of()));
		assertThat(entry.description(422).retryable()).isFalse();
		assertThat(entry.description(422).message()).hasToString("No.");
		assertThat(entry.description(422).title()).hasToString("Broken");
		assertThat(entry.description(503).retryAfter()).isEqualTo(Duration.ofSeconds(10));
		assertThat(entry.exitCode()).isEqualTo(3);
		assertThat(entry.exceptions()).containsExactly(IllegalStateException.class);
		assertThat(entry.constraints()).containsExactly("Size.prompt", "KnownModel");
		assertThat(entry.replaces()).containsExactly("server_error");
		assertThat(entry.exposeMessage()).isTrue();
		assertThat(entry.logLevel()).isEqualTo(LogLevel.WARN);
		assertThat(entry.logStack()).isFalse();
	}

	@Test
	void factsThatAreNotSaidAreUnsaid() {
		CatalogEntry entry = entry(yaml(CODES), "not_found");
		assertThat(entry.family()).isEqualTo("not_found");
		assertThat(entry.description(404))
			.isEqualTo(new StatusDescription(null, null, null, null, null, null, null, null, Map.of()));
		assertThat(entry.exitCode()).isNull();
		assertThat(entry.exposeMessage()).isFalse();
		assertThat(entry.logLevel()).isNull();
		assertThat(entry.logStack()).isNull();
	}

	@Test
	void levelStandsForTheLog() {
		TestApplication application = yaml("""
				errata.codes:
				  not_found: { status: 404, log: off }
				  order_shipped: { status: 409, log: info }
				  out_of_stock: { status: 503, log: { stack: false } }
				""").environment("ERRATA_CODES_OUT_OF_STOCK_LOG", "WARN")
			.commandLine("--errata.codes.orderShipped.log.stack=true");
		assertThat(entry(application, "not_found").logLevel()).isEqualTo(LogLevel.OFF);
		assertThat(entry(application, "order_shipped").logLevel()).isEqualTo(LogLevel.INFO);
		assertThat(entry(application, "order_shipped").logStack()).isTrue();
		assertThat(entry(application, "out_of_stock").logLevel()).isEqualTo(LogLevel.WARN);
		assertThat(entry(application, "out_of_stock").logStack()).isFalse();
	}

	@Test
	void shortFormInYaml() {
		assertThat(declared(yaml("""
				errata.codes:
				  order_shipped: 409
				  out_of_stock: "410"
				"""))).containsExactly("order_shipped[409]", "out_of_stock[410]");
	}

	@Test
	void shortFormInProperties() {
		assertThat(declared(new TestApplication().file("application.properties", """
				errata.codes.order_shipped=409
				errata.codes.out_of_stock.status=410,404
				"""))).containsExactly("order_shipped[409]", "out_of_stock[410, 404]");
	}

	@Test
	void codesKeepTheirSpelling() {
		assertThat(declared(yaml("""
				errata.codes:
				  order-shipped: 409
				  AUTH_MISSING_KEY: 401
				  E-1001: 410
				  "[order.lost]": 404
				  "[auth:denied/now]": { status: 403 }
				"""))).containsExactlyInAnyOrder("order-shipped[409]", "AUTH_MISSING_KEY[401]", "E-1001[410]",
				"order.lost[404]", "auth:denied/now[403]");
	}

	@Test
	void environmentOverridesShortForm() {
		assertThat(declared(yaml(CODES).environment("ERRATA_CODES_NOT_FOUND_STATUS", "410")))
			.containsExactlyInAnyOrder("not_found[410]", "order_shipped[409, 410]");
	}

	@Test
	void environmentWithoutSeparatorsOverridesShortForm() {
		assertThat(declared(yaml(CODES).environment("ERRATA_CODES_NOTFOUND_STATUS", "410")))
			.containsExactlyInAnyOrder("not_found[410]", "order_shipped[409, 410]");
	}

	@Test
	void environmentOverridesLongForm() {
		assertThat(declared(yaml(CODES).environment("ERRATA_CODES_ORDER_SHIPPED_STATUS", "422")))
			.containsExactlyInAnyOrder("not_found[404]", "order_shipped[422]");
	}

	@Test
	void environmentWithoutSeparatorsOverridesLongForm() {
		TestApplication application = yaml(CODES).environment("ERRATA_CODES_ORDERSHIPPED_STATUS", "422");
		assertThat(declared(application)).containsExactlyInAnyOrder("not_found[404]", "order_shipped[422]");
		assertThat(entry(application, "order_shipped").description(422).message()).hasToString("Gone.");
	}

	@Test
	void environmentInShortFormOverridesLongForm() {
		TestApplication application = yaml(CODES).environment("ERRATA_CODES_ORDERSHIPPED", "422");
		assertThat(declared(application)).containsExactlyInAnyOrder("not_found[404]", "order_shipped[422]");
		assertThat(entry(application, "order_shipped").description(422).message()).hasToString("Gone.");
	}

	@Test
	void commandLineOverridesUnderAnotherSpelling() {
		TestApplication application = yaml(CODES).commandLine("--errata.codes.orderShipped.status=422",
				"--errata.codes.notFound.message=Lost.");
		assertThat(declared(application)).containsExactlyInAnyOrder("not_found[404]", "order_shipped[422]");
		assertThat(entry(application, "not_found").description(404).message()).hasToString("Lost.");
	}

	@Test
	void profileOverridesOneLeaf() {
		TestApplication application = yaml("""
				errata.codes:
				  order_shipped: { message: Left. }
				  not_found: { message: Lost. }
				""").file("base.yml", CODES);
		assertThat(declared(application)).containsExactlyInAnyOrder("not_found[404]", "order_shipped[409, 410]");
		assertThat(entry(application, "order_shipped").description(409).message()).hasToString("Left.");
		assertThat(entry(application, "not_found").description(404).message()).hasToString("Lost.");
	}

	@Test
	void placeholderOfSpringIsResolved() {
		assertThat(entry(yaml("""
				shop: Corner shop
				gone: 410
				errata.codes:
				  order_shipped: { status: "${gone}", message: "${shop}: {detail:gone}" }
				"""), "order_shipped").description(410).message()).hasToString("Corner shop: {detail:gone}");
	}

	@Test
	void contractInheritsCodesEntryByEntry() {
		Contracts contracts = contractsOf(CODES + """
				  contracts:
				    v1:
				      paths: ["/v1/**"]
				      codes:
				        ORDER-SHIPPED: { status: 423 }
				        expired: 410
				""");
		ErrorCatalog catalog = contract(contracts, "v1").catalog();
		assertThat(catalog.entries()).filteredOn((entry) -> !catalog.isBuiltIn(entry))
			.map(Object::toString)
			.containsExactlyInAnyOrder("not_found[404]", "ORDER-SHIPPED[423]", "expired[410]");
		assertThat(catalog.find("order_shipped").description(423).message()).as("replaced whole").isNull();
		assertThat(contracts.all().get(0).catalog().find("expired")).isNull();
	}

	@Test
	void contractWithCapitalsHasItsCodesAndHeaders() {
		Contract contract = contract(contractsOf("""
				errata:
				  contracts:
				    V1:
				      paths: ["/v1/**"]
				      headers: { X-Error-Code: "{code}" }
				      codes: { gone_fishing: 410 }
				"""), "V1");
		assertThat(contract.catalog().find("gone_fishing")).hasToString("gone_fishing[410]");
		assertThat(contract.headers()).map(HeaderTemplate::name).containsExactly("X-Error-Code");
	}

	@Test
	void contractInheritsEnvelopeWhole() {
		Contracts contracts = contractsOf("""
				errata:
				  envelope:
				    body: '{"errors": "{violations}"}'
				    violation: '{"at": "{field}"}'
				    media-type: application/vnd.acme+json
				  contracts:
				    same: { paths: ["/same/**"] }
				    other: { paths: ["/other/**"], envelope: { body: '{"errors": "{violations}"}' } }
				    preset: { paths: ["/preset/**"], envelope: { preset: problem } }
				    shape: { paths: ["/shape/**"], envelope: { violation: '{"where": "{field}"}' } }
				    type: { paths: ["/type/**"], envelope: { media-type: text/json } }
				""");
		assertThat(rendered(contract(contracts, "same")))
			.isEqualTo("application/vnd.acme+json {\"errors\":[{\"at\":\"name\"}]}");
		assertThat(rendered(contract(contracts, "other"))).isEqualTo(
				"application/json {\"errors\":[{\"field\":\"name\",\"code\":\"field_empty\",\"message\":\"is empty\"}]}");
		assertThat(rendered(contract(contracts, "preset"))).startsWith("application/problem+json {\"type\":")
			.contains("\"errors\":[{\"field\":\"name\"");
		assertThat(rendered(contract(contracts, "shape")))
			.isEqualTo("application/vnd.acme+json {\"errors\":[{\"where\":\"name\"}]}");
		assertThat(rendered(contract(contracts, "type"))).isEqualTo("text/json {\"errors\":[{\"at\":\"name\"}]}");
	}

	@Test
	void openAiPreset() {
		assertThat(rendered(yaml("errata.envelope.preset: openai").contract())).isEqualTo(
				"application/json {\"error\":{\"message\":\"name is empty\",\"type\":\"validation_failed\",\"param\":\"name\","
						+ "\"code\":\"validation_failed\",\"request_id\":\"id-1\"}}");
	}

	@Test
	void contractAddsHeadersToThoseOfTheRoot() {
		Contracts contracts = contractsOf("""
				errata:
				  headers: { X-Error-Code: "{code}", X-Service: shop }
				  contracts:
				    v1: { paths: ["/v1/**"], headers: { x-error-code: "{family}", X-Docs: "{docs}" } }
				""");
		assertThat(contracts.all().get(0).headers()).map(HeaderTemplate::name)
			.containsExactlyInAnyOrder("X-Error-Code", "X-Service");
		assertThat(contract(contracts, "v1").headers()).map(HeaderTemplate::name)
			.containsExactlyInAnyOrder("x-error-code", "X-Service", "X-Docs");
	}

	@Test
	void contractInheritsRequestIdFieldByField() {
		Contracts contracts = contractsOf("""
				errata:
				  request-id: { header: X-Id, style: hex-v7, prefix: req_, accept: false }
				  contracts:
				    same: { paths: ["/same/**"] }
				    other: { paths: ["/other/**"], request-id: { prefix: "", accept: true } }
				""");
		assertThat(contract(contracts, "same").requestId())
			.isEqualTo(new RequestIdPolicy("X-Id", RequestIdStyle.HEX_V7, "req_", false));
		assertThat(contract(contracts, "other").requestId())
			.isEqualTo(new RequestIdPolicy("X-Id", RequestIdStyle.HEX_V7, "", true));
	}

	@Test
	void contractInheritsThatTheCatalogIsClosed() {
		Contracts contracts = contractsOf("""
				errata:
				  closed: true
				  codes: { client_error: 400, server_error: 500 }
				  contracts:
				    same: { paths: ["/same/**"] }
				    open: { paths: ["/open/**"], closed: false }
				""");
		assertThat(contract(contracts, "same").catalog().isClosed()).isTrue();
		assertThat(contract(contracts, "open").catalog().isClosed()).isFalse();
	}

	@Test
	void entryOfLibraryIsOverriddenFieldByField() {
		CatalogEntry entry = entry(yaml("""
				errata.codes:
				  Payment-Declined: { message: No money., log: { stack: true } }
				""").bean("payment", CatalogEntry.class, ContractBindingTests::paymentDeclined), "payment_declined");
		assertThat(entry).hasToString("Payment-Declined[402]");
		assertThat(entry.description(402).message()).hasToString("No money.");
		assertThat(entry.description(402).fix()).hasToString("Top up.");
		assertThat(entry.logLevel()).isEqualTo(LogLevel.INFO);
		assertThat(entry.logStack()).isTrue();
		assertThat(entry.exceptions()).containsExactly(IllegalStateException.class);
	}

	@Test
	void entryOfLibraryStandsWithoutProperties() {
		assertThat(declared(
				new TestApplication().bean("payment", CatalogEntry.class, ContractBindingTests::paymentDeclined)))
			.containsExactly("payment_declined[402]");
	}

	@Test
	void entryOfLibraryIsOverriddenFromTheEnvironment() {
		assertThat(declared(
				new TestApplication().bean("payment", CatalogEntry.class, ContractBindingTests::paymentDeclined)
					.environment("ERRATA_CODES_PAYMENTDECLINED_STATUS", "409")))
			.containsExactly("payment_declined[409]");
	}

	@Test
	void envelopeBeanStandsForTheRootAndWhoInherits() {
		ErrorEnvelope bean = new PlainEnvelope();
		Contracts contracts = yaml("""
				errata:
				  contracts:
				    same: { paths: ["/same/**"] }
				    other: { paths: ["/other/**"], envelope: { preset: openai } }
				""").bean("envelope", ErrorEnvelope.class, () -> bean).contracts();
		assertThat(contracts.all().get(0).envelope()).isSameAs(bean);
		assertThat(contract(contracts, "same").envelope()).isSameAs(bean);
		assertThat(contract(contracts, "other").envelope()).isNotSameAs(bean);
	}

	@Test
	void envelopeOfPropertiesWinsOverTheBean() {
		assertThat(yaml("errata.envelope.preset: openai").bean("envelope", ErrorEnvelope.class, PlainEnvelope::new)
			.contract()
			.envelope()).isNotInstanceOf(PlainEnvelope.class);
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
	void codeMayHaveTheNameOfProperty() {
		assertThat(contractsOf("errata.codes: { status: { status: 409 }, detail: { status: 410 } }").all()
			.get(0)
			.catalog()
			.entries()).extracting(CatalogEntry::code).contains("status", "detail");
	}

	@Test
	void limitOfTheMostSpecificPathCounts() {
		Limits limits = contractsOf("""
				errata:
				  limits:
				    body:
				      all: { paths: ["/joule/**"], max: 50MB }
				      inference: { paths: ["/joule/v1/chat/**", "/joule/v1/embeddings"], max: 10MB }
				    async-timeout:
				      batch: { paths: ["/joule/v1/batches/**"], timeout: 5m }
				""").limits();
		assertThat(limits.body().find("/joule/v1/models")).isEqualTo(DataSize.ofMegabytes(50));
		assertThat(limits.body().find("/joule/v1/chat/completions")).isEqualTo(DataSize.ofMegabytes(10));
		assertThat(limits.body().find("/joule/%zz")).isEqualTo(DataSize.ofMegabytes(50));
		assertThat(limits.body().find("/")).isNull();
		assertThat(limits.asyncTimeout().find("/joule/v1/batches/7")).isEqualTo(Duration.ofMinutes(5));
		assertThat(limits.asyncTimeout().find("/joule/v1/models")).isNull();
	}

	@Test
	void nothingSaidLimitsNothing() {
		Limits limits = contractsOf("errata: {}").limits();
		assertThat(limits.body().isEmpty()).isTrue();
		assertThat(limits.asyncTimeout().isEmpty()).isTrue();
	}

	@Test
	void quotaIsTheContractsOwnOrInherited() {
		Contracts contracts = contractsOf("""
				errata:
				  quota: { preset: x-ratelimit, timeout: 50ms }
				  contracts:
				    same:
				      paths: ["/same/**"]
				      quota: { timeout: 0 }
				    own:
				      paths: ["/own/**"]
				      quota:
				        headers: { X-Left: "{remaining} of {cap}, {name}", X-Never: "{reset}/{window}/{reset-after}",
				                   X-Day: "{{{name}}} {reset-after|window:-}" }
				    none:
				      paths: ["/none/**"]
				      quota: { preset: none }
				""");
		assertThat(contract(contracts, "default").quota().timeout()).isEqualTo(Duration.ofMillis(50));
		assertThat(contract(contracts, "same").quota().timeout()).isZero();
		assertThat(contract(contracts, "same").quota().values(QUOTAS, NOW)).containsOnlyKeys("X-RateLimit-Limit",
				"X-RateLimit-Remaining", "X-RateLimit-Reset");
		assertThat(contract(contracts, "own").quota().values(QUOTAS, NOW)).containsOnly(
				Map.entry("X-Left", "20 of 30, daily"), Map.entry("X-Never", "1793527260/86400/60"),
				Map.entry("X-Day", "{daily} 60"));
		assertThat(contract(contracts, "own").quota().values(List.of(Quota.of("daily", 1, 2)), NOW))
			.containsOnly(Map.entry("X-Left", "1 of 2, daily"), Map.entry("X-Day", "{daily} -"));
		assertThat(contract(contracts, "own").quota().values(List.of(), NOW)).isEmpty();
		assertThat(contract(contracts, "none").quota().isEmpty()).isTrue();
	}

	private static List<String> declared(TestApplication application) {
		ErrorCatalog catalog = application.contract().catalog();
		return catalog.entries().stream().filter((entry) -> !catalog.isBuiltIn(entry)).map(Object::toString).toList();
	}

	private static CatalogEntry entry(TestApplication application, String code) {
		CatalogEntry entry = application.contract().catalog().find(code);
		assertThat(entry).isNotNull();
		return entry;
	}

	private static Contract contract(Contracts contracts, String name) {
		Contract contract = contracts.get(name);
		assertThat(contract).isNotNull();
		return contract;
	}

	private static String rendered(Contract contract) {
		Failure failure = Failure.of("validation_failed").violation(new Violation("name", "field_empty", "is empty"));
		ApiError error = contract.composer()
			.compose(failure, new ErrorRequest("id-1", "GET", "/x", "", Locale.ROOT, Instant.EPOCH), null);
		return contract.envelope().mediaType() + " "
				+ new String(contract.envelope().render(error), StandardCharsets.UTF_8);
	}

	private static CatalogEntry paymentDeclined() {
		return CatalogEntry.of("payment_declined",
				(entry) -> entry.status(402)
					.message("The payment was declined.")
					.logLevel(LogLevel.INFO)
					.fix("Top up.")
					.exceptions(IllegalStateException.class));
	}

	private static final class PlainEnvelope implements ErrorEnvelope {

		@Override
		public String mediaType() {
			return "text/plain";
		}

		@Override
		public byte[] render(ApiError error) {
			return error.code().getBytes(StandardCharsets.UTF_8);
		}

	}

	private static LocalizedText english(String text) {
		return LocalizedText.of(Locale.ENGLISH, text);
	}

}
