package dev.errata.quota;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Quotas}.
 */
@ExtendWith(OutputCaptureExtension.class)
class QuotasTests {

	private static final String TROUBLE = "Responses are sent without quota headers";

	@Test
	void providerThatIsAlwaysLateIsToldOnce(CapturedOutput output) {
		Late provider = new Late();
		try (Quotas quotas = new Quotas(List.of(provider))) {
			for (int i = 0; i < 20; i++) {
				assertThat(quotas.of(new Request(), Duration.ofMillis(5))).isEmpty();
				provider.release();
			}
		}
		assertThat(output).containsOnlyOnce(TROUBLE);
	}

	@Test
	void troubleIsToldAgainOnceAllWasWell(CapturedOutput output) {
		boolean[] fails = { true };
		try (Quotas quotas = new Quotas(List.of((request) -> {
			if (fails[0]) {
				throw new IllegalStateException("down");
			}
			return List.of(Quota.of("daily", 1, 2));
		}))) {
			assertThat(quotas.of(new Request(), Duration.ZERO)).isEmpty();
			assertThat(quotas.of(new Request(), Duration.ZERO)).isEmpty();
			assertThat(output).containsOnlyOnce(TROUBLE);
			fails[0] = false;
			assertThat(quotas.of(new Request(), Duration.ZERO)).hasSize(1);
			fails[0] = true;
			assertThat(quotas.of(new Request(), Duration.ZERO)).isEmpty();
			assertThat(output.toString().split(TROUBLE, -1)).hasSize(3);
		}
	}

	@Test
	void requestsAtOnceAreAskedForAtOnce() throws Exception {
		CyclicBarrier barrier = new CyclicBarrier(32);
		QuotaProvider provider = (request) -> {
			try {
				barrier.await(10, TimeUnit.SECONDS);
				return List.of(Quota.of("daily", 1, 2));
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		};
		ExecutorService callers = Executors.newCachedThreadPool();
		try (Quotas quotas = new Quotas(List.of(provider))) {
			List<Callable<List<Quota>>> calls = Collections.nCopies(64,
					() -> quotas.of(new Request(), Duration.ofSeconds(10)));
			for (Future<List<Quota>> told : callers.invokeAll(calls)) {
				assertThat(told.get()).hasSize(1);
			}
		}
		finally {
			callers.shutdown();
		}
	}

	/**
	 * Answers when it is let, whatever comes, and nobody waits any more.
	 */
	private static final class Late implements QuotaProvider {

		private volatile CountDownLatch latch = new CountDownLatch(1);

		@Override
		public List<Quota> quotasOf(QuotaRequest request) {
			CountDownLatch latch = this.latch;
			while (latch.getCount() > 0) {
				try {
					latch.await();
				}
				catch (InterruptedException ex) {
					// late all the same
				}
			}
			return List.of();
		}

		void release() {
			CountDownLatch latch = this.latch;
			this.latch = new CountDownLatch(1);
			latch.countDown();
		}

	}

	private static final class Request implements QuotaRequest {

		@Override
		public String contract() {
			return "default";
		}

		@Override
		public String method() {
			return "GET";
		}

		@Override
		public String path() {
			return "/";
		}

		@Override
		public @Nullable String header(String name) {
			return null;
		}

		@Override
		public @Nullable Object attribute(String name) {
			return null;
		}

	}

}
