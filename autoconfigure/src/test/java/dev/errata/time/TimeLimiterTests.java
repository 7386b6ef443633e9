package dev.errata.time;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TimeLimiter}.
 */
class TimeLimiterTests {

	private static final Duration LONG = Duration.ofSeconds(10);

	/** Enough for a call to begin on a busy machine. */
	private static final Duration SHORT = Duration.ofMillis(500);

	private final BlockingQueue<String> late = new LinkedBlockingQueue<>();

	private final CountDownLatch release = new CountDownLatch(1);

	private String hang() throws InterruptedException {
		this.release.await();
		return "late";
	}

	@Test
	void resultInTime() throws Exception {
		try (TimeLimiter limiter = new TimeLimiter("test", 1, false)) {
			assertThat(limiter.call(() -> Thread.currentThread().getName(), LONG, this.late::add)).startsWith("test-");
			assertThat(limiter.call(() -> "next", LONG, this.late::add)).isEqualTo("next");
		}
		assertThat(this.late).isEmpty();
	}

	@Test
	void threadsAreNoMoreThanCallsThatAreAllowed() throws Exception {
		Set<String> threads = ConcurrentHashMap.newKeySet();
		ExecutorService callers = Executors.newFixedThreadPool(12);
		try (TimeLimiter limiter = new TimeLimiter("test", 3, false)) {
			List<Future<?>> calls = new ArrayList<>();
			for (int i = 0; i < 3000; i++) {
				calls.add(callers
					.submit(() -> limiter.call(() -> threads.add(Thread.currentThread().getName()), LONG, (name) -> {
					})));
			}
			for (Future<?> call : calls) {
				call.get();
			}
		}
		finally {
			callers.shutdownNow();
		}
		assertThat(threads).hasSizeBetween(1, 3);
	}

	@Test
	void failureOfTheCall() {
		try (TimeLimiter limiter = new TimeLimiter("test", 1, false)) {
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> limiter.call(() -> {
				throw new IllegalStateException("down");
			}, LONG, this.late::add)).withMessageContaining("down");
		}
	}

	@Test
	void lateResultIsHandedOver() throws Exception {
		try (TimeLimiter limiter = new TimeLimiter("test", 1, false)) {
			assertThatExceptionOfType(TimeoutException.class)
				.isThrownBy(() -> limiter.call(this::hang, SHORT, this.late::add));
			this.release.countDown();
			assertThat(this.late.poll(10, TimeUnit.SECONDS)).isEqualTo("late");
			// the hand-over belongs to the call: it is under way for a moment more
			Awaitility.await()
				.ignoreExceptions()
				.until(() -> limiter.call(() -> "next", LONG, this.late::add).equals("next"));
		}
	}

	@Test
	void nobodyWaitsWhileAllCallsAreOverdue() {
		try (TimeLimiter limiter = new TimeLimiter("test", 2, false)) {
			for (int i = 0; i < 2; i++) {
				assertThatExceptionOfType(TimeoutException.class)
					.isThrownBy(() -> limiter.call(this::hang, SHORT, this.late::add));
			}
			// would wait for longer than the test may take
			assertThatExceptionOfType(RejectedExecutionException.class)
				.isThrownBy(() -> limiter.call(() -> "never", Duration.ofDays(1), this.late::add));
			this.release.countDown();
			Awaitility.await()
				.ignoreExceptions()
				.until(() -> limiter.call(() -> "again", LONG, this.late::add).equals("again"));
		}
	}

	@Test
	void overdueCallIsInterruptedWhereAskedFor() {
		AtomicBoolean interrupted = new AtomicBoolean();
		try (TimeLimiter limiter = new TimeLimiter("test", 1, true)) {
			assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> limiter.call(() -> {
				try {
					return hang();
				}
				catch (InterruptedException ex) {
					interrupted.set(true);
					throw ex;
				}
			}, SHORT, this.late::add));
			Awaitility.await().untilTrue(interrupted);
		}
	}

	@Test
	void callerThatIsInterruptedWaitsNoLonger() {
		try (TimeLimiter limiter = new TimeLimiter("test", 1, false)) {
			Thread.currentThread().interrupt();
			assertThatExceptionOfType(InterruptedException.class)
				.isThrownBy(() -> limiter.call(this::hang, LONG, this.late::add));
		}
	}

	@Test
	void noThreadAfterTheEnd() {
		TimeLimiter limiter = new TimeLimiter("test", 1, false);
		limiter.close();
		for (int i = 0; i < 2; i++) {
			assertThatExceptionOfType(RejectedExecutionException.class)
				.isThrownBy(() -> limiter.call(() -> "never", LONG, this.late::add));
		}
	}

}
