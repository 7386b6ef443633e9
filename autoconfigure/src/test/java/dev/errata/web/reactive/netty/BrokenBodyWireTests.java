package dev.errata.web.reactive.netty;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.errata.wire.Answer;
import dev.errata.wire.Connection;
import dev.errata.wire.Exchange;
import dev.errata.wire.Failures;
import dev.errata.wire.Service;
import dev.errata.wire.WireTests;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A request body that cannot be decoded is never taken for a complete one.
 */
class BrokenBodyWireTests {

	private static final String HEAD = " HTTP/1.1\nHost: localhost\nX-Request-Id: r-1\nTransfer-Encoding: chunked\n";

	private static final String BROKEN = HEAD + "Content-Type: text/plain\n\n5\nhello\nzz\n";

	private static Service service;

	@BeforeAll
	static void start() {
		service = Service.start(Service.Container.NETTY, false, List.of(Application.class), WireTests.ENVELOPE);
	}

	@AfterAll
	static void stop() {
		service.close();
	}

	@BeforeEach
	void forget() {
		service.bean(Bodies.class).completed.set(0);
	}

	@ParameterizedTest
	@CsvSource({ "/text,5|hello|zz|", "/text,zz|", "/parts,5|hello|zz|", "/parts,zz|", "/discarded,5|hello|zz|",
			"/late,5|hello|zz|", "/late,zz|", "/text,5|hello|0|Bad Trailer||" })
	void handlerSeesItFail(String path, String body) throws IOException {
		try (Failures failures = Failures.logged(); Connection connection = new Connection(service.port())) {
			connection.send("POST " + path + HEAD + "Content-Type: text/plain\n\n" + body.replace('|', '\n'));
			verify(connection.answer(false));
			assertThat(connection.isClosed()).isTrue();
			assertThat(failures.lines()).hasSize(1);
		}
		assertThat(service.bean(Bodies.class).completed).hasValue(0);
	}

	@Test
	void formAndPartsFail() throws IOException {
		try (Connection connection = new Connection(service.port())) {
			connection.send("POST /form" + HEAD + "Content-Type: application/x-www-form-urlencoded\n\n3\na=b\nzz\n");
			verify(connection.answer(false));
		}
		try (Connection connection = new Connection(service.port())) {
			connection.send("POST /multipart" + HEAD
					+ "Content-Type: multipart/form-data; boundary=B\n\n33\n--B\nContent-Disposition: form-data; name=\"a\"\n\nb\n--B\nzz\n");
			verify(connection.answer(false));
		}
		assertThat(service.bean(Bodies.class).completed).hasValue(0);
	}

	@ParameterizedTest
	@CsvSource({ "/text,5|hello|zz|", "/parts,zz|", "/discarded,5|hello|zz|" })
	void isABadRequestForSpringBoot(String path, String body) throws IOException {
		try (Service elsewhere = Service.start(Service.Container.NETTY, false, List.of(Application.class),
				"errata.paths=/api/**"); Connection connection = new Connection(elsewhere.port())) {
			connection.send("POST " + path + HEAD + "Content-Type: text/plain\n\n" + body.replace('|', '\n'));
			Answer answer = connection.answer(false);
			assertThat(answer.status()).isEqualTo(400);
			assertThat(answer.body()).contains("\"error\":\"Bad Request\"");
			assertThat(connection.isClosed()).isTrue();
		}
	}

	@Test
	void queuedRequestFailsAfterTheOneBefore() throws IOException {
		try (Connection connection = new Connection(service.port())) {
			connection.send("GET /slow HTTP/1.1\nHost: localhost\n\n" + "POST /text" + BROKEN);
			assertThat(connection.answer(false).body()).isEqualTo("slow");
			verify(connection.answer(false));
			assertThat(connection.isClosed()).isTrue();
		}
		assertThat(service.bean(Bodies.class).completed).hasValue(0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "5|hello|zz|", "zz|" })
	void responseThatDoesNotNeedItIsTheLast(String body) throws IOException {
		try (Connection connection = new Connection(service.port())) {
			connection.send("POST /unread" + HEAD + "\n" + body.replace('|', '\n'));
			Answer answer = connection.answer(false);
			assertThat(answer.body()).isEqualTo("unread");
			assertThat(connection.isClosed()).isTrue();
		}
	}

