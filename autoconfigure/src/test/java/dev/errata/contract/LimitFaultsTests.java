package dev.errata.contract;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import org.springframework.util.unit.DataSize;

import static dev.errata.contract.TestApplication.contractsOf;
import static dev.errata.contract.TestApplication.reportOf;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what is said about limits: bound, and its faults told at start-up.
 */
class LimitFaultsTests {

	@Test
	void mostSpecificPathWins() {
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
	void faultsAreToldTogether() {
		assertThat(reportOf("""
				errata:
				  limits:
				    body:
				      zero: { paths: ["/zero"], max: 0 }
				      negative: { paths: ["/a/**/b"], max: -1MB }
				      large: { paths: ["/large"], max: big }
				      nowhere: { max: 1MB }
				      unsaid: { paths: ["/zero"] }
				    async-timeout:
				      never: { paths: ["/never"], timeout: 0s }
				      forever: { paths: ["/forever"], timeout: 300d }
				    bodies: {}
				    header: { max: 1 }
				""")).isEqualTo(
				"""
						The error contract has 11 faults:

						1. errata.limits.body.large.max
						     Value:  big
						     Origin: application.yml - 6:40
						     Rule:   This is not a size such as 10MB.
						     Action: Correct the value.

						2. errata.limits.bodies
						     Value:  (empty)
						     Origin: property source 'application.yml'
						     Rule:   There is no property of this name.
						     Action: Check the indentation, or write one of: body, async-timeout.

						3. errata.limits.header
						     Origin: application.yml - 13:20
						     Rule:   There is no property of this name.
						     Action: Check the indentation, or write one of: body, async-timeout.

						4. errata.limits.body.zero.max
						     Value:  0
						     Origin: application.yml - 4:38
						     Rule:   A body may have one byte at least.
						     Action: Write a size such as 10MB.

						5. errata.limits.body.negative.max
						     Value:  -1MB
						     Origin: application.yml - 5:44
						     Rule:   A body may have one byte at least.
						     Action: Write a size such as 10MB.

						6. errata.limits.body.negative.paths
						     Value:  /a/**/b
						     Origin: application.yml - 5:27
						     Rule:   This is not a path pattern: {*...} or ** pattern elements should be placed at the start or end of the pattern.
						     Action: Write a path such as /orders/**, with ** at its end only.

						7. errata.limits.body.nowhere.paths
						     Origin: application.yml - 7:23
						     Rule:   A limit says which paths it is for.
						     Action: Add 'paths', e.g. ["/nowhere/**"].

						8. errata.limits.body.unsaid.max
						     Origin: application.yml - 8:25
						     Rule:   A limit says how much is granted.
						     Action: Add 'max'.

						9. errata.limits.body.unsaid.paths
						     Value:  /zero
						     Origin: application.yml - 8:25
						     Rule:   'errata.limits.body.zero.paths' has the same pattern.
						     Action: Leave it to one of the two limits.

						10. errata.limits.async-timeout.never.timeout
						     Value:  0s
						     Origin: application.yml - 10:44
						     Rule:   An answer may take a millisecond at least, and a day at most.
						     Action: Write a time such as 30s.

						11. errata.limits.async-timeout.forever.timeout
						     Value:  300d
						     Origin: application.yml - 11:48
						     Rule:   An answer may take a millisecond at least, and a day at most.
						     Action: Write a time such as 30s.
						""");
	}

}
