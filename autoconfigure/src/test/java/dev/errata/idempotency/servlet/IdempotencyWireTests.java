package dev.errata.idempotency.servlet;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import dev.errata.error.ErrorCodeException;
import dev.errata.idempotency.Idempotent;
import dev.errata.idempotency.RunningClaim;
import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import dev.errata.wire.WireTests;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.mock.http.MockHttpInputMessage;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for requests that bear a key, on a real port, with the store in memory.
 */
@SpringBootTest(classes = IdempotencyWireTests.Application.class,
		webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { WireTests.ENVELOPE, "errata.codes.sold_out=409", "errata.codes.try_later.status=422",
				"errata.codes.try_later.retryable=true", "errata.codes.too_poor=402", "errata.idempotency.enabled=true",
				"errata.idempotency.store=memory", "errata.idempotency.max-memory=1KB",
				"errata.idempotency.max-body-size=64KB", "errata.idempotency.max-response-size=8KB",
				"spring.mvc.async.request-timeout=300ms" })
class IdempotencyWireTests extends WireTests {

	private static final AtomicInteger keys = new AtomicInteger();

	@Autowired
	private Counter counter;

	private static String newKey() {
		return "key-" + keys.incrementAndGet();
	}

	private static Exchange keyed(Exchange exchange, String key) {
		return exchange.header("Idempotency-Key: " + key);
	}

	private static Exchange order(String key) {
		return keyed(Exchange.json("/orders", "{\"item\":\"tea\"}"), key);
	}

	@Test
	void secondRequestGetsTheAnswerOfTheFirst() {
		String key = newKey();
		Answer first = answer(order(key));
		Answer second = answer(order(key).requestId("r-2"));
		assertThat(first.status()).isEqualTo(201);
		assertThat(first.header("Idempotency-Replayed")).isNull();
		assertThat(second.status()).isEqualTo(201);
		assertThat(second.body()).isEqualTo(first.body());
		assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
		assertThat(second.header("Location")).isEqualTo(first.header("Location"));
		assertThat(second.header("Content-Type")).isEqualTo(first.header("Content-Type"));
		assertThat(second.header("X-Request-Id")).isEqualTo("r-2");
		assertThat(second.headers()).doesNotContainKey("Set-Cookie");
		assertThat(first.headers()).containsKey("Set-Cookie");
		assertThat(second.headers().keySet())
			.isEqualTo(without(first.headers().keySet(), "Set-Cookie", "Idempotency-Replayed"));
		assertThat(this.counter.of("/orders", key)).isEqualTo(1);
		assertStillServing();
	}

	private static Set<String> without(Set<String> names, String name, String added) {
		Set<String> all = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
		all.addAll(names);
		all.remove(name);
		all.add(added);
		return all;
	}

	@Test
	void quotedKeyIsTheSameAsBareOne() {
		String key = newKey();
		Answer first = answer(order("\"" + key + "\""));
		Answer second = answer(order(key));
		assertThat(second.body()).isEqualTo(first.body());
		assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
	}

	@TestFactory
	Stream<DynamicTest> malformedKeys() {
		String message = "The Idempotency-Key header is not well-formed.";
		return Stream
			.of("", "\"\"", "a b", "\"a b\"", "\"a", "a\"", "\"a\"b", "\"a\\b\"", "\"a\\\"", "k\u00e9", "a,b",
					"\"a\", \"b\"", "\"a\";b=1", "x".repeat(256), "\"" + "x".repeat(256) + "\"")
			.map((key) -> DynamicTest.dynamicTest("'" + key + "'", () -> {
				Answer answer = answer(order(key));
				assertThat(answer.body()).isEqualTo(document(400, "idempotency_key_invalid", message));
				assertThat(answer.status()).isEqualTo(400);
			}));
	}

	@TestFactory
	Stream<DynamicTest> wellFormedKeys() {
		return Stream
			.of("x", "x".repeat(255), "\"" + "x".repeat(255) + "\"", "\"a\\\"b\\\\c\"", "YWJj+/9=", "a:b/c",
					"550e8400-e29b-41d4-a716-446655440000", "\"a,b;c\"", "!#$%&'*+-.^_`|~()<>[]{}?@=:")
			.map((key) -> DynamicTest.dynamicTest("'" + key + "'",
					() -> assertThat(answer(order(key)).status()).isEqualTo(201)));
	}

