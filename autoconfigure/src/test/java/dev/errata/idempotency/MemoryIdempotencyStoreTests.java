package dev.errata.idempotency;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link MemoryIdempotencyStore}.
 */
class MemoryIdempotencyStoreTests extends IdempotencyStoreContract {

	private static final Duration LEASE = Duration.ofMinutes(1);

	private static final Duration TTL = Duration.ofHours(1);

	private static final Digest FINGERPRINT = Digest.of(new byte[] { 1 });

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-21T08:00:00Z"));

	private final InstantSource clock = this.now::get;

	private MemoryIdempotencyStore store = new MemoryIdempotencyStore(this.clock, 10_000, 100_000_000);

	@Override
	protected IdempotencyStore store() {
		return this.store;
	}

	@Override
	protected void advance(Duration time) {
		this.now.updateAndGet((instant) -> instant.plus(time));
	}

	@Override
	protected Duration slack() {
		return Duration.ofMillis(1);
	}

	@Test
	void newClaimIsRefusedWhenThereAreTooManyRecords() {
		this.store = new MemoryIdempotencyStore(this.clock, 3, 1_000_000);
		Ownership first = acquire(1);
		this.store.complete(acquire(2), response(10), TTL);
		this.store.release(acquire(3), Release.REOPEN, TTL);
		assertFull(4);
		assertThat(this.store.claim(claim(2))).isEqualTo(new Acquisition.Replay(response(10)));
		assertThat(this.store.renew(first, LEASE)).isTrue();
		assertThat(this.store.claim(claim(3))).isInstanceOf(Acquisition.Acquired.class);
		assertThat(this.store.complete(first, response(10), TTL)).isEqualTo(new Settlement.Done());
		assertFull(4);
	}

	@Test
	void newClaimIsRefusedWhenThereAreTooManyBytes() {
		this.store = new MemoryIdempotencyStore(this.clock, 1000, 10_000);
		this.store.complete(acquire(1), response(10_000 - 2 * MemoryRecord.SIZE), TTL);
		Ownership second = acquire(2);
		assertFull(3);
		assertThat(this.store.bytes()).isEqualTo(10_000);
		this.store.release(second, Release.FORGET, TTL);
		acquire(3);
	}

	@Test
	void takeoverNeedsNoRoom() {
		this.store = new MemoryIdempotencyStore(this.clock, 1, 1_000_000);
		acquire(1);
		advance(LEASE);
		assertThat(this.store.claim(claim(1))).isEqualTo(new Acquisition.Acquired(2, 2));
		assertFull(2);
	}

	@Test
	void expiredRecordsMakeRoom() {
		this.store = new MemoryIdempotencyStore(this.clock, 2, 1_000_000);
		this.store.complete(acquire(1), response(10), TTL);
		this.store.complete(acquire(2), response(10), TTL);
		assertFull(3);
		// the wheel of the cache turns once in a second
		advance(TTL.plusSeconds(2));
		acquire(3);
		assertThat(this.store.records()).isOne();
	}

	@Test
	void answerWithoutRoomIsKeptWithoutItsBody() {
		this.store = new MemoryIdempotencyStore(this.clock, 10, 2000);
		StoredResponse large = new StoredResponse(201, Map.of("Location", List.of("/1")), new byte[2000]);
		assertThat(this.store.complete(acquire(1), large, TTL)).isEqualTo(new Settlement.Done());
		assertThat(this.store.claim(claim(1)))
			.isEqualTo(new Acquisition.Replay(new StoredResponse(201, large.headers(), null)));
		assertThat(this.store.bytes()).isLessThan(1000);
		acquire(2);
	}

	@Test
	void nobodyAloneTakesMoreThanHalfOfTheRecords() {
		this.store = new MemoryIdempotencyStore(this.clock, 100, 1_000_000);
		assertThat(claimAll("greedy", 0)).isEqualTo(50);
		assertThat(claimAll("second", 1000)).isEqualTo(25);
		assertThat(claimAll("third", 2000)).isEqualTo(13);
		assertThat(this.store.claim(claim(3000))).isInstanceOf(Acquisition.Acquired.class);
	}

