package dev.errata.idempotency.reactive;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

import com.sun.management.ThreadMXBean;
import dev.errata.idempotency.IdempotencyGuard;
import dev.errata.idempotency.RunningClaim;
import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import dev.errata.wire.WireTests;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.multipart.PartEvent;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.HandlerAdapter;
import org.springframework.web.reactive.HandlerResult;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.result.SimpleHandlerAdapter;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for requests that have a key, for what only handlers of Spring WebFlux do.
 */
class ReactiveKeyWireTests {

	private static final AtomicInteger keys = new AtomicInteger();

	private static final Map<String, AtomicInteger> runs = new ConcurrentHashMap<>();

	private static final Map<String, Sinks.Empty<Void>> gates = new ConcurrentHashMap<>();

	private static volatile ServerWebExchange last;

	private static Service service;

	@BeforeAll
	static void start() {
		service = Service.start(Container.NETTY, false, List.of(Application.class), WireTests.ENVELOPE,
				"errata.idempotency.enabled=true", "errata.idempotency.store=memory",
				"errata.idempotency.max-memory=1KB", "management.endpoints.web.exposure.include=idempotency",
				"errata.limits.async-timeout.never.paths=/leave/never", "errata.limits.async-timeout.never.timeout=1s");
	}

	@AfterAll
	static void stop() {
		service.close();
	}

	private static int run(String what) {
		return runs.computeIfAbsent(what, (name) -> new AtomicInteger()).incrementAndGet();
	}

	private static int runs(String what) {
		return runs.computeIfAbsent(what, (name) -> new AtomicInteger()).get();
	}

	private static Mono<Void> gate(String key) {
		return gates.computeIfAbsent(key, (name) -> Sinks.empty()).asMono();
	}

	private static String newKey() {
		return "reactive-" + keys.incrementAndGet();
	}

	private static Answer answer(Exchange exchange, String key) {
		return service.answer(exchange.header("Idempotency-Key: " + key));
	}

	private static void assertReplayed(Supplier<Exchange> exchange) {
		String key = newKey();
		Answer plain = service.answer(exchange.get());
		Answer first = answer(exchange.get(), key);
		Answer second = answer(exchange.get(), key);
		assertThat(first.status()).as("%s then %s", plain, first).isEqualTo(plain.status());
		assertThat(first.header("Content-Type")).isEqualTo(plain.header("Content-Type"));
		assertThat(first.body().replaceAll("[0-9]+", "")).isEqualTo(plain.body().replaceAll("[0-9]+", ""));
		assertThat(second.status()).as("%s then %s", first, second).isEqualTo(first.status());
		assertThat(second.body()).isEqualTo(first.body());
		assertThat(second.header("Content-Type")).isEqualTo(first.header("Content-Type"));
		assertThat(second.header("Idempotency-Replayed")).as("%s then %s", first, second).isEqualTo("true");
		assertThat(second.whole()).isTrue();
	}

	@TestFactory
	Stream<DynamicTest> replays() {
		return Stream
			.of("/routed", "/written", "/nothing", "/flux", "/resource", "/status", "/precondition", "/context",
					"/sealed", "/resumed", "/mono-body", "/failing-stream")
			.map((target) -> DynamicTest.dynamicTest(target, () -> assertReplayed(
					() -> Exchange.json(target, "{\"item\":\"tea\"}").header("If-Match: \"other\""))));
	}

	@TestFactory
	Stream<DynamicTest> bodies() {
		return Stream.<Map.Entry<String, Supplier<Exchange>>>of(
				Map.entry("form", () -> Exchange.form("/form", "b=2&a=%41+1&a=\u00fc")),
				Map.entry("form as bytes", () -> Exchange.form("/bytes", "b=2&a=A+1")),
				Map.entry("upload as parts",
						() -> Exchange.multipart("/parts", "name=\"a\"\n\n" + "x".repeat(5000), "name=\"b\"\n\n2")),
				Map.entry("upload as events",
						() -> Exchange.multipart("/events", "name=\"a\"\n\n" + "x".repeat(5000), "name=\"b\"\n\n2")),
				Map.entry("upload as bytes", () -> Exchange.multipart("/bytes", "name=\"a\"\n\n1")))
			.map((entry) -> DynamicTest.dynamicTest(entry.getKey(), () -> assertReplayed(entry.getValue())));
	}

