package dev.errata.web.reactive;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.errata.wire.Answer;
import dev.errata.wire.Connection;
import dev.errata.wire.Exchange;
import dev.errata.wire.Failures;
import dev.errata.wire.Service;
import dev.errata.wire.WireTests;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that nobody answers. Time goes by in sweeps.
 */
class OpenHandlingsWireTests {

	private static final String TIMEOUT = WireTests.document(504, "timeout", "The request took too long.");

	private static Service service;

	@BeforeAll
	static void start() {
		service = Service.start(Service.Container.NETTY, false, List.of(Application.class), WireTests.ENVELOPE,
				"errata.limits.async-timeout.batch.paths=/batch/**", "errata.limits.async-timeout.batch.timeout=1h",
				"logging.level.reactor=off");
	}

	@AfterAll
	static void stop() {
		service.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/wait/never", "/wait/fatal", "/wait/never?filter=deaf" })
	void timesOut(String target) throws Exception {
		try (Failures failures = Failures.logged()) {
			CompletableFuture<Answer> answer = asked(Exchange.get(target));
			sweep(OpenHandlings.SWEEPS);
			assertThat(answer).isNotDone();
			sweep(2);
			assertThat(answer.get(30, TimeUnit.SECONDS).status()).isEqualTo(504);
			assertThat(answer.join().body()).isEqualTo(TIMEOUT);
			assertThat(failures.lines()).hasSize(1);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/batch/never", "/stream" })
	void hasTheTimeItNeeds(String target) throws Exception {
		CompletableFuture<Answer> answer = asked(Exchange.get(target));
		sweep(OpenHandlings.SWEEPS + 2);
		Application.later.tryEmitValue("late");
		assertThat(answer.get(30, TimeUnit.SECONDS).status()).isEqualTo(200);
		assertThat(answer.join().body()).contains("late");
	}

	@Test
	void bodyMayArriveSlowly() throws IOException {
		try (Connection connection = new Connection(service.port())) {
			String arrived = "POST /body HTTP/1.1\nHost: localhost\nContent-Type: text/plain\nContent-Length: 3\n\na";
			for (String next : List.of("b", "c")) {
				CountDownLatch read = new CountDownLatch(1);
				Application.entered = read;
				connection.send(arrived);
				await(read);
				sweep(OpenHandlings.SWEEPS);
				arrived = next;
			}
			connection.send(arrived);
			assertThat(connection.answer(false).body()).isEqualTo("3");
		}
	}

	private static CompletableFuture<Answer> asked(Exchange exchange) {
		Application.later = Sinks.one();
		CountDownLatch entered = new CountDownLatch(1);
		Application.entered = entered;
		CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(() -> service.answer(exchange));
		await(entered);
		return answer;
	}

	private static void await(CountDownLatch entered) {
		try {
			assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void sweep(int times) {
		OpenHandlings open = service.bean(OpenHandlings.class);
		for (int i = 0; i < times; i++) {
			open.sweep();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(WireTests.FineController.class)
	@RestController
	static class Application {

		private static volatile Sinks.One<String> later = Sinks.one();

		private static volatile CountDownLatch entered = new CountDownLatch(1);

		@Bean
		WebFilter deaf() {
			return (exchange, chain) -> {
				Mono<Void> handled = chain.filter(exchange);
				return "deaf".equals(exchange.getRequest().getQueryParams().getFirst("filter"))
						? handled.onErrorResume((ex) -> Mono.never()) : handled;
			};
		}

		@GetMapping("/wait/{how}")
		Mono<String> wait(@PathVariable String how) {
			Sinks.One<Integer> sink = Sinks.one();
			Mono<String> answer = how.equals("never") ? Mono.never() : sink.asMono().flatMap((value) -> {
				throw new InternalError(WireTests.SECRET);
			});
			return answer.doOnSubscribe((subscription) -> {
				// on a thread that keeps what it is told to itself
				CompletableFuture.delayedExecutor(5, TimeUnit.MILLISECONDS).execute(() -> sink.tryEmitValue(1));
				entered.countDown();
			});
		}

		@GetMapping("/batch/never")
		Mono<String> batch() {
			return later.asMono().doOnSubscribe((subscription) -> entered.countDown());
		}

		@GetMapping(path = "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<String> stream() {
			return later.asMono()
				.flux()
				.doOnSubscribe(
						(subscription) -> Mono.delay(Duration.ofMillis(50)).subscribe((ended) -> entered.countDown()));
		}

		@PostMapping("/body")
		Mono<String> body(ServerWebExchange exchange) {
			return exchange.getRequest().getBody().map((buffer) -> {
				int bytes = buffer.readableByteCount();
				DataBufferUtils.release(buffer);
				entered.countDown();
				return bytes;
			}).reduce(Integer::sum).map(String::valueOf);
		}

	}

}