	@Test
	void nobodyAloneTakesMoreThanHalfOfTheBytes() {
		this.store = new MemoryIdempotencyStore(this.clock, 1000, 100_000);
		for (int key = 0; this.store.claim(claim(key, "greedy")) instanceof Acquisition.Acquired acquired; key++) {
			this.store.complete(new Ownership(id(key), ownerOf(key), acquired.fence()), response(9000), TTL);
		}
		assertThat(this.store.bytes()).isBetween(45_000L, 55_000L);
		Ownership other = acquire(3000);
		this.store.complete(other, response(9000), TTL);
		assertThat(this.store.claim(claim(3000))).isEqualTo(new Acquisition.Replay(response(9000)));
	}

	@Test
	void exhaustedShareIsToldUntilWhen() {
		this.store = new MemoryIdempotencyStore(this.clock, 4, 1_000_000);
		this.store.complete(own(1, "greedy"), response(10), Duration.ofMinutes(10));
		this.store.complete(own(2, "greedy"), response(10), Duration.ofMinutes(5));
		Acquisition refused = this.store.claim(claim(3, "greedy"));
		assertThat(refused).isEqualTo(new Acquisition.ShareExhausted(Duration.ofMinutes(5)));
		assertThat(this.store.claim(claim(1, "greedy"))).isEqualTo(new Acquisition.Replay(response(10)));
		advance(Duration.ofMinutes(5).plusSeconds(2));
		assertThat(this.store.claim(claim(3, "greedy"))).isInstanceOf(Acquisition.Acquired.class);
	}

	private int claimAll(String caller, int firstKey) {
		int key = firstKey;
		while (this.store.claim(claim(key, caller)) instanceof Acquisition.Acquired) {
			key++;
		}
		assertThat(this.store.claim(claim(key, caller))).isInstanceOf(Acquisition.ShareExhausted.class);
		return key - firstKey;
	}

	private Ownership own(int key, String caller) {
		return new Ownership(id(key), ownerOf(key),
				((Acquisition.Acquired) this.store.claim(claim(key, caller))).fence());
	}

	@Test
	void everythingIsFreedInTheEnd() {
		Random random = new Random(1);
		for (int i = 0; i < 20_000; i++) {
			int key = random.nextInt(200);
			Acquisition acquisition = this.store.claim(claim(key));
			if (acquisition instanceof Acquisition.Acquired acquired) {
				Ownership owned = new Ownership(id(key), ownerOf(key), acquired.fence());
				switch (random.nextInt(5)) {
					case 0 -> this.store.complete(owned, response(random.nextInt(5000)), TTL);
					case 1 -> this.store.release(owned, Release.REOPEN, TTL);
					case 2 -> this.store.release(owned, Release.FORGET, TTL);
					case 3 -> this.store.renew(owned, LEASE);
					default -> {
					}
				}
			}
			advance(Duration.ofMillis(random.nextInt(60_000)));
			if (random.nextInt(1000) == 0) {
				this.store.purge();
			}
			assertThat(this.store.records()).isBetween(0L, 200L);
		}
		assertThat(this.store.records()).isPositive();
		advance(Duration.ofDays(2));
		this.store.purge();
		assertThat(this.store.records()).isZero();
		assertThat(this.store.bytes()).isZero();
	}

	@Test
	void everythingIsFreedInTheEndAfterThreadsRaced() throws Exception {
		manyThreadsOnManyKeysRunEachOnce();
		assertThat(this.store.records()).isEqualTo(40);
		advance(Duration.ofDays(2));
		this.store.purge();
		assertThat(this.store.records()).isZero();
		assertThat(this.store.bytes()).isZero();
	}

	@Test
	void forgottenRecordIsFreedAtOnce() {
		this.store.release(acquire(1), Release.FORGET, TTL);
		assertThat(this.store.records()).isZero();
		assertThat(this.store.bytes()).isZero();
	}

