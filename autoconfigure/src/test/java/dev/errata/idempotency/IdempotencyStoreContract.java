package dev.errata.idempotency;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What {@link IdempotencyStore} specifies, as tests that every store passes. Each test
 * uses records of its own, so one store can serve them all.
 *
 * @since 0.1.0
 */
public abstract class IdempotencyStoreContract {

	private static final Duration LEASE = Duration.ofMinutes(1);

	private static final Duration TTL = Duration.ofHours(24);

	private static final Digest FINGERPRINT = digest(1);

	private static final Digest OTHER_FINGERPRINT = digest(2);

	private static final StoredResponse RESPONSE = response("{\"id\":1}");

	private static final Acquisition MISMATCH = new Acquisition.Mismatch();

	private static final Acquisition UNKNOWN = new Acquisition.OutcomeUnknown();

	private static final Settlement DONE = new Settlement.Done();

	private static final Settlement GONE = new Settlement.Gone();

	private static final Settlement SUPERSEDED = new Settlement.Superseded(null);

	private final Digest id = randomId();

	/**
	 * Return the store, the same one throughout a test.
	 * @return the store
	 */
	protected abstract IdempotencyStore store();

	/**
	 * Let time pass on the clock of the store, or shift its records into the past.
	 * @param time the time, whole milliseconds
	 */
	protected abstract void advance(Duration time);

	/**
	 * Return what may pass on the clock of the store while a test goes on.
	 * @return the time; a millisecond for a store whose clock stands still
	 */
	protected Duration slack() {
		return Duration.ofSeconds(10);
	}

	/**
	 * Mark the effect of a request as committed, if its claim is still its owner's.
	 * @param ownership the claim as it was acquired
	 * @return {@code false} if the store has no such state
	 */
	protected boolean commit(Ownership ownership) {
		return false;
	}

	/**
	 * Return what the store keeps of a record, for comparison.
	 * @param id the id of the record
	 * @return something with an {@code equals} method; nothing by default
	 */
	protected Object contents(Digest id) {
		return "";
	}

	@Test
	void firstClaimIsAcquired() {
		Acquisition.Acquired acquired = acquire(claim("a"));
		assertThat(acquired.attempt()).isOne();
		assertThat(acquired.fence()).isPositive();
	}

	@Test
	void claimOfRunningRequestIsBusy() {
		acquire(claim("a"));
		assertBusy(claim("b"), LEASE);
		advance(Duration.ofSeconds(30));
		assertBusy(claim("b"), LEASE.minusSeconds(30));
	}

	@Test
	void refusedClaimsChangeNothing() {
		Acquisition.Acquired first = acquire(claim("a"));
		Object before = contents(this.id);
		outcome(claim("b").lease(LEASE.multipliedBy(9)));
		outcome(claim("c").fingerprint(OTHER_FINGERPRINT));
		assertUntouched(claim("a"), first, before);
	}

	@Test
	void claimIsTheSameForItsOwner() {
		Acquisition.Acquired first = acquire(claim("a"));
		Object before = contents(this.id);
		assertThat(outcome(claim("a"))).isEqualTo(first);
		assertUntouched(claim("a"), first, before);
	}

	@Test
	void claimIsTheSameForItsOwnerAfterTakeover() {
		acquire(claim("a"));
		advance(LEASE);
		Acquisition.Acquired second = acquire(claim("b"));
		assertThat(outcome(claim("b"))).isEqualTo(second);
	}

	@Test
	void claimIsTheSameForItsOwnerWhenItsLeaseIsOver() {
		Acquisition.Acquired first = acquire(claim("a"));
		advance(LEASE);
		assertThat(outcome(claim("a"))).isEqualTo(first);
		assertThat(acquire(claim("b")).fence()).isEqualTo(first.fence() + 1);
	}

	@Test
	void claimAgainProlongsNothing() {
		acquire(claim("a"));
		advance(LEASE.dividedBy(2));
		outcome(claim("a"));
		advance(LEASE.dividedBy(2));
		assertThat(acquire(claim("b")).attempt()).isEqualTo(2);
	}

	@Test
	void idsAreComparedByteByByte() {
		byte[] bytes = this.id.bytes();
		for (int last : new int[] { 0, ' ', 'a', 'A', 0xe4, 0xc4, 0x80, 0xff }) {
			bytes[bytes.length - 1] = (byte) last;
			Claims claim = claim("a").id(Digest.of(bytes));
			assertThat(acquire(claim).attempt()).isOne();
		}
	}

	@Test
	void fingerprintsAreComparedByteByByte() {
		byte[] bytes = this.id.bytes();
		bytes[bytes.length - 1] = 'a';
		acquire(claim("a").fingerprint(Digest.of(bytes)));
		for (int last : new int[] { 0, ' ', 'A', 0xe4, 0xff }) {
			bytes[bytes.length - 1] = (byte) last;
			assertThat(outcome(claim("b").fingerprint(Digest.of(bytes)))).isEqualTo(MISMATCH);
		}
	}

	@Test
	void ownersAreComparedExactly() {
		Ownership owned = own(claim("owner"));
		for (String other : List.of("Owner", "owner ", "owne", "ownerr")) {
			assertThat(store().renew(new Ownership(this.id, other, owned.fence()), LEASE)).isFalse();
			assertBusy(claim(other), LEASE);
		}
	}

