package dev.errata.web;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import dev.errata.wire.WireTests;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that have no answer, or only half of one, when the server stops.
 */
@Tag("full")
class ServerStopWireTests {

	@ParameterizedTest
	@EnumSource
	void requestWithoutAnswerIsCutOff(Container container) throws Exception {
		assertThat(stopDuring("/never", "", container)).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void streamIsCutOff(Container container) throws Exception {
		assertThat(stopDuring("/stream", "data:begun\n\n", container)).doesNotEndWith("0\r\n\r\n");
	}

	/**
	 * Stop a server while it handles a request.
	 * @param begun what has arrived of the answer by then
	 * @return what arrives of it after that
	 */
	private static String stopDuring(String path, String begun, Container container) throws Exception {
		Service service = Service.start(container, false, List.of(Application.class), WireTests.ENVELOPE,
				"server.shutdown=graceful", "spring.lifecycle.timeout-per-shutdown-phase=200ms");
		service.cutsStreams();
		try (Socket socket = new Socket("localhost", service.port())) {
			socket.setSoTimeout(10_000);
			socket.getOutputStream()
				.write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
			try (service) {
				assertThat(service.bean(Application.class).called.await(10, TimeUnit.SECONDS)).isTrue();
				StringBuilder arrived = new StringBuilder();
				while (!arrived.toString().endsWith(begun)) {
					int next = socket.getInputStream().read();
					assertThat(next).isNotNegative();
					arrived.append((char) next);
				}
			}
			return rest(socket);
		}
	}

	private static String rest(Socket socket) throws IOException {
		try {
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
		}
		catch (SocketException ex) {
			return "";
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Application {

		final CountDownLatch called = new CountDownLatch(1);

		@GetMapping("/never")
		Mono<String> never() {
			this.called.countDown();
			return Mono.never();
		}

		@GetMapping(path = "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<String> stream() {
			this.called.countDown();
			return Flux.just("begun").concatWith(Mono.never());
		}

	}

}
