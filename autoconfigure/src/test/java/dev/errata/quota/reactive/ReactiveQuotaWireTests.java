package dev.errata.quota.reactive;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import dev.errata.catalog.StandardCode;
import dev.errata.error.ErrorCodeException;
import dev.errata.quota.Quota;
import dev.errata.quota.SpentQuota;
import dev.errata.wire.Answer;
import dev.errata.wire.Service;
import dev.errata.wire.WireTests;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;

import static dev.errata.wire.Exchange.get;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for quota headers in the answers that only reactive applications have.
 */
class ReactiveQuotaWireTests {

	private static volatile CountDownLatch returned = new CountDownLatch(0);

	private static Service service;

	@BeforeAll
	static void start() {
		service = Service.start(Service.Container.NETTY, false, List.of(Application.class), WireTests.ENVELOPE,
				"errata.quota.headers.X-Used={used}", "errata.limits.async-timeout.slow.paths=/slow",
				"errata.limits.async-timeout.slow.timeout=50ms", "errata.limits.body.all.paths=/**",
				"errata.limits.body.all.max=1KB", "errata.envelope.last-event.enabled=true");
	}

	@AfterAll
	static void stop() {
		service.close();
	}

	@BeforeEach
	void reset() {
		SpentQuota.reset();
	}