	@Test
	void ownerMayBeLong() {
		String owner = "o".repeat(64);
		Ownership owned = own(claim(owner));
		assertThat(store().renew(owned, LEASE)).isTrue();
		assertThat(store().complete(owned, RESPONSE, TTL)).isEqualTo(DONE);
	}

	@Test
	void oneOfManyClaimsWins() throws Exception {
		List<Acquisition> outcomes = race(16, (i) -> () -> outcome(claim("o" + i)));
		assertOneWinner(outcomes, 1);
	}

	@Test
	void oneOfManyTakesOver() throws Exception {
		Acquisition.Acquired first = acquire(claim("a"));
		advance(LEASE);
		List<Acquisition> outcomes = race(16, (i) -> () -> outcome(claim("o" + i)));
		assertThat(assertOneWinner(outcomes, 2).fence()).isEqualTo(first.fence() + 1);
	}

	@Test
	void oneOfManyClaimsReopenedRecord() throws Exception {
		Ownership owned = own(claim("a"));
		store().release(owned, Release.REOPEN, TTL);
		List<Acquisition> outcomes = race(16, (i) -> () -> outcome(claim("o" + i)));
		assertThat(assertOneWinner(outcomes, 1).fence()).isEqualTo(owned.fence() + 1);
	}

	@Test
	void oneOfManyClaimsExpiredRecord() throws Exception {
		Ownership owned = own(claim("a"));
		store().complete(owned, RESPONSE, Duration.ofHours(1));
		advance(Duration.ofHours(1));
		List<Acquisition> outcomes = race(16, (i) -> () -> outcome(claim("o" + i).fingerprint(OTHER_FINGERPRINT)));
		assertOneWinner(outcomes, 1);
	}

	@Test
	void oneOfManyFingerprintsWins() throws Exception {
		List<Acquisition> outcomes = race(16, (i) -> () -> outcome(claim("o" + i).fingerprint(digest(i))));
		assertThat(outcomes).filteredOn(Acquisition.Acquired.class::isInstance).hasSize(1);
		assertThat(outcomes).filteredOn(MISMATCH::equals).hasSize(15);
	}

	@Test
	void ownerCompletesOrIsTakenOverButNeverBoth() throws Exception {
		for (int round = 0; round < 20; round++) {
			Digest record = randomId();
			Ownership owned = own(claim("a").id(record));
			advance(LEASE);
			List<Object> outcomes = race(4, (
					i) -> () -> (i == 0) ? store().complete(owned, RESPONSE, TTL) : outcome(claim("o" + i).id(record)));
			long winners = outcomes.stream().filter(Acquisition.Acquired.class::isInstance).count();
			assertThat(winners).isEqualTo(outcomes.get(0).equals(DONE) ? 0 : 1);
			assertThat(outcomes.get(0)).isIn(DONE, SUPERSEDED);
		}
	}

	@Test
	void manyThreadsOnManyKeysRunEachOnce() throws Exception {
		List<Digest> ids = new ArrayList<>();
		for (int i = 0; i < 40; i++) {
			ids.add(randomId());
		}
		List<Map<Digest, Acquisition>> outcomes = race(64, (i) -> () -> {
			Map<Digest, Acquisition> seen = new LinkedHashMap<>();
			for (int k = 0; k < 40; k++) {
				Claims claim = claim("o" + i).id(ids.get((k + i) % 40));
				Acquisition outcome = outcome(claim);
				if (outcome instanceof Acquisition.Acquired acquired) {
					store().complete(claim.ownership(acquired), response("by " + i), TTL);
				}
				seen.put(claim.id(), outcome);
			}
			return seen;
		});
		for (Digest record : ids) {
			StoredResponse answer = replayed(claim("late").id(record));
			int winners = 0;
			for (Map<Digest, Acquisition> seen : outcomes) {
				Acquisition outcome = seen.get(record);
				if (outcome instanceof Acquisition.Acquired) {
					winners++;
				}
				else if (!(outcome instanceof Acquisition.Busy)) {
					assertThat(outcome).isEqualTo(new Acquisition.Replay(answer));
				}
			}
			assertThat(winners).isOne();
		}
	}

	@Test
	void leaseIsOverAtItsEnd() {
		Acquisition.Acquired first = acquire(claim("a"));
		advance(LEASE.minus(slack()));
		assertBusy(claim("b"), slack());
		advance(slack());
		Acquisition.Acquired second = acquire(claim("b"));
		assertThat(second).isEqualTo(new Acquisition.Acquired(first.fence() + 1, 2));
		assertBusy(claim("c"), LEASE);
	}

	@Test
	void fencesAndAttemptsGrow() {
		Acquisition.Acquired first = acquire(claim("o1"));
		for (int i = 2; i <= 5; i++) {
			advance(LEASE);
			assertThat(acquire(claim("o" + i))).isEqualTo(new Acquisition.Acquired(first.fence() + i - 1, i));
		}
	}

