package dev.errata.idempotency;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that calls of several threads on a {@link MemoryIdempotencyStore} take effect one
 * after the other.
 */
class MemoryIdempotencyStoreLincheckIT {

	@Test
	void storeIsLinearizable() {
		options().check(Store.class);
	}

	@Test
	void storeThatChecksBeforeItActsIsFound() {
		assertThatExceptionOfType(LincheckAssertionError.class)
			.isThrownBy(() -> options().check(StoreThatChecksBeforeItActs.class));
	}

	private static StressOptions options() {
		// the model checker takes the loops of the cache for a livelock
		return new StressOptions().threads(2)
			.actorsPerThread(3)
			.actorsBefore(1)
			.actorsAfter(2)
			.iterations(6)
			.minimizeFailedScenario(false)
			.invocationsPerIteration(100);
	}

	@Param(name = "owner", gen = IntGen.class, conf = "1:2")
	@Param(name = "request", gen = IntGen.class, conf = "1:2")
	public static class Store {

		private static final Digest ID = Digest.of(new byte[] { 1 });

		private static final Duration TIME = Duration.ofMinutes(1);

		private final IdempotencyStore store;

		public Store() {
			this(new MemoryIdempotencyStore(() -> Instant.EPOCH, 10, 1_000_000));
		}

		Store(IdempotencyStore store) {
			this.store = store;
		}

		@Operation
		public String claim(@Param(name = "owner") int owner, @Param(name = "request") int request) {
			return this.store
				.claim(new Claim(ID, Digest.of(new byte[] { (byte) request }), "o" + owner, "caller", TIME, TIME,
						false))
				.toString();
		}

		@Operation
		public boolean renew(@Param(name = "owner") int owner) {
			return this.store.renew(ownership(owner), TIME);
		}

		@Operation
		public String complete(@Param(name = "owner") int owner) {
			return this.store.complete(ownership(owner), new StoredResponse(200 + owner, Map.of(), null), TIME)
				.toString();
		}

		@Operation
		public String reopen(@Param(name = "owner") int owner) {
			return this.store.release(ownership(owner), Release.REOPEN, TIME).toString();
		}

		@Operation
		public String forget(@Param(name = "owner") int owner) {
			return this.store.release(ownership(owner), Release.FORGET, TIME).toString();
		}

		private static Ownership ownership(int owner) {
			return new Ownership(ID, "o" + owner, 1);
		}

	}

	public static class StoreThatChecksBeforeItActs extends Store {

		public StoreThatChecksBeforeItActs() {
			super(FaultyStore.CHECKS_BEFORE_IT_ACTS.create());
		}

	}

}
