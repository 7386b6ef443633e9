package dev.errata.contract;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.errata.contract.TestApplication.contractsOf;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Contracts}.
 */
class ContractsTests {

	private final Contracts contracts = contractsOf("""
			errata:
			  paths: ["/api/**", /health]
			  contracts:
			    v1: { paths: ["/api/v1/**"] }
			    orders: { paths: ["/api/v1/orders/{id}", "api/v2/orders/**"] }
			""");

	@ParameterizedTest
	@CsvSource({ "/api/x, default", "/api, default", "/health, default", "/api/v1, v1", "/api/v1/, v1",
			"/api/v1/users, v1", "/api/v1/orders, v1", "/api/v1/orders/7, orders", "/api/v1/orders/7/lines, v1",
			"/api/v2/orders, orders", "/api/v2/orders/7, orders", "/api/v2, default" })
	void mostSpecificPatternWins(String path, String contract) {
		assertThat(this.contracts.find(path)).extracting(Contract::name).isEqualTo(contract);
	}

	@ParameterizedTest
	@CsvSource({ "/", "/apis", "/healthy", "/health/x", "''", "api/v1", "/API/v1" })
	void noContractElsewhere(String path) {
		assertThat(this.contracts.find(path)).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "/api/%76%31/users, v1", "/api/v1;a=b/users, v1", "/api/v1/orders/7;x=1, orders", "/api/v1/a%2Fb, v1",
			"/api/v1/orders/a%2Fb, orders", "/api/v1/%zz, v1", "/api/v1/orders/%, orders", "/api/v1/%E4%F6, v1",
			"/api/v1/;, v1" })
	void encodedPath(String path, String contract) {
		assertThat(this.contracts.find(path)).extracting(Contract::name).isEqualTo(contract);
	}

	@Test
	void contractsByName() {
		assertThat(this.contracts.all()).map(Contract::name).first().isEqualTo("default");
		assertThat(this.contracts.get("orders")).isNotNull();
		assertThat(this.contracts.get("nobody")).isNull();
	}

	@Test
	void singleContractRulesEverything() {
		Contracts everywhere = contractsOf("");
		assertThat(everywhere.find("/%zz")).isSameAs(everywhere.all().get(0));
		assertThat(everywhere.find("")).isSameAs(everywhere.all().get(0));
	}

	@Test
	void defaultContractWithoutPathsRulesNothing() {
		assertThat(contractsOf("errata.paths: []").find("/")).isNull();
	}

}
