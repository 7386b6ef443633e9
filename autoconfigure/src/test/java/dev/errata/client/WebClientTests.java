package dev.errata.client;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import dev.errata.requestid.RequestId;
import dev.errata.requestid.RequestIdAccessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.reactive.function.client.WebClientResponseException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for errors of other services as WebClient meets them.
 */
class WebClientTests extends ClientTests {

	private static final String BUSY = "{\"error\":{\"code\":\"busy\",\"id\":\"r-1\"}}";

	private static final String[] KEYED = { "errata.clients.shop.retry.max-retries=2",
			"errata.clients.shop.retry.delay=1ms", "errata.clients.shop.retry.idempotency-key=true" };

	private void client(Consumer<WebClient> test, String... properties) {
		runner().withPropertyValues(properties)
			.run((context) -> test.accept(WebClient.builder()
				.clientConnector(new JdkClientHttpConnector())
				.baseUrl(this.server.url())
				.filter(context.getBean(RemoteApiFilter.class))
				.build()));
	}

	private static RemoteApiException get(WebClient client) {
		return failureOf(() -> client.get().uri("/shop/orders").retrieve().bodyToMono(String.class).block());
	}

	@Test
	void errorIsReadByTheContract() {
		this.server.reply(503, "Content-Type: application/json\nRetry-After: 3\n", BUSY).reply(200, "", "fine");
		client((client) -> {
			RemoteApiException failure = get(client);
			assertThat(failure).hasMessage("shop answered 503 busy [r-1]");
			assertThat(failure.retryAfter()).hasSeconds(3);
			assertThat(client.get().uri("/shop").retrieve().bodyToMono(String.class).block()).isEqualTo("fine");
		});
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 401, 402, 403, 404, 405, 406, 409, 410, 415, 418, 422, 429, 499, 500, 501, 502, 503, 504,
			505, 599 })
	void catchThatWasThereBeforeCatches(int status) {
		for (int i = 0; i < 2; i++) {
			this.server.reply(status, "Content-Type: application/json\nX-Told: yes\n", BUSY);
		}
		client((client) -> {
			WebClientResponseException plain = thrownBy(WebClientResponseException.class,
					() -> client.get().uri("/other").retrieve().bodyToMono(String.class).block());
			WebClientResponseException thrown = thrownBy(WebClientResponseException.class,
					() -> client.get().uri("/shop").retrieve().bodyToMono(String.class).block());
			assertThat(thrown).hasSameClassAs(plain)
				.hasMessage(plain.getMessage().replace("/other", "/shop"))
				.hasCauseInstanceOf(RemoteApiException.class);
			assertThat(thrown.getStatusCode()).isEqualTo(plain.getStatusCode());
			assertThat(thrown.getHeaders()).isEqualTo(plain.getHeaders());
			assertThat(thrown.getResponseBodyAsString()).isEqualTo(BUSY);
			assertThat(thrown.getResponseBodyAs(Map.class)).isEqualTo(plain.getResponseBodyAs(Map.class));
			assertThat(RemoteApiException.of(thrown)).hasMessage("shop answered " + status + " busy [r-1]");
			assertThat(RemoteApiException.of(plain)).isNull();
		});
	}

	@Test
	void otherUrlsAreLeftAlone() {
		this.server.reply(503, "", BUSY);
		client((client) -> assertThatExceptionOfType(WebClientResponseException.ServiceUnavailable.class)
			.isThrownBy(() -> client.get().uri("/other").retrieve().bodyToMono(String.class).block()));
	}

	@Test
	@Timeout(60)
	void hostileAnswersAreKnownByTheirStatus() {
		String document = "{\"error\":{\"code\":\"gone_fishing\",\"text\":\"";
		this.server.reply(503, "Content-Type: /\n", "<html>")
			.reply(503, "", document + "x".repeat(5_000_000) + "\"}}")
			.reply(503, "", "[".repeat(200_000))
			.raw(ScriptedServer.head(503, "Content-Length: 1000\n"), document.getBytes(StandardCharsets.UTF_8))
			.reply(503, "", "")
			.raw(ScriptedServer.head(503, "Content-Encoding: gzip\nTransfer-Encoding: chunked\n"),
					"zz\r\nnonsense".getBytes(StandardCharsets.US_ASCII))
			.reply(503, "Content-Encoding: gzip\n", "nonsense")
			.endless(503);
		client((client) -> {
			for (int i = 0; i < 8; i++) {
				assertThat(get(client)).hasMessage("shop answered 503 busy")
					.extracting(RemoteApiException::isUnderstood)
					.isEqualTo(false);
			}
			assertThat(this.server.requests()).hasSize(8);
		});
	}

	@Test
	void callIsRepeatedWithOneKeyAndOneId() {
		this.server.reply(503, "", BUSY).hangUp();
		client((client) -> {
			try (RequestId.Scope scope = RequestId.open("inbound-1")) {
				assertThat(
						client.post().uri("/shop/orders").bodyValue("one").retrieve().bodyToMono(String.class).block())
					.isEqualTo("ok");
			}
			assertThat(this.server.requests()).hasSize(3).allMatch((request) -> request.contains("\n\none"));
			assertThat(Set.copyOf(this.server.header("Idempotency-Key"))).hasSize(1)
				.allMatch((key) -> key.matches("[0-9a-f-]{36}"));
			assertThat(this.server.header("X-Request-Id")).containsOnly("inbound-1");
		}, KEYED);
	}

	@Test
	void idThatOnlyReactorCarriesAlongIsSent() {
		this.server.reply(503, "", BUSY);
		client((client) -> {
			assertThat(client.get()
				.uri("/shop")
				.retrieve()
				.bodyToMono(String.class)
				.onErrorReturn("failed")
				.contextWrite((context) -> context.put(RequestIdAccessor.KEY, "inbound-2"))
				.block()).isEqualTo("failed");
			assertThat(this.server.header("X-Request-Id")).containsOnly("inbound-2");
		});
	}

	@Test
	void repetitionsEnd() {
		this.server.reply(503, "", BUSY).reply(503, "", BUSY).reply(503, "", BUSY).hangUp();
		client((client) -> {
			assertThat(get(client).code()).isEqualTo("busy");
			assertThat(this.server.requests()).hasSize(3);
			assertThatExceptionOfType(WebClientRequestException.class)
				.isThrownBy(() -> client.patch().uri("/shop").retrieve().bodyToMono(String.class).block());
			assertThat(this.server.requests()).hasSize(4);
		}, KEYED[0], KEYED[1]);
	}

	@Test
	void longAdviceEndsTheCall() {
		this.server.reply(503, "Retry-After: 31\n", BUSY).reply(503, "Retry-After: 2\n", BUSY);
		client((client) -> {
			assertThat(get(client).retryAfter()).hasSeconds(31);
			assertThat(get(client).retryAfter()).hasSeconds(2);
			assertThat(this.server.requests()).hasSize(2);
		}, KEYED[0], "errata.clients.shop.retry.timeout=1500ms");
	}

	@Test
	void filterStandsOrFallsWithItsLibrary() {
		runner().withClassLoader(new FilteredClassLoader("org.springframework.web.reactive", "reactor"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(RemoteApis.class)
				.doesNotHaveBean("errataRemoteApiFilter"));
	}

}
