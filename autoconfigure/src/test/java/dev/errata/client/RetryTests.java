package dev.errata.client;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for calls that are repeated.
 */
class RetryTests extends ClientTests {

	private static final String BUSY = "{\"error\":{\"code\":\"busy\"}}";

	private static final String[] TWICE = { "errata.clients.shop.retry.max-retries=2",
			"errata.clients.shop.retry.delay=1ms" };

	private static final String[] KEYED = { "errata.clients.shop.retry.max-retries=2",
			"errata.clients.shop.retry.delay=1ms", "errata.clients.shop.retry.idempotency-key=true" };

	@Test
	void nothingIsRepeatedUnlessAskedFor() {
		this.server.reply(503, "", BUSY);
		run((apis) -> {
			assertThat(get(apis).code()).isEqualTo("busy");
			assertThat(this.server.requests()).hasSize(1);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET", "HEAD", "PUT", "DELETE", "OPTIONS" })
	void idempotentMethodIsRepeated(String method) {
		this.server.reply(503, "", method.equals("HEAD") ? "" : BUSY).hangUp();
		run((apis) -> {
			apis.restClient("shop").method(HttpMethod.valueOf(method)).uri("/orders").retrieve().toBodilessEntity();
			assertThat(this.server.requests()).hasSize(3)
				.allMatch((request) -> request.startsWith(method + " /shop/orders"));
			assertThat(this.server.header("Idempotency-Key")).containsOnly("");
		}, TWICE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST", "PATCH" })
	void methodWithAnEffectIsSentOnce(String method) {
		this.server.reply(503, "", BUSY).hangUp();
		run((apis) -> {
			RestClient client = apis.restClient("shop");
			assertThat(failureOf(() -> client.method(HttpMethod.valueOf(method))
				.uri("/orders")
				.body("one")
				.retrieve()
				.toBodilessEntity()).code()).isEqualTo("busy");
			assertThat(this.server.requests()).hasSize(1);
			assertThatExceptionOfType(ResourceAccessException.class).isThrownBy(
					() -> client.method(HttpMethod.valueOf(method)).uri("/orders").retrieve().toBodilessEntity());
			assertThat(this.server.requests()).hasSize(2);
		}, TWICE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST", "PATCH" })
	void methodWithAnEffectIsRepeatedWithOneKey(String method) {
		this.server.reply(503, "", BUSY).hangUp();
		run((apis) -> {
			RestClient client = apis.restClient("shop");
			client.method(HttpMethod.valueOf(method)).uri("/orders").body("one").retrieve().toBodilessEntity();
			assertThat(this.server.requests()).hasSize(3).allMatch((request) -> request.endsWith("\n\none"));
			assertThat(Set.copyOf(this.server.header("Idempotency-Key"))).hasSize(1)
				.allMatch((key) -> key.matches("[0-9a-f-]{36}"));
			client.method(HttpMethod.valueOf(method)).uri("/orders").body("two").retrieve().toBodilessEntity();
			assertThat(Set.copyOf(this.server.header("Idempotency-Key"))).hasSize(2);
		}, KEYED);
	}

	@Test
	void keyOfTheCallerIsKept() {
		this.server.reply(503, "", BUSY).reply(503, "", BUSY);
		run((apis) -> {
			apis.restClient("shop")
				.post()
				.uri("/orders")
				.header("Idempotency-Key", "mine")
				.body("one")
				.retrieve()
				.toBodilessEntity();
			assertThat(this.server.header("Idempotency-Key")).containsExactly("mine", "mine", "mine");
		}, TWICE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"error\":{\"code\":\"gone_fishing\"}}", "{\"error\":{\"code\":\"teapot\"}}",
			"{\"error\":{\"code\":\"busy\",\"again\":false}}" })
	void whatTheContractDoesNotCallRetryableIsSentOnce(String body) {
		this.server.reply(503, "Retry-After: 0\n", body);
		run((apis) -> {
			get(apis);
			assertThat(this.server.requests()).hasSize(1);
		}, TWICE);
	}

	@Test
	void lastFailureIsThrown() {
		this.server.reply(503, "", BUSY)
			.reply(503, "", BUSY)
			.reply(503, "", "{\"error\":{\"code\":\"busy\",\"id\":\"last\"}}");
		run((apis) -> {
			assertThat(get(apis).requestId()).isEqualTo("last");
			assertThat(this.server.requests()).hasSize(3);
		}, TWICE);
	}

	@Test
	void connectionThatIsRefusedIsTriedAgainAndTold() {
		this.server.close();
		run((apis) -> assertThatExceptionOfType(ResourceAccessException.class)
			.isThrownBy(() -> apis.restClient("shop").get().uri("/orders").retrieve().toBodilessEntity()), TWICE);
	}

	@Test
	void sameRequestInProgressIsWaitedForWithItsKey() {
		String standard = "{\"error\":{\"code\":\"idempotency_in_progress\"}}";
		this.server.reply(409, "", standard).reply(409, "", standard);
		run((apis) -> {
			apis.restClient("shop").post().uri("/orders").body("one").retrieve().toBodilessEntity();
			assertThat(this.server.requests()).hasSize(3);
			assertThat(Set.copyOf(this.server.header("Idempotency-Key"))).hasSize(1);
		}, KEYED);
	}

	@Test
	void whatStandsForInProgressIsWaitedFor() {
		String body = "{\"error\":{\"code\":\"at_work\"}}";
		this.server.reply(409, "", body);
		run((apis) -> apis.restClient("shop").post().uri("/orders").retrieve().toBodilessEntity(), KEYED[0], KEYED[1],
				KEYED[2], CODES + "at_work.status=409", CODES + "at_work.replaces=idempotency_in_progress");
		assertThat(this.server.requests()).hasSize(2);
	}

	@Test
	void coarseConflictIsWaitedForWhereToldTo() {
		String body = "{\"error\":{\"code\":\"conflict\"}}";
		String[] properties = { KEYED[0], KEYED[1], KEYED[2], CODES + "conflict.status=409" };
		this.server.reply(409, "Retry-After: 0\n", body).reply(409, "", body);
		run((apis) -> {
			assertThat(
					failureOf(() -> apis.restClient("shop").post().uri("/orders").retrieve().toBodilessEntity()).code())
				.isEqualTo("conflict");
			assertThat(this.server.requests()).hasSize(2);
			// without a key there is nothing in progress
			this.server.reply(409, "Retry-After: 0\n", body);
			get(apis);
			assertThat(this.server.requests()).hasSize(3);
		}, properties);
	}

	@Test
	void retryAfterIsHonoured() {
		this.server.reply(503, "Retry-After: 1\n", BUSY);
		run((apis) -> {
			long start = System.nanoTime();
			apis.restClient("shop").get().uri("/orders").retrieve().toBodilessEntity();
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
		}, TWICE);
	}

	@Test
	void waitBeyondTheCapOrTheBudgetEndsTheCall() {
		this.server.reply(503, "Retry-After: 31\n", BUSY).reply(503, "Retry-After: 2\n", BUSY);
		run((apis) -> {
			assertThat(get(apis).retryAfter()).isEqualTo(Duration.ofSeconds(31));
			assertThat(this.server.requests()).hasSize(1);
			assertThat(get(apis).retryAfter()).isEqualTo(Duration.ofSeconds(2));
			assertThat(this.server.requests()).hasSize(2);
		}, TWICE[0], TWICE[1], "errata.clients.shop.retry.timeout=1500ms");
	}

	@Test
	void pausesGrowWithJitterUpToTheLongest() {
		runner()
			.withPropertyValues("errata.clients.shop.retry.max-retries=20", "errata.clients.shop.retry.delay=100ms",
					"errata.clients.shop.retry.max-delay=1s")
			.run((context) -> {
				RemoteApi api = context.getBean(RemoteApis.class).get("shop");
				CallRetry retry = new CallRetry(api, HttpMethod.GET, new HttpHeaders());
				for (long expected : new long[] { 100, 200, 400, 800, 1000, 1000 }) {
					assertThat(retry.shouldRetry(new IOException())).isTrue();
					assertThat(retry.nextBackOff()).isBetween(expected / 2, Math.min(expected * 3 / 2, 1000));
				}
				HttpHeaders headers = new HttpHeaders();
				headers.set("Retry-After", "30");
				assertThat(retry.shouldRetry(answer(api, headers))).isTrue();
				assertThat(retry.nextBackOff()).isEqualTo(30_000);
				headers.set("Retry-After", "31");
				assertThat(retry.shouldRetry(answer(api, headers))).isTrue();
				assertThat(retry.nextBackOff()).isEqualTo(BackOffExecution.STOP);
				Thread.currentThread().interrupt();
				assertThat(retry.shouldRetry(new IOException())).isFalse();
				assertThat(Thread.interrupted()).isTrue();
				assertThat(retry.shouldRetry(new IllegalStateException())).isFalse();
			});
	}

	private static RemoteApiException answer(RemoteApi api, HttpHeaders headers) {
		return api.reader().read(503, headers, new byte[0], true);
	}

	@Test
	void interceptorsOfTheCallerSeeEachAttempt() {
		this.server.reply(503, "", BUSY);
		AtomicReference<URI> seen = new AtomicReference<>();
		run((apis) -> {
			RestClient client = apis.restClientBuilder("shop").requestInterceptor((request, body, execution) -> {
				assertThat(seen.getAndSet(request.getURI())).isIn(null, request.getURI());
				return execution.execute(request, body);
			}).build();
			assertThat(client.get().uri("/orders").retrieve().body(String.class)).isEqualTo("ok");
			assertThat(this.server.requests()).hasSize(2);
		}, TWICE);
	}

	@Test
	void listenersAreToldOfRepetitions() {
		// a GET would be sent once more by the JDK's client itself
		this.server.reply(503, "", BUSY).reply(503, "", BUSY).reply(200, "", "").reply(503, "", BUSY).hangUp().hangUp();
		List<String> told = new ArrayList<>();
		runner().withBean("first", RemoteApiListener.class, () -> (client, succeeded) -> {
			throw new IllegalStateException("broken");
		})
			.withBean("second", RemoteApiListener.class,
					() -> (client, succeeded) -> told.add(client + " " + succeeded))
			.withPropertyValues(KEYED)
			.run((context) -> {
				RestClient client = context.getBean(RemoteApis.class).restClient("shop");
				client.post().retrieve().toBodilessEntity();
				assertThatExceptionOfType(ResourceAccessException.class)
					.isThrownBy(() -> client.post().retrieve().toBodilessEntity());
				client.post().retrieve().toBodilessEntity();
			});
		assertThat(this.server.requests()).hasSize(7);
		assertThat(told).containsExactly("shop false", "shop true", "shop false", "shop false");
	}

}
