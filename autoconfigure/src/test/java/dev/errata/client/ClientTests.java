package dev.errata.client;

import java.util.function.Consumer;

import dev.errata.contract.ContractAutoConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests of calls to a service that answers as a test tells it to.
 */
abstract class ClientTests {

	static final String ENVELOPE = "errata.clients.shop.contract.envelope.body="
			+ "{\"error\":{\"code\":\"{code}\",\"text\":\"{message}\",\"id\":\"{request-id}\",\"again\":\"{retryable}\","
			+ "\"errors\":\"{violations}\",\"more\":\"{details}\"}}";

	static final String CODES = "errata.clients.shop.contract.codes.";

	ScriptedServer server;

	@BeforeEach
	void start() {
		this.server = ScriptedServer.start();
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ContractAutoConfiguration.class, ClientAutoConfiguration.class,
					HttpClientAutoConfiguration.class, ImperativeHttpClientAutoConfiguration.class,
					JacksonAutoConfiguration.class, HttpMessageConvertersAutoConfiguration.class,
					RestClientAutoConfiguration.class))
			.withPropertyValues("spring.http.clients.imperative.factory=jdk",
					"errata.clients.shop.url=" + this.server.url() + "/shop", ENVELOPE, CODES + "busy.status=503",
					CODES + "busy.retryable=true", CODES + "busy.exit-code=7",
					CODES + "busy.replaces=service_unavailable", CODES + "gone_fishing.status=410",
					CODES + "gone_fishing.family=closed", CODES + "gone_fishing.retryable=false");
	}

	void run(Consumer<RemoteApis> test, String... properties) {
		runner().withPropertyValues(properties).run((context) -> {
			assertThat(context).hasNotFailed();
			test.accept(context.getBean(RemoteApis.class));
		});
	}

	static RemoteApiException failureOf(Runnable call) {
		RuntimeException thrown = catchThrowableOfType(RuntimeException.class, call::run);
		assertThat(thrown).hasCauseInstanceOf(RemoteApiException.class);
		return RemoteApiException.of(thrown);
	}

	/**
	 * Return the exception of a call, which is the one that Spring throws without Errata.
	 */
	static <T extends RuntimeException> T thrownBy(Class<T> type, Runnable call) {
		T thrown = catchThrowableOfType(type, call::run);
		assertThat(thrown).isNotNull();
		return thrown;
	}

	static RemoteApiException get(RemoteApis apis) {
		return failureOf(() -> apis.restClient("shop").get().uri("/orders").retrieve().body(String.class));
	}

}