	@ParameterizedTest
	@CsvSource({ "/mono,200", "/empty,200", "/stream,200", "/signals,500", "/elsewhere,429", "/slow,504",
			"/filter-throw,500", "/filter-refuse,403" })
	void everyAnswerTellsTheStateThatTheHandlerLeft(String path, int status) {
		Answer answer = service.answer(get(path));
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.header("X-Used")).isEqualTo("7");
		assertThat(SpentQuota.asked.get()).isEqualTo(1);
		assertThat(answer.whole()).isTrue();
	}

	@Test
	void bodyThatIsTooLargeTellsAsWell() {
		Answer answer = service.answer(dev.errata.wire.Exchange.json("/mono", "x".repeat(2000)));
		assertThat(answer.status()).isEqualTo(413);
		assertThat(answer.header("X-Used")).isEqualTo("0");
	}

	@Test
	void timeToWaitIsAskedForOnce() {
		SpentQuota.used.set(993);
		SpentQuota.provider.set((request) -> {
			SpentQuota.asked.incrementAndGet();
			return List.of(Quota.of("daily", SpentQuota.used.get(), 1000).resetAt(Instant.now().plusSeconds(90)));
		});
		Answer answer = service.answer(get("/elsewhere"));
		assertThat(answer.header("Retry-After")).isEqualTo("90");
		assertThat(answer.header("X-Used")).isEqualTo("1000");
		assertThat(SpentQuota.asked.get()).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/mono", "/elsewhere" })
	void nothingThatServesRequestsWaits(String path) {
		AtomicReference<String> thread = new AtomicReference<>();
		SpentQuota.provider.set((request) -> {
			thread.set(Thread.currentThread().getName());
			assertThat(Schedulers.isInNonBlockingThread()).isFalse();
			return List.of(Quota.of("of " + request.attribute("account"), 9, 10));
		});
		assertThat(service.answer(get(path)).header("X-Used")).isEqualTo("9");
		assertThat(thread.get()).startsWith("errata-quota");
	}

	/** The head is on its way then, and not sent yet. No thread of the server waits. */
	@ParameterizedTest
	@CsvSource({ "events,true", "buffers,true", "parts,true", "part,false" })
	void streamThatFailsWhileTheQuotaIsAwaitedEndsWithTheError(String how, boolean hasFirst) {
		returned = new CountDownLatch(1);
		SpentQuota.provider.set((request) -> {
			SpentQuota.asked.incrementAndGet();
			await(returned);
			return List.of(Quota.of("daily", 7, 1000));
		});
		Answer answer = service.answer(get("/fails/" + how));
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.header("X-Used")).isEqualTo("7");
		assertThat(answer.body()).startsWith(hasFirst ? "data:1\n\ndata: {" : "data: {")
			.containsOnlyOnce("\"code\":\"too_many_requests\"")
			.endsWith("}\n\n");
		assertThat(answer.whole()).isTrue();
		assertThat(SpentQuota.asked.get()).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "first-event", "first-buffer", "first-part" })
	void streamThatFailsBeforeTheQuotaIsAskedForIsAnswered(String how) {
		Answer answer = service.answer(get("/fails/" + how));
		assertThat(answer.status()).isEqualTo(429);
		assertThat(answer.header("X-Used")).isEqualTo("0");
		assertThat(answer.header("Content-Type")).isEqualTo("application/json");
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void providerSeesAttributesOfTheExchange() {
		AtomicReference<Object> account = new AtomicReference<>();
		SpentQuota.provider.set((request) -> {
			account.set(request.attribute("account"));
			return List.of();
		});
		service.answer(get("/mono"));
		assertThat(account.get()).isEqualTo("b");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ SpentQuota.class, SpendingController.class })
	static class Application {

		@Bean
		WebFilter filter() {
			return (exchange, chain) -> switch (exchange.getRequest().getPath().value()) {
				case "/filter-throw" -> {
					SpentQuota.spend();
					throw new IllegalStateException(WireTests.SECRET);
				}
				case "/filter-refuse" -> {
					SpentQuota.spend();
					exchange.getResponse().setStatusCode(HttpStatus.FORBIDDEN);
					yield exchange.getResponse().setComplete();
				}
				default -> telling(chain.filter(exchange));
			};
		}

	}

	/** Tell when the server's thread has returned. */
	private static Mono<Void> telling(Mono<Void> handling) {
		return new Mono<>() {

			@Override
			public void subscribe(CoreSubscriber<? super Void> actual) {
				handling.subscribe(actual);
				returned.countDown();
			}

		};
	}

	@RestController
	static class SpendingController {

		@GetMapping("/mono")
		Mono<String> mono(ServerWebExchange exchange) {
			exchange.getAttributes().put("account", "b");
			return Mono.fromSupplier(SpentQuota::spend);
		}

		@GetMapping("/empty")
		Mono<Void> empty() {
			return Mono.fromRunnable(SpentQuota::spend);
		}

		@GetMapping(path = "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<String> stream() {
			return Flux.just("a", "b").delayElements(Duration.ofMillis(10)).doFirst(SpentQuota::spend);
		}

		@GetMapping("/signals")
		Mono<String> signals() {
			return Mono.fromCallable(() -> {
				SpentQuota.spend();
				throw new IllegalStateException(WireTests.SECRET);
			});
		}

		@GetMapping("/elsewhere")
		Mono<String> elsewhere() {
			return Mono.just(7).publishOn(Schedulers.parallel()).map((seven) -> {
				SpentQuota.spend();
				throw new ErrorCodeException(StandardCode.TOO_MANY_REQUESTS);
			});
		}

		@GetMapping(path = { "/fails/events", "/fails/first-event" }, produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<Integer> fails(ServerWebExchange exchange) {
			return exchange.getRequest().getPath().value().endsWith("first-event") ? fail()
					: Flux.just(1).concatWith(fail());
		}

		@GetMapping("/fails/{how}")
		Mono<Void> fails(@PathVariable String how, ServerHttpResponse response) {
			response.getHeaders().setContentType(MediaType.TEXT_EVENT_STREAM);
			Flux<DataBuffer> event = Flux.defer(() -> Flux.just(response.bufferFactory()
				.allocateBuffer(1)
				.write("data:1\n\n".getBytes(StandardCharsets.US_ASCII))));
			return switch (how) {
				case "buffers" -> response.writeWith(event.concatWith(fail()));
				case "first-buffer" -> response.writeWith(fail());
				case "parts" -> response.writeAndFlushWith(Flux.just(event).concatWith(fail()));
				case "first-part" -> response.writeAndFlushWith(fail());
				default -> response.writeAndFlushWith(Flux.just(SpendingController.<DataBuffer>fail()));
			};
		}

		private static <T> Flux<T> fail() {
			return Flux.error(new ErrorCodeException(StandardCode.TOO_MANY_REQUESTS));
		}

		@GetMapping("/slow")
		Mono<String> slow() {
			SpentQuota.spend();
			return Mono.never();
		}

	}

}