	@Test
	void twoKeysAreMalformed() {
		Answer answer = answer(order("a").header("Idempotency-Key: a"));
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.body()).contains("idempotency_key_invalid");
	}

	@Test
	void requiredKeyIsMissed() {
		Answer answer = answer(Exchange.post("/required"));
		assertThat(answer.body())
			.isEqualTo(document(400, "idempotency_key_missing", "The request needs an Idempotency-Key header."));
		assertThat(answer(keyed(Exchange.post("/required"), newKey())).status()).isEqualTo(200);
	}

	@Test
	void withoutKeyEveryRequestRuns() {
		Answer first = answer(Exchange.json("/orders", "{\"item\":\"tea\"}"));
		Answer second = answer(Exchange.json("/orders", "{\"item\":\"tea\"}"));
		assertThat(first.status()).isEqualTo(201);
		assertThat(second.body()).isNotEqualTo(first.body());
	}

	@Test
	void methodsThatAreNotCoveredIgnoreTheKey() {
		String key = newKey();
		assertThat(answer(keyed(Exchange.get("/fine"), key)).body()).isEqualTo("fine");
		String first = answer(keyed(Exchange.of("PUT", "/put"), key)).body();
		assertThat(answer(keyed(Exchange.of("PUT", "/put"), key)).body()).isNotEqualTo(first);
		assertThat(answer(keyed(Exchange.get("/fine"), "a b")).status()).isEqualTo(200);
	}

	@Test
	void annotationCoversOtherMethods() {
		String key = newKey();
		String first = answer(keyed(Exchange.of("PUT", "/annotated"), key)).body();
		assertThat(answer(keyed(Exchange.of("PUT", "/annotated"), key)).body()).isEqualTo(first);
	}

	@TestFactory
	Stream<DynamicTest> otherRequestsUnderTheKey() {
		return Stream.<Map.Entry<String, Callable<Exchange>>>of(
				Map.entry("body", () -> Exchange.json("/orders", "{\"item\":\"tea\" }")),
				Map.entry("query", () -> Exchange.json("/orders?x=1", "{\"item\":\"tea\"}")),
				Map.entry("path", () -> Exchange.json("/echo", "{\"item\":\"tea\"}")),
				Map.entry("method",
						() -> Exchange.of("PATCH", "/orders")
							.header("Content-Type: application/json")
							.header("Content-Length: 14")
							.framed()
							.body("{\"item\":\"tea\"}")),
				Map.entry("content type",
						() -> Exchange.post("/orders")
							.header("Content-Type: application/json;charset=utf-8")
							.body("{\"item\":\"tea\"}")))
			.map((entry) -> DynamicTest.dynamicTest(entry.getKey(), () -> {
				String key = newKey();
				answer(order(key));
				Answer other = answer(keyed(entry.getValue().call(), key));
				assertThat(other.body()).isEqualTo(
						document(422, "idempotency_key_reused", "The Idempotency-Key was used with another request."));
				assertThat(other.status()).isEqualTo(422);
			}));
	}

	@Test
	void sameRequestInProgressIsRefusedAndAnotherOneIsAMismatch() throws Exception {
		String key = newKey();
		Gate gate = this.counter.gate(key);
		ExecutorService executor = Executors.newSingleThreadExecutor();
		try {
			Future<Answer> first = executor.submit(() -> answer(keyed(Exchange.post("/slow"), key)));
			gate.awaitEntered();
			Answer second = answer(keyed(Exchange.post("/slow"), key));
			assertThat(second.body()).isEqualTo(document(409, "idempotency_in_progress",
					"A request with this Idempotency-Key is still in progress."));
			assertThat(second.header("Retry-After")).isEqualTo("1");
			assertThat(answer(keyed(Exchange.post("/slow?x"), key)).status()).isEqualTo(422);
			gate.open();
			assertThat(first.get().status()).isEqualTo(200);
			assertThat(answer(keyed(Exchange.post("/slow"), key)).body()).isEqualTo(first.get().body());
			assertThat(this.counter.of("/slow", key)).isEqualTo(1);
		}
		finally {
			gate.open();
			executor.shutdownNow();
		}
	}

	@Test
	void manyCallersAtOnceRunOnce() throws Exception {
		String key = newKey();
		ExecutorService executor = Executors.newFixedThreadPool(32);
		try {
			CountDownLatch start = new CountDownLatch(1);
			List<Future<Answer>> answers = new ArrayList<>();
			for (int i = 0; i < 32; i++) {
				answers.add(executor.submit(() -> {
					start.await();
					return answer(order(key));
				}));
			}
			start.countDown();
			Set<String> bodies = new TreeSet<>();
			for (Future<Answer> future : answers) {
				Answer answer = future.get(30, TimeUnit.SECONDS);
				assertThat(answer.status()).isIn(201, 409);
				if (answer.status() == 201) {
					bodies.add(answer.body());
				}
			}
			assertThat(bodies).hasSize(1);
			assertThat(this.counter.of("/orders", key)).isEqualTo(1);
		}
		finally {
			executor.shutdownNow();
		}
	}

	@TestFactory
	Stream<DynamicTest> storedAnswers() {
		return Stream
			.of("ok", "no-content", "created", "redirect", "entity-redirect", "writer", "empty", "bytes", "gone",
					"too-poor", "not-found", "send-error-404", "status-exception-400", "view", "flushed", "reset",
					"callable", "deferred", "ready", "future", "async-error-402", "service-unreadable",
					"service-validation", "sent-redirect-303", "repeated-header", "own-error-body")
			.map((kind) -> DynamicTest.dynamicTest(kind, () -> {
				String key = newKey();
				Answer first = answer(keyed(Exchange.post("/kind/" + kind), key));
				Answer second = answer(keyed(Exchange.post("/kind/" + kind), key));
				assertThat(second.status()).as("%s then %s", first, second).isEqualTo(first.status());
				assertThat(second.body()).isEqualTo(first.body());
				assertThat(second.whole()).isTrue();
				assertThat(second.header("Idempotency-Replayed")).as("%s then %s", first, second).isEqualTo("true");
				for (String header : List.of("Content-Type", "Location", "Cache-Control", "X-Twice", "Vary")) {
					assertThat(second.headers().get(header)).as(header).isEqualTo(first.headers().get(header));
				}
				assertThat(this.counter.of("/kind/" + kind, key)).isEqualTo(1);
				assertStillServing();
			}));
	}

	@TestFactory
	Stream<DynamicTest> reopenedKeys() {
		return Stream
			.of("status-401", "status-403", "status-408", "status-409", "status-423", "status-425", "status-429",
					"status-500", "status-503", "exception", "error", "sold-out", "try-later", "send-error-500",
					"async-exception", "streaming-failure")
			.map((kind) -> DynamicTest.dynamicTest(kind, () -> {
				String key = newKey();
				answer(keyed(Exchange.post("/kind/" + kind), key));
				assertThat(answer(keyed(Exchange.post("/kind/" + kind + "?other"), key)).status()).isEqualTo(422);
				Answer second = answerOnceSettled(keyed(Exchange.post("/kind/" + kind), key));
				assertThat(second.header("Idempotency-Replayed")).isNull();
				assertThat(this.counter.of("/kind/" + kind, key)).isEqualTo(2);
				assertStillServing();
			}));
	}

	/**
	 * Send a request until its key is settled: what another thread writes, or breaks off,
	 * has left before that.
	 */
	private Answer answerOnceSettled(Exchange exchange) {
		return Awaitility.await()
			.atMost(Duration.ofSeconds(5))
			.until(() -> answer(exchange), (answer) -> !answer.body().contains("idempotency_in_progress"));
	}

	@TestFactory
	Stream<DynamicTest> forgottenKeys() {
		return Stream
			.of(Exchange.json("/orders", "{"), Exchange.json("/orders", "{\"item\":null}"),
					Exchange.json("/orders", ""), Exchange.post("/orders").header("Content-Type: text/x").body("x"),
					Exchange.post("/parameter?n=x"), Exchange.post("/parameter"), Exchange.post("/checked?n=0"))
			.map((exchange) -> DynamicTest.dynamicTest(exchange.toString(), () -> {
				String key = newKey();
				Answer refused = answer(keyed(exchange, key));
				assertThat(refused.status()).isIn(400, 415);
				assertThat(answer(order(key)).status()).as("%s", refused).isEqualTo(201);
			}));
	}

	@TestFactory
	Stream<DynamicTest> bodiesAsSent() {
		String large = "x".repeat(40_000);
		return Stream.<Map.Entry<String, Callable<Exchange>>>of(
				Map.entry("text", () -> Exchange.post("/echo").header("Content-Type: text/plain").body("grün")),
				Map.entry("bytes",
						() -> Exchange.post("/echo")
							.header("Content-Type: application/octet-stream")
							.body(new byte[] { 0, 1, -1 })),
				Map.entry("in a file", () -> Exchange.post("/digest").header("Content-Type: text/plain").body(large)),
				Map.entry("chunked",
						() -> Exchange.post("/echo")
							.header("Content-Type: text/plain")
							.header("Transfer-Encoding: chunked")
							.framed()
							.body("3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")),
				Map.entry("empty", () -> Exchange.post("/echo")),
				Map.entry("reader",
						() -> Exchange.post("/reader").header("Content-Type: text/plain;charset=utf-8").body("grün")),
				Map.entry("form", () -> Exchange.form("/form?a=0", "a=1&b=2&a=3")),
				Map.entry("patched form",
						() -> Exchange.of("PATCH", "/form")
							.header("Content-Type: application/x-www-form-urlencoded")
							.header("Content-Length: 11")
							.framed()
							.body("a=1&b=2&a=3")),
				Map.entry("upload",
						() -> Exchange.multipart("/upload", "name=\"a\"\n\n1",
								"name=\"f\"; filename=\"f.txt\"\nContent-Type: text/plain\n\ncontent")))
			.map((entry) -> DynamicTest.dynamicTest(entry.getKey(), () -> {
				Answer plain = answer(entry.getValue().call());
				String key = newKey();
				Answer first = answer(keyed(entry.getValue().call(), key));
				Answer second = answer(keyed(entry.getValue().call(), key));
				assertThat(plain.status()).isEqualTo(200);
				assertThat(first.body()).isEqualTo(plain.body());
				assertThat(second.body()).isEqualTo(plain.body());
				assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
			}));
	}

	@Test
	void boundaryOfAnUploadDoesNotCount() {
		String key = newKey();
		String parts = "--%s\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--%s\r\n"
				+ "Content-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\n%s\r\n--%s--\r\n";
		Answer first = answer(upload(key, "B1", parts.formatted("B1", "B1", "x", "B1")));
		assertThat(first.status()).isEqualTo(200);
		assertThat(answer(upload(key, "B2", parts.formatted("B2", "B2", "x", "B2"))).header("Idempotency-Replayed"))
			.isEqualTo("true");
		assertThat(answer(upload(key, "B2", parts.formatted("B2", "B2", "y", "B2"))).status()).isEqualTo(422);
	}

	private static Exchange upload(String key, String boundary, String body) {
		return keyed(Exchange.post("/upload").header("Content-Type: multipart/form-data; boundary=" + boundary), key)
			.body(body);
	}

	@Test
	void bodyTooLargeIsRefused() {
		Answer answer = answer(
				keyed(Exchange.post("/echo").header("Content-Type: text/plain").body("x".repeat(70_000)), newKey()));
		assertThat(answer.body()).isEqualTo(document(413, "payload_too_large", "The request body is too large."));
	}

	@TestFactory
	Stream<DynamicTest> answersThatAreNotKept() {
		return Stream.of("streamed", "sse", "large", "large-writer", "completed")
			.map((kind) -> DynamicTest.dynamicTest(kind, () -> {
				String key = newKey();
				Answer plain = answer(Exchange.post("/kind/" + kind));
				Answer first = answer(keyed(Exchange.post("/kind/" + kind), key));
				assertThat(first.body()).isEqualTo(plain.body());
				assertThat(first.status()).isEqualTo(200);
				assertThat(first.whole()).isTrue();
				Answer second = answerOnceSettled(keyed(Exchange.post("/kind/" + kind), key));
				assertThat(second.body()).isEqualTo(document(409, "idempotency_response_not_replayable",
						"The request with this Idempotency-Key has completed; its response cannot be replayed."));
				assertThat(this.counter.of("/kind/" + kind, key)).isEqualTo(1);
			}));
	}

	@Test
	void unknownPathsAndStaticResourcesAreNobodysKey() {
		String key = newKey();
		assertThat(answer(keyed(Exchange.post("/nowhere"), key)).status()).isEqualTo(404);
		assertThat(answer(order(key)).status()).isEqualTo(201);
	}

	@Test
	void clientThatLeavesALargeAnswerDoesNotRunItTwice() throws Exception {
		String key = newKey();
		try (Socket socket = new Socket("localhost", port())) {
			socket.getOutputStream()
				.write(("POST /kind/huge HTTP/1.1\r\nHost: localhost\r\nIdempotency-Key: " + key
						+ "\r\nContent-Length: 0\r\n\r\n")
					.getBytes(StandardCharsets.US_ASCII));
			assertThat(socket.getInputStream().readNBytes(100)).hasSize(100);
			// a reset rather than an end
			socket.setSoLinger(true, 0);
		}
		Awaitility.await()
			.untilAsserted(() -> assertThat(answer(keyed(Exchange.post("/kind/huge"), key)).body())
				.contains("idempotency_response_not_replayable"));
		assertThat(this.counter.of("/kind/huge", key)).isEqualTo(1);
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void clientThatLeavesBeforeItsAnswerIsNoFailure(CapturedOutput output) throws Exception {
		String key = newKey();
		Gate gate = this.counter.gate(key);
		try (Socket socket = new Socket("localhost", port())) {
			socket.getOutputStream()
				.write(("POST /slow HTTP/1.1\r\nHost: localhost\r\nIdempotency-Key: " + key
						+ "\r\nContent-Length: 0\r\n\r\n")
					.getBytes(StandardCharsets.US_ASCII));
			gate.awaitEntered();
			socket.setSoLinger(true, 0);
		}
		gate.open();
		Awaitility.await()
			.untilAsserted(() -> assertThat(answer(keyed(Exchange.post("/slow"), key)).body()).isEqualTo("done 1"));
		assertThat(output).doesNotContain("ended with 500", "EofException", "ClientAbortException");
	}

	@Test
	void headersOfTheConnectionAreNotReplayed() {
		String key = newKey();
		Answer first = answer(keyed(Exchange.post("/kind/hop-by-hop"), key));
		Answer second = answer(keyed(Exchange.post("/kind/hop-by-hop"), key));
		assertThat(first.header("X-Hop")).isEqualTo("1");
		assertThat(second.body()).isEqualTo(first.body());
		assertThat(second.header("X-End")).isEqualTo("2");
		assertThat(second.headers()).doesNotContainKeys("X-Hop", "Keep-Alive");
	}

	@Test
	void asynchronousTimeoutReopens() {
		String key = newKey();
		assertThat(answer(keyed(Exchange.post("/kind/never"), key)).status()).isEqualTo(504);
		answer(keyed(Exchange.post("/kind/never"), key));
		assertThat(this.counter.of("/kind/never", key)).isEqualTo(2);
	}

	@Test
	void handlerReadsItsClaim() {
		String key = newKey();
		assertThat(answer(keyed(Exchange.post("/claim"), "\"" + key + "\"")).body()).isEqualTo(key + " 1 1");
		assertThat(answer(Exchange.post("/claim")).body()).isEqualTo("none");
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ FineController.class, Counter.class, OrderController.class, KindController.class })
	static class Application {

	}

	static final class Gate {

		private final CountDownLatch entered = new CountDownLatch(1);

		private final CountDownLatch open = new CountDownLatch(1);

		void awaitEntered() throws InterruptedException {
			assertThat(this.entered.await(10, TimeUnit.SECONDS)).isTrue();
		}

		void open() {
			this.open.countDown();
		}

		void pass() throws InterruptedException {
			this.entered.countDown();
			this.open.await(10, TimeUnit.SECONDS);
		}

	}

	/**
	 * Counts what has run, by path and key.
	 */
	static class Counter {

		private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();

		private final Map<String, Gate> gates = new ConcurrentHashMap<>();

		int count(HttpServletRequest request) {
			return this.counts
				.computeIfAbsent(request.getRequestURI() + " " + request.getHeader("Idempotency-Key"),
						(name) -> new AtomicInteger())
				.incrementAndGet();
		}

		int of(String path, String key) {
			AtomicInteger count = this.counts.get(path + " " + key);
			return (count != null) ? count.get() : 0;
		}

		Gate gate(String key) {
			return this.gates.computeIfAbsent(key, (name) -> new Gate());
		}

	}

	record Order(@NotNull String item) {
	}

	@RestController
	static class OrderController {

		private final AtomicInteger ids = new AtomicInteger();

		private final AtomicInteger puts = new AtomicInteger();

		private final Counter counter;

		OrderController(Counter counter) {
			this.counter = counter;
		}

		@RequestMapping("/orders")
		ResponseEntity<Map<String, Object>> order(@Valid @RequestBody Order order, HttpServletRequest request,
				HttpServletResponse response) {
			this.counter.count(request);
			int id = this.ids.incrementAndGet();
			response.addHeader("Set-Cookie", "s=" + id);
			return ResponseEntity.created(java.net.URI.create("/orders/" + id)).body(Map.of("id", id));
		}

		@PostMapping("/required")
		@Idempotent(required = true)
		String required() {
			return "done";
		}

		@PutMapping("/put")
		int put() {
			return this.puts.incrementAndGet();
		}

		@PutMapping("/annotated")
		@Idempotent
		int annotated() {
			return this.puts.incrementAndGet();
		}

		@PostMapping("/slow")
		String slow(HttpServletRequest request) throws InterruptedException {
			this.counter.gate(request.getHeader("Idempotency-Key")).pass();
			return "done " + this.counter.count(request);
		}

		@PostMapping("/echo")
		byte[] echo(@RequestBody(required = false) byte @Nullable [] body) {
			return (body != null) ? body : "nothing".getBytes(StandardCharsets.UTF_8);
		}

		@PostMapping("/digest")
		int digest(@RequestBody String body) {
			return body.hashCode();
		}

		@PostMapping("/reader")
		String reader(HttpServletRequest request) throws IOException {
			return request.getReader().readLine();
		}

		@RequestMapping("/form")
		String form(@RequestParam List<String> a, @RequestParam String b) {
			return a + b;
		}

		@PostMapping("/upload")
		String upload(@RequestParam String a, @RequestParam MultipartFile f) throws IOException {
			return a + f.getOriginalFilename() + new String(f.getBytes(), StandardCharsets.UTF_8);
		}

		@PostMapping("/parameter")
		String parameter(@RequestParam int n) {
			return "n" + n;
		}

		@PostMapping("/checked")
		String checked(@RequestParam @jakarta.validation.constraints.Positive int n) {
			return "n" + n;
		}

		@PostMapping("/claim")
		String claim(@Nullable RunningClaim claim) {
			return (claim != null) ? claim.key() + " " + claim.attempt() + " " + claim.ownership().fence() : "none";
		}

	}

	@RestController
	static class KindController {

		private final Counter counter;

		KindController(Counter counter) {
			this.counter = counter;
		}

		@PostMapping("/kind/{kind}")
		Object kind(@PathVariable String kind, HttpServletRequest request, HttpServletResponse response)
				throws Exception {
			int count = this.counter.count(request);
			if (kind.startsWith("status-") && Character.isDigit(kind.charAt(7))) {
				return ResponseEntity.status(Integer.parseInt(kind.substring(7))).body("n" + count);
			}
			return switch (kind) {
				case "ok" -> "n" + count;
				case "no-content" -> ResponseEntity.noContent().build();
				case "created" -> ResponseEntity.status(201).header("Cache-Control", "max-age=5").body("n" + count);
				case "entity-redirect" -> ResponseEntity.status(302).header("Location", "/x").build();
				case "own-error-body" -> ResponseEntity.unprocessableContent().body("own " + count);
				case "hop-by-hop" -> ResponseEntity.ok()
					.header("Connection", "x-hop, X-Other")
					.header("X-Hop", "1")
					.header("Keep-Alive", "timeout=5")
					.header("X-End", "2")
					.body("n" + count);
				case "repeated-header" -> ResponseEntity.ok().header("X-Twice", "a", "b").body("n" + count);
				case "bytes" -> ResponseEntity.ok().contentType(MediaType.IMAGE_PNG).body(new byte[] { 1, 2, 3 });
				case "gone" -> throw new ResponseStatusException(HttpStatus.GONE, "sold " + count);
				case "too-poor" -> throw new ErrorCodeException("too_poor").detail("n" + count);
				case "sold-out" -> throw new ErrorCodeException("sold_out");
				case "try-later" -> throw new ErrorCodeException("try_later");
				case "not-found" -> ResponseEntity.notFound().build();
				case "status-exception-400" -> throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
				case "exception" -> throw new IllegalStateException(SECRET);
				case "error" -> throw new StackOverflowError();
				case "service-unreadable" ->
					throw new HttpMessageNotReadableException("x", new MockHttpInputMessage(new byte[0]));
				case "service-validation" ->
					throw new org.springframework.web.bind.MissingServletRequestParameterException("x", "String");
				case "callable" -> (Callable<String>) () -> "n" + count;
				case "async-error-402" -> (Callable<String>) () -> {
					throw new ErrorCodeException("too_poor").detail("n" + count);
				};
				case "async-exception" -> (Callable<String>) () -> {
					throw new IOException(SECRET);
				};
				case "deferred" -> deferred("n" + count);
				case "ready" -> CompletableFuture.completedFuture("n" + count);
				case "future" -> CompletableFuture.supplyAsync(() -> "n" + count);
				case "never" -> new DeferredResult<String>();
				case "streamed" -> (StreamingResponseBody) (output) -> write(output, 5, "chunk");
				case "streaming-failure" -> (StreamingResponseBody) (output) -> {
					write(output, 5, "chunk");
					throw new IOException(SECRET);
				};
				case "sse" -> sse();
				default -> {
					direct(kind, count, request, response);
					yield null;
				}
			};
		}

		private static DeferredResult<String> deferred(String value) {
			DeferredResult<String> result = new DeferredResult<>();
			CompletableFuture.runAsync(() -> result.setResult(value));
			return result;
		}

		private static void write(OutputStream output, int times, String text) throws IOException {
			for (int i = 0; i < times; i++) {
				output.write(text.getBytes(StandardCharsets.UTF_8));
				output.flush();
			}
		}

		private static SseEmitter sse() {
			SseEmitter emitter = new SseEmitter();
			CompletableFuture.runAsync(() -> {
				try {
					emitter.send("one");
					emitter.send("two");
					emitter.complete();
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			});
			return emitter;
		}

		private static void direct(String kind, int count, HttpServletRequest request, HttpServletResponse response)
				throws IOException {
			switch (kind) {
				case "writer" -> {
					response.setContentType("text/plain;charset=ISO-8859-1");
					response.getWriter().print("grün " + count);
				}
				case "redirect" -> response.sendRedirect("/orders/1");
				case "empty" -> response.setStatus(202);
				case "send-error-404" -> response.sendError(404, "n" + count);
				case "send-error-500" -> response.sendError(500);
				case "sent-redirect-303" -> response.sendRedirect("relative", 303);
				case "view" -> response.setHeader("Vary", "Accept");
				case "flushed" -> {
					response.getOutputStream().print("a" + count);
					response.flushBuffer();
					response.getOutputStream().print("b");
				}
				case "reset" -> {
					response.getWriter().print("dropped");
					response.reset();
					response.getOutputStream().print("n" + count);
				}
				case "huge" -> {
					for (int i = 0; i < 10_000; i++) {
						response.getOutputStream().write(new byte[10_000]);
					}
				}
				case "large" -> response.getOutputStream().write(new byte[20_000]);
				case "large-writer" -> response.getWriter().print("ü".repeat(20_000));
				case "completed" -> {
					var context = request.startAsync();
					context.start(() -> {
						try {
							context.getResponse().getOutputStream().print("completed");
							context.complete();
						}
						catch (IOException ex) {
							throw new UncheckedIOException(ex);
						}
					});
				}
				default -> throw new IllegalArgumentException(kind);
			}
		}

	}

}