	@Test
	void takeoverBringsItsOwnTimes() {
		acquire(claim("a").ttl(Duration.ofMinutes(10)));
		advance(LEASE);
		Acquisition.Acquired second = acquire(claim("b").lease(LEASE.multipliedBy(3)).ttl(Duration.ofMinutes(30)));
		assertBusy(claim("c"), LEASE.multipliedBy(3));
		advance(Duration.ofMinutes(30).minus(slack()));
		assertThat(acquire(claim("c").ttl(Duration.ofMinutes(30))).fence()).isEqualTo(second.fence() + 1);
		advance(Duration.ofMinutes(30));
		assertThat(acquire(claim("d").fingerprint(OTHER_FINGERPRINT)).attempt()).isOne();
	}

	@Test
	void supersededOwnerChangesNothing() {
		Ownership stale = own(claim("a"));
		advance(LEASE);
		Acquisition.Acquired second = acquire(claim("b"));
		Object before = contents(this.id);
		assertRefused(stale, SUPERSEDED);
		assertUntouched(claim("b"), second, before);
	}

	@Test
	void supersededOwnerChangesNothingAfterSeveralTakeovers() {
		Ownership first = own(claim("a"));
		advance(LEASE);
		Ownership second = own(claim("b"));
		advance(LEASE);
		Acquisition.Acquired third = acquire(claim("c"));
		Object before = contents(this.id);
		assertRefused(first, SUPERSEDED);
		assertRefused(second, SUPERSEDED);
		assertUntouched(claim("c"), third, before);
	}

	@Test
	void supersededOwnerGetsItsSuccessorsResponse() {
		Ownership stale = own(claim("a"));
		advance(LEASE);
		store().complete(own(claim("b")), RESPONSE, TTL);
		Object before = contents(this.id);
		assertRefused(stale, new Settlement.Superseded(RESPONSE));
		assertThat(contents(this.id)).isEqualTo(before);
		assertThat(replayed(claim("c"))).isEqualTo(RESPONSE);
	}

	@Test
	void supersededOwnerChangesNothingInReopenedRecord() {
		Ownership stale = own(claim("a"));
		advance(LEASE);
		Ownership successor = own(claim("b"));
		store().release(successor, Release.REOPEN, TTL);
		Object before = contents(this.id);
		assertRefused(stale, SUPERSEDED);
		assertThat(contents(this.id)).isEqualTo(before);
		assertThat(acquire(claim("c"))).isEqualTo(new Acquisition.Acquired(successor.fence() + 1, 1));
	}

	@Test
	void supersededOwnerCannotClaimAgain() {
		acquire(claim("a"));
		advance(LEASE);
		acquire(claim("b"));
		assertBusy(claim("a"), LEASE);
	}

	@Test
	void recordIsGoneForSupersededOwnerOnceForgotten() {
		Ownership stale = own(claim("a"));
		advance(LEASE);
		store().release(own(claim("b")), Release.FORGET, TTL);
		assertRefused(stale, GONE);
		assertThat(acquire(claim("c").fingerprint(OTHER_FINGERPRINT)).attempt()).isOne();
	}

	@Test
	void ownerWithAnotherFenceChangesNothing() {
		Acquisition.Acquired first = acquire(claim("a"));
		Object before = contents(this.id);
		assertRefused(new Ownership(this.id, "a", first.fence() + 1), SUPERSEDED);
		assertRefused(new Ownership(this.id, "a", first.fence() - 1), SUPERSEDED);
		assertUntouched(claim("a"), first, before);
	}

	@Test
	void fenceWithAnotherOwnerChangesNothing() {
		Acquisition.Acquired first = acquire(claim("a"));
		Object before = contents(this.id);
		assertRefused(new Ownership(this.id, "b", first.fence()), SUPERSEDED);
		assertUntouched(claim("a"), first, before);
	}

	@Test
	void unknownRecordIsGone() {
		assertRefused(new Ownership(this.id, "a", 1), GONE);
		assertThat(acquire(claim("b")).attempt()).isOne();
	}

	@Test
	void renewalBeginsLeaseAnew() {
		Ownership owned = own(claim("a"));
		advance(Duration.ofSeconds(40));
		assertThat(store().renew(owned, LEASE)).isTrue();
		assertBusy(claim("b"), LEASE);
		advance(LEASE.minus(slack()));
		assertBusy(claim("b"), slack());
		advance(slack());
		assertThat(acquire(claim("b")).attempt()).isEqualTo(2);
	}

	@Test
	void renewalKeepsFenceAndAttempt() {
		acquire(claim("a"));
		advance(LEASE);
		Acquisition.Acquired second = acquire(claim("b"));
		assertThat(store().renew(claim("b").ownership(second), LEASE)).isTrue();
		assertThat(store().renew(claim("b").ownership(second), LEASE)).isTrue();
		assertThat(outcome(claim("b"))).isEqualTo(second);
	}

	@Test
	void renewalMayShortenLease() {
		Ownership owned = own(claim("a").lease(Duration.ofHours(1)));
		assertThat(store().renew(owned, LEASE)).isTrue();
		assertBusy(claim("b"), LEASE);
	}

	@Test
	void leaseThatIsOverCanBeRenewedUntilSomebodyTakesOver() {
		Ownership owned = own(claim("a"));
		advance(LEASE.multipliedBy(2));
		assertThat(store().renew(owned, LEASE)).isTrue();
		assertBusy(claim("b"), LEASE);
	}

