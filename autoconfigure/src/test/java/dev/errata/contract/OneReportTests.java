package dev.errata.contract;

import dev.errata.browser.BrowserAutoConfiguration;
import dev.errata.catalog.CatalogEntry;
import dev.errata.client.ClientAutoConfiguration;
import dev.errata.idempotency.IdempotencyAutoConfiguration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the one report of all that is written below {@code errata}, whichever part of
 * Errata owns it.
 */
class OneReportTests {

	@Test
	void faultsOfAllPartsAreToldTogether() {
		assertThat(application("""
				errata:
				  codes:
				    order_shipped: 209
				  browser: { enabled: perhaps, pth: /catalog }
				  clients:
				    bank: { url: "ftp://bank", translate: { zebra: order_shipped } }
				  idempotency:
				    enabled: true
				    ttl: tomorrow
				    rules:
				      orders: { contract: v1, reopen: [order_shipped, order_lost] }
				""").report()).isEqualTo(
				"""
						The error contract has 8 faults:

						1. errata.codes.order_shipped.status
						     Value:  209
						     Origin: application.yml - 3:20
						     Rule:   The status of an error lies between 400 and 599.
						     Action: Use the status that clients are to see, e.g. 409.

						2. errata.browser.enabled
						     Value:  perhaps
						     Origin: application.yml - 4:23
						     Rule:   This is not true or false.
						     Action: Write true or false.

						3. errata.browser.pth
						     Value:  /catalog
						     Origin: application.yml - 4:37
						     Rule:   There is no property of this name.
						     Action: Did you mean path?

						4. errata.clients.bank.url
						     Value:  ftp://bank
						     Origin: application.yml - 6:18
						     Rule:   This is not a base URL.
						     Action: Write an http or https URL without user, query and fragment.

						5. errata.clients.bank.translate.zebra
						     Origin: application.yml - 6:52
						     Rule:   The contract of the client has no code 'zebra'.
						     Action: Name one of its codes.

						6. errata.idempotency.ttl
						     Value:  tomorrow
						     Origin: application.yml - 9:10
						     Rule:   This is not a duration such as 30s or 5m.
						     Action: Correct the value.

						7. errata.idempotency.rules.orders.contract
						     Value:  v1
						     Origin: application.yml - 11:27
						     Rule:   There is no contract of this name.
						     Action: Write one of: default.

						8. errata.idempotency.rules.orders.reopen
						     Value:  order_lost
						     Origin: application.yml - 11:55
						     Rule:   'order_lost' is neither a status (409), a class of statuses (5xx) nor a code of the contract.
						     Action: Write one of these.
						""");
	}

	@Test
	void faultyContractsAreKnownByNamePathsAndCodes() {
		assertThat(application("""
				errata:
				  closed: true
				  codes:
				    order_shipped: { status: 409, message: "{nothing}" }
				  contracts:
				    v1: { paths: ["/v1/**"], envelope: { body: "{" } }
				  clients:
				    bank: { url: "http://bank", contract: v1, translate: { order_shipped: order_shipped } }
				  idempotency:
				    rules:
				      orders: { contract: v1, reopen: [order_shipped] }
				""").report()).startsWith("The error contract has 6 faults:").doesNotContain("clients", "idempotency");
	}

	@Test
	void contractOfTheDefaultNameIsProposedOnce() {
		assertThat(application("""
				errata:
				  contracts:
				    default: { paths: ["/v1/**"] }
				  clients:
				    bank: { url: "http://bank", contract: v1 }
				  idempotency:
				    rules:
				      orders: { contract: v1, reopen: [404], keep: [404] }
				""").report()).startsWith("The error contract has 4 faults:")
			.containsSubsequence("1. errata.contracts.default", "2. errata.clients.bank.contract",
					"Action: Write one of: default.\n", "3. errata.idempotency.rules.orders.contract",
					"Action: Write one of: default.\n", "4. errata.idempotency.rules.orders.keep",
					"Action: List it in only one of 'reopen' and 'keep'.");
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
						     Rule:   This is the same name as 'big-orders' (application.yml - 4:29), since case and separators do not count.
						     Action: Keep one of the two spellings.

						2. errata.idempotency.rules.small orders
						     Origin: application.yml - 6:31
						     Rule:   Binding keeps nothing but letters, digits, dashes and underscores of a name without brackets.
						     Action: Choose a name of these.
						""");
	}

	@Test
	void variableCannotDeclareHeaderOfTheNameOfCode() {
		assertThat(application("errata:\n")
			.bean("soldOut", CatalogEntry.class, () -> CatalogEntry.of("sold_out", (entry) -> entry.status(409)))
			.environment("ERRATA_HEADERS_SOLDOUT", "a")
			.report()).contains("1. errata.headers.soldout\n", "Only a variable has this name");
	}

	private static TestApplication application(String yaml) {
		return TestApplication.yaml(yaml)
			.with(BrowserAutoConfiguration.class, ClientAutoConfiguration.class, IdempotencyAutoConfiguration.class);
	}

}
