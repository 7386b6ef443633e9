package dev.errata.web.reactive.netty;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import dev.errata.wire.Failures;
import dev.errata.wire.Service;
import dev.errata.wire.WireTests;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.tcp.SslProvider;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Reactor Netty finds wrong with requests over HTTP/2 and over TLS.
 */
class NettyProtocolsWireTests {

	private static final String MALFORMED = WireTests.document(400, "malformed_request",
			"The request could not be read.");

	private static Service clear;

	private static Service encrypted;

	@BeforeAll
	static void start(@TempDir Path directory) throws Exception {
		Path store = directory.resolve("keys.p12");
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", "test", "-keyalg", "EC", "-dname", "CN=localhost", "-storetype", "PKCS12",
				"-storepass", "changeit", "-keystore", store.toString())
			.inheritIO()
			.start();
		assertThat(keytool.waitFor()).isZero();
		clear = Service.start(Service.Container.NETTY, false, List.of(Application.class), WireTests.ENVELOPE,
				"server.http2.enabled=true");
		encrypted = Service.start(Service.Container.NETTY, false, List.of(Application.class), WireTests.ENVELOPE,
				"server.http2.enabled=true", "server.ssl.key-store=" + store, "server.ssl.key-store-password=changeit");
	}

	@AfterAll
	static void stop() {
		clear.close();
		encrypted.close();
	}

	@ParameterizedTest
	@CsvSource({ "H2C,/fi|ne,localhost", "H2C,/fine%zz,localhost", "H2C,/fine,localhost:x", "H2,/fi|ne,localhost",
			"H2,/fine,localhost:x", "HTTP11,/fi|ne,localhost", "HTTP11,/fine,localhost:x" })
	void requestIsMalformed(HttpProtocol protocol, String path, String host) {
		try (Failures failures = Failures.logged()) {
			assertThat(get(protocol, path, host)).isEqualTo("400 r-1 " + MALFORMED);
			assertThat(failures.lines()).hasSize(1);
		}
		assertThat(get(protocol, "/fine", "localhost")).isEqualTo("200 r-1 fine");
	}

	private static String get(HttpProtocol protocol, String path, String host) {
		return client(protocol).headers((headers) -> headers.set("X-Request-Id", Exchange.ID).set("Host", host))
			.responseTimeout(Duration.ofSeconds(10))
			.get()
			.uri(path)
			.responseSingle((response, body) -> body.asString()
				.map((text) -> response.status().code() + " " + response.responseHeaders().get("X-Request-Id") + " "
						+ text))
			.block();
	}

	private static HttpClient client(HttpProtocol protocol) {
		HttpClient client = HttpClient.newConnection().protocol(protocol);
		return (protocol == HttpProtocol.H2C) ? client.port(clear.port())
				: client.secure((ssl) -> ssl.sslContext(trusting(protocol))).port(encrypted.port());
	}

	private static SslProvider.ProtocolSslContextSpec trusting(HttpProtocol protocol) {
		SslProvider.ProtocolSslContextSpec context = (protocol == HttpProtocol.H2) ? Http2SslContextSpec.forClient()
				: Http11SslContextSpec.forClient();
		return context.configure((builder) -> builder.trustManager(InsecureTrustManagerFactory.INSTANCE));
	}

	@ParameterizedTest
	@ValueSource(strings = { "H2C", "H2" })
	void bodyBreaksOff(HttpProtocol protocol) {
		Application.completed = false;
		Mono<String> answer = client(protocol).headers((headers) -> headers.set("Content-Type", "text/plain"))
			.post()
			.uri("/text")
			.send((request,
					out) -> out.sendString(Flux.concat(Flux.just("half", "half"),
							Mono.delay(Duration.ofMillis(200)).then(Mono.error(new IOException("planted"))))))
			.responseContent()
			.aggregate()
			.asString();
		assertThat(answer.onErrorReturn("broken off").block(Duration.ofSeconds(10))).isEqualTo("broken off");
		assertThat(get(protocol, "/fine", "localhost")).isEqualTo("200 r-1 fine");
		assertThat(Application.completed).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP11", "H2C", "H2" })
	void bodyStops(HttpProtocol protocol) {
		try (Failures failures = Failures.logged()) {
			String answer = client(protocol)
				.headers((headers) -> headers.set("X-Request-Id", Exchange.ID).set("Content-Type", "text/plain"))
				.post()
				.uri("/text")
				.send((request, out) -> out.sendString(Flux.concat(Mono.just("half"), Flux.never())))
				.responseSingle((response, body) -> body.asString())
				.block(Duration.ofSeconds(10));
			assertThat(answer)
				.isEqualTo(WireTests.document(408, "request_timeout", "The request took too long to arrive."));
			assertThat(failures.lines()).hasSize(1);
		}
	}

	@Test
	void chunkIsBrokenWithinTls() throws Exception {
		Application.completed = false;
		Answer answer = Answer.parse(exchange("POST /text HTTP/1.1\nHost: localhost\nX-Request-Id: r-1\n"
				+ "Transfer-Encoding: chunked\nContent-Type: text/plain\n\n5\nhello\nzz\n"), false);
		assertThat(answer.body()).isEqualTo(MALFORMED);
		assertThat(answer.header("Connection")).isEqualTo("close");
		assertThat(Application.completed).isFalse();
	}

	private static byte[] exchange(String request) throws GeneralSecurityException, IOException {
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
		try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", encrypted.port())) {
			socket.setSoTimeout(10_000);
			socket.getOutputStream().write(request.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
			return socket.getInputStream().readAllBytes();
		}
	}

	@Test
	void wrongProtocolForThePort() {
		assertThat(Exchange.raw("GET /fine HTTP/1.1\nHost: localhost\n\n").bytesFrom(encrypted.port())).isEmpty();
		Answer answer = Exchange.raw("PRI * HTTP/2.0\n\nSX\n\n").on(clear.port());
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.body()).contains("\"malformed_request\"");
		byte[] closed = Exchange.raw("PRI * HTTP/2.0\n\nSM\n\nno settings but words").bytesFrom(clear.port());
		assertThat(closed).asString(StandardCharsets.ISO_8859_1).doesNotContain("HTTP/1.1");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(WireTests.FineController.class)
	@RestController
	static class Application {

		private static volatile boolean completed;

		@PostMapping("/text")
		String text(@RequestBody String body) {
			completed = true;
			return body;
		}

		@Bean
		NettyServerCustomizer readTimeout() {
			return (server) -> server.readTimeout(Duration.ofMillis(500));
		}

	}

}