	@Test
	void renewedClaimNeverExpires() {
		Claims claim = claim("a").ttl(LEASE);
		Ownership owned = own(claim);
		for (int i = 0; i < 5; i++) {
			advance(LEASE.minus(slack()));
			assertThat(store().renew(owned, LEASE)).isTrue();
		}
		advance(LEASE.minus(slack()));
		assertThat(outcome(claim("b").fingerprint(OTHER_FINGERPRINT))).isEqualTo(MISMATCH);
		assertThat(store().complete(owned, RESPONSE, TTL)).isEqualTo(DONE);
	}

	@Test
	void renewalNeverShortensLifeOfRecord() {
		Ownership owned = own(claim("a").ttl(Duration.ofHours(1)));
		store().renew(owned, LEASE);
		advance(Duration.ofHours(1).minus(slack()));
		assertThat(acquire(claim("b")).attempt()).isEqualTo(2);
	}

	@Test
	void renewalProlongsNoMoreThanLease() {
		Ownership owned = own(claim("a").ttl(Duration.ofMinutes(10)));
		advance(Duration.ofMinutes(5));
		store().renew(owned, LEASE);
		advance(Duration.ofMinutes(5));
		assertThat(acquire(claim("b").fingerprint(OTHER_FINGERPRINT)).attempt()).isOne();
	}

	@Test
	void completedRequestIsReplayed() {
		Ownership owned = own(claim("a"));
		assertThat(store().complete(owned, RESPONSE, TTL)).isEqualTo(DONE);
		assertThat(replayed(claim("b"))).isEqualTo(RESPONSE);
		assertThat(replayed(claim("a"))).isEqualTo(RESPONSE);
		advance(LEASE.multipliedBy(2));
		assertThat(replayed(claim("c"))).isEqualTo(RESPONSE);
	}

	@Test
	void completingTwiceIsDone() {
		Ownership owned = own(claim("a"));
		store().complete(owned, RESPONSE, TTL);
		Object before = contents(this.id);
		assertThat(store().complete(owned, RESPONSE, TTL)).isEqualTo(DONE);
		assertThat(contents(this.id)).isEqualTo(before);
		assertThat(replayed(claim("b"))).isEqualTo(RESPONSE);
	}

	@Test
	void completingAgainChangesNothing() {
		Ownership owned = own(claim("a"));
		store().complete(owned, RESPONSE, Duration.ofHours(1));
		advance(Duration.ofMinutes(30));
		assertThat(store().complete(owned, response("other"), Duration.ofHours(1))).isEqualTo(DONE);
		assertThat(replayed(claim("b"))).isEqualTo(RESPONSE);
		advance(Duration.ofMinutes(30));
		assertThat(acquire(claim("b")).attempt()).isOne();
	}

	@Test
	void ownerCompletesAfterItsLeaseUntilSomebodyTakesOver() {
		Ownership owned = own(claim("a"));
		advance(LEASE.multipliedBy(2));
		assertThat(store().complete(owned, RESPONSE, TTL)).isEqualTo(DONE);
		assertThat(replayed(claim("b"))).isEqualTo(RESPONSE);
	}

	@Test
	void successorCompletes() {
		acquire(claim("a"));
		advance(LEASE);
		assertThat(store().complete(own(claim("b")), RESPONSE, TTL)).isEqualTo(DONE);
		assertThat(replayed(claim("c"))).isEqualTo(RESPONSE);
	}

	@Test
	void completedRecordIsNeitherRenewedNorReleased() {
		Ownership owned = own(claim("a"));
		store().complete(owned, RESPONSE, Duration.ofHours(1));
		Object before = contents(this.id);
		assertThat(store().renew(owned, Duration.ofHours(9))).isFalse();
		assertThat(store().release(owned, Release.FORGET, TTL)).isEqualTo(new Settlement.Superseded(RESPONSE));
		assertThat(store().release(owned, Release.REOPEN, TTL)).isEqualTo(new Settlement.Superseded(RESPONSE));
		assertThat(contents(this.id)).isEqualTo(before);
		assertThat(replayed(claim("b"))).isEqualTo(RESPONSE);
		advance(Duration.ofHours(1));
		assertThat(acquire(claim("b")).attempt()).isOne();
	}

	@ParameterizedTest
	@MethodSource("responses")
	void responseIsKeptAsItIs(StoredResponse response) {
		Ownership owned = own(claim("a"));
		assertThat(store().complete(owned, response, TTL)).isEqualTo(DONE);
		StoredResponse replayed = replayed(claim("b"));
		assertThat(replayed).isEqualTo(response);
		assertThat(List.copyOf(replayed.headers().keySet())).isEqualTo(List.copyOf(response.headers().keySet()));
		assertThat(replayed.isReplayable()).isEqualTo(response.isReplayable());
		assertThat(store().complete(new Ownership(this.id, "x", 1), RESPONSE, TTL))
			.isEqualTo(new Settlement.Superseded(response));
	}

