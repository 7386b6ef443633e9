package dev.errata.quota;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import dev.errata.catalog.StandardCode;
import dev.errata.error.ErrorCodeException;
import dev.errata.wire.Answer;
import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Exchange;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import dev.errata.wire.WireTests;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import static dev.errata.wire.Exchange.get;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for quota headers in the answers of every stack.
 */
class QuotaWireTests extends EveryStackTests {

	@Override
	protected Service start(Container container) {
		return Service.start(container, false, List.of(Application.class), settings());
	}

	private static String[] settings() {
		return StringUtils.concatenateStringArrays(SpentQuota.HEADERS,
				new String[] { ENVELOPE, Service.WITH_ENDPOINTS, "errata.codes.daily_quota.status=429",
						"errata.codes.daily_quota.replaces=quota_exceeded", "errata.codes.spent.status=429",
						"errata.codes.spent.retryable=false", "errata.codes.spent.replaces=concurrency_limit",
						"errata.contracts.plain.paths=/plain/**", "errata.contracts.plain.quota.preset=none",
						"errata.contracts.draft.paths=/draft/**", "errata.contracts.draft.quota.preset=ratelimit",
						"errata.contracts.usual.paths=/usual/**", "errata.contracts.usual.quota.preset=x-ratelimit" });
	}

	@BeforeEach
	void reset() {
		SpentQuota.reset();
		Application.now.set(SpentQuota.NOW);
	}

	private Answer answer(String path) {
		return answer(get(path));
	}

	@ParameterizedTest
	@CsvSource({ "/fine,200", "/spend,200", "/large,200", "/bare,410", "/empty,204", "/throw,500", "/code,429",
			"/nowhere,404", "/future,200", "/future-throw,500" })
	void everyAnswerTellsTheStateThatTheHandlerLeft(String path, int status) {
		Answer answer = answer(path);
		assertThat(answer.status()).isEqualTo(status);
		SpentQuota.assertTold(answer);
	}

	@Test
	void providerSeesTheRequest() {
		SpentQuota.provider.set((request) -> {
			assertThat(request.contract()).isEqualTo("default");
			assertThat(request.method()).isEqualTo("GET");
			assertThat(request.path()).isEqualTo("/fine");
			return List.of(Quota.of("quota of " + request.header("X-Account"), 1, 2));
		});
		Answer answer = answer(get("/fine").header("X-Account: a"));
		assertThat(answer.header("X-Cap")).isEqualTo("of 2");
		assertThat(answer.headers()).doesNotContainKey("X-Reset");
	}

	@Test
	void headAndConditionalRequestsTellAsWell() {
		assertThat(answer(Exchange.of("HEAD", "/spend")).header("X-Used")).isEqualTo("7");
	}