	@Test
	void malformedFormAndUploadLeaveNoClaim() {
		for (Exchange malformed : List.of(Exchange.form("/form", "a=%zz"),
				Exchange.post("/parts").header("Content-Type: multipart/form-data; boundary=B").body("--B\r\nx"))) {
			String key = newKey();
			assertThat(answer(malformed, key).status()).isEqualTo(400);
			assertThat(answer(Exchange.post("/routed"), key).status()).isEqualTo(200);
		}
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void clientThatLeavesWhileItsBodyIsWrittenToAFileIsNoFailure(CapturedOutput output) {
		for (int i = 0; i < 300; i++) {
			// the server takes the end of what it receives for that of the connection
			Exchange.post("/bytes")
				.header("Idempotency-Key: " + newKey())
				.body("x".repeat(5000))
				.chunked()
				.bytesFrom(service.port());
		}
		assertThat(output).doesNotContain("The body is not wanted any more");
		assertThat(service.answer(Exchange.post("/routed")).status()).isEqualTo(200);
	}

	@Test
	void invalidArgumentThatIsAPublisherForgets() {
		List<Exchange> invalid = List.of(Exchange.json("/mono-body", "{"),
				Exchange.json("/mono-body", "{\"item\":null}"), Exchange.json("/mono-body", "{\"item\":[]}"),
				Exchange.post("/mono-body").header("Content-Type: text/x").body("x"));
		for (Exchange exchange : invalid) {
			String key = newKey();
			Answer refused = answer(exchange, key);
			assertThat(refused.status()).isIn(400, 415);
			assertThat(answer(Exchange.json("/mono-body", "{\"item\":\"tea\"}"), key).status()).as("%s", refused)
				.isEqualTo(200);
		}
	}

	@Test
	void ownHandlerOfExceptionsIsReplayed() {
		String key = newKey();
		assertThat(answer(Exchange.post("/own"), key).body()).isEqualTo("mine");
		assertThat(answer(Exchange.post("/own"), key).header("Idempotency-Replayed")).isEqualTo("true");
	}

	@Test
	void timeoutOfAFilterDecidesAndStopsTheWork() {
		String key = newKey();
		assertThat(answer(Exchange.post("/impatient"), key).status()).isEqualTo(429);
		assertThat(runs("stopped")).isEqualTo(1);
		assertThat(answer(Exchange.post("/impatient"), key).status()).isEqualTo(429);
		assertThat(runs("/impatient")).isEqualTo(2);
		assertThat(service.bean(IdempotencyGuard.class).running()).isZero();
	}

	@TestFactory
	Stream<DynamicTest> clientThatLeaves() {
		return Stream.of("value", "written", "nothing", "failure", "fatal", "large", "stream", "early")
			.map((kind) -> DynamicTest.dynamicTest(kind, () -> {
				String key = newKey();
				try (Socket socket = new Socket("localhost", service.port())) {
					send(socket, "/leave/" + kind, key);
					Awaitility.await().until(() -> runs(key) > 0);
					socket.setSoLinger(true, 0);
				}
				Thread.sleep(200);
				Answer meanwhile = answer(Exchange.post("/leave/" + kind), key);
				assertThat(meanwhile.body()).contains("idempotency_in_progress");
				gates.computeIfAbsent(key, (name) -> Sinks.empty()).tryEmitEmpty();
				Answer answer = Awaitility.await()
					.until(() -> answer(Exchange.post("/leave/" + kind), key),
							(late) -> !late.body().contains("idempotency_in_progress"));
				switch (kind) {
					case "failure", "fatal", "stream" -> assertThat(runs(key)).isEqualTo(2);
					case "large" -> assertThat(answer.body()).contains("idempotency_response_not_replayable");
					case "nothing" -> assertThat(answer.header("Idempotency-Replayed")).isEqualTo("true");
					default -> assertThat(answer.body()).isEqualTo("done 1");
				}
				if (kind.equals("early")) {
					assertThat(answer.header("X-Early")).isEqualTo("yes");
				}
				Awaitility.await().until(() -> service.bean(IdempotencyGuard.class).running() == 0);
			}));
	}

	private static void send(Socket socket, String target, String key) throws IOException {
		socket.getOutputStream()
			.write(("POST " + target + " HTTP/1.1\r\nHost: localhost\r\nIdempotency-Key: " + key
					+ "\r\nContent-Length: 0\r\n\r\n")
				.getBytes(StandardCharsets.US_ASCII));
	}

	@Test
	void workThatNeverEndsIsStoppedWhereNobodyWaitsForIt() throws Exception {
		String key = newKey();
		try (Socket socket = new Socket("localhost", service.port())) {
			send(socket, "/leave/never", key);
			Awaitility.await().until(() -> runs(key) > 0);
			socket.setSoLinger(true, 0);
		}
		Awaitility.await().until(() -> runs(key + " stopped") == 1);
		assertThat(answer(Exchange.post("/leave/never"), key).status()).isEqualTo(504);
		assertThat(runs(key)).isEqualTo(2);
		assertThat(runs(key + " stopped")).isEqualTo(2);
	}

	@Test
	void keysAreObserved() {
		assertThat(service.answer(Exchange.get("/actuator/idempotency")).body()).contains("\"store\":\"memory\"");
	}

	@Test
	void requestWithoutKeyPaysNextToNothing() throws Exception {
		IdempotencyInterceptor interceptor = service.bean(IdempotencyInterceptor.class);
		HandlerMethod handler = new HandlerMethod(service.bean(EdgeController.class),
				EdgeController.class.getDeclaredMethod("own"));
		service.answer(Exchange.post("/own"));
		ServerWebExchange exchange = last;
		HandlerAdapter adapter = new SimpleHandlerAdapter() {

			@Override
			public Mono<HandlerResult> handle(ServerWebExchange handled, Object handler) {
				return Mono.empty();
			}

		};
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long id = Thread.currentThread().getId();
		int rounds = 20_000;
		long before = 0;
		for (int i = 0; i < 2 * rounds; i++) {
			if (i == rounds) {
				before = threads.getThreadAllocatedBytes(id);
			}
			if (interceptor.handle(exchange, handler, adapter) != Mono.<HandlerResult>empty()) {
				throw new AssertionError("not let through");
			}
		}
		assertThat((threads.getThreadAllocatedBytes(id) - before) / rounds).isLessThanOrEqualTo(200);
	}

	@Test
	void clientThatLeavesAStreamEndsIt() throws Exception {
		String key = newKey();
		try (Socket socket = new Socket("localhost", service.port())) {
			send(socket, "/endless", key);
			assertThat(socket.getInputStream().readNBytes(20)).hasSize(20);
			socket.setSoLinger(true, 0);
		}
		Awaitility.await().until(() -> runs("/endless ended") == 1);
		Awaitility.await()
			.untilAsserted(() -> assertThat(answer(Exchange.post("/endless"), key).body())
				.contains("idempotency_response_not_replayable"));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ WireTests.FineController.class, EdgeController.class })
	static class Application {