	static List<StoredResponse> responses() {
		byte[] every = new byte[256];
		for (int i = 0; i < every.length; i++) {
			every[i] = (byte) i;
		}
		byte[] large = new byte[1024 * 1024];
		new Random(1).nextBytes(large);
		Map<String, List<String>> many = new LinkedHashMap<>();
		for (int i = 200; i > 0; i--) {
			many.put("X-Header-" + i, List.of("value " + i));
		}
		return List.of(new StoredResponse(204, Map.of(), null), new StoredResponse(204, Map.of(), new byte[0]),
				new StoredResponse(200, Map.of("Location", List.of("/orders/1")), null),
				new StoredResponse(201, Map.of(), every), new StoredResponse(200, Map.of(), large),
				new StoredResponse(599, many, every),
				new StoredResponse(200, Map.of("X-Empty", List.of("")), new byte[1]),
				new StoredResponse(200, Map.of("Link", List.of("<a>; rel=\"b\", c", "", "<d>", "<d>")), new byte[1]),
				new StoredResponse(200, Map.of("X-Odd", List.of("'; DROP TABLE x; --\t\u0000\\ ä€\uD83D\uDE00")),
						every),
				new StoredResponse(200, Map.of("X-Large", List.of("v".repeat(100_000))), null));
	}

	@Test
	void forgottenRecordIsFreeForAnyRequest() {
		Ownership owned = own(claim("a"));
		assertThat(store().release(owned, Release.FORGET, TTL)).isEqualTo(DONE);
		assertThat(acquire(claim("b").fingerprint(OTHER_FINGERPRINT)).attempt()).isOne();
	}

	@Test
	void forgettingTwiceFindsNothing() {
		Ownership owned = own(claim("a"));
		store().release(owned, Release.FORGET, TTL);
		assertRefused(owned, GONE);
	}

	@Test
	void formerOwnerCannotForgetWhatCameAfter() {
		Ownership former = own(claim("a"));
		store().release(former, Release.FORGET, TTL);
		Acquisition.Acquired next = acquire(claim("b").fingerprint(OTHER_FINGERPRINT));
		Object before = contents(this.id);
		assertRefused(former, SUPERSEDED);
		assertUntouched(claim("b").fingerprint(OTHER_FINGERPRINT), next, before);
	}

	@Test
	void reopenedRecordIsFreeForTheSameRequest() {
		Ownership owned = own(claim("a"));
		assertThat(store().release(owned, Release.REOPEN, TTL)).isEqualTo(DONE);
		assertThat(outcome(claim("b").fingerprint(OTHER_FINGERPRINT))).isEqualTo(MISMATCH);
		assertThat(acquire(claim("b"))).isEqualTo(new Acquisition.Acquired(owned.fence() + 1, 1));
		assertBusy(claim("c"), LEASE);
	}

	@Test
	void reopeningTwiceIsDone() {
		Ownership owned = own(claim("a"));
		store().release(owned, Release.REOPEN, TTL);
		Object before = contents(this.id);
		assertThat(store().release(owned, Release.REOPEN, TTL)).isEqualTo(DONE);
		assertThat(contents(this.id)).isEqualTo(before);
		assertThat(acquire(claim("b"))).isEqualTo(new Acquisition.Acquired(owned.fence() + 1, 1));
	}

	@Test
	void reopenedRecordHasNoOwner() {
		Ownership owned = own(claim("a"));
		store().release(owned, Release.REOPEN, TTL);
		Object before = contents(this.id);
		assertThat(store().renew(owned, LEASE)).isFalse();
		assertThat(store().complete(owned, RESPONSE, TTL)).isEqualTo(SUPERSEDED);
		assertThat(store().release(owned, Release.FORGET, TTL)).isEqualTo(SUPERSEDED);
		assertThat(contents(this.id)).isEqualTo(before);
		Acquisition.Acquired next = acquire(claim("b"));
		assertThat(next).isEqualTo(new Acquisition.Acquired(owned.fence() + 1, 1));
		before = contents(this.id);
		assertRefused(owned, SUPERSEDED);
		assertUntouched(claim("b"), next, before);
	}

	@Test
	void attemptsBeginAnewInReopenedRecord() {
		acquire(claim("a"));
		advance(LEASE);
		Ownership second = own(claim("b"));
		store().release(second, Release.REOPEN, TTL);
		assertThat(acquire(claim("c"))).isEqualTo(new Acquisition.Acquired(second.fence() + 1, 1));
		advance(LEASE);
		assertThat(acquire(claim("d"))).isEqualTo(new Acquisition.Acquired(second.fence() + 2, 2));
	}

	@Test
	void reopenedRecordIsKeptForItsTtl() {
		Ownership owned = own(claim("a").ttl(LEASE));
		store().release(owned, Release.REOPEN, Duration.ofHours(1));
		advance(Duration.ofHours(1).minus(slack()));
		assertThat(outcome(claim("b").fingerprint(OTHER_FINGERPRINT))).isEqualTo(MISMATCH);
		advance(slack());
		assertThat(acquire(claim("b").fingerprint(OTHER_FINGERPRINT)).attempt()).isOne();
	}

	@Test
	void reopenedRecordIsKeptNoLongerThanItsTtl() {
		Ownership owned = own(claim("a"));
		store().release(owned, Release.REOPEN, Duration.ofMinutes(30));
		advance(Duration.ofMinutes(30));
		assertRefused(owned, GONE);
		assertThat(acquire(claim("b").fingerprint(OTHER_FINGERPRINT)).attempt()).isOne();
	}

