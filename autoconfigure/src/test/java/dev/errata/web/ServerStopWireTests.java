package dev.errata.web;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
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

	private static final int CLIENTS = 20;

	@ParameterizedTest
	@EnumSource
	void requestWithoutAnswerIsCutOff(Container container) throws Exception {
		assertThat(stopDuring("/never", "", container, "graceful")).allMatch(ServerStopWireTests::isFailure);
	}

	@ParameterizedTest
	@EnumSource
	void requestWithoutAnswerIsCutOffAtOnce(Container container) throws Exception {
		assertThat(stopDuring("/never", "", container, "immediate")).allMatch(ServerStopWireTests::isFailure);
	}

	/** Under Spring MVC, Tomcat may have the time to answer. */
	private static boolean isFailure(String answer) {
		return answer.isEmpty() || answer.startsWith("HTTP/1.1 504 ") && answer.contains("\"code\":\"timeout\"");
	}

	@ParameterizedTest
	@EnumSource
	void streamIsCutOff(Container container) throws Exception {
		assertThat(stopDuring("/stream", "data:begun\n\n", container, "graceful"))
			.noneMatch((rest) -> rest.endsWith("0\r\n\r\n"));
	}

	/**
	 * Stop a server while it handles requests.
	 * @param begun what has arrived of each answer by then
	 * @return what arrives of them after that
	 */
	private static List<String> stopDuring(String path, String begun, Container container, String shutdown)
			throws Exception {
		Service service = Service.start(container, false, List.of(Application.class), WireTests.ENVELOPE,
				"server.shutdown=" + shutdown, "spring.lifecycle.timeout-per-shutdown-phase=200ms");
		service.cutsStreams();
		List<Socket> sockets = new ArrayList<>();
		try {
			try (service) {
				for (int i = 0; i < CLIENTS; i++) {
					Socket socket = new Socket("localhost", service.port());
					sockets.add(socket);
					socket.setSoTimeout(10_000);
					socket.getOutputStream()
						.write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
							.getBytes(StandardCharsets.US_ASCII));
				}
				assertThat(service.bean(Application.class).called.await(10, TimeUnit.SECONDS)).isTrue();
				for (Socket socket : sockets) {
					StringBuilder arrived = new StringBuilder();
					while (!arrived.toString().endsWith(begun)) {
						int next = socket.getInputStream().read();
						assertThat(next).isNotNegative();
						arrived.append((char) next);
					}
				}
			}
			List<String> rests = new ArrayList<>();
			for (Socket socket : sockets) {
				rests.add(rest(socket));
			}
			return rests;
		}
		finally {
			for (Socket socket : sockets) {
				socket.close();
			}
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

		final CountDownLatch called = new CountDownLatch(CLIENTS);

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
