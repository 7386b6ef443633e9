package dev.errata.client;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;

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
class WebClientTests extends ClientContract {

	WebClientTests() {
		super(WebClientRequestException.class);
	}

	@Override
	void call(Consumer<Calls> test, String... properties) {
		client((client) -> test.accept(new Calls() {

			@Override
			public String get() {
				return client.get().uri("/shop/orders").retrieve().bodyToMono(String.class).block();
			}

			@Override
			public String post(String body) {
				return client.post().uri("/shop/orders").bodyValue(body).retrieve().bodyToMono(String.class).block();
			}

		}), properties);
	}

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
	void bodiesThatCannotBeReadToTheirEndAreKnownByTheirStatus() {
		this.server
			.raw(ScriptedServer.head(503, "Content-Encoding: gzip\nTransfer-Encoding: chunked\n"),
					"zz\r\nnonsense".getBytes(StandardCharsets.US_ASCII))
			.reply(503, "Content-Encoding: gzip\n", "nonsense")
			.endless(503);
		client((client) -> {
			for (int i = 0; i < 3; i++) {
				assertThat(get(client)).hasMessage("shop answered 503 busy")
					.extracting(RemoteApiException::isUnderstood)
					.isEqualTo(false);
			}
		});
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
	void longAdviceEndsTheCall() {
		this.server.reply(503, "Retry-After: 31\n", BUSY).reply(503, "Retry-After: 2\n", BUSY);
		client((client) -> {
			assertThat(get(client).retryAfter()).hasSeconds(31);
			assertThat(get(client).retryAfter()).hasSeconds(2);
			assertThat(this.server.requests()).hasSize(2);
		}, RETRIED[0], "errata.clients.shop.retry.timeout=1500ms");
	}

	@Test
	void filterStandsOrFallsWithItsLibrary() {
		runner().withClassLoader(new FilteredClassLoader("org.springframework.web.reactive", "reactor"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(RemoteApis.class)
				.doesNotHaveBean("errataRemoteApiFilter"));
	}

}
