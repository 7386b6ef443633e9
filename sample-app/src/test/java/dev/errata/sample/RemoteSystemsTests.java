package dev.errata.sample;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.errata.client.RemoteApiException;
import dev.errata.client.RemoteApis;
import dev.errata.error.Violation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClientResponseException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Every documented pair of code and status, raised on the wire and understood by a client
 * that has the contract.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RemoteSystemsTests {

	private static final Map<String, String> MESSAGES = Map.of("joule", "/error/message", "engine", "/error/message",
			"gpuoutlet", "/message", "contrib", "/error/message", "aitbc", "/detail");

	@LocalServerPort
	private int port;

	private ConfigurableApplicationContext client;

	@BeforeAll
	void start() {
		String[] properties = MESSAGES.keySet()
			.stream()
			.flatMap((system) -> Stream.of(
					"--errata.clients." + system + ".url=http://localhost:" + this.port + "/" + system,
					"--errata.clients." + system + ".contract=" + system,
					"--errata.clients." + system + ".retry.max-retries=0"))
			.toArray(String[]::new);
		this.client = new SpringApplicationBuilder(Client.class).web(WebApplicationType.NONE).run(properties);
	}

	@AfterAll
	void stop() {
		this.client.close();
	}

	private RemoteApis apis() {
		return this.client.getBean(RemoteApis.class);
	}

	@ParameterizedTest
	@MethodSource("dev.errata.sample.RaiseTests#answers")
	void everyCodeIsUnderstood(RaiseTests.Expected expected) {
		RestClientResponseException thrown = catchThrowableOfType(RestClientResponseException.class,
				() -> apis().restClient(expected.system())
					.get()
					.uri("/raise/{code}?status={status}", expected.code(), expected.status())
					.retrieve()
					.toBodilessEntity());
		RemoteApiException failure = RemoteApiException.of(thrown);
		String wireCode = wireCode(expected.system(), expected.code());
		String[] facts = RaiseTests.codes()
			.filter((row) -> row[0].equals(expected.system()) && wireCode.equals(wireCode(row[0], row[1]))
					&& row[2].equals(String.valueOf(expected.status())))
			.findFirst()
			.orElseThrow();
		JsonNode body = JsonMapper.shared().readTree(expected.body());
		assertThat(failure.client()).isEqualTo(expected.system());
		assertThat(failure.code()).isEqualTo(wireCode);
		assertThat(failure.isUnderstood()).isTrue();
		assertThat(failure.isKnown()).isTrue();
		assertThat(failure.status()).isEqualTo(expected.status());
		assertThat(failure.remoteMessage()).isEqualTo(body.at(MESSAGES.get(expected.system())).asString());
		assertThat(failure.requestId()).isNotEmpty().isEqualTo(thrown.getResponseHeaders().getFirst("X-Request-Id"));
		assertThat(failure.retryAfter()).isEqualTo(
				(expected.retryAfter() != null) ? Duration.ofSeconds(Long.parseLong(expected.retryAfter())) : null);
		assertThat(failure.retryable()).isEqualTo(switch (facts[4]) {
			case "yes" -> Boolean.TRUE;
			case "no" -> Boolean.FALSE;
			default -> null;
		});
		assertThat(failure.getExitCode()).isEqualTo(facts[5].isEmpty() ? 1 : Integer.parseInt(facts[5]));
		assertThat(failure.details()).isEmpty();
		assertThat(failure.violations()).isEmpty();
		assertThat(thrown.getResponseBodyAsString())
			.isEqualTo(expected.body().replace("<id>", String.valueOf(failure.requestId())));
	}

	/**
	 * Return the code on the wire, which two rows of contrib share twice.
	 */
	private static String wireCode(String system, String code) {
		return system.equals("contrib") ? new RaiseTests.Expected(system, code, 0, null, "").wireCode() : code;
	}

	@Test
	void invalidInputsAreUnderstood() {
		RestClientResponseException thrown = catchThrowableOfType(RestClientResponseException.class,
				() -> apis().restClient("gpuoutlet")
					.post()
					.uri("/v1/billing/checkout")
					.header("Cookie", "session=gpuoutlet-valid")
					.contentType(MediaType.APPLICATION_JSON)
					.body("{\"amountCents\":50}")
					.retrieve()
					.toBodilessEntity());
		RemoteApiException failure = RemoteApiException.of(thrown);
		assertThat(failure.code()).isEqualTo("invalid_amount");
		assertThat(failure.violations())
			.isEqualTo(List.of(new Violation("amountCents", "field_invalid", "must be between 100 and 500000")));
		assertThat(failure.details()).isEqualTo(Map.of("amountCents", "must be between 100 and 500000"));
	}

	@EnableAutoConfiguration
	static class Client {

	}

}