	@Test
	void nothingMoreIsSaidWhereTheResponseWasSent() throws IOException {
		try (Connection connection = new Connection(service.port())) {
			connection.send("POST /unread" + HEAD + "\n5\nhello\n");
			assertThat(connection.answer(false).body()).isEqualTo("unread");
			connection.send("zz\nGET /fine HTTP/1.1\nHost: localhost\n\n");
			assertThat(connection.isClosed()).isTrue();
		}
	}

	@Test
	void clientThatHasLeftIsNoFailureOfReactor() throws Exception {
		try (Failures dropped = Failures.logged("reactor.core.publisher.Operators")) {
			for (int i = 0; i < 60; i++) {
				try (Socket socket = new Socket("localhost", this.service.port())) {
					socket.getOutputStream()
						.write(("POST /text" + BROKEN).replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
					socket.shutdownOutput();
					socket.getInputStream().readAllBytes();
				}
			}
			assertThat(this.service.answer(Exchange.get("/fine")).body()).isEqualTo("fine");
			assertThat(dropped.lines()).isEmpty();
		}
	}

	@Test
	void completeBodiesPass() throws IOException {
		try (Connection connection = new Connection(service.port())) {
			for (int i = 1; i <= 3; i++) {
				connection.send("POST /text" + HEAD + "Content-Type: text/plain\n\n5\nhello\n0\n\n");
				Answer answer = connection.answer(false);
				assertThat(answer.body()).isEqualTo("hello");
				assertThat(answer.headers()).doesNotContainKey("Connection");
				assertThat(service.bean(Bodies.class).completed).hasValue(i);
			}
		}
	}

	private static void verify(Answer answer) {
		assertThat(answer.body())
			.isEqualTo(WireTests.document(400, "malformed_request", "The request could not be read."));
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.header("X-Request-Id")).isEqualTo(Exchange.ID);
		assertThat(answer.header("Connection")).isEqualTo("close");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ WireTests.FineController.class, Bodies.class })
	static class Application {

	}

	@RestController
	static class Bodies {

		private final AtomicInteger completed = new AtomicInteger();

		@GetMapping("/slow")
		Mono<String> slow() {
			return Mono.delay(Duration.ofMillis(300)).thenReturn("slow");
		}

		@PostMapping("/text")
		String text(@RequestBody String body) {
			this.completed.incrementAndGet();
			return body;
		}

		@PostMapping("/parts")
		Mono<String> parts(@RequestBody Flux<DataBuffer> body) {
			return body.map(DataBufferUtils::release)
				.doOnComplete(this.completed::incrementAndGet)
				.then(Mono.just("parts"));
		}

		@PostMapping("/discarded")
		Mono<String> discarded(ServerWebExchange exchange) {
			return parts(exchange.getRequest().getBody());
		}

		@PostMapping("/late")
		Mono<String> late(ServerWebExchange exchange) {
			return Mono.delay(Duration.ofMillis(300)).then(discarded(exchange));
		}

		@PostMapping("/form")
		Mono<String> form(ServerWebExchange exchange) {
			return exchange.getFormData().map(this::read);
		}

		@PostMapping("/multipart")
		Mono<String> multipart(ServerWebExchange exchange) {
			return exchange.getMultipartData().map(this::read);
		}

		private String read(MultiValueMap<String, ?> values) {
			this.completed.incrementAndGet();
			return values.toString();
		}

		@PostMapping("/unread")
		Mono<String> unread() {
			return Mono.delay(Duration.ofMillis(100)).thenReturn("unread");
		}

	}

}