	@Test
	void contractTellsInItsOwnWay() {
		assertThat(answer("/draft/fine").headers()).doesNotContainKey("X-Used")
			.containsEntry("RateLimit", List.of("\"daily\";r=1000;t=90"))
			.containsEntry("RateLimit-Policy", List.of("\"daily\";q=1000;w=86400"));
		assertThat(answer("/usual/nowhere").headers()).doesNotContainKey("X-Used")
			.containsEntry("X-RateLimit-Limit", List.of("1000"))
			.containsEntry("X-RateLimit-Remaining", List.of("1000"))
			.containsEntry("X-RateLimit-Reset",
					List.of(String.valueOf(SpentQuota.NOW.plusSeconds(90).getEpochSecond())));
		assertThat(answer("/plain/nowhere").headers()).doesNotContainKeys("X-Used", "RateLimit");
		assertThat(SpentQuota.asked.get()).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator", "/actuator/health", "/errors", "/errors/default", "/errors/nope" })
	void endpointsAndCatalogAreNobodysQuota(String path) {
		assertThat(answer(path).headers()).doesNotContainKeys("X-Used", "X-Cap");
		assertThat(SpentQuota.asked.get()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuatorsome", "/errorsome" })
	void pathsThatBeginLikeThemHaveQuotas(String path) {
		assertThat(answer(path).headers()).containsKey("X-Used");
	}

	@Test
	void manyQuotasAreTold() {
		SpentQuota.provider.set((request) -> List.of(Quota.of("a", 1, 2), Quota.of("b \"\\", 3, 3)));
		assertThat(answer("/draft/fine").headers()).containsEntry("RateLimit", List.of("\"a\";r=1, \"b \\\"\\\\\";r=0"))
			.containsEntry("RateLimit-Policy", List.of("\"a\";q=2, \"b \\\"\\\\\";q=3"));
	}

	@Test
	void liesArePutRight() {
		SpentQuota.provider.set((request) -> List.of(
				new Quota("a\r\nX-Evil: 1", -5, Long.MAX_VALUE, Instant.MIN, Duration.ofSeconds(-1)),
				new Quota("grün".repeat(100), 7, 3, Instant.MAX, Duration.ofSeconds(Long.MAX_VALUE))));
		Answer answer = answer("/draft/fine");
		assertThat(answer.headers()).doesNotContainKey("X-Evil");
		assertThat(answer.header("RateLimit")).startsWith("\"a??X-Evil: 1\";r=999999999999999;t=0, \"gr?ngr?n")
			.endsWith("\";r=0;t=999999999999999");
	}

	@Test
	void providerThatThrowsHarmsNothing() {
		for (Throwable failure : List.of(new IllegalStateException(SECRET), new StackOverflowError(SECRET),
				new OutOfMemoryError(SECRET))) {
			SpentQuota.provider.set((request) -> {
				throw Application.<RuntimeException>sneaky(failure);
			});
			assertHarmless();
		}
		SpentQuota.provider.set((request) -> null);
		assertHarmless();
		SpentQuota.provider.set((request) -> java.util.Collections.singletonList(null));
		assertHarmless();
	}

	private void assertHarmless() {
		Answer fine = answer("/fine");
		assertThat(fine.status()).isEqualTo(200);
		assertThat(fine.body()).isEqualTo("fine");
		assertThat(fine.headers()).doesNotContainKeys("X-Used", "X-Cap");
		Answer refused = answer("/code");
		assertThat(refused.body()).isEqualTo(document(429, "too_many_requests", "Too many requests."));
		assertThat(refused.headers()).doesNotContainKeys("X-Used", "Retry-After");
		assertThat(refused.toString()).doesNotContain(SECRET);
	}

	@Test
	void providerThatHangsHoldsNobodyUp() {
		CountDownLatch release = new CountDownLatch(1);
		try {
			SpentQuota.provider.set((request) -> {
				boolean released = false;
				while (!released) {
					try {
						release.await();
						released = true;
					}
					catch (InterruptedException ex) {
						// hangs whatever comes
					}
				}
				return SpentQuota.usual(request);
			});
			List<CompletableFuture<Answer>> answers = java.util.stream.IntStream.range(0, 40)
				.mapToObj((i) -> CompletableFuture.supplyAsync(() -> answer((i % 2 == 0) ? "/fine" : "/code"),
						(task) -> new Thread(task).start()))
				.toList();
			answers.forEach((later) -> assertThat(later.orTimeout(8, java.util.concurrent.TimeUnit.SECONDS).join())
				.satisfies((answer) -> {
					assertThat(answer.status()).isIn(200, 429);
					assertThat(answer.headers()).doesNotContainKeys("X-Used");
				}));
			// nobody is asked, and waited for, while all hang
			long start = System.nanoTime();
			for (int i = 0; i < 10; i++) {
				assertThat(answer("/fine").body()).isEqualTo("fine");
			}
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(1500));
		}
		finally {
			release.countDown();
		}
		SpentQuota.provider.set(SpentQuota::usual);
		org.awaitility.Awaitility.await()
			.untilAsserted(() -> assertThat(answer("/fine").headers()).containsKey("X-Used"));
	}

	@Test
	void lateProviderReadsNoRequestOfOthers() {
		CompletableFuture<Void> answered = new CompletableFuture<>();
		CompletableFuture<String> read = new CompletableFuture<>();
		SpentQuota.provider.set((request) -> {
			answered.join();
			try {
				read.complete(request.header("X-Account"));
			}
			catch (IllegalStateException ex) {
				read.completeExceptionally(ex);
			}
			return List.of();
		});
		assertThat(answer("/fine").status()).isEqualTo(200);
		answered.complete(null);
		assertThat(read).failsWithin(Duration.ofSeconds(5))
			.withThrowableThat()
			.withCauseInstanceOf(IllegalStateException.class);
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-",
			value = { "too_many_requests,90", "quota_exceeded,90", "daily_quota,90", "spent,-", "not_found,-" })
	void resetIsTheTimeToWait(String code, String retryAfter) {
		SpentQuota.used.set(1000);
		assertThat(answer(get("/refuse").header("X-Code: " + code)).header("Retry-After")).isEqualTo(retryAfter);
	}

	@Test
	void resetIsCountedFromTheSamePresentAsInTheHeaders() {
		SpentQuota.provider.set((request) -> {
			Instant reset = Application.now.updateAndGet((now) -> now.plusMillis(1)).plusSeconds(60);
			return List.of(Quota.of("daily", 10, 10).resetAt(reset));
		});
		Answer answer = answer(get("/draft/refuse").header("X-Code: too_many_requests"));
		assertThat(answer.header("RateLimit")).isEqualTo("\"daily\";r=0;t=60");
		assertThat(answer.header("Retry-After")).isEqualTo("60");
	}

	@Test
	void ownWaitComesFirst() {
		SpentQuota.used.set(1000);
		assertThat(answer(get("/refuse").header("X-Code: daily_quota").header("X-Wait: 5")).header("Retry-After"))
			.isEqualTo("5");
	}

	@Test
	void quotaThatIsLeftIsNoReasonToWait() {
		assertThat(answer(get("/refuse").header("X-Code: daily_quota")).headers()).doesNotContainKey("Retry-After");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/%zz", "/fine?a=%zz" })
	void whatNeverReachesTheApplicationIsAnswered(String path) {
		assertThat(answer(path).status()).isIn(200, 400);
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import({ SpentQuota.class, WireTests.FineController.class })
	static class Application {

		static final AtomicReference<Instant> now = new AtomicReference<>(SpentQuota.NOW);

		@SuppressWarnings("unchecked")
		static <E extends Throwable> RuntimeException sneaky(Throwable failure) throws E {
			throw (E) failure;
		}

		@Bean
		Clock clock() {
			InstantSource source = now::get;
			return source.withZone(ZoneOffset.UTC);
		}

		@RestController
		static class SpendingController {

			@GetMapping("/spend")
			String small() {
				return SpentQuota.spend();
			}

			@GetMapping("/draft/fine")
			String fine() {
				return "fine";
			}

			@GetMapping("/large")
			String large() {
				return SpentQuota.spend().repeat(10_000);
			}

			@GetMapping("/bare")
			ResponseEntity<Void> bare() {
				SpentQuota.spend();
				return ResponseEntity.status(HttpStatus.GONE).build();
			}

			@GetMapping("/empty")
			@ResponseStatus(HttpStatus.NO_CONTENT)
			void empty() {
				SpentQuota.spend();
			}

			@GetMapping("/throw")
			String fail() {
				SpentQuota.spend();
				throw new IllegalStateException(SECRET);
			}

			@GetMapping("/code")
			String code() {
				throw new ErrorCodeException(StandardCode.TOO_MANY_REQUESTS);
			}

			@GetMapping({ "/refuse", "/draft/refuse" })
			String refuse(@RequestHeader("X-Code") String code,
					@RequestHeader(name = "X-Wait", required = false) @Nullable Long wait) {
				throw new ErrorCodeException(code).retryAfter((wait != null) ? Duration.ofSeconds(wait) : null);
			}

			@GetMapping("/future")
			CompletableFuture<String> future() {
				return CompletableFuture.supplyAsync(SpentQuota::spend);
			}

			@GetMapping("/future-throw")
			CompletableFuture<String> futureThrow() {
				SpentQuota.spend();
				return CompletableFuture.failedFuture(new IOException(SECRET));
			}

		}

	}

}
