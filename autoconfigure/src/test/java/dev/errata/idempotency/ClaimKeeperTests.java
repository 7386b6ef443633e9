package dev.errata.idempotency;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClaimKeeper}.
 */
@ExtendWith(OutputCaptureExtension.class)
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

	@Test
	void responsesThatNeedTooMuchMemoryAreGivenUp(CapturedOutput output) {
		IdempotencyStore store = new IdempotencyStoreModel();
		Supplier<Settlement> away = () -> {
			throw new IdempotencyStoreException("away", null);
		};
		IdempotencyStoreException cause = new IdempotencyStoreException("away", null);
		try (LeaseRenewal leases = new LeaseRenewal(store); ClaimKeeper keeper = new ClaimKeeper(store, leases)) {
			keeper.settleLater(claim("a"), away, 20_000_000, cause);
			RunningClaim second = claim("b");
			leases.start(second);
			keeper.settleLater(second, away, 20_000_000, cause);
			assertThat(keeper.pending()).isOne();
			assertThat(output).contains("could not be stored, and will not be, since too many are pending");
			// its lease ends, so that the request can run again
			assertThat(leases.oldest()).isZero();
			keeper.settleLater(claim("c"), away, 10_000_000, cause);
			assertThat(keeper.pending()).isEqualTo(2);
		}
	}

	private static RunningClaim claim(String owner) {
		return RunningClaims.of(new Ownership(Digest.of(owner.getBytes(StandardCharsets.US_ASCII)), owner, 1));
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
