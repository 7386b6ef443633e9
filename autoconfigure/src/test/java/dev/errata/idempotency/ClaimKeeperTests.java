package dev.errata.idempotency;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClaimKeeper}.
 */
class ClaimKeeperTests {

	@Test
	void purgeLeavesMostOfTheTimeToRequests() {
		PurgedStore store = new PurgedStore(4);
		try (ClaimKeeper keeper = new ClaimKeeper(store, new LeaseRenewal(store))) {
			keeper.purge();
		}
		assertThat(store.begins).hasSize(4);
		for (int step = 1; step < 4; step++) {
			long took = store.ends.get(step - 1) - store.begins.get(step - 1);
			assertThat(store.begins.get(step) - store.ends.get(step - 1)).isGreaterThanOrEqualTo(2 * took);
		}
	}

	@Test
	void purgeEndsWithTheProcess() {
		PurgedStore store = new PurgedStore(Integer.MAX_VALUE);
		ClaimKeeper keeper = new ClaimKeeper(store, new LeaseRenewal(store));
		Thread.currentThread().interrupt();
		keeper.purge();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(store.begins).hasSize(1);
		keeper.close();
	}

	private static final class PurgedStore extends IdempotencyStoreModel {

		private final int steps;

		private final List<Long> begins = new ArrayList<>();

		private final List<Long> ends = new ArrayList<>();

		PurgedStore(int steps) {
			this.steps = steps;
		}

		@Override
		public int purge() {
			this.begins.add(System.nanoTime());
			long end = System.nanoTime() + 5_000_000;
			while (System.nanoTime() < end) {
				Thread.onSpinWait();
			}
			this.ends.add(System.nanoTime());
			return (this.begins.size() < this.steps) ? 1000 : 0;
		}

	}

}
