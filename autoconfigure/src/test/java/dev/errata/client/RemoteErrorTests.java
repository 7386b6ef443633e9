package dev.errata.client;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import dev.errata.error.Violation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestClientResponseException;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for errors of other services as RestClient meets them.
 */
class RemoteErrorTests extends ClientTests {

	private static final String JSON = "Content-Type: application/json\n";

	@Test
	void errorIsReadByTheContract() throws Exception {
		this.server.reply(410, JSON + "X-Request-Id: header\nRetry-After: 7\n", """
				{"error":{"code":"GONE_FISHING","text":"Back \\u0007 on Monday.","id":"r-7",
				"errors":[{"field":"day","code":"field_range","message":"is a Sunday"}],"more":{"until":3}}}""");
		run((apis) -> {
			RemoteApiException failure = get(apis);
			assertThat(failure.client()).isEqualTo("shop");
			assertThat(failure.code()).isEqualTo("gone_fishing");
			assertThat(failure.isUnderstood()).isTrue();
			assertThat(failure.isKnown()).isTrue();
			assertThat(failure.status()).isEqualTo(410);
			assertThat(failure.remoteMessage()).isEqualTo("Back  on Monday.");
			assertThat(failure.requestId()).isEqualTo("r-7");
			assertThat(failure.retryable()).isFalse();
			assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(7));
			assertThat(failure.details()).isEqualTo(Map.of("until", 3));
			assertThat(failure.violations()).containsExactly(new Violation("day", "field_range", "is a Sunday"));
			assertThat(failure.getExitCode()).isEqualTo(1);
			assertThat(failure).hasMessage("shop answered 410 gone_fishing [r-7]: Back  on Monday.");
			RemoteApiException copy = serialized(failure);
			assertThat(copy).hasMessage(failure.getMessage());
			assertThat(copy.status()).isEqualTo(410);
			assertThat(copy.code()).isEqualTo("gone_fishing");
			assertThat(copy.details()).isEmpty();
			assertThat(copy.violations()).isEmpty();
		});
	}

	private static RemoteApiException serialized(RemoteApiException failure) {
		try {
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			new ObjectOutputStream(bytes).writeObject(failure);
			return (RemoteApiException) new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))
				.readObject();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 401, 402, 403, 404, 405, 406, 409, 410, 415, 418, 422, 429, 499, 500, 501, 502, 503, 504,
			505, 599 })
	void catchThatWasThereBeforeCatches(int status) {
		String body = "{\"error\":{\"code\":\"busy\",\"id\":\"r-1\"}}";
		for (int i = 0; i < 3; i++) {
			this.server.reply(status, JSON + "X-Told: yes\n", body);
		}
		runner().run((context) -> {
			RestClient client = context.getBean(RestClient.Builder.class).baseUrl(this.server.url()).build();
			RestClientResponseException plain = thrownBy(RestClientResponseException.class,
					() -> client.get().uri("/other").retrieve().toBodilessEntity());
			Orders orders = HttpServiceProxyFactory
				.builderFor(RestClientAdapter.create(context.getBean(RemoteApis.class).restClient("shop")))
				.build()
				.createClient(Orders.class);
			for (Runnable call : List.<Runnable>of(() -> client.get().uri("/shop").retrieve().body(String.class),
					orders::get)) {
				RestClientResponseException thrown = thrownBy(RestClientResponseException.class, call);
				assertThat(thrown).hasSameClassAs(plain)
					.isInstanceOf((status < 500) ? HttpClientErrorException.class : HttpServerErrorException.class)
					.hasMessage("shop answered " + status + " busy [r-1]");
				assertThat(thrown.getStatusCode()).isEqualTo(plain.getStatusCode());
				assertThat(thrown.getStatusText()).isEqualTo(plain.getStatusText());
				assertThat(thrown.getResponseHeaders()).isEqualTo(plain.getResponseHeaders());
				assertThat(thrown.getResponseBodyAsString()).isEqualTo(body);
				assertThat(thrown.getResponseBodyAs(Map.class)).isEqualTo(plain.getResponseBodyAs(Map.class));
				assertThat(RemoteApiException.of(new IllegalStateException(thrown)).code()).isEqualTo("busy");
			}
			assertThat(RemoteApiException.of(plain)).isNull();
		});
	}

	@Test
	void converterOfTheApplicationReadsTheBody() {
		this.server.reply(410, JSON, "{\"code\":\"gone_fishing\"}").reply(410, JSON, "x");
		run((apis) -> {
			RestClient client = apis.restClient("shop");
			RestClientResponseException thrown = thrownBy(RestClientResponseException.class,
					() -> client.get().retrieve().toBodilessEntity());
			assertThat(thrown.getResponseBodyAs(Told.class)).isEqualTo(new Told("gone_fishing"));
			assertThat(thrown.getResponseBodyAs(Told.class)).isEqualTo(new Told("gone_fishing"));
			RestClientResponseException garbled = thrownBy(RestClientResponseException.class,
					() -> client.get().retrieve().toBodilessEntity());
			assertThatExceptionOfType(RestClientException.class)
				.isThrownBy(() -> garbled.getResponseBodyAs(Told.class));
		});
	}

	record Told(String code) {
	}

	@Test
	void wireOverrulesTheCatalog() {
		this.server.reply(503, JSON, "{\"error\":{\"code\":\"busy\",\"again\":false}}");
		run((apis) -> assertThat(get(apis).retryable()).isFalse());
	}

	@Test
	void codeTheContractDoesNotHaveIsToldAsItCame() {
		this.server.reply(418, JSON, "{\"error\":{\"code\":\"teapot\"}}");
		run((apis) -> {
			RemoteApiException failure = get(apis);
			assertThat(failure.code()).isEqualTo("teapot");
			assertThat(failure.isUnderstood()).isTrue();
			assertThat(failure.isKnown()).isFalse();
			assertThat(failure.retryable()).isNull();
			assertThat(failure.remoteMessage()).isNull();
			assertThat(failure).hasMessage("shop answered 418 teapot");
		});
	}

	@Test
	void headersTellWhatTheBodyDoesNot() {
		this.server.reply(410, "X-Error-Code: Gone-Fishing\nX-Wait: 12\nTrace: t-1\n", "closed");
		this.server.reply(410, "", "{\"error\":{\"type\":\"closed\"}}");
		run((apis) -> {
			RemoteApiException failure = get(apis);
			assertThat(failure.code()).isEqualTo("gone_fishing");
			assertThat(failure.isUnderstood()).isTrue();
			assertThat(failure.requestId()).isEqualTo("t-1");
			assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(12));
			failure = get(apis);
			assertThat(failure.code()).isEqualTo("gone_fishing");
			assertThat(failure.isUnderstood()).isTrue();
		}, "errata.clients.shop.contract.headers.X-Error-Code={code}",
				"errata.clients.shop.contract.headers.X-Wait={retry-after}",
				"errata.clients.shop.contract.request-id.header=Trace",
				"errata.clients.shop.contract.envelope.body={\"error\":{\"type\":\"{family}\"}}");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "none", textBlock = """
			30                                | 30
			0                                 | 0
			000000000000000000000030          | 30
			9999999999                        | 31622400
			99999999999999999999              | 31622400
			-1                                | none
			3.5                               | none
			٣                                 | none
			soon                              | none
			Sat, 21 Nov 2026 10:01:40 GMT     | 100
			Saturday, 21-Nov-26 10:01:40 GMT  | 100
			Sat Nov 21 10:01:40 2026          | 100
			Tue Dec  1 10:00:00 2026          | 864000
			Sun, 01 Nov 2020 10:00:00 GMT     | 0
			Sunday, 06-Nov-94 08:49:37 GMT    | 0
			Sun Nov  6 08:49:37 1994          | 0
			Friday, 01-Jan-27 00:00:00 GMT    | 3506400
			Wednesday, 01-Jan-70 00:00:00 GMT | 31622400
			Thursday, 01-Jan-98 00:00:00 GMT  | 0
			Fri, 31 Dec 9999 23:59:59 GMT     | 31622400
			Saturday, 41-Nov-26 10:00:00 GMT  | none
			Saturday, 21-Nov-26               | none
			Sat Nov 21 10:01:40               | none
			,-                                | none
			""")
	void retryAfterIsSecondsOrADate(String value, Long seconds) {
		this.server.reply(503, "Retry-After: " + value + "\n", "");
		Clock clock = Clock.fixed(Instant.parse("2026-11-21T10:00:00Z"), ZoneOffset.UTC);
		runner().withBean(Clock.class, () -> clock)
			.run((context) -> assertThat(get(context.getBean(RemoteApis.class)).retryAfter())
				.isEqualTo((seconds != null) ? Duration.ofSeconds(seconds) : null));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "<html><body>busy</body></html>", "{\"error\":{\"code\":\"gone_fishing\",\"te",
			"{\"error\":\"gone_fishing\"}", "[\"gone_fishing\"]", "{\"error\":{\"code\":{\"a\":1}}}", "null",
			"\"busy\"", "{\"error\":{\"code\":\"Not A Code\"}}", "{\"error\":{\"code\":\"gone_fishing\"}}}",
			"\u0000\u0001" })
	void bodyThatIsNoDocumentIsKnownByItsStatus(String body) {
		this.server.reply(503, JSON, body);
		run((apis) -> assertIsKnownByStatus(get(apis)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Type: application/json; charset=nonsense\n", "Content-Type: \n",
			"Content-Type: /\n", "Content-Type: application/json; charset=utf-8\n" })
	void latinBytesAreNoJson(String header) {
		this.server.reply(503, header,
				"{\"error\":{\"code\":\"gone_fishing\",\"text\":\"é\"}}".getBytes(StandardCharsets.ISO_8859_1));
		run((apis) -> assertIsKnownByStatus(get(apis)));
	}

	@Test
	void declaredCharsetIsHonoured() {
		this.server
			.reply(503, "Content-Type: application/json; charset=ISO-8859-1\n",
					"{\"error\":{\"code\":\"busy\",\"text\":\"é\"}}".getBytes(StandardCharsets.ISO_8859_1))
			.reply(503, "Content-Type: application/json\n",
					"{\"error\":{\"code\":\"busy\",\"text\":\"é\"}}".getBytes(StandardCharsets.UTF_16));
		run((apis) -> {
			assertThat(get(apis).remoteMessage()).isEqualTo("é");
			assertThat(get(apis).remoteMessage()).isEqualTo("é");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdk", "simple", "jetty" })
	@Timeout(60)
	void hostileAnswersAreKnownByTheirStatus(String factory) {
		String document = "{\"error\":{\"code\":\"gone_fishing\",\"text\":\"";
		this.server.reply(503, JSON, document + "x".repeat(5_000_000) + "\"}}")
			.reply(503, JSON, "[".repeat(200_000))
			.reply(503, JSON, "{\"error\":".repeat(20_000) + "1" + "}".repeat(20_000))
			.reply(503, JSON, "{\"error\":{\"more\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}}")
			.raw(ScriptedServer.head(503, "Content-Length: 1000\n"), document.getBytes(StandardCharsets.UTF_8))
			.endless(503);
		run((apis) -> {
			for (int i = 0; i < 6; i++) {
				RestClient client = apis.restClient("shop");
				HttpServerErrorException thrown = thrownBy(HttpServerErrorException.ServiceUnavailable.class,
						() -> client.get().uri("/orders").retrieve().body(String.class));
				assertIsKnownByStatus(RemoteApiException.of(thrown));
				assertThat(thrown.getResponseBodyAsByteArray()).hasSizeLessThanOrEqualTo(256 * 1024);
				assertThat(thrown).hasMessage("shop answered 503 busy");
			}
			assertThat(this.server.requests()).hasSize(6);
		}, "spring.http.clients.imperative.factory=" + factory);
	}

	@ParameterizedTest
	@ValueSource(strings = { "simple", "jetty" })
	@Timeout(60)
	void bodyThatCannotBeReadIsKnownByItsStatus(String factory) {
		List<String> heads = List.of("Content-Encoding: gzip\nContent-Length: 40\n",
				"Content-Encoding: gzip\nTransfer-Encoding: chunked\n", "Content-Encoding: deflate\n",
				"Content-Encoding: br\n", "Transfer-Encoding: chunked\n");
		List<String> bodies = List.of("nonsense nonsense nonsense nonsense nons", "zz\r\n{\"error\":\r\n0\r\n\r\n",
				"-5\r\n", "ffffffffffffffffff\r\n{", "5\r\n{\"error\":", "");
		for (String head : heads) {
			for (String body : bodies) {
				this.server.raw(ScriptedServer.head(503, JSON + head), body.getBytes(StandardCharsets.US_ASCII));
			}
		}
		run((apis) -> {
			for (int i = 0; i < heads.size() * bodies.size(); i++) {
				assertIsKnownByStatus(get(apis));
			}
		}, "spring.http.clients.imperative.factory=" + factory);
	}

	@Test
	void bodyThatClientStumblesOverIsKnownByItsStatus() {
		for (int i = 0; i < 3; i++) {
			this.server.reply(503, JSON, "{\"error\":{\"code\":\"gone_fishing\"}}");
		}
		run((apis) -> {
			// as Netty does with chunks and encodings that are none
			RestClient client = apis.restClientBuilder("shop")
				.requestInterceptor((request, body, execution) -> new GarbledResponse(execution.execute(request, body)))
				.build();
			assertIsKnownByStatus(failureOf(() -> client.get().uri("/orders").retrieve().toBodilessEntity()));
			assertThat(this.server.requests()).hasSize(3);
		}, "errata.clients.shop.retry.max-retries=2", "errata.clients.shop.retry.delay=1ms");
	}

	private record GarbledResponse(ClientHttpResponse response) implements ClientHttpResponse {

		@Override
		public HttpStatusCode getStatusCode() throws IOException {
			return this.response.getStatusCode();
		}

		@Override
		public String getStatusText() throws IOException {
			return this.response.getStatusText();
		}

		@Override
		public HttpHeaders getHeaders() {
			return this.response.getHeaders();
		}

		@Override
		public InputStream getBody() {
			return new InputStream() {

				@Override
				public int read() {
					throw new NumberFormatException("Invalid character in chunk size");
				}

			};
		}

		@Override
		public void close() {
			this.response.close();
			throw new IllegalStateException("Invalid character in chunk size");
		}

	}

	@Test
	void answerToHeadHasNoBody() {
		this.server.raw(ScriptedServer.head(503, "Content-Length: 1000\n"), new byte[0]);
		run((apis) -> assertIsKnownByStatus(
				failureOf(() -> apis.restClient("shop").head().uri("/orders").retrieve().toBodilessEntity())));
	}

	@ParameterizedTest
	@CsvSource({ "503, busy", "500, internal_error", "504, timeout", "599, server_error", "404, not_found",
			"418, client_error" })
	void everyStatusHasACode(int status, String code) {
		this.server.reply(status, "", "");
		run((apis) -> assertThat(get(apis).code()).isEqualTo(code));
	}

	private static void assertIsKnownByStatus(RemoteApiException failure) {
		assertThat(failure.code()).isEqualTo("busy");
		assertThat(failure.isUnderstood()).isFalse();
		assertThat(failure.isKnown()).isTrue();
		assertThat(failure.status()).isEqualTo(503);
		assertThat(failure.retryable()).isTrue();
		assertThat(failure.getExitCode()).isEqualTo(7);
		assertThat(failure.details()).isEmpty();
		assertThat(failure.violations()).isEmpty();
		assertThat(failure.remoteMessage()).isNull();
	}

	@Test
	void buildersOfBootKnowTheServiceByItsUrl() {
		String body = "{\"error\":{\"code\":\"busy\"}}";
		this.server.reply(503, JSON, body).reply(404, JSON, body).reply(404, JSON, body);
		runner().run((context) -> {
			RestClient client = context.getBean(RestClient.Builder.class).build();
			RemoteApiException failure = failureOf(
					() -> client.get().uri(this.server.url() + "/shop/a/../b").retrieve().toBodilessEntity());
			assertThat(failure.client()).isEqualTo("shop");
			for (String path : List.of("/shopping", "/shop/../other")) {
				assertThatExceptionOfType(HttpClientErrorException.NotFound.class)
					.isThrownBy(() -> client.get().uri(this.server.url() + path).retrieve().toBodilessEntity())
					// whatever the converters of the client make of it
					.satisfies((ex) -> assertThat(ex.getResponseBodyAs(Map.class))
						.isEqualTo(Map.of("error", Map.of("code", "busy"))));
			}
		});
	}

	@Test
	void builderOfOnesOwnIsTaught() {
		this.server.reply(503, JSON, "{\"error\":{\"code\":\"busy\"}}");
		run((apis) -> {
			RestClient.Builder builder = RestClient.builder();
			apis.customize(builder);
			apis.customize(builder);
			RestClient client = builder.baseUrl(this.server.url()).build();
			assertThat(failureOf(() -> client.get().uri("/shop").retrieve().toBodilessEntity()).code())
				.isEqualTo("busy");
		});
	}

	@Test
	void handlerOfTheCallerWins() {
		this.server.reply(503, JSON, "{\"error\":{\"code\":\"busy\"}}").reply(410, JSON, "closed");
		run((apis) -> {
			RestClient client = apis.restClient("shop");
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> client.get()
				.uri("/orders")
				.retrieve()
				.onStatus(HttpStatusCode::is5xxServerError, (request, response) -> {
					throw new IllegalStateException();
				})
				.toBodilessEntity());
			assertThat(client.get()
				.uri("/orders")
				.<String>exchange((request, response) -> response.getStatusCode().value() + " "
						+ new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8)))
				.isEqualTo("410 closed");
		});
	}

	@Test
	void handlerOfACustomizerWins() {
		this.server.reply(503, JSON, "{\"error\":{\"code\":\"busy\"}}")
			.reply(410, JSON, "{\"error\":{\"code\":\"gone_fishing\"}}");
		runner().withBean(RestClientCustomizer.class, () -> (builder) -> builder
			.defaultStatusHandler(HttpStatusCode::is5xxServerError, (request, response) -> {
				throw new IllegalStateException();
			})).run((context) -> {
				RestClient client = context.getBean(RemoteApis.class).restClient("shop");
				assertThatExceptionOfType(IllegalStateException.class)
					.isThrownBy(() -> client.get().retrieve().toBodilessEntity());
				assertThat(failureOf(() -> client.get().retrieve().toBodilessEntity()).code())
					.isEqualTo("gone_fishing");
			});
	}

	@Test
	void httpInterfaceThrowsTheSame() {
		this.server.reply(503, JSON, "{\"error\":{\"code\":\"busy\"}}")
			.reply(200, "Content-Type: text/plain\n", "fine");
		run((apis) -> {
			Orders orders = HttpServiceProxyFactory.builderFor(RestClientAdapter.create(apis.restClient("shop")))
				.build()
				.createClient(Orders.class);
			assertThat(failureOf(orders::get).code()).isEqualTo("busy");
			assertThat(orders.get()).isEqualTo("fine");
		});
	}

	interface Orders {

		@GetExchange("/orders")
		String get();

	}

	@Test
	void contractOfThisApplicationIsSharedByName() {
		this.server.reply(402, JSON, "{\"err\":\"broke\"}");
		run((apis) -> {
			RemoteApiException failure = failureOf(() -> apis.restClient("bank").get().retrieve().toBodilessEntity());
			assertThat(failure.code()).isEqualTo("broke");
			assertThat(failure.getExitCode()).isEqualTo(10);
			assertThat(apis.names()).containsExactlyInAnyOrder("shop", "bank");
			assertThatIllegalArgumentException().isThrownBy(() -> apis.restClient("other"))
				.withMessage("There is no client 'other'; there are [shop, bank]");
		}, "errata.clients.bank.url=" + this.server.url() + "/shop/bank", "errata.clients.bank.contract=money",
				"errata.contracts.money.paths=/money/**", "errata.contracts.money.envelope.body={\"err\":\"{code}\"}",
				"errata.contracts.money.codes.broke.status=402", "errata.contracts.money.codes.broke.exit-code=10");
	}

}
