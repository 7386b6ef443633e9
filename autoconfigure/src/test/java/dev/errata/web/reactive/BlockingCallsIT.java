package dev.errata.web.reactive;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.errata.error.ErrorCodeException;
import dev.errata.idempotency.IdempotencyStore;
import dev.errata.wire.AnyFilter;
import dev.errata.wire.Exchange;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import dev.errata.wire.WireTests;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

import static dev.errata.wire.Exchange.form;
import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.json;
import static dev.errata.wire.Exchange.multipart;
import static dev.errata.wire.Exchange.of;
import static dev.errata.wire.Exchange.post;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * No event loop waits while a failure is answered, or a key is honoured. BlockHound
 * changes the classes of the JDK, so this runs in a process of its own.
 */
class BlockingCallsIT {

	/** Calls that block, and who made them. */
	private static final List<String> CALLS = new CopyOnWriteArrayList<>();

	private static Service service;

	/** Its keys are in a store that has to be waited for. */
	private static Service waiting;

	@BeforeAll
	static void start() {
		// random numbers are read from a device that lets nobody wait
		BlockHound.Builder hound = BlockHound.builder()
			.loadIntegrations()
			.allowBlockingCallsInside("java.util.UUID", "randomUUID");
		hound.blockingMethodCallback((method) -> {
			String frames = Stream.of(new BlockingOperationError(method).getStackTrace())
				.map((frame) -> "\n\tat " + frame)
				.collect(Collectors.joining());
			CALLS.add(method + frames);
		}).install();
		service = start(Application.class);
		waiting = start(Application.class, SlowStore.class);
	}

	private static Service start(Class<?>... sources) {
		List<Class<?>> all = new ArrayList<>(List.of(sources));
		all.addAll(List.of(WaitingController.class, AnyFilter.OfWebFlux.class));
		return Service.start(Container.NETTY, false, all, WireTests.ENVELOPE, "errata.idempotency.enabled=true",
				"errata.idempotency.store=memory", "errata.idempotency.max-memory=100B",
				"errata.codes.order_shipped.status=409", "errata.codes.order_shipped.message.en=It is on its way.",
				"errata.codes.order_shipped.message.de=Sie ist unterwegs.", "errata.contracts.v1.paths=/v1/**",
				"errata.contracts.v1.request-id.style=uuid-v7");
	}

	@AfterAll
	static void stop() {
		service.close();
		waiting.close();
	}

	@Test
	void callThatBlocksIsFound() {
		CALLS.clear();
		service.answer(get("/wait"));
		assertThat(CALLS).singleElement().asString().contains("sleep");
		CALLS.clear();
	}

	@TestFactory
	Stream<DynamicTest> failuresAreAnsweredWithoutBlocking() {
		return Stream
			.of(get("/fine"), get("/throw/code"), get("/throw/code").header("Accept-Language: de"),
					get("/throw/reason"), get("/throw/runtime"), get("/throw/error"), get("/throw/cyclic"),
					get("/signal/code"), get("/signal/runtime"), get("/later/code"), get("/stream/first"),
					get("/stream/second"), get("/nothing"), of("HEAD", "/nothing"), post("/throw/code"),
					get("/v1/throw/code"), get("/v1/throw/code").withoutRequestId(), get("/number?n=x"), get("/number"),
					json("/items", "{\"name\":\"\"}"), json("/items", "{"), json("/items", "{\"name\":[]}"),
					post("/items").header("Content-Type: text/plain").body("x"), form("/form", "name="),
					multipart("/form", "name=\"name\"\n\n"), get("/number?n=1").header("Accept: image/png"),
					get("/fine?before=403"), get("/fine?before=code"), get("/errors"), get("/errors/order_shipped"),
					get("/a%zz"), get("/fine").header("Accept: json"))
			.map((exchange) -> DynamicTest.dynamicTest(exchange.toString(), () -> verify(exchange)));
	}