		@Bean
		RouterFunction<ServerResponse> routes() {
			return RouterFunctions.route()
				.POST("/routed", (request) -> ServerResponse.ok().bodyValue("routed " + run("/routed")))
				.build();
		}

		/** Behind the filter for keys. */
		@Bean
		WebFilter sealing() {
			return (exchange, chain) -> switch ((last = exchange).getRequest().getPath().value()) {
				case "/resumed" -> chain.filter(exchange).onErrorResume(IllegalStateException.class, (ex) -> {
					exchange.getResponse().setStatusCode(HttpStatus.ACCEPTED);
					return EdgeController.write(exchange, "resumed " + run("/resumed"));
				});
				default -> chain.filter(exchange);
			};
		}

		/** Before the filter for keys. */
		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE + 10)
		WebFilter impatient() {
			return (exchange, chain) -> exchange.getRequest().getPath().value().equals("/impatient")
					? chain.filter(exchange).timeout(Duration.ofMillis(200), Mono.defer(() -> {
						exchange.getResponse().setStatusCode(HttpStatus.TOO_MANY_REQUESTS);
						return EdgeController.write(exchange, "impatient");
					})) : chain.filter(exchange);
		}

	}

	record Item(@NotNull String item) {
	}

	@RestController
	static class EdgeController {

		static Mono<Void> write(ServerWebExchange exchange, String text) {
			return exchange.getResponse()
				.writeWith(Mono.fromSupplier(() -> exchange.getResponse()
					.bufferFactory()
					.allocateBuffer(1)
					.write(text.getBytes(StandardCharsets.UTF_8))));
		}

		@PostMapping("/written")
		Mono<Void> written(ServerWebExchange exchange) {
			exchange.getResponse().getHeaders().setContentType(MediaType.TEXT_PLAIN);
			return write(exchange, "written " + run("/written"));
		}

		@PostMapping("/nothing")
		Mono<Void> nothing() {
			return Mono.empty();
		}

		@PostMapping("/flux")
		Flux<Map<String, Object>> flux() {
			return Flux.range(0, 3).map((i) -> Map.of("n", run("/flux")));
		}

		@PostMapping("/resource")
		Resource resource() {
			return new ByteArrayResource(("resource " + run("/resource")).getBytes(StandardCharsets.UTF_8));
		}

		@PostMapping("/status")
		Mono<Void> status(ServerWebExchange exchange) {
			exchange.getResponse().setStatusCode(HttpStatus.NOT_FOUND);
			return exchange.getResponse().setComplete();
		}

		@PostMapping("/precondition")
		Mono<Void> precondition(ServerWebExchange exchange) {
			return exchange.checkNotModified("\"mine\"") ? exchange.getResponse().setComplete()
					: write(exchange, "changed");
		}

		@PostMapping("/context")
		Mono<String> context() {
			return Mono.deferContextual((context) -> Mono.just(context.hasKey(RunningClaim.class)))
				.map((claimed) -> "context " + run("/context"))
				.publishOn(Schedulers.boundedElastic());
		}

		@PostMapping("/sealed")
		Mono<ResponseEntity<String>> sealed() {
			return Mono.just(ResponseEntity.status(201).body("sealed " + run("/sealed")));
		}

		@PostMapping("/resumed")
		String resumed() {
			throw new IllegalStateException(WireTests.SECRET);
		}

		@PostMapping("/mono-body")
		Mono<String> monoBody(@Valid @RequestBody Mono<Item> order) {
			return order.map((known) -> known.item() + run("/mono-body"));
		}

		@PostMapping("/own")
		String own() {
			throw new UnsupportedOperationException();
		}

		@ExceptionHandler
		ResponseEntity<String> handle(UnsupportedOperationException exception) {
			return ResponseEntity.status(418).body("mine");
		}

		@PostMapping("/form")
		Mono<String> form(ServerWebExchange exchange) {
			return exchange.getFormData().map(Object::toString);
		}

		@PostMapping("/bytes")
		Mono<String> bytes(ServerWebExchange exchange) {
			return DataBufferUtils.join(exchange.getRequest().getBody()).map((buffer) -> {
				String text = buffer.toString(StandardCharsets.UTF_8);
				DataBufferUtils.release(buffer);
				return text;
			});
		}

		@PostMapping("/parts")
		Mono<String> parts(ServerWebExchange exchange) {
			return exchange.getMultipartData()
				.flatMapMany((parts) -> Flux.fromIterable(parts.values()).flatMapIterable((all) -> all))
				.concatMap((part) -> DataBufferUtils.join(part.content()).map((buffer) -> {
					String text = part.name() + "=" + buffer.toString(StandardCharsets.UTF_8);
					DataBufferUtils.release(buffer);
					return text;
				}))
				.reduce("", String::concat);
		}

		@PostMapping("/events")
		Mono<String> events(@RequestBody Flux<PartEvent> events) {
			return events.map((event) -> {
				String text = event.name() + event.content().readableByteCount();
				DataBufferUtils.release(event.content());
				return text;
			}).reduce("", String::concat).map((text) -> text.replaceAll("[0-9]", ""));
		}

		@PostMapping("/impatient")
		Mono<String> impatient() {
			run("/impatient");
			return Mono.<String>never().doOnCancel(() -> run("stopped"));
		}

		@PostMapping(path = "/failing-stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<String> failingStream() {
			return Flux.error(new ResponseStatusException(HttpStatus.GONE));
		}

		@PostMapping(path = "/endless", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<String> endless() {
			return Flux.interval(Duration.ofMillis(10))
				.onBackpressureDrop()
				.map((i) -> "tick " + i)
				.doFinally((signal) -> run("/endless ended"));
		}

		@PostMapping("/leave/value")
		Mono<String> value(@RequestHeader("Idempotency-Key") String key) {
			return later(key, Mono.fromSupplier(() -> "done " + run(key + " done")));
		}

		@PostMapping("/leave/never")
		Mono<String> never(@RequestHeader("Idempotency-Key") String key) {
			run(key);
			return Mono.<String>never().doOnCancel(() -> run(key + " stopped"));
		}

		@PostMapping("/leave/early")
		Mono<String> early(@RequestHeader("Idempotency-Key") String key, ServerWebExchange exchange) {
			exchange.getResponse().getHeaders().set("X-Early", "yes");
			return value(key);
		}

		@PostMapping("/leave/written")
		Mono<Void> written(@RequestHeader("Idempotency-Key") String key, ServerWebExchange exchange) {
			return value(key).flatMap((done) -> write(exchange, done));
		}

		@PostMapping("/leave/nothing")
		Mono<Void> nothing(@RequestHeader("Idempotency-Key") String key) {
			return later(key, Mono.empty());
		}

		@PostMapping("/leave/failure")
		Mono<String> failure(@RequestHeader("Idempotency-Key") String key) {
			return later(key, Mono.error(new IllegalStateException(WireTests.SECRET)));
		}

		@PostMapping("/leave/fatal")
		Mono<String> fatal(@RequestHeader("Idempotency-Key") String key) {
			run(key);
			return Mono.delay(Duration.ofMillis(1000)).map((tick) -> {
				throw new LinkageError(WireTests.SECRET);
			});
		}

		@PostMapping("/leave/large")
		Mono<byte[]> large(@RequestHeader("Idempotency-Key") String key) {
			return later(key, Mono.just(new byte[2_000_000]));
		}

		@PostMapping(path = "/leave/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Mono<ResponseEntity<Flux<String>>> stream(@RequestHeader("Idempotency-Key") String key) {
			return later(key, Mono.just(ResponseEntity.ok(Flux.just("one", "two"))));
		}

		private static <T> Mono<T> later(String key, Mono<T> result) {
			Mono<Void> gate = gate(key);
			run(key);
			return gate.then(result);
		}

	}

}
