package dev.errata.contract;

import org.junit.jupiter.api.Test;

import static dev.errata.contract.TestApplication.reportOf;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the faults of contracts, as told at start-up.
 */
class ContractFaultsTests {

	@Test
	void closedCatalogWithoutRoots() {
		assertThat(reportOf("""
				errata:
				  closed: true
				  codes:
				    order_shipped: 409
				""")).isEqualTo("""
				The error contract has 2 faults:

				1. errata.closed
				     Value:  true
				     Origin: application.yml - 2:11
				     Rule:   In a closed catalog some code answers 'client_error'.
				     Action: Add 'replaces: [client_error]' to the code that stands for any other 4xx.

				2. errata.closed
				     Value:  true
				     Origin: application.yml - 2:11
				     Rule:   In a closed catalog some code answers 'server_error'.
				     Action: Add 'replaces: [server_error]' to the code that stands for any other 5xx.
				""");
	}

	@Test
	void closedCatalogWithoutClientError() {
		assertThat(reportOf("""
				errata:
				  closed: true
				  codes:
				    broken: { status: 500, replaces: [server_error] }
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.closed
				     Value:  true
				     Origin: application.yml - 2:11
				     Rule:   In a closed catalog some code answers 'client_error'.
				     Action: Add 'replaces: [client_error]' to the code that stands for any other 4xx.
				""");
	}

	@Test
	void closedCatalogWithoutServerError() {
		assertThat(reportOf("""
				errata:
				  closed: true
				  codes:
				    client_error: 400
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.closed
				     Value:  true
				     Origin: application.yml - 2:11
				     Rule:   In a closed catalog some code answers 'server_error'.
				     Action: Add 'replaces: [server_error]' to the code that stands for any other 5xx.
				""");
	}

	@Test
	void closedContractWithoutRoots() {
		assertThat(reportOf("""
				errata:
				  contracts:
				    v1:
				      paths: ["/v1/**"]
				      closed: true
				""")).isEqualTo("""
				The error contract has 2 faults:

				1. errata.contracts.v1.closed
				     Value:  true
				     Origin: application.yml - 5:15
				     Rule:   In a closed catalog some code answers 'client_error'.
				     Action: Add 'replaces: [client_error]' to the code that stands for any other 4xx.

				2. errata.contracts.v1.closed
				     Value:  true
				     Origin: application.yml - 5:15
				     Rule:   In a closed catalog some code answers 'server_error'.
				     Action: Add 'replaces: [server_error]' to the code that stands for any other 5xx.
				""");
	}

	@Test
	void contractWithoutPaths() {
		assertThat(reportOf("""
				errata:
				  contracts:
				    v1:
				      closed: false
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.contracts.v1.paths
				     Origin: application.yml - 4:15
				     Rule:   A named contract says which paths it rules.
				     Action: Add 'paths', e.g. ["/v1/**"].
				""");
	}

	@Test
	void contractWithEmptyPaths() {
		assertThat(reportOf("""
				errata:
				  contracts:
				    v1:
				      paths: []
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.contracts.v1.paths
				     Origin: application.yml - 4:14
				     Rule:   A named contract says which paths it rules.
				     Action: Add 'paths', e.g. ["/v1/**"].
				""");
	}

	@Test
	void contractNamedDefault() {
		assertThat(reportOf("""
				errata:
				  contracts:
				    default:
				      paths: ["/v1/**"]
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.contracts.default
				     Origin: application.yml - 4:15
				     Rule:   A contract has a name of letters, digits, dashes and underscores, other than 'default'.
				     Action: Rename the contract; the default one stands at the root, under 'errata'.
				""");
	}

	@Test
	void contractWithBadName() {
		assertThat(reportOf("""
				errata:
				  contracts:
				    "[v 1]":
				      paths: ["/v1/**"]
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.contracts.v 1
				     Origin: application.yml - 4:15
				     Rule:   A contract has a name of letters, digits, dashes and underscores, other than 'default'.
				     Action: Rename the contract; the default one stands at the root, under 'errata'.
				""");
	}

	@Test
	void samePatternInTwoContracts() {
		assertThat(reportOf("""
				errata:
				  contracts:
				    v1:
				      paths: ["/v1/**"]
				    v2:
				      paths: ["/v2/**", "/v1/**"]
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.contracts.v2.paths
				     Value:  /v1/**
				     Origin: application.yml - 6:25
				     Rule:   'errata.contracts.v1.paths' has the same pattern.
				     Action: Leave it to one of the two contracts.
				""");
	}

	@Test
	void samePatternAsTheDefaultContract() {
		assertThat(reportOf("""
				errata:
				  contracts:
				    all:
				      paths: ["/**"]
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.contracts.all.paths
				     Value:  /**
				     Origin: application.yml - 4:15
				     Rule:   'errata.paths' has the same pattern.
				     Action: Leave it to one of the two contracts.
				""");
	}

	@Test
	void invalidPattern() {
		assertThat(reportOf("""
				errata:
				  contracts:
				    v1:
				      paths: ["/v1/{id"]
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.contracts.v1.paths
				     Value:  /v1/{id
				     Origin: application.yml - 4:15
				     Rule:   This is not a path pattern: Expected close capture character after variable name }.
				     Action: Write a path such as /orders/**, with ** at its end only.
				""");
	}

	@Test
	void wildcardInTheMiddle() {
		assertThat(reportOf("""
				errata:
				  paths: ["/**/v1/**"]
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.paths
				     Value:  /**/v1/**
				     Origin: application.yml - 2:11
				     Rule:   This is not a path pattern: Multiple {*...} or ** pattern elements are not allowed.
				     Action: Write a path such as /orders/**, with ** at its end only.
				""");
	}

	@Test
	void codeOfContract() {
		assertThat(reportOf("""
				errata:
				  contracts:
				    v1:
				      paths: ["/v1/**"]
				      codes:
				        order_shipped: 200
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.contracts.v1.codes.order_shipped.status
				     Value:  200
				     Origin: application.yml - 6:24
				     Rule:   The status of an error lies between 400 and 599.
				     Action: Use the status that clients are to see, e.g. 409.
				""");
	}

	@Test
	void contractIsNoObject() {
		assertThat(reportOf("""
				errata:
				  contracts:
				    v1: "/v1/**"
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.contracts.v1
				     Value:  /v1/**
				     Origin: application.yml - 3:9
				     Rule:   This has properties of its own, and cannot be a value.
				     Action: Write them below it: paths, envelope, headers, request-id, closed, codes, quota.
				""");
	}

	@Test
	void closedIsNoBoolean() {
		assertThat(reportOf("""
				errata:
				  closed: perhaps
				""")).isEqualTo("""
				The error contract has a fault:

				1. errata.closed
				     Value:  perhaps
				     Origin: application.yml - 2:11
				     Rule:   This is not true or false.
				     Action: Write true or false.
				""");
	}

	@Test
	void listsWhereNamesAreExpected() {
		assertThat(reportOf("""
				errata:
				  headers:
				    - X-Error-Code: "{code}"
				  contracts:
				    - paths: ["/v1/**"]
				    - paths: ["/v2/**"]
				      closd: true
				""")).isEqualTo("""
				The error contract has 2 faults:

				1. errata.headers
				     Origin: application.yml - 3:21
				     Rule:   Names are expected here, and this is a list.
				     Action: Write 'NAME: …' without a dash.

				2. errata.contracts
				     Origin: application.yml - 5:15
				     Rule:   Names are expected here, and this is a list.
				     Action: Write 'NAME: …' without a dash.
				""");
	}

	@Test
	void pathsThatNoRequestHas() {
		assertThat(reportOf("""
				errata:
				  paths: ["/api/** ", "https://example.com/**"]
				""")).isEqualTo("""
				The error contract has 2 faults:

				1. errata.paths
				     Value:  /api/**
				     Origin: application.yml - 2:11
				     Rule:   No request has such a path.
				     Action: Write it without scheme and host, and without blanks around it.

				2. errata.paths
				     Value:  https://example.com/**
				     Origin: application.yml - 2:23
				     Rule:   No request has such a path.
				     Action: Write it without scheme and host, and without blanks around it.
				""");
	}

}