	@TestFactory
	Stream<DynamicTest> keysAreHonouredWithoutBlocking() {
		return Stream.of(service, waiting)
			.flatMap((service) -> Stream
				.<Supplier<Exchange>>of(() -> json("/items", "{\"name\":\"a\"}"),
						() -> json("/items", "{\"name\":\"" + "a".repeat(10_000) + "\"}"),
						() -> json("/items", "{\"name\":\"\"}"), () -> post("/failing"), () -> form("/form", "name=a"),
						() -> multipart("/form", "name=\"name\"\n\na"))
				.map((exchange) -> DynamicTest.dynamicTest(exchange.get() + ((service == waiting) ? " waiting" : ""),
						() -> verifyKeyed(service, exchange))));
	}

	private static void verifyKeyed(Service service, Supplier<Exchange> exchange) {
		for (int i = 0; i < 2; i++) {
			String key = "Idempotency-Key: " + UUID.randomUUID();
			// the first loads classes
			CALLS.clear();
			assertThat(exchange.get().header(key).bytesFrom(service.port())).isNotEmpty();
			assertThat(exchange.get().header(key).bytesFrom(service.port())).isNotEmpty();
		}
		assertThat(CALLS).isEmpty();
	}

	private static void verify(Exchange exchange) {
		// the first loads classes
		exchange.bytesFrom(service.port());
		CALLS.clear();
		assertThat(exchange.bytesFrom(service.port())).isNotEmpty();
		assertThat(CALLS).isEmpty();
	}

	@Configuration(proxyBeanMethods = false)
	static class SlowStore {

		@Bean
		static BeanPostProcessor slow() {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessAfterInitialization(Object bean, String name) {
					return (bean instanceof IdempotencyStore) ? slow(bean) : bean;
				}

			};
		}

		private static Object slow(Object store) {
			return Proxy.newProxyInstance(SlowStore.class.getClassLoader(), new Class<?>[] { IdempotencyStore.class },
					(proxy, method, arguments) -> {
						Thread.sleep(1);
						return method.invoke(store, arguments);
					});
		}

	}

	@RestController
	static class WaitingController {

		@GetMapping("/wait")
		String waits() throws InterruptedException {
			Thread.sleep(1);
			return "waited";
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ WireTests.FineController.class, FailingController.class })
	static class Application {

		@Bean
		AnyFilter filter() {
			return (request) -> {
				String how = request.parameter("before");
				if ("code".equals(how)) {
					throw new ErrorCodeException("order_shipped");
				}
				return (how != null) ? Integer.parseInt(how) : AnyFilter.PASS;
			};
		}

	}

	record Item(@NotBlank String name) {
	}

	@RestController
	static class FailingController {

		private final Map<String, Supplier<Throwable>> failures = Map.of("code",
				() -> new ErrorCodeException("order_shipped"), "reason",
				() -> new ResponseStatusException(HttpStatus.CONFLICT, "No."), "runtime",
				() -> new IllegalStateException(WireTests.SECRET), "error", () -> new Error(WireTests.SECRET), "cyclic",
				() -> new IllegalStateException(WireTests.SECRET,
						new RuntimeException(new IllegalArgumentException(WireTests.SECRET))));

		@GetMapping({ "/throw/{name}", "/v1/throw/{name}" })
		String fail(@PathVariable String name) throws Throwable {
			throw this.failures.get(name).get();
		}

		@GetMapping("/signal/{name}")
		Mono<String> signal(@PathVariable String name) {
			return Mono.error(this.failures.get(name));
		}

		@GetMapping("/later/{name}")
		CompletableFuture<String> later(@PathVariable String name) {
			return Mono.<String>error(this.failures.get(name)).delaySubscription(Duration.ofMillis(1)).toFuture();
		}

		@GetMapping("/stream/{when}")
		Flux<Item> stream(@PathVariable String when) {
			Flux<Item> failing = Flux.error(this.failures.get("code"));
			return when.equals("first") ? failing : Flux.just(new Item("a")).concatWith(failing);
		}

		@PostMapping("/failing")
		String fail() {
			throw new ErrorCodeException("order_shipped");
		}

		@GetMapping("/number")
		String number(@RequestParam int n) {
			return "fine";
		}

		@PostMapping("/items")
		String item(@Valid @RequestBody Item item) {
			return "taken";
		}

		@PostMapping("/form")
		String form(@Valid Item item) {
			return "taken";
		}

	}

}
