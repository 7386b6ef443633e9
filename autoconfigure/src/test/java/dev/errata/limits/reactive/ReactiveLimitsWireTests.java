package dev.errata.limits.reactive;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.errata.limits.SizedBodies;
import dev.errata.wire.Answer;
import dev.errata.wire.Failures;
import dev.errata.wire.Service;
import dev.errata.wire.WireTests;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.post;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for limits of what only reactive applications have.
 */
class ReactiveLimitsWireTests {

	private static final AtomicInteger cancelled = new AtomicInteger();

	private static Service service;

	@BeforeAll
	static void start() {
		service = Service.start(Service.Container.NETTY, false, List.of(Application.class), WireTests.ENVELOPE,
				"errata.paths=/api/**,/quick/**", "errata.limits.body.most.paths=/**",
				"errata.limits.body.most.max=2KB", "errata.limits.async-timeout.quick.paths=/quick/**,/other/**",
				"errata.limits.async-timeout.quick.timeout=300ms");
	}

	@AfterAll
	static void stop() {
		service.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/buffers", "/api/functional", "/api/filter" })
	void bodyIsCountedWhoeverReadsIt(String path) {
		try (Failures failures = Failures.logged()) {
			SizedBodies.assertTooLarge(service.answer(SizedBodies.of(path, 2049).chunked()));
			assertThat(failures.lines()).hasSize(1);
		}
		assertThat(service.answer(SizedBodies.of(path, 2048).chunked()).body()).isEqualTo("2048");
	}

	@Test
	void bodyThatDoesNotFitIntoMemoryIsTooLarge() {
		try (Service small = Service.start(Service.Container.NETTY, false, List.of(Application.class),
				WireTests.ENVELOPE, "spring.http.codecs.max-in-memory-size=1KB")) {
			SizedBodies.assertTooLarge(small.answer(SizedBodies.of("/api/whole", 5000)));
			SizedBodies.assertTooLarge(small.answer(SizedBodies.of("/api/whole", 5000).chunked()));
			SizedBodies.assertTooLarge(small.answer(SizedBodies.of("/api/form", 5000)));
		}
	}

	@Test
	void whoeverWaitsForLeaveToSendIsRefusedAtOnce() {
		Answer answer = service.answer(post("/api/buffers").header("Content-Type: text/plain")
			.header("Expect: 100-continue")
			.header("Content-Length: 5000000000")
			.framed());
		assertThat(answer.status()).isEqualTo(413);
	}

	@Test
	void bootAnswersOutsideOfContracts() {
		Answer answer = service.answer(SizedBodies.of("/other/buffers", 5000));
		assertThat(answer.status()).isEqualTo(413);
		assertThat(answer.body()).contains("\"status\":413");
		assertThat(service.answer(SizedBodies.of("/other/buffers", 5000).chunked()).status()).isEqualTo(413);
		assertThat(service.answer(get("/other/never")).status()).isEqualTo(503);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/quick/never", "/quick/stream", "/quick/functional", "/quick/filter", "/quick/blocking" })
	void workThatTakesTooLongIsCancelled(String path) {
		int before = cancelled.get();
		try (Failures failures = Failures.logged()) {
			Answer answer = service.answer(get(path));
			assertThat(answer.body()).isEqualTo(WireTests.document(504, "timeout", "The request took too long."));
			assertThat(answer.status()).isEqualTo(504);
			assertThat(failures.lines()).hasSize(1);
		}
		Awaitility.await().until(() -> cancelled.get() == before + 1);
	}

	@Test
	void refusalOfFilterThatCancelsTheApplicationIsAnswered() {
		Answer answer = service.answer(get("/api/timeout"));
		assertThat(answer.status()).isEqualTo(503);
		assertThat(answer.body()).startsWith("{\"code\":\"service_unavailable\"");
	}

	/** It only fails because it is cancelled. */
	@Test
	void workThatFailsAfterItsTimeIsNoOtherFailure() {
		assertThat(Failures
			.loggersThatComplain(() -> assertThat(service.answer(get("/quick/failing")).status()).isEqualTo(504)))
			.containsExactly("errata.failure.timeout");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/quick/begun", "/quick/list", "/quick/events" })
	void streamThatTakesTooLongIsCutOff(String path) {
		int before = cancelled.get();
		try (Failures failures = Failures.logged()) {
			Answer answer = service.answer(get(path).persistent());
			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.body()).contains("begun").doesNotContain("timeout");
			assertThat(answer.whole()).isFalse();
			assertThat(failures.lines()).singleElement()
				.satisfies((line) -> assertThat(line.getFormattedMessage()).contains("504 timeout"));
		}
		Awaitility.await().until(() -> cancelled.get() == before + 1);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Application {

		private static <T> Mono<T> never() {
			return Mono.<T>never().doOnCancel(cancelled::incrementAndGet);
		}

		private static Mono<Integer> count(Flux<DataBuffer> body) {
			return body.map((buffer) -> {
				int count = buffer.readableByteCount();
				DataBufferUtils.release(buffer);
				return count;
			}).reduce(0, Integer::sum);
		}

		@PostMapping({ "/api/buffers", "/other/buffers" })
		Mono<String> buffers(@RequestBody Flux<DataBuffer> body) {
			return count(body).map(String::valueOf);
		}

		@PostMapping("/api/whole")
		Mono<String> whole(@RequestBody Mono<String> body) {
			return body.map((text) -> "" + text.length());
		}

		@PostMapping("/api/form")
		Mono<String> form(ServerWebExchange exchange) {
			return exchange.getFormData().map((form) -> "" + form.size());
		}

		@GetMapping({ "/quick/never", "/other/never", "/api/timeout" })
		Mono<String> nothing() {
			return never();
		}

		@GetMapping("/quick/failing")
		Mono<String> failing() {
			Publisher<String> failing = (subscriber) -> subscriber.onSubscribe(new Subscription() {

				@Override
				public void request(long n) {
				}

				@Override
				public void cancel() {
					subscriber.onError(new IllegalStateException("cancelled"));
				}

			});
			return Flux.from(failing).next();
		}

		@GetMapping("/quick/list")
		Flux<List<String>> list() {
			return Flux.concat(Flux.just(List.of("begun")), never());
		}

		@GetMapping(path = "/quick/stream", produces = MediaType.APPLICATION_NDJSON_VALUE)
		Flux<Integer> stream() {
			return Flux.from(never());
		}

		@GetMapping("/quick/blocking")
		Mono<String> blocking() {
			return Mono.fromCallable(() -> {
				try {
					Thread.sleep(10_000);
				}
				catch (InterruptedException ex) {
					cancelled.incrementAndGet();
					throw ex;
				}
				return "late";
			}).subscribeOn(Schedulers.boundedElastic());
		}

		@GetMapping(path = "/quick/begun", produces = MediaType.APPLICATION_NDJSON_VALUE)
		Flux<List<String>> begun() {
			return Flux.concat(Flux.just(List.of("begun")), never());
		}

		@GetMapping(path = "/quick/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<String> events() {
			return Flux.concat(Flux.just("begun").delayElements(Duration.ofMillis(10)), never());
		}

		@Bean
		RouterFunction<ServerResponse> functions() {
			return RouterFunctions.route()
				.POST("/api/functional",
						(request) -> count(request.body((input, context) -> input.getBody()))
							.flatMap((count) -> ServerResponse.ok().bodyValue(String.valueOf(count))))
				.GET("/quick/functional", (request) -> never())
				.build();
		}

		@Bean
		WebFilter filter() {
			return (exchange, chain) -> switch (exchange.getRequest().getPath().value()) {
				case "/api/filter" -> count(exchange.getRequest().getBody()).flatMap((count) -> exchange.getResponse()
					.writeWith(Mono.fromSupplier(
							() -> exchange.getResponse().bufferFactory().wrap(String.valueOf(count).getBytes()))));
				case "/quick/filter" -> never();
				case "/api/timeout" -> chain.filter(exchange).timeout(Duration.ofMillis(50), Mono.defer(() -> {
					exchange.getResponse().setStatusCode(HttpStatus.SERVICE_UNAVAILABLE);
					return exchange.getResponse().setComplete();
				}));
				default -> chain.filter(exchange);
			};
		}

	}

}