	@Test
	void expiredRecordIsRemovedWithoutAnyCall() {
		// the later ones complete within microseconds, and so expire early in their
		// stores' time
		List<MemoryIdempotencyStore> stores = Stream.generate(() -> {
			this.store = MemoryIdempotencyStore.of(new IdempotencyProperties.Memory(10, null));
			this.store.complete(acquire(1), response(1000), Duration.ofMillis(1));
			return this.store;
		}).limit(500).toList();
		await().untilAsserted(() -> assertThat(stores).extracting(MemoryIdempotencyStore::records).containsOnly(0L));
		assertThat(stores).extracting(MemoryIdempotencyStore::bytes).containsOnly(0L);
	}

	@Test
	void recordsAreCountedByState() {
		assertThat(this.store.counts()).isEqualTo(Map.of("in_progress", 0L, "completed", 0L, "reopened", 0L));
		acquire(1);
		this.store.complete(acquire(2), response(10), TTL);
		this.store.release(acquire(3), Release.REOPEN, Duration.ofMinutes(5));
		this.store.release(acquire(4), Release.FORGET, TTL);
		assertThat(this.store.counts()).isEqualTo(Map.of("in_progress", 1L, "completed", 1L, "reopened", 1L));
		advance(Duration.ofMinutes(5));
		assertThat(this.store.counts()).isEqualTo(Map.of("in_progress", 1L, "completed", 1L, "reopened", 0L));
	}

	@Test
	void recordIsForgottenUnlessItsLeaseLasts() {
		Ownership running = acquire(1);
		assertThat(this.store.forget(id(1))).isFalse();
		advance(LEASE.minusMillis(1));
		assertThat(this.store.forget(id(1))).isFalse();
		assertThat(this.store.renew(running, LEASE)).isTrue();
		advance(LEASE.minusMillis(1));
		assertThat(this.store.forget(id(1))).isFalse();
		advance(Duration.ofMillis(1));
		assertThat(this.store.forget(id(1))).isTrue();
		assertThat(this.store.complete(running, response(10), TTL)).isEqualTo(new Settlement.Gone());
		this.store.complete(acquire(2), response(10), TTL);
		this.store.release(acquire(3), Release.REOPEN, TTL);
		assertThat(this.store.forget(id(2))).isTrue();
		assertThat(this.store.forget(id(2))).isFalse();
		assertThat(this.store.forget(id(3))).isTrue();
		assertThat(this.store.forget(id(4))).isFalse();
		assertThat(this.store.records()).isZero();
		assertThat(this.store.bytes()).isZero();
	}

	private void assertFull(int key) {
		long records = this.store.records();
		long bytes = this.store.bytes();
		assertThatExceptionOfType(IdempotencyStoreException.class).isThrownBy(() -> this.store.claim(claim(key)))
			.withMessageStartingWith("The memory for idempotency keys is full: ");
		assertThat(this.store.records()).isEqualTo(records);
		assertThat(this.store.bytes()).isEqualTo(bytes);
	}

	private Ownership acquire(int key) {
		Acquisition acquisition = this.store.claim(claim(key));
		assertThat(acquisition).isInstanceOf(Acquisition.Acquired.class);
		return new Ownership(id(key), ownerOf(key), ((Acquisition.Acquired) acquisition).fence());
	}

	private Claim claim(int key) {
		return claim(key, "caller of " + key);
	}

	private Claim claim(int key, String caller) {
		return new Claim(id(key), FINGERPRINT, ownerOf(key), caller, LEASE, TTL, false);
	}

	private String ownerOf(int key) {
		return key + "@" + this.now.get();
	}

	private static Digest id(int key) {
		return Digest.of(ByteBuffer.allocate(4).putInt(key).array());
	}

	private static StoredResponse response(int size) {
		return new StoredResponse(200, Map.of(), new byte[size]);
	}

}
