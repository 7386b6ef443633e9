package dev.errata.idempotency;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.errata.contract.Contract;
import dev.errata.contract.ContractAutoConfiguration;
import dev.errata.contract.Contracts;
import dev.errata.error.ErrorCodeException;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link IdempotencyGuard} with stores that are slow, broken or lose replies.
 */
class IdempotencyGuardTests {

	private static final StoredResponse ANSWER = new StoredResponse(201, Map.of("X", List.of("1")), new byte[] { 1 });

	private static final StoredResponse OTHER = new StoredResponse(200, Map.of(), new byte[] { 2 });

	private final FaultyStore store = new FaultyStore();

	private final List<IdempotencyOutcome> outcomes = new CopyOnWriteArrayList<>();

	private final AtomicInteger fenced = new AtomicInteger();

	private final AtomicInteger takenOver = new AtomicInteger();

	private final List<AutoCloseable> guards = new ArrayList<>();

	private Contract contract;

	@BeforeEach
	void createContract() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ContractAutoConfiguration.class))
			.run((context) -> this.contract = context.getBean(Contracts.class).all().get(0));
	}

	@AfterEach
	void close() throws Exception {
		this.store.hang.countDown();
		for (AutoCloseable guard : this.guards) {
			guard.close();
		}
	}

	private IdempotencyGuard guard(String... properties) {
		return guard(new IdempotencyListener() {

			@Override
			public void onRequest(IdempotencyOutcome outcome) {
				IdempotencyGuardTests.this.outcomes.add(outcome);
			}

			@Override
			public void onFenced() {
				IdempotencyGuardTests.this.fenced.incrementAndGet();
			}

			@Override
			public void onTakenOver() {
				IdempotencyGuardTests.this.takenOver.incrementAndGet();
			}

		}, properties);
	}

	private IdempotencyGuard guard(IdempotencyListener listener, String... properties) {
		MapConfigurationPropertySource source = new MapConfigurationPropertySource();
		for (String property : properties) {
			source.put("errata.idempotency." + property.split("=")[0], property.split("=")[1]);
		}
		IdempotencyProperties bound = new Binder(source).bindOrCreate("errata.idempotency",
				IdempotencyProperties.class);
		IdempotencyGuard guard = new IdempotencyGuard(new TimeLimitedStore(this.store, bound.storeTimeout()), bound,
				"test", List.of(listener));
		this.guards.add(guard);
		return guard;
	}

	private static IdempotencyPolicy policy(Duration lease) {
		return RunningClaims.policy(Duration.ofHours(1), lease);
	}

	private IdempotencyDecision admit(IdempotencyGuard guard) {
		return admit(guard, Duration.ofSeconds(30));
	}

	private IdempotencyDecision admit(IdempotencyGuard guard, Duration lease) {
		return guard.admit(new IdempotencyKey("k"), this.contract, new Caller("someone", "someone"),
				new Fingerprint().add("x").toDigest(), policy(lease));
	}

	private RunningClaim run(IdempotencyGuard guard) {
		return ((IdempotencyDecision.Run) admit(guard)).claim();
	}

	@Test
	void brokenStoreRefuses() {
		this.store.failing = true;
		IdempotencyGuard guard = guard();
		assertThatExceptionOfType(ErrorCodeException.class).isThrownBy(() -> admit(guard))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo("idempotency_store_unavailable"));
		assertThat(this.outcomes).containsExactly(IdempotencyOutcome.STORE_UNAVAILABLE);
	}

	@Test
	void brokenStoreIsPassedByWhereAskedTo() {
		this.store.failing = true;
		assertThat(admit(guard("on-store-failure=proceed"))).isInstanceOf(IdempotencyDecision.Unprotected.class);
		assertThat(this.outcomes).containsExactly(IdempotencyOutcome.UNPROTECTED);
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void brokenStoreIsSaidOnce(CapturedOutput output) {
		this.store.failing = true;
		IdempotencyGuard guard = guard("on-store-failure=proceed");
		for (int i = 0; i < 20; i++) {
			admit(guard);
		}
		assertThat(output.toString().split("requests run without protection", -1)).hasSize(2);
		assertThat(this.outcomes).hasSize(20);
	}

	@Test
	void brokenListenerHoldsNoClaim() {
		IdempotencyGuard guard = guard(new IdempotencyListener() {

			@Override
			public void onRequest(IdempotencyOutcome outcome) {
				throw new IllegalStateException("broken");
			}

		});
		RunningClaim claim = run(guard);
		assertThat(guard.settle(claim, KeyDisposition.KEEP, ANSWER)).isNull();
		assertThat(admit(guard)).isEqualTo(new IdempotencyDecision.Resend(ANSWER));
	}

	@Test
	void requestThatOutlivesTheGuardIsAnswered() {
		IdempotencyGuard guard = guard();
		RunningClaim claim = run(guard);
		guard.close();
		assertThat(guard.settle(claim, KeyDisposition.KEEP, ANSWER)).isNull();
	}

	@Test
	void claimRunsAlsoWhenLeasesAreRenewedNoMore() {
		LeaseRenewal leases = new LeaseRenewal(this.store.newMemory());
		leases.close();
		assertThatNoException().isThrownBy(() -> leases.start(run(guard())));
	}

	@Test
	void answerThatCannotBeStoredIsRefusedWhereAskedTo() {
		IdempotencyGuard guard = guard("on-unstored-answer=refuse");
		RunningClaim claim = run(guard);
		this.store.failing = true;
		assertThatExceptionOfType(ErrorCodeException.class)
			.isThrownBy(() -> guard.settle(claim, KeyDisposition.KEEP, ANSWER))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo("idempotency_store_unavailable"));
		assertThat(guard.pending()).isOne();
		this.store.failing = false;
		Awaitility.await()
			.ignoreExceptions()
			.untilAsserted(() -> assertThat(admit(guard)).isEqualTo(new IdempotencyDecision.Resend(ANSWER)));
		Awaitility.await().until(() -> guard.pending() == 0);
	}

	@Test
	void answerThatIsNotKeptIsSentWithoutTheStore() {
		IdempotencyGuard guard = guard("on-unstored-answer=refuse");
		RunningClaim claim = run(guard);
		this.store.failing = true;
		assertThat(guard.settle(claim, KeyDisposition.REOPEN, ANSWER)).isNull();
	}

	@Test
	void oldestRequestIsTold() throws Exception {
		IdempotencyGuard guard = guard();
		assertThat(guard.oldest()).isZero();
		RunningClaim claim = run(guard);
		Awaitility.await().until(() -> guard.oldest().toMillis() >= 5);
		guard.settle(claim, KeyDisposition.KEEP, ANSWER);
		assertThat(guard.oldest()).isZero();
	}

	@Test
	void overdueCallsAreCounted() {
		this.store.hanging = true;
		IdempotencyGuard guard = guard("store-timeout=50ms");
		assertThatExceptionOfType(ErrorCodeException.class).isThrownBy(() -> admit(guard));
		assertThat(guard.overdue()).isOne();
		this.store.hang.countDown();
		Awaitility.await().until(() -> guard.overdue() == 0);
	}

	@Test
	void slowStoreRefusesInTimeAndALateClaimIsGivenBack() {
		this.store.hanging = true;
		IdempotencyGuard guard = guard("store-timeout=100ms");
		long begin = System.nanoTime();
		assertThatExceptionOfType(ErrorCodeException.class).isThrownBy(() -> admit(guard))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo("idempotency_store_unavailable"));
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
		this.store.hanging = false;
		this.store.hang.countDown();
		Awaitility.await().untilAsserted(() -> assertThat(this.store.calls).containsExactly("claim", "release REOPEN"));
		assertThat(admit(guard)).isInstanceOf(IdempotencyDecision.Run.class);
	}

	@Test
	void answerThatCannotBeStoredIsSentAndStoredLater() {
		IdempotencyGuard guard = guard();
		RunningClaim claim = run(guard);
		this.store.failing = true;
		assertThat(guard.settle(claim, KeyDisposition.KEEP, ANSWER)).isNull();
		assertThat(guard.running()).isZero();
		this.store.failing = false;
		Awaitility.await()
			.ignoreExceptionsInstanceOf(ErrorCodeException.class)
			.untilAsserted(() -> assertThat(admit(guard)).isEqualTo(new IdempotencyDecision.Resend(ANSWER)));
	}

	@Test
	void answerThatWaitsForTheStoreIsTriedOnceMoreAtTheEnd() {
		IdempotencyGuard guard = guard();
		RunningClaim claim = run(guard);
		this.store.failing = true;
		guard.settle(claim, KeyDisposition.KEEP, ANSWER);
		Awaitility.await().until(() -> this.store.failures.get() > 4);
		this.store.failing = false;
		ShutdownFlush lastTry = new ShutdownFlush(guard);
		// before connections to Redis stop
		assertThat(lastTry.getPhase()).isPositive();
		lastTry.stop();
		assertThat(admit(guard)).isEqualTo(new IdempotencyDecision.Resend(ANSWER));
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void answerThatTheStoreNeverTakesIsSaid(CapturedOutput output) {
		IdempotencyGuard guard = guard();
		RunningClaim claim = run(guard);
		this.store.failing = true;
		guard.settle(claim, KeyDisposition.KEEP, ANSWER);
		guard.close();
		assertThat(output).contains("could not be stored, and will not be");
	}

	@Test
	void leaseIsRenewedWhileTheRequestRuns() {
		IdempotencyGuard guard = guard();
		RunningClaim claim = ((IdempotencyDecision.Run) admit(guard, Duration.ofMillis(60))).claim();
		Awaitility.await().untilAsserted(() -> assertThat(this.store.renewals.get()).isGreaterThan(3));
		guard.settle(claim, KeyDisposition.KEEP, ANSWER);
		int renewals = this.store.renewals.get();
		Awaitility.await().during(Duration.ofMillis(200)).until(() -> this.store.renewals.get() <= renewals + 1);
	}

	@Test
	void requestThatWasOvertakenAnswersAsTheOther() {
		IdempotencyGuard guard = guard();
		RunningClaim stale = run(guard);
		this.store.leasesAreOver();
		RunningClaim next = run(guard);
		assertThat(next.attempt()).isEqualTo(2);
		assertThat(this.takenOver).hasValue(1);
		assertThat(guard.settle(next, KeyDisposition.KEEP, OTHER)).isNull();
		assertThat(guard.settle(stale, KeyDisposition.KEEP, ANSWER)).isEqualTo(OTHER);
		assertThat(this.fenced).hasValue(1);
		assertThat(admit(guard)).isEqualTo(new IdempotencyDecision.Resend(OTHER));
	}

	@Test
	void requestThatWasOvertakenWaitsForTheOther() throws Exception {
		IdempotencyGuard guard = guard();
		RunningClaim stale = run(guard);
		this.store.leasesAreOver();
		RunningClaim next = run(guard);
		Thread thread = new Thread(() -> {
			Awaitility.await().until(() -> this.store.calls.contains("release REOPEN"));
			guard.settle(next, KeyDisposition.KEEP, OTHER);
		});
		thread.start();
		assertThat(guard.abandon(stale)).isEqualTo(OTHER);
		thread.join();
	}

	@Test
	void requestThatWasOvertakenByARunningOneIsInProgress() {
		IdempotencyGuard guard = guard("store-timeout=200ms");
		RunningClaim stale = run(guard);
		this.store.leasesAreOver();
		run(guard);
		assertThatExceptionOfType(ErrorCodeException.class)
			.isThrownBy(() -> guard.settle(stale, KeyDisposition.KEEP, ANSWER))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo("idempotency_in_progress"));
	}

	@Test
	void committedEffectIsKeptWhateverItsAnswer() {
		IdempotencyGuard guard = guard();
		RunningClaim claim = run(guard);
		claim.effectCommitted();
		guard.settle(claim, KeyDisposition.REOPEN, ANSWER);
		assertThat(admit(guard)).isEqualTo(new IdempotencyDecision.Resend(ANSWER));
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void answerIsStoredAlsoWhereTheStoreHasLostItsClaim(CapturedOutput output) {
		IdempotencyGuard guard = guard();
		guard.abandon(run(guard));
		RunningClaim claim = run(guard);
		assertThat(claim.ownership().fence()).isEqualTo(2);
		this.store.forgetAll();
		assertThat(guard.settle(claim, KeyDisposition.KEEP, ANSWER)).isNull();
		assertThat(admit(guard)).isEqualTo(new IdempotencyDecision.Resend(ANSWER));
		assertThat(output).contains("has lost a claim while its request ran");
	}

	@Test
	void answerIsStoredLaterAlsoWhereTheStoreCameBackEmpty() {
		IdempotencyGuard guard = guard();
		RunningClaim claim = run(guard);
		this.store.failing = true;
		assertThat(guard.settle(claim, KeyDisposition.KEEP, ANSWER)).isNull();
		this.store.forgetAll();
		this.store.failing = false;
		Awaitility.await().until(() -> this.store.calls.contains("complete 201"));
		Awaitility.await().until(() -> this.store.memory.counts().get("completed") == 1);
		assertThat(admit(guard)).isEqualTo(new IdempotencyDecision.Resend(ANSWER));
	}

	@Test
	void answerOfAnotherRequestUnderTheKeyIsNoneOfThisOne() {
		IdempotencyGuard guard = guard();
		RunningClaim claim = run(guard);
		this.store.forgetAll();
		IdempotencyDecision other = guard.admit(new IdempotencyKey("k"), this.contract,
				new Caller("someone", "someone"), new Fingerprint().add("y").toDigest(),
				policy(Duration.ofSeconds(30)));
		guard.settle(((IdempotencyDecision.Run) other).claim(), KeyDisposition.KEEP, OTHER);
		assertThat(guard.settle(claim, KeyDisposition.KEEP, ANSWER)).isNull();
	}

	@Test
	void lostClaimThatAnotherRequestHasNowIsLeftToIt() {
		IdempotencyGuard guard = guard("store-timeout=200ms");
		RunningClaim claim = run(guard);
		this.store.forgetAll();
		RunningClaim next = run(guard);
		assertThatExceptionOfType(ErrorCodeException.class)
			.isThrownBy(() -> guard.settle(claim, KeyDisposition.KEEP, ANSWER))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo("idempotency_in_progress"));
		guard.settle(next, KeyDisposition.KEEP, OTHER);
		assertThat(admit(guard)).isEqualTo(new IdempotencyDecision.Resend(OTHER));
	}

	@Test
	void answerWithoutBodyIsNotReplayed() {
		IdempotencyGuard guard = guard();
		guard.settle(run(guard), KeyDisposition.KEEP, new StoredResponse(200, Map.of(), null));
		assertThatExceptionOfType(ErrorCodeException.class).isThrownBy(() -> admit(guard))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo("idempotency_response_not_replayable"));
	}

	@Test
	void manyHangingCallsAreRefusedInTime() {
		this.store.hanging = true;
		assertThat(refusals(guard("store-timeout=1s"), 160)).isEqualTo(160);
	}

	@Test
	void callsBehindManyHangingOnesDoNotWait() {
		this.store.hanging = true;
		IdempotencyGuard guard = guard("store-timeout=1s");
		assertThat(refusals(guard, 128)).isEqualTo(128);
		long begin = System.nanoTime();
		assertThatExceptionOfType(ErrorCodeException.class).isThrownBy(() -> admit(guard));
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(500));
	}

	@Test
	void manyCallsAtOnceAllGetTheirTurn() {
		this.store.hanging = true;
		IdempotencyGuard guard = guard("store-timeout=20s");
		CompletableFuture<Integer> refusals = CompletableFuture.supplyAsync(() -> refusals(guard, 400));
		Awaitility.await().until(() -> this.store.waiting.get() == 128);
		this.store.hang.countDown();
		assertThat(refusals).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(0);
	}

	/**
	 * Return how many of so many requests at once are refused for want of the store.
	 */
	private int refusals(IdempotencyGuard guard, int requests) {
		AtomicInteger refused = new AtomicInteger();
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < requests; i++) {
			Thread thread = new Thread(() -> {
				try {
					admit(guard);
				}
				catch (ErrorCodeException ex) {
					if (ex.code().equals("idempotency_store_unavailable")) {
						refused.incrementAndGet();
					}
				}
			});
			threads.add(thread);
			thread.start();
		}
		threads.forEach(IdempotencyGuardTests::join);
		return refused.get();
	}

	private static void join(Thread thread) {
		try {
			thread.join(TimeUnit.SECONDS.toMillis(20));
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A store in memory that fails, hangs and forgets when told to.
	 */
	private static final class FaultyStore implements IdempotencyStore {

		private final Clock system = Clock.systemUTC();

		private volatile Duration offset = Duration.ZERO;

		private volatile MemoryIdempotencyStore memory = newMemory();

		private final List<String> calls = new CopyOnWriteArrayList<>();

		private final AtomicInteger renewals = new AtomicInteger();

		private final CountDownLatch hang = new CountDownLatch(1);

		private final AtomicInteger failures = new AtomicInteger();

		private volatile boolean failing;

		private volatile boolean hanging;

		private final AtomicInteger waiting = new AtomicInteger();

		private MemoryIdempotencyStore newMemory() {
			return new MemoryIdempotencyStore(() -> this.system.instant().plus(this.offset), 1000, 1_000_000);
		}

		void leasesAreOver() {
			this.offset = this.offset.plusSeconds(31);
		}

		void forgetAll() {
			this.memory = newMemory();
		}

		private void step(@Nullable String call) {
			if (this.hanging) {
				this.waiting.incrementAndGet();
				try {
					this.hang.await();
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
			}
			if (this.failing) {
				this.failures.incrementAndGet();
				throw new IllegalStateException("broken");
			}
			if (call != null) {
				this.calls.add(call);
			}
		}

		@Override
		public Acquisition claim(Claim claim) {
			step("claim");
			return this.memory.claim(claim);
		}

		@Override
		public boolean renew(Ownership ownership, Duration lease) {
			step(null);
			this.renewals.incrementAndGet();
			return this.memory.renew(ownership, lease);
		}

		@Override
		public Settlement complete(Ownership ownership, StoredResponse response, Duration ttl) {
			step("complete " + response.status());
			return this.memory.complete(ownership, response, ttl);
		}

		@Override
		public Settlement release(Ownership ownership, Release release, Duration ttl) {
			step("release " + release);
			return this.memory.release(ownership, release, ttl);
		}

	}

}