	@Test
	void ownerReleasesAfterItsLeaseUntilSomebodyTakesOver() {
		Ownership owned = own(claim("a"));
		advance(LEASE.multipliedBy(2));
		assertThat(store().release(owned, Release.REOPEN, TTL)).isEqualTo(DONE);
		assertThat(acquire(claim("b"))).isEqualTo(new Acquisition.Acquired(owned.fence() + 1, 1));
	}

	@Test
	void anotherFingerprintIsMismatchInEveryState() {
		Claims other = claim("x").fingerprint(OTHER_FINGERPRINT);
		Ownership first = own(claim("a"));
		assertThat(outcome(other)).isEqualTo(MISMATCH);
		assertThat(outcome(claim("a").fingerprint(OTHER_FINGERPRINT))).isEqualTo(MISMATCH);
		advance(LEASE);
		assertThat(outcome(other)).isEqualTo(MISMATCH);
		store().release(first, Release.REOPEN, TTL);
		assertThat(outcome(other)).isEqualTo(MISMATCH);
		store().complete(own(claim("b")), RESPONSE, TTL);
		assertThat(outcome(other)).isEqualTo(MISMATCH);
		assertThat(replayed(claim("c"))).isEqualTo(RESPONSE);
	}

	@Test
	void recordInProgressLivesForItsTtl() {
		Ownership owned = own(claim("a").ttl(Duration.ofMinutes(10)));
		advance(Duration.ofMinutes(10).minus(slack()));
		assertThat(outcome(claim("b").fingerprint(OTHER_FINGERPRINT))).isEqualTo(MISMATCH);
		advance(slack());
		assertRefused(owned, GONE);
		assertThat(acquire(claim("b").fingerprint(OTHER_FINGERPRINT)).attempt()).isOne();
	}

	@Test
	void expiredRecordCountsNoAttempts() {
		acquire(claim("a").ttl(Duration.ofMinutes(10)));
		advance(LEASE);
		acquire(claim("b").ttl(Duration.ofMinutes(10)));
		advance(Duration.ofMinutes(10));
		assertThat(acquire(claim("c")).attempt()).isOne();
	}

	@Test
	void recordInProgressNeverLivesForLessThanItsLease() {
		Claims claim = claim("a").ttl(Duration.ofSeconds(1));
		Ownership owned = own(claim);
		advance(LEASE.minus(slack()));
		assertBusy(claim("b"), slack());
		assertThat(store().renew(owned, LEASE)).isTrue();
		advance(LEASE);
		assertRefused(owned, GONE);
		assertThat(acquire(claim("b").fingerprint(OTHER_FINGERPRINT)).attempt()).isOne();
	}

	@Test
	void answerIsKeptForItsTtlFromCompletion() {
		Ownership owned = own(claim("a").ttl(Duration.ofHours(1)));
		advance(Duration.ofMinutes(50));
		store().complete(owned, RESPONSE, Duration.ofHours(1));
		advance(Duration.ofHours(1).minus(slack()));
		assertThat(replayed(claim("b"))).isEqualTo(RESPONSE);
		advance(slack());
		assertThat(acquire(claim("b").fingerprint(OTHER_FINGERPRINT)).attempt()).isOne();
	}

	@Test
	void answerIsKeptNoLongerThanItsTtl() {
		Ownership owned = own(claim("a"));
		store().complete(owned, RESPONSE, Duration.ofMinutes(30));
		advance(Duration.ofMinutes(30));
		assertRefused(owned, GONE);
		assertThat(acquire(claim("a")).attempt()).isOne();
	}

	@Test
	void formerOwnerOfExpiredRecordCannotChangeWhatCameAfter() {
		Ownership former = own(claim("a"));
		store().complete(former, RESPONSE, Duration.ofMinutes(30));
		advance(Duration.ofMinutes(30));
		Acquisition.Acquired next = acquire(claim("b"));
		Object before = contents(this.id);
		assertRefused(former, SUPERSEDED);
		assertUntouched(claim("b"), next, before);
	}

	@Test
	void responseOfExpiredRecordIsNeverSeenAgain() {
		store().complete(own(claim("a")), RESPONSE, Duration.ofMinutes(30));
		advance(Duration.ofMinutes(30));
		Ownership next = own(claim("b"));
		assertThat(store().complete(new Ownership(this.id, "a", next.fence()), RESPONSE, TTL)).isEqualTo(SUPERSEDED);
		store().complete(next, new StoredResponse(204, Map.of(), null), TTL);
		assertThat(replayed(claim("c"))).isEqualTo(new StoredResponse(204, Map.of(), null));
	}

	@Test
	void timesMayBeLong() {
		Duration years = Duration.ofDays(3650);
		Ownership owned = own(claim("a").lease(years).ttl(years));
		advance(years.minusDays(1));
		assertBusy(claim("b"), Duration.ofDays(1));
		assertThat(store().renew(owned, years)).isTrue();
		store().complete(owned, RESPONSE, years);
		advance(years.minusDays(1));
		assertThat(replayed(claim("b"))).isEqualTo(RESPONSE);
	}

