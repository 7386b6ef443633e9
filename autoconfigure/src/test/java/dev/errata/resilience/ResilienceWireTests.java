package dev.errata.resilience;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Service;
import dev.errata.wire.WireTests;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlinx.coroutines.BuildersKt;
import kotlinx.coroutines.DelayKt;
import kotlinx.coroutines.TimeoutKt;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.resilience.annotation.ConcurrencyLimit;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Row.row;

/**
 * What the guards of a service answer: limits, circuit breakers, retries and time-outs.
 */
class ResilienceWireTests extends EveryStackTests {

	@Override
	protected Service start(Service.Container container) {
		return Service.start(container, false, List.of(Application.class), SHORT_ENVELOPE);
	}

	@TestFactory
	Stream<DynamicTest> guards() {
		return table(row(get("/guard/rate")).is(429, "too_many_requests"),
				row(get("/guard/circuit")).is(503, "service_unavailable"),
				row(get("/guard/bulkhead")).is(503, "concurrency_limit"),
				row(get("/guard/limit")).is(503, "concurrency_limit"),
				row(get("/guard/retry")).is(409, "concurrent_update"),
				row(get("/guard/retry-unknown")).is(500, "internal_error"),
				row(get("/guard/coroutine")).is(504, "timeout"));
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@EnableResilientMethods
	@Import({ FineController.class, GuardController.class, LimitedService.class })
	static class Application {

	}

	@RestController
	static class GuardController {

		private final LimitedService limited;

		GuardController(LimitedService limited) {
			this.limited = limited;
		}

		@GetMapping("/guard/rate")
		void rate() {
			RateLimiter limiter = RateLimiter.of("rate",
					RateLimiterConfig.custom()
						.limitForPeriod(1)
						.limitRefreshPeriod(Duration.ofHours(1))
						.timeoutDuration(Duration.ZERO)
						.build());
			limiter.executeRunnable(() -> limiter.executeRunnable(() -> {
			}));
		}

		@GetMapping("/guard/circuit")
		void circuit() {
			CircuitBreaker breaker = CircuitBreaker.ofDefaults("circuit");
			breaker.transitionToOpenState();
			breaker.executeRunnable(() -> {
			});
		}

		@GetMapping("/guard/bulkhead")
		void bulkhead() {
			Bulkhead bulkhead = Bulkhead.of("bulkhead",
					BulkheadConfig.custom().maxConcurrentCalls(1).maxWaitDuration(Duration.ZERO).build());
			bulkhead.executeRunnable(() -> bulkhead.executeRunnable(() -> {
			}));
		}

		@GetMapping("/guard/limit")
		void limit() throws Exception {
			CountDownLatch inside = new CountDownLatch(1);
			CountDownLatch done = new CountDownLatch(1);
			Thread other = new Thread(() -> this.limited.call(inside, done));
			other.start();
			inside.await(5, TimeUnit.SECONDS);
			try {
				this.limited.call(new CountDownLatch(1), new CountDownLatch(0));
			}
			finally {
				done.countDown();
				other.join();
			}
		}

		@GetMapping("/guard/retry")
		void retry() throws RetryException {
			new RetryTemplate(RetryPolicy.builder().maxRetries(1).delay(Duration.ZERO).build()).execute(() -> {
				throw new OptimisticLockingFailureException(WireTests.SECRET);
			});
		}

		@GetMapping("/guard/retry-unknown")
		void retryUnknown() throws RetryException {
			new RetryTemplate(RetryPolicy.builder().maxRetries(1).delay(Duration.ZERO).build()).execute(() -> {
				throw new IllegalStateException(WireTests.SECRET);
			});
		}

		@GetMapping("/guard/coroutine")
		void coroutine() throws InterruptedException {
			BuildersKt.runBlocking(EmptyCoroutineContext.INSTANCE, (scope, continuation) -> TimeoutKt.withTimeout(1,
					(inner, never) -> DelayKt.awaitCancellation(never), continuation));
		}

	}

	static class LimitedService {

		@ConcurrencyLimit(limit = 1, policy = ConcurrencyLimit.ThrottlePolicy.REJECT)
		public void call(CountDownLatch inside, CountDownLatch done) {
			inside.countDown();
			try {
				done.await(5, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

}
