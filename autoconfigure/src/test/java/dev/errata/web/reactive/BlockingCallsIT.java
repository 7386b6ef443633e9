package dev.errata.web.reactive;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.errata.error.ErrorCodeException;
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
 * No event loop waits while a failure is answered. BlockHound changes the classes of the
 * JDK, so this runs in a process of its own.
 */
class BlockingCallsIT {

	/** Calls that block, and who made them. */
	private static final List<String> CALLS = new CopyOnWriteArrayList<>();

	private static Service service;

	@BeforeAll
	static void start() {
		BlockHound.builder().loadIntegrations().blockingMethodCallback((method) -> {
			String frames = Stream.of(new BlockingOperationError(method).getStackTrace())
				.map((frame) -> "\n\tat " + frame)
				.collect(Collectors.joining());
			CALLS.add(method + frames);
		}).install();
		service = Service.start(Container.NETTY, false,
				List.of(Application.class, WaitingController.class, AnyFilter.OfWebFlux.class), WireTests.ENVELOPE,
				"errata.codes.order_shipped.status=409", "errata.codes.order_shipped.message.en=It is on its way.",
				"errata.codes.order_shipped.message.de=Sie ist unterwegs.", "errata.contracts.v1.paths=/v1/**",
				"errata.contracts.v1.request-id.style=uuid-v7");
	}

	@AfterAll
	static void stop() {
		service.close();
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

	private static void verify(Exchange exchange) {
		// the first loads classes
		exchange.bytesFrom(service.port());
		CALLS.clear();
		assertThat(exchange.bytesFrom(service.port())).isNotEmpty();
		assertThat(CALLS).isEmpty();
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
