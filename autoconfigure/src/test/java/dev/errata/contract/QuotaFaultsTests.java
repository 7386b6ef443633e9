package dev.errata.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.errata.quota.Quota;
import dev.errata.quota.QuotaHeaders;
import org.junit.jupiter.api.Test;

import static dev.errata.contract.TestApplication.contractsOf;
import static dev.errata.contract.TestApplication.reportOf;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what is said about quotas: bound, inherited, and its faults told at start-up.
 */
class QuotaFaultsTests {

	private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");

	private static final List<Quota> QUOTAS = List
		.of(Quota.of("daily", 10, 30).resetAt(NOW.plusSeconds(60)).per(Duration.ofDays(1)));

	@Test
	void faultsAreToldTogether() {
		assertThat(reportOf("""
				errata:
				  quota:
				    preset: github
				    timeout: -1s
				    headers:
				      X-Used: "{usedd}"
				      X-Open: "of {cap"
				      Retry-After: "{reset-after}"
				      Content-Length: "{used}"
				      X-Grün: "{used}"
				      X-Line: "a\\r\\nb"
				  contracts:
				    v1:
				      paths: ["/v1/**"]
				      quota: { timeout: 1m, header: X-Used }
				""")).isEqualTo(
				"""
						The error contract has 10 faults:

						1. errata.quota.preset
						     Value:  github
						     Origin: application.yml - 3:13
						     Rule:   This is not an allowed value.
						     Action: Write one of: none, ratelimit, x-ratelimit.

						2. errata.contracts.v1.quota.header
						     Value:  X-Used
						     Origin: application.yml - 15:37
						     Rule:   There is no property of this name.
						     Action: Did you mean headers?

						3. errata.quota.headers.X-Grün
						     Origin: application.yml - 10:15
						     Rule:   Binding keeps nothing but letters, digits, dashes and underscores of a name without brackets.
						     Action: Choose a name of these.

						4. errata.quota.headers.X-Used
						     Value:  {usedd}
						     Origin: application.yml - 6:15
						     Rule:   There is no placeholder {usedd}.
						     Action: Did you mean {used}? Write '{{' for a brace.

						5. errata.quota.headers.X-Open
						     Value:  of {cap
						     Origin: application.yml - 7:15
						     Rule:   The placeholder that starts at '{cap' does not end; write '{{' for a brace.
						     Action: Correct the text.

						6. errata.quota.headers.Retry-After
						     Value:  {reset-after}
						     Origin: application.yml - 8:20
						     Rule:   This header has a fixed meaning and cannot carry a quota.
						     Action: Choose another header, such as X-RateLimit-Remaining.

						7. errata.quota.headers.Content-Length
						     Value:  {used}
						     Origin: application.yml - 9:23
						     Rule:   This header has a fixed meaning and cannot carry a quota.
						     Action: Choose another header, such as X-RateLimit-Remaining.

						8. errata.quota.headers.X-Line
						     Value:  a b
						     Origin: application.yml - 11:15
						     Rule:   A header consists of printable ASCII characters.
						     Action: Correct the text.

						9. errata.quota.timeout
						     Value:  -1s
						     Origin: application.yml - 4:14
						     Rule:   A provider is waited for between 0 and 10 seconds.
						     Action: Write a time such as 100ms.

						10. errata.contracts.v1.quota.timeout
						     Value:  1m
						     Origin: application.yml - 15:25
						     Rule:   A provider is waited for between 0 and 10 seconds.
						     Action: Write a time such as 100ms.
						""");
	}

	@Test
	void contractSaysItsOwnOrInherits() {
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
		assertThat(quota(contracts, "default").timeout()).isEqualTo(Duration.ofMillis(50));
		assertThat(quota(contracts, "same").timeout()).isZero();
		assertThat(quota(contracts, "same").values(QUOTAS, NOW)).containsOnlyKeys("X-RateLimit-Limit",
				"X-RateLimit-Remaining", "X-RateLimit-Reset");
		assertThat(quota(contracts, "own").values(QUOTAS, NOW)).containsOnly(Map.entry("X-Left", "20 of 30, daily"),
				Map.entry("X-Never", "1793527260/86400/60"), Map.entry("X-Day", "{daily} 60"));
		assertThat(quota(contracts, "own").values(List.of(Quota.of("daily", 1, 2)), NOW))
			.containsOnly(Map.entry("X-Left", "1 of 2, daily"), Map.entry("X-Day", "{daily} -"));
		assertThat(quota(contracts, "own").values(List.of(), NOW)).isEmpty();
		assertThat(quota(contracts, "none").isEmpty()).isTrue();
	}

	private static QuotaHeaders quota(Contracts contracts, String name) {
		Contract contract = contracts.get(name);
		assertThat(contract).isNotNull();
		return contract.quota();
	}

}