	@Test
	void outcomeOfCommittedEffectIsUnknownOnceItsLeaseIsOver() {
		Ownership owned = own(claim("a"));
		assumeTrue(commit(owned), "the store cannot mark effects as committed");
		assertBusy(claim("b"), LEASE);
		assertThat(outcome(claim("a"))).isEqualTo(new Acquisition.Acquired(owned.fence(), 1));
		assertThat(outcome(claim("b").fingerprint(OTHER_FINGERPRINT))).isEqualTo(MISMATCH);
		advance(LEASE);
		assertThat(outcome(claim("b"))).isEqualTo(UNKNOWN);
		assertThat(outcome(claim("b").fingerprint(OTHER_FINGERPRINT))).isEqualTo(MISMATCH);
		assertThat(outcome(claim("c"))).isEqualTo(UNKNOWN);
		assertThat(store().complete(owned, RESPONSE, TTL)).isEqualTo(DONE);
		assertThat(replayed(claim("b"))).isEqualTo(RESPONSE);
	}

	@Test
	void committedEffectIsRunAgainOnlyIfAskedTo() {
		Ownership owned = own(claim("a"));
		assumeTrue(commit(owned), "the store cannot mark effects as committed");
		assertBusy(claim("b").rerun(), LEASE);
		advance(LEASE);
		Acquisition.Acquired second = acquire(claim("b").rerun());
		assertThat(second).isEqualTo(new Acquisition.Acquired(owned.fence() + 1, 2));
		Object before = contents(this.id);
		assertRefused(owned, SUPERSEDED);
		assertUntouched(claim("b"), second, before);
	}

	@ParameterizedTest
	@EnumSource(Release.class)
	void releaseOfCommittedEffectEndsItsLease(Release release) {
		Ownership owned = own(claim("a"));
		assumeTrue(commit(owned), "the store cannot mark effects as committed");
		assertThat(store().release(owned, release, TTL)).isEqualTo(DONE);
		assertThat(store().release(owned, release, TTL)).isEqualTo(DONE);
		assertThat(outcome(claim("b"))).isEqualTo(UNKNOWN);
		assertThat(store().complete(owned, RESPONSE, TTL)).isEqualTo(DONE);
		assertThat(replayed(claim("b"))).isEqualTo(RESPONSE);
	}

	@Test
	void committedEffectIsRenewed() {
		Ownership owned = own(claim("a").ttl(LEASE));
		assumeTrue(commit(owned), "the store cannot mark effects as committed");
		advance(LEASE.minus(slack()));
		assertThat(store().renew(owned, LEASE)).isTrue();
		advance(LEASE.minus(slack()));
		assertBusy(claim("b"), slack());
	}

	@Test
	void supersededOwnerCannotCommit() {
		Ownership stale = own(claim("a"));
		advance(LEASE);
		Acquisition.Acquired second = acquire(claim("b"));
		Object before = contents(this.id);
		assumeTrue(commit(stale), "the store cannot mark effects as committed");
		assertUntouched(claim("b"), second, before);
	}

	@Test
	void purgeRemovesNothingThatLives() {
		Claims running = claim("a").ttl(LEASE);
		Ownership owned = own(running);
		Claims completed = claim("a").id(randomId());
		store().complete(own(completed), RESPONSE, Duration.ofHours(1));
		Claims reopened = claim("a").id(randomId());
		store().release(own(reopened), Release.REOPEN, Duration.ofHours(1));
		advance(LEASE.minus(slack()));
		store().renew(owned, LEASE);
		advance(LEASE.minus(slack()));
		purge();
		assertBusy(claim("b"), slack());
		assertThat(replayed(claim("b").id(completed.id()))).isEqualTo(RESPONSE);
		assertThat(outcome(claim("b").id(reopened.id()).fingerprint(OTHER_FINGERPRINT))).isEqualTo(MISMATCH);
	}

	@Test
	void purgeComesToItsEnd() {
		for (int i = 0; i < 20; i++) {
			Ownership owned = own(claim("a").id(randomId()));
			store().complete(owned, RESPONSE, Duration.ofMinutes(1));
		}
		advance(Duration.ofMinutes(1));
		purge();
		assertThat(store().purge()).isZero();
	}

	@Test
	void randomSequencesGoAsSpecified() {
		long seed = Long.getLong("errata.seed", 20261121);
		boolean committing = commit(new Ownership(randomId(), "nobody", 1));
		RandomSequence.Subject subject = new RandomSequence.Subject(store(), this::advance, this::commit,
				IdempotencyStoreContract::randomId);
		Random random = new Random(seed);
		for (int i = 0; i < 100; i++) {
			RandomSequence sequence = RandomSequence.of(random, 40, committing);
			if (sequence.run(subject) != null) {
				RandomSequence shrunk = sequence.shrink(subject);
				fail("Sequence %d of seed %d, shrunk (owner, fingerprint and times count), %s:%s", i, seed,
						shrunk.run(subject), shrunk);
			}
		}
	}

	private void purge() {
		for (int i = 0; i < 1000 && store().purge() > 0; i++) {
			assertThat(i).isLessThan(999);
		}
	}

	private Claims claim(String owner) {
		return new Claims(this.id, FINGERPRINT, owner, LEASE, TTL, false);
	}

	private Acquisition outcome(Claims claim) {
		return store().claim(claim.claim());
	}

