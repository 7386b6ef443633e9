package dev.errata.web.reactive;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.errata.wire.Failures;
import dev.errata.wire.Service;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that leave while they are answered: no failure of the service. Reactor Netty
 * cancels what it subscribed to, so that there is no exception.
 */
class DisconnectWireTests {

	@ParameterizedTest
	@EnumSource(value = Service.Container.class, names = { "REACTIVE_TOMCAT", "REACTIVE_JETTY" })
	void isNoFailure(Service.Container container) throws Exception {
		try (Service service = Service.start(container, false, List.of(Application.class));
				Failures failures = Failures.logged()) {
			try (Socket socket = new Socket("localhost", service.port())) {
				socket.getOutputStream()
					.write("GET /stream HTTP/1.1\r\nHost: localhost\r\nAccept: application/x-ndjson\r\n\r\n"
						.getBytes(StandardCharsets.US_ASCII));
				assertThat(socket.getInputStream().readNBytes(100)).hasSize(100);
				socket.setSoLinger(true, 0);
			}
			assertThat(service.bean(Application.class).ended.await(10, TimeUnit.SECONDS)).isTrue();
			Awaitility.await().during(Duration.ofMillis(300)).until(() -> failures.lines().isEmpty());
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Application {

		private final CountDownLatch ended = new CountDownLatch(1);

		@GetMapping("/stream")
		Flux<List<String>> stream() {
			return Flux.interval(Duration.ofMillis(5))
				.map((number) -> List.of("x".repeat(2000)))
				.onBackpressureDrop()
				.doFinally((signal) -> this.ended.countDown());
		}

	}

}
