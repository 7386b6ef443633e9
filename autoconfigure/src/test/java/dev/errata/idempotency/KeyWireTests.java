package dev.errata.idempotency;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
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
import dev.errata.wire.Answer;
import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Exchange;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import dev.errata.wire.WireTests;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for requests that have a key, in every stack, with the store in memory.
 */
class KeyWireTests extends EveryStackTests {

	private static final AtomicInteger keys = new AtomicInteger();

	private static final String KEY = "Idempotency-Key";

	@Override
	protected Service start(Container container) {
		return Service.start(container, false, List.of(Application.class), ENVELOPE, "errata.codes.sold_out=409",
				"errata.codes.try_later.status=422", "errata.codes.try_later.retryable=true",
				"errata.codes.too_poor=402", "errata.idempotency.enabled=true", "errata.idempotency.store=memory",
				"errata.idempotency.max-memory=1KB", "errata.idempotency.max-body-size=64KB",
				"errata.idempotency.max-response-size=8KB", "errata.limits.async-timeout.all.paths=/never/**",
				"errata.limits.async-timeout.all.timeout=1s");
	}

	private Counter counter() {
		return bean(Counter.class);
	}

	private static String newKey() {
		return "key-" + keys.incrementAndGet();
	}

	private static Exchange keyed(Exchange exchange, String key) {
		return exchange.header(KEY + ": " + key);
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
		assertThat(counter().of("/orders", key)).isEqualTo(1);
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
	void bodyOfARequestThatIsNotCoveredIsNotOurs() {
		Answer answer = answer(
				keyed(Exchange.of("PUT", "/put").header("Content-Length: 100000").framed().body("x".repeat(100_000)),
						newKey()));
		assertThat(answer.status()).isEqualTo(200);
	}

	@Test
	void annotationCoversOtherMethods() {
		String key = newKey();
		String first = answer(keyed(Exchange.of("PUT", "/annotated"), key)).body();
		assertThat(answer(keyed(Exchange.of("PUT", "/annotated"), key)).body()).isEqualTo(first);
	}

	@Test
	void annotationOfOneControllerIsNotThatOfItsSibling() {
		assertThat(answer(Exchange.post("/strict/inherited")).status()).isEqualTo(400);
		assertThat(answer(Exchange.post("/lax/inherited")).status()).isEqualTo(200);
		assertThat(answer(Exchange.post("/strict/inherited")).status()).isEqualTo(400);
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
		Gate gate = counter().gate(key);
		ExecutorService executor = Executors.newSingleThreadExecutor();
		try {
			Future<Answer> first = executor.submit(() -> answer(keyed(Exchange.post("/slow-future"), key)));
			gate.awaitEntered();
			Answer second = answer(keyed(Exchange.post("/slow-future"), key));
			assertThat(second.body()).isEqualTo(document(409, "idempotency_in_progress",
					"A request with this Idempotency-Key is still in progress."));
			assertThat(second.header("Retry-After")).isEqualTo("1");
			assertThat(answer(keyed(Exchange.post("/slow-future?x"), key)).status()).isEqualTo(422);
			gate.open();
			assertThat(first.get().status()).isEqualTo(200);
			assertThat(answer(keyed(Exchange.post("/slow-future"), key)).body()).isEqualTo(first.get().body());
			assertThat(counter().of("/slow", key)).isEqualTo(1);
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
			assertThat(counter().of("/orders", key)).isEqualTo(1);
		}
		finally {
			executor.shutdownNow();
		}
	}

	@TestFactory
	Stream<DynamicTest> storedAnswers() {
		return Stream
			.of("ok", "no-content", "created", "entity-redirect", "empty", "nothing", "bytes", "gone", "too-poor",
					"not-found", "status-exception-400", "ready", "future", "future-402", "repeated-header",
					"own-error-body", "list")
			.map((kind) -> DynamicTest.dynamicTest(kind, () -> {
				String key = newKey();
				Answer plain = answer(Exchange.post("/kind/" + kind));
				Answer first = answer(keyed(Exchange.post("/kind/" + kind), key));
				Answer second = answer(keyed(Exchange.post("/kind/" + kind), key));
				assertThat(first.status()).isEqualTo(plain.status());
				assertThat(second.status()).as("%s then %s", first, second).isEqualTo(first.status());
				assertThat(second.body()).isEqualTo(first.body());
				assertThat(second.whole()).isTrue();
				assertThat(second.header("Idempotency-Replayed")).as("%s then %s", first, second).isEqualTo("true");
				for (String header : List.of("Content-Type", "Location", "Cache-Control", "X-Twice", "Vary")) {
					assertThat(first.headers().get(header)).as(header).isEqualTo(plain.headers().get(header));
					assertThat(second.headers().get(header)).as(header).isEqualTo(first.headers().get(header));
				}
				assertThat(counter().of("/kind/" + kind, key)).isEqualTo(1);
				assertStillServing();
			}));
	}

	@TestFactory
	Stream<DynamicTest> reopenedKeys() {
		return Stream
			.of("status-401", "status-403", "status-408", "status-409", "status-423", "status-425", "status-429",
					"status-500", "status-503", "exception", "error", "sold-out", "try-later", "future-exception")
			.map((kind) -> DynamicTest.dynamicTest(kind, () -> {
				String key = newKey();
				answer(keyed(Exchange.post("/kind/" + kind), key));
				assertThat(answer(keyed(Exchange.post("/kind/" + kind + "?other"), key)).status()).isEqualTo(422);
				Answer second = answerOnceSettled(keyed(Exchange.post("/kind/" + kind), key));
				assertThat(second.header("Idempotency-Replayed")).isNull();
				assertThat(counter().of("/kind/" + kind, key)).isEqualTo(2);
				assertStillServing();
			}));
	}

	/**
	 * Send a request until its key is settled: what another thread writes, or breaks off,
	 * has left before that.
	 */
	private Answer answerOnceSettled(Exchange exchange) {
		return Awaitility.await()
			.until(() -> answer(exchange), (answer) -> !answer.body().contains("idempotency_in_progress"));
	}

	@TestFactory
	Stream<DynamicTest> forgottenKeys() {
		return Stream
			.of(Exchange.json("/orders", "{"), Exchange.json("/orders", "{\"item\":null}"),
					Exchange.json("/orders", ""), Exchange.post("/orders").header("Content-Type: text/x").body("x"),
					Exchange.post("/parameter?n=x"), Exchange.post("/parameter"), Exchange.post("/checked?n=0"),
					Exchange.form("/cart", "items[9999]=x"), Exchange.form("/cart", "items[x]=x"))
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
				Map.entry("text", () -> Exchange.post("/echo").header("Content-Type: text/plain").body("gr\u00fcn")),
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
				assertThat(plain.status()).as("%s", plain).isEqualTo(200);
				assertThat(first.body()).isEqualTo(plain.body());
				assertThat(second.body()).isEqualTo(plain.body());
				assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
			}));
	}

	@Test
	void boundaryOfAnUploadDoesNotCount() {
		String key = newKey();
		String parts = "--%s\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--%s\r\n"
				+ "Content-Disposition: form-data; name=\"f\"; filename=\"f\"\r\nContent-Type: text/plain\r\n\r\n%s\r\n"
				+ "--%s--\r\n";
		Answer first = answer(upload(key, "B1", parts.formatted("B1", "B1", "x", "B1")));
		assertThat(first.status()).isEqualTo(200);
		assertThat(answer(upload(key, "B2", parts.formatted("B2", "B2", "x", "B2"))).header("Idempotency-Replayed"))
			.isEqualTo("true");
		assertThat(answer(upload(key, "B2", parts.formatted("B2", "B2", "y", "B2"))).status()).isEqualTo(422);
	}

	@Test
	void orderOfPartsWithDifferentNamesDoesNotCount() {
		String key = newKey();
		String a = "name=\"a\"\n\n";
		String f = "name=\"f\"\n\nx";
		// a hash table keeps these two in the order in which they came
		String aa = "name=\"Aa\"\n\n3";
		String bb = "name=\"BB\"\n\n4";
		Answer first = answer(keyed(Exchange.multipart("/upload", a + "1", f, a + "2", aa, bb), key));
		assertThat(first.status()).isEqualTo(200);
		for (Exchange same : List.of(Exchange.multipart("/upload", f, a + "1", aa, bb, a + "2"),
				Exchange.multipart("/upload", a + "1", bb, a + "2", aa, f))) {
			assertThat(answer(keyed(same, key)).header("Idempotency-Replayed")).isEqualTo("true");
		}
		assertThat(answer(keyed(Exchange.multipart("/upload", a + "2", f, a + "1", aa, bb), key)).status())
			.isEqualTo(422);
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
		return Stream.of("/sse", "/large").map((target) -> DynamicTest.dynamicTest(target, () -> {
			String key = newKey();
			Answer plain = answer(Exchange.post(target));
			Answer first = answer(keyed(Exchange.post(target), key));
			assertThat(first.body()).isEqualTo(plain.body());
			assertThat(first.status()).isEqualTo(200);
			assertThat(first.whole()).isTrue();
			Answer second = answerOnceSettled(keyed(Exchange.post(target), key));
			assertThat(second.body()).isEqualTo(document(409, "idempotency_response_not_replayable",
					"The request with this Idempotency-Key has completed; its response cannot be replayed."));
			assertThat(counter().of(target, key)).isEqualTo(1);
		}));
	}

	@Test
	void streamThatFailsReopens() {
		String key = newKey();
		assertThat(answer(keyed(Exchange.post("/broken-sse").persistent(), key)).whole()).isFalse();
		answerOnceSettled(keyed(Exchange.post("/broken-sse").persistent(), key));
		assertThat(counter().of("/broken-sse", key)).isEqualTo(2);
	}

	@Test
	void unknownPathsAreNobodysKey() {
		String key = newKey();
		assertThat(answer(keyed(Exchange.post("/nowhere"), key)).status()).isEqualTo(404);
		assertThat(answer(order(key)).status()).isEqualTo(201);
	}

	@Test
	void clientThatLeavesALargeAnswerDoesNotRunItTwice() throws Exception {
		String key = newKey();
		try (Socket socket = new Socket("localhost", port())) {
			socket.setSoTimeout(10_000);
			send(socket, "/huge", key);
			assertThat(socket.getInputStream().readNBytes(100)).hasSize(100);
			// a reset rather than an end
			socket.setSoLinger(true, 0);
		}
		Awaitility.await()
			.untilAsserted(() -> assertThat(answer(keyed(Exchange.post("/huge"), key)).body())
				.contains("idempotency_response_not_replayable"));
		assertThat(counter().of("/huge", key)).isEqualTo(1);
	}

	private static void send(Socket socket, String target, String key) throws IOException {
		socket.getOutputStream()
			.write(("POST " + target + " HTTP/1.1\r\nHost: localhost\r\nIdempotency-Key: " + key
					+ "\r\nContent-Length: 0\r\n\r\n")
				.getBytes(StandardCharsets.US_ASCII));
	}

	@TestFactory
	@ExtendWith(OutputCaptureExtension.class)
	Stream<DynamicTest> clientThatLeavesBeforeItsAnswerIsNoFailure(CapturedOutput output) {
		// an event loop that waits would not see anybody leave
		Stream<String> targets = container().pick(Stream.of("/slow", "/slow-future"), Stream.of("/slow-future"));
		return targets.map((target) -> DynamicTest.dynamicTest(target, () -> {
			String key = newKey();
			Gate gate = counter().gate(key);
			try (Socket socket = new Socket("localhost", port())) {
				send(socket, target, key);
				gate.awaitEntered();
				socket.setSoLinger(true, 0);
			}
			// so that the server has seen it
			Thread.sleep(200);
			assertThat(answer(keyed(Exchange.post(target), key)).body()).contains("idempotency_in_progress");
			gate.open();
			Answer answer = answerOnceSettled(keyed(Exchange.post(target), key));
			assertThat(answer.body()).isEqualTo("done 1");
			assertThat(answer.header("Idempotency-Replayed")).isEqualTo("true");
			assertThat(answer.header("X-Done")).isEqualTo("yes");
			assertThat(output).doesNotContain("ended with 500", "EofException", "ClientAbortException");
		}));
	}

	@Test
	void failureThatNobodyWaitsForReopens() throws Exception {
		String key = newKey();
		Gate gate = counter().gate(key);
		try (Socket socket = new Socket("localhost", port())) {
			send(socket, "/slow-failure", key);
			gate.awaitEntered();
			socket.setSoLinger(true, 0);
		}
		Thread.sleep(200);
		gate.open();
		Answer answer = answerOnceSettled(keyed(Exchange.post("/slow-failure"), key));
		assertThat(answer.status()).isEqualTo(500);
		assertThat(counter().of("/slow-failure", key)).isEqualTo(2);
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
	void timeoutReopens() {
		String key = newKey();
		assertThat(answer(keyed(Exchange.post("/never"), key)).status()).isEqualTo(504);
		assertThat(answerOnceSettled(keyed(Exchange.post("/never"), key)).status()).isEqualTo(504);
		assertThat(counter().of("/never", key)).isEqualTo(2);
	}

	@Test
	void handlerReadsItsClaim() {
		String key = newKey();
		assertThat(answer(keyed(Exchange.post("/claim"), "\"" + key + "\"")).body()).isEqualTo(key + " 1 1");
		assertThat(answer(Exchange.post("/claim")).body()).isEqualTo("none");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ WireTests.FineController.class, Counter.class, OrderController.class, BodyController.class,
			KindController.class, StreamController.class, SlowController.class, StrictController.class,
			LaxController.class })
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

		void pass() {
			this.entered.countDown();
			try {
				this.open.await(10, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	/**
	 * Counts what has run, by path and key.
	 */
	static class Counter {

		private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();

		private final Map<String, Gate> gates = new ConcurrentHashMap<>();

		int count(String path, @Nullable String key) {
			return this.counts.computeIfAbsent(path + " " + key, (name) -> new AtomicInteger()).incrementAndGet();
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

	static class Cart {

		private List<String> items = new ArrayList<>();

		public List<String> getItems() {
			return this.items;
		}

		public void setItems(List<String> items) {
			this.items = items;
		}

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
		ResponseEntity<Map<String, Object>> order(@Valid @RequestBody Order order,
				@RequestHeader(name = KEY, required = false) @Nullable String key) {
			this.counter.count("/orders", key);
			int id = this.ids.incrementAndGet();
			return ResponseEntity.created(URI.create("/orders/" + id))
				.header("Set-Cookie", "s=" + id)
				.body(Map.of("id", id));
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

		@PostMapping("/parameter")
		String parameter(@RequestParam int n) {
			return "n" + n;
		}

		@PostMapping("/checked")
		String checked(@RequestParam @Positive int n) {
			return "n" + n;
		}

		@PostMapping("/cart")
		String cart(@ModelAttribute Cart cart) {
			return "n" + cart.getItems().size();
		}

		@PostMapping("/claim")
		String claim(@Nullable RunningClaim claim) {
			return (claim != null) ? claim.key() + " " + claim.attempt() + " " + claim.ownership().fence() : "none";
		}

		@PostMapping("/never")
		CompletableFuture<String> never(@RequestHeader(KEY) String key) {
			this.counter.count("/never", key);
			return new CompletableFuture<>();
		}

	}

	record Form(List<String> a, String b) {
	}

	@RestController
	static class BodyController {

		@PostMapping("/echo")
		byte[] echo(@RequestBody(required = false) byte @Nullable [] body) {
			return (body != null) ? body : "nothing".getBytes(StandardCharsets.UTF_8);
		}

		@PostMapping("/digest")
		int digest(@RequestBody String body) {
			return body.hashCode();
		}

		@RequestMapping("/form")
		String form(Form form) {
			return form.a() + form.b();
		}

		@PostMapping("/upload")
		String upload(@RequestPart String a, @RequestPart String f) {
			return a + f;
		}

	}

	@RestController
	static class SlowController {

		private final Counter counter;

		SlowController(Counter counter) {
			this.counter = counter;
		}

		@PostMapping("/slow")
		ResponseEntity<String> slow(@RequestHeader(KEY) String key) {
			this.counter.gate(key).pass();
			return ResponseEntity.ok().header("X-Done", "yes").body("done " + this.counter.count("/slow", key));
		}

		@PostMapping("/slow-future")
		CompletableFuture<ResponseEntity<String>> slowFuture(@RequestHeader(KEY) String key) {
			return CompletableFuture.supplyAsync(() -> slow(key));
		}

		@PostMapping("/slow-failure")
		CompletableFuture<String> slowFailure(@RequestHeader(KEY) String key) {
			int count = this.counter.count("/slow-failure", key);
			return CompletableFuture.supplyAsync(() -> {
				this.counter.gate(key).pass();
				throw new IllegalStateException(SECRET + count);
			});
		}

	}

	@RestController
	static class StreamController {

		private final Counter counter;

		StreamController(Counter counter) {
			this.counter = counter;
		}

		@PostMapping(path = "/sse", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<String> sse(@RequestHeader(name = KEY, required = false) @Nullable String key) {
			this.counter.count("/sse", key);
			return Flux.just("one", "two");
		}

		@PostMapping(path = "/broken-sse", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<String> brokenSse(@RequestHeader(name = KEY, required = false) @Nullable String key) {
			this.counter.count("/broken-sse", key);
			return Flux.just("one").concatWith(Flux.error(new IllegalStateException(SECRET)));
		}

		@PostMapping("/large")
		byte[] large(@RequestHeader(name = KEY, required = false) @Nullable String key) {
			this.counter.count("/large", key);
			return new byte[20_000];
		}

		@PostMapping("/huge")
		byte[] huge(@RequestHeader(KEY) String key) {
			this.counter.count("/huge", key);
			return new byte[50_000_000];
		}

	}

	@RestController
	static class KindController {

		private final Counter counter;

		KindController(Counter counter) {
			this.counter = counter;
		}

		@PostMapping("/kind/{kind}")
		CompletableFuture<ResponseEntity<Object>> kind(@PathVariable String kind,
				@RequestHeader(name = KEY, required = false) @Nullable String key) {
			int count = this.counter.count("/kind/" + kind, key);
			return switch (kind) {
				case "future" -> CompletableFuture.supplyAsync(() -> ResponseEntity.ok("n" + count));
				case "future-402" -> CompletableFuture.supplyAsync(() -> {
					throw new ErrorCodeException("too_poor").detail("n" + count);
				});
				case "future-exception" -> CompletableFuture.supplyAsync(() -> {
					throw new IllegalStateException(SECRET);
				});
				default -> CompletableFuture.completedFuture(atOnce(kind, count));
			};
		}

		private static ResponseEntity<Object> atOnce(String kind, int count) {
			if (kind.startsWith("status-") && Character.isDigit(kind.charAt(7))) {
				return ResponseEntity.status(Integer.parseInt(kind.substring(7))).body("n" + count);
			}
			return switch (kind) {
				case "ok", "ready" -> ResponseEntity.ok("n" + count);
				case "nothing" -> ResponseEntity.ok().build();
				case "empty" -> ResponseEntity.accepted().build();
				case "list" -> ResponseEntity.ok(List.of("n", count));
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
				default -> throw new IllegalArgumentException(kind);
			};
		}

	}

	abstract static class Inherited {

		@PostMapping("/inherited")
		String inherited() {
			return "ran";
		}

	}

	@RestController
	@RequestMapping("/strict")
	@Idempotent(required = true)
	static class StrictController extends Inherited {

	}

	@RestController
	@RequestMapping("/lax")
	static class LaxController extends Inherited {

	}

}
