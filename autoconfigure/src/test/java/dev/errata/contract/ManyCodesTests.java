package dev.errata.contract;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.errata.contract.TestApplication.contractsOf;
import static dev.errata.contract.TestApplication.reportOf;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for services with thousands of codes. They would start in minutes if each code
 * took a look at all properties.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ManyCodesTests {

	private static final int CODES = 3000;

	@Test
	void manyCodesAndContractsAreBound() {
		StringBuilder yaml = new StringBuilder(codes("Gone."));
		yaml.append("  contracts:\n");
		for (int i = 0; i < 100; i++) {
			yaml.append("    contract_%1$d: { paths: /c%1$d/**, codes: { a: 409, b: 410, c: { status: 422 } } }\n"
				.formatted(i));
		}
		Contracts contracts = contractsOf(yaml.toString());
		assertThat(contracts.all()).hasSize(101);
		assertThat(contracts.all().get(0).catalog().find("code_" + (CODES - 1))).isNotNull();
	}

	@Test
	void manyFaultsAreReported() {
		assertThat(reportOf(codes("{nonsense}"))).contains("has " + CODES + " faults")
			.contains("errata.codes.code_" + (CODES - 1) + ".message");
	}

	private static String codes(String message) {
		StringBuilder yaml = new StringBuilder("errata:\n  codes:\n");
		for (int i = 0; i < CODES; i++) {
			yaml.append("    code_%d: { status: 409, message: '%s', fix: Wait. }\n".formatted(i, message));
		}
		return yaml.toString();
	}

}
