package dev.errata.client;

import java.util.function.Consumer;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.FilteredClassLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for errors of other services as Feign meets them.
 */
class FeignClientTests extends ClientContract {

	FeignClientTests() {
		super(RetryableException.class);
	}

	@Override
	void call(Consumer<Calls> test, String... properties) {
		client((shop) -> test.accept(new Calls() {

			@Override
			public String get() {
				return shop.orders();
			}

			@Override
			public String post(String body) {
				return shop.order(body);
			}

		}), properties);
	}

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
