package dev.errata.client;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.Consumer;

import dev.errata.requestid.RequestId;
import feign.Capability;
import feign.Feign;
import feign.FeignException;
import feign.Headers;
import feign.Logger;
import feign.RequestLine;
import feign.Response;
import feign.RetryableException;
import feign.Retryer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.FilteredClassLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for errors of other services as Feign meets them.
 */
class FeignClientTests extends ClientTests {

	private static final String BUSY = "{\"error\":{\"code\":\"busy\",\"id\":\"r-1\"}}";

	private static final String[] KEYED = { "errata.clients.shop.retry.max-retries=2",
			"errata.clients.shop.retry.delay=1ms", "errata.clients.shop.retry.idempotency-key=true" };

	private void client(Consumer<Shop> test, String... properties) {
		client((feign) -> {
		}, test, properties);
	}

	private void client(Consumer<Feign.Builder> settings, Consumer<Shop> test, String... properties) {
		runner().withPropertyValues(properties).run((context) -> {
			Feign.Builder feign = Feign.builder()
				.retryer(Retryer.NEVER_RETRY)
				.addCapability(context.getBean(Capability.class));
			settings.accept(feign);
			test.accept(feign.target(Shop.class, this.server.url()));
		});
	}

	private static RemoteApiException get(Shop shop) {
		RemoteApiException failure = RemoteApiException.of(catchThrowable(shop::orders));
		assertThat(failure).isNotNull();
		return failure;
	}

	@Test
	void errorIsReadByTheContract() {
		this.server.reply(503, "Content-Type: application/json\nRetry-After: 3\n", BUSY).reply(200, "", "fine");
		client((shop) -> {
			RemoteApiException failure = get(shop);
			assertThat(failure).hasMessage("shop answered 503 busy [r-1]");
			assertThat(failure.retryAfter()).hasSeconds(3);
			assertThat(shop.orders()).isEqualTo("fine");
		});
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 401, 403, 404, 405, 409, 410, 418, 422, 429, 499, 500, 501, 503, 504, 599 })
	void catchThatWasThereBeforeCatches(int status) {
		this.server.reply(status, "X-Told: yes\n", BUSY).reply(status, "X-Told: yes\n", BUSY);
		client((shop) -> {
			FeignException plain = thrownBy(FeignException.class, shop::other);
			FeignException thrown = thrownBy(FeignException.class, shop::orders);
			assertThat(thrown).hasSameClassAs(plain)
				.hasMessage(plain.getMessage().replace("/other", "/shop/orders").replace("other()", "orders()"))
				.hasCauseInstanceOf(RemoteApiException.class);
			assertThat(thrown.status()).isEqualTo(status);
			assertThat(thrown.contentUTF8()).isEqualTo(BUSY);
			assertThat(thrown.responseHeaders().get("x-told")).containsExactly("yes");
			assertThat(RemoteApiException.of(thrown)).hasMessage("shop answered " + status + " busy [r-1]");
			assertThat(RemoteApiException.of(plain)).isNull();
		});
	}

	@Test
	void errorIsReadBesideAnErrorDecoderAndALoggerOfBodies() {
		this.server.reply(409, "", BUSY).reply(409, "", BUSY);
		client((feign) -> feign.errorDecoder((method, response) -> new IllegalStateException("own"))
			.logger(new Logger.NoOpLogger())
			.logLevel(Logger.Level.FULL), (shop) -> assertThat(get(shop).code()).isEqualTo("busy"));
		client((feign) -> feign.errorDecoder((method, response) -> new IllegalStateException("own", null)),
				(shop) -> assertThatExceptionOfType(IllegalStateException.class).isThrownBy(shop::orders)
					.withMessage("own")
					.withNoCause());
	}

	@Test
	void responseThatIsReadByTheApplicationIsWhole() {
		String body = BUSY + " ".repeat(300_000);
		this.server.reply(409, "", body);
		client((shop) -> {
			try (Response response = shop.raw()) {
				assertThat(response.status()).isEqualTo(409);
				assertThat(response.body().asInputStream()).hasContent(body);
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		});
	}

	@Test
	@Timeout(60)
	void hostileAnswersAreKnownByTheirStatus() {
		String document = "{\"error\":{\"code\":\"gone_fishing\",\"text\":\"";
		this.server.reply(503, "Content-Type: /\n", "<html>")
			.reply(503, "", document + "x".repeat(5_000_000) + "\"}}")
			.reply(503, "", "[".repeat(200_000))
			.raw(ScriptedServer.head(503, "Content-Length: 1000\n"), document.getBytes(StandardCharsets.UTF_8))
			.reply(503, "", "");
		client((shop) -> {
			for (int i = 0; i < 5; i++) {
				assertThat(get(shop)).hasMessage("shop answered 503 busy")
					.extracting(RemoteApiException::isUnderstood)
					.isEqualTo(false);
			}
		});
	}

	@Test
	void callIsRepeatedWithOneKeyAndOneId() {
		this.server.reply(503, "", BUSY).hangUp();
		client((shop) -> {
			try (RequestId.Scope scope = RequestId.open("inbound-1")) {
				assertThat(shop.order("one")).isEqualTo("ok");
			}
			assertThat(this.server.requests()).hasSize(3).allMatch((request) -> request.contains("\n\none"));
			assertThat(Set.copyOf(this.server.header("Idempotency-Key"))).hasSize(1)
				.allMatch((key) -> key.matches("[0-9a-f-]{36}"));
			assertThat(this.server.header("X-Request-Id")).containsOnly("inbound-1");
		}, KEYED);
	}

	@Test
	void repetitionsEnd() {
		this.server.reply(503, "", BUSY).reply(503, "", BUSY).reply(503, "", BUSY).hangUp();
		client((shop) -> {
			assertThat(get(shop).code()).isEqualTo("busy");
			assertThat(this.server.requests()).hasSize(3);
			assertThatExceptionOfType(RetryableException.class).isThrownBy(() -> shop.order("one"));
			assertThat(this.server.requests()).hasSize(4);
		}, KEYED[0], KEYED[1]);
	}

	@Test
	void capabilityStandsOrFallsWithItsLibraryAndAClient() {
		runner().withClassLoader(new FilteredClassLoader("feign"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("errataRemoteApiCapability"));
	}

	interface Shop {

		@RequestLine("GET /shop/orders")
		String orders();

		@RequestLine("GET /other")
		String other();

		@RequestLine("GET /shop/raw")
		Response raw();

		@RequestLine("POST /shop/orders")
		@Headers("Content-Type: text/plain")
		String order(String body);

	}

}
