package dev.errata.web.reactive;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.errata.wire.ContainerTests;
import dev.errata.wire.Failures;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that leave streams, with last events and without. They have a service of their
 * own, since Spring loses a buffer then, and those of other streams are looked for.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(value = Container.class, names = { "NETTY", "REACTIVE_TOMCAT", "REACTIVE_JETTY" })
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AbandonedStreamWireTests extends ContainerTests {

	@Override
	protected Service start(Container container) {
		Service service = Service.start(container, false, List.of(Application.class),
				"errata.envelope.last-event.enabled=true", "errata.contracts.off.paths=/off/**",
				"errata.contracts.off.envelope.last-event.enabled=false");
		service.cutsStreams();
		return service;
	}

	@ParameterizedTest
	@ValueSource(strings = { "/endless", "/off/endless", "/silent" })
	void clientThatLeavesIsNoFailure(String path) {
		try (Failures failures = Failures.logged()) {
			assertThat(Failures.loggersThatComplain(() -> leave(path))).isEmpty();
			assertThat(failures.lines()).isEmpty();
		}
	}

	private void leave(String path) {
		int before = Application.begun.get();
		int over = Application.ended.get();
		try (Socket socket = new Socket("localhost", port())) {
			socket.getOutputStream()
				.write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
			if (!path.equals("/silent")) {
				socket.getInputStream().readNBytes(300);
			}
			else {
				Awaitility.await().until(() -> Application.begun.get() > before);
			}
			socket.setSoLinger(true, 0);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		if (container() == Container.NETTY || !path.equals("/silent")) {
			Awaitility.await().until(() -> Application.ended.get() > over);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Application {

		static final AtomicInteger begun = new AtomicInteger();

		static final AtomicInteger ended = new AtomicInteger();

		@GetMapping(path = { "/endless", "/off/endless" }, produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<Long> endless() {
			return Flux.interval(Duration.ofMillis(5))
				.onBackpressureDrop()
				.doOnSubscribe((subscription) -> begun.incrementAndGet())
				.doFinally((signal) -> ended.incrementAndGet());
		}

		@GetMapping("/silent")
		Mono<String> silent() {
			return Mono.<String>never()
				.doOnSubscribe((subscription) -> begun.incrementAndGet())
				.doFinally((signal) -> ended.incrementAndGet());
		}

	}

}
