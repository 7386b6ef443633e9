package dev.errata.idempotency;

import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MemoryBudget}.
 */
class MemoryBudgetTests {

	private final MemoryBudget budget = new MemoryBudget(10, 1000);

	@Test
	void callerMayTakeWhatItHasGivenBack() {
		for (int round = 0; round < 3; round++) {
			for (int i = 0; i < 5; i++) {
				assertThat(this.budget.takeRecord("a", 10)).isTrue();
			}
			assertThat(this.budget.takeRecord("a", 10)).isFalse();
			for (int i = 0; i < 5; i++) {
				this.budget.giveBack("a", 10);
			}
		}
		assertThat(this.budget.records()).isZero();
		assertThat(this.budget.bytes()).isZero();
	}

	@Test
	void callerWithoutRecordsIsForgotten() {
		for (int i = 0; i < 100; i++) {
			this.budget.takeRecord("caller " + i, 10);
			this.budget.giveBack("caller " + i, 10);
		}
		assertThat((Map<?, ?>) ReflectionTestUtils.getField(this.budget, "callers")).isEmpty();
	}

}
