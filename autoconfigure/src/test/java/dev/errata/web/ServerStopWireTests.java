package dev.errata.web;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.errata.wire.Exchange;
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
		assertThat(stopDuring(Exchange.get("/never").persistent(), container)).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void streamIsCutOff(Container container) throws Exception {
		assertThat(stopDuring(Exchange.get("/stream").persistent(), container)).contains("data:begun")
			.doesNotEndWith("0\r\n\r\n");
	}

	private static String stopDuring(Exchange exchange, Container container) throws Exception {
		Service service = Service.start(container, false, List.of(Application.class), WireTests.ENVELOPE,
				"server.shutdown=graceful", "spring.lifecycle.timeout-per-shutdown-phase=200ms");
		service.cutsStreams();
		CompletableFuture<byte[]> answer;
		try (service) {
			int port = service.port();
			answer = CompletableFuture.supplyAsync(() -> exchange.bytesFrom(port));
			assertThat(service.bean(Application.class).called.await(10, TimeUnit.SECONDS)).isTrue();
			Thread.sleep(100);
		}
		return new String(answer.get(10, TimeUnit.SECONDS));
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
			return Flux.just("begun")
				.concatWith(Mono.delay(Duration.ofMillis(10))
					.doOnNext((tick) -> this.called.countDown())
					.then(Mono.never()));
		}

	}

}