	private Acquisition.Acquired acquire(Claims claim) {
		Acquisition acquisition = outcome(claim);
		assertThat(acquisition).isInstanceOf(Acquisition.Acquired.class);
		return (Acquisition.Acquired) acquisition;
	}

	private Ownership own(Claims claim) {
		return claim.ownership(acquire(claim));
	}

	private StoredResponse replayed(Claims claim) {
		Acquisition acquisition = outcome(claim);
		assertThat(acquisition).isInstanceOf(Acquisition.Replay.class);
		return ((Acquisition.Replay) acquisition).response();
	}

	private void assertBusy(Claims claim, Duration leaseLeft) {
		Acquisition acquisition = outcome(claim);
		assertThat(acquisition).isInstanceOf(Acquisition.Busy.class);
		assertThat(((Acquisition.Busy) acquisition).leaseLeft()).isPositive()
			.isGreaterThan(leaseLeft.minus(slack()))
			.isLessThanOrEqualTo(leaseLeft);
	}

	private void assertRefused(Ownership ownership, Settlement expected) {
		assertThat(store().renew(ownership, Duration.ofHours(9))).isFalse();
		assertThat(store().complete(ownership, response("stale"), Duration.ofHours(9))).isEqualTo(expected);
		assertThat(store().release(ownership, Release.REOPEN, Duration.ofHours(9))).isEqualTo(expected);
		assertThat(store().release(ownership, Release.FORGET, Duration.ofHours(9))).isEqualTo(expected);
	}

	private void assertUntouched(Claims owner, Acquisition.Acquired acquired, Object before) {
		assertThat(contents(owner.id())).isEqualTo(before);
		assertThat(outcome(owner)).isEqualTo(acquired);
		assertBusy(owner.owner("x"), LEASE);
		advance(LEASE);
		Acquisition.Acquired next = acquire(owner.owner("x"));
		assertThat(next).isEqualTo(new Acquisition.Acquired(acquired.fence() + 1, acquired.attempt() + 1));
		assertThat(store().complete(owner.owner("x").ownership(next), RESPONSE, TTL)).isEqualTo(DONE);
	}

	private static Acquisition.Acquired assertOneWinner(List<Acquisition> outcomes, int attempt) {
		List<Acquisition> winners = outcomes.stream().filter(Acquisition.Acquired.class::isInstance).toList();
		assertThat(winners).hasSize(1);
		assertThat(outcomes).filteredOn(Acquisition.Busy.class::isInstance).hasSize(outcomes.size() - 1);
		Acquisition.Acquired winner = (Acquisition.Acquired) winners.get(0);
		assertThat(winner.attempt()).isEqualTo(attempt);
		return winner;
	}

	private static <T> List<T> race(int threads, IntFunction<Callable<T>> runners) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			CyclicBarrier start = new CyclicBarrier(threads);
			List<Future<T>> futures = new ArrayList<>();
			for (int i = 0; i < threads; i++) {
				Callable<T> runner = runners.apply(i);
				futures.add(executor.submit(() -> {
					start.await(30, TimeUnit.SECONDS);
					return runner.call();
				}));
			}
			List<T> outcomes = new ArrayList<>();
			for (Future<T> future : futures) {
				outcomes.add(future.get(60, TimeUnit.SECONDS));
			}
			return outcomes;
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("A call in a race has failed", ex.getCause());
		}
		finally {
			executor.shutdownNow();
		}
	}

	private static Digest randomId() {
		UUID first = UUID.randomUUID();
		UUID second = UUID.randomUUID();
		return Digest.of(ByteBuffer.allocate(32)
			.putLong(first.getMostSignificantBits())
			.putLong(first.getLeastSignificantBits())
			.putLong(second.getMostSignificantBits())
			.putLong(second.getLeastSignificantBits())
			.array());
	}

	private static Digest digest(int content) {
		byte[] bytes = new byte[33];
		bytes[32] = (byte) content;
		return Digest.of(bytes);
	}

	private static StoredResponse response(String body) {
		return new StoredResponse(200, Map.of("Content-Type", List.of("application/json")),
				body.getBytes(StandardCharsets.UTF_8));
	}

	private record Claims(Digest id, Digest fingerprint, String owner, Duration lease, Duration ttl, boolean again) {

		private Claims id(Digest id) {
			return new Claims(id, this.fingerprint, this.owner, this.lease, this.ttl, this.again);
		}

		private Claims fingerprint(Digest fingerprint) {
			return new Claims(this.id, fingerprint, this.owner, this.lease, this.ttl, this.again);
		}

		private Claims owner(String owner) {
			return new Claims(this.id, this.fingerprint, owner, this.lease, this.ttl, this.again);
		}

		private Claims lease(Duration lease) {
			return new Claims(this.id, this.fingerprint, this.owner, lease, this.ttl, this.again);
		}

		private Claims ttl(Duration ttl) {
			return new Claims(this.id, this.fingerprint, this.owner, this.lease, ttl, this.again);
		}

		private Claims rerun() {
			return new Claims(this.id, this.fingerprint, this.owner, this.lease, this.ttl, true);
		}

		private Claim claim() {
			return new Claim(this.id, this.fingerprint, this.owner, "caller", this.lease, this.ttl, this.again);
		}

		private Ownership ownership(Acquisition.Acquired acquired) {
			return claim().ownership(acquired.fence());
		}

	}

}
