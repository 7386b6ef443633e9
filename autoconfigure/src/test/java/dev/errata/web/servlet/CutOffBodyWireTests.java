package dev.errata.web.servlet;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

import dev.errata.wire.Answer;
import dev.errata.wire.ContainerTests;
import dev.errata.wire.Exchange;
import dev.errata.wire.Failures;
import dev.errata.wire.Http2Connection;
import dev.errata.wire.InEachContainer;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.filter.OncePerRequestFilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for bodies of which less arrives than was sent, or than was said. No handler
 * takes them for whole, and a key is free afterwards.
 */
@InEachContainer
class CutOffBodyWireTests extends ContainerTests {

	private static final String WHOLE = "a=23456789";

	private static final String HALF = "a=234";

	private static final AtomicInteger keys = new AtomicInteger();

	@Override
	protected Service start(Container container) {
		return Service.start(container, false, List.of(Application.class), ENVELOPE, "server.http2.enabled=true",
				"errata.idempotency.enabled=true", "errata.idempotency.store=memory");
	}

	@BeforeEach
	void forget() {
		Handlers.bodies.clear();
	}

	static Stream<Arguments> requests() {
		return Stream.of("/text", "/stream", "/form")
			.flatMap((path) -> Stream.of(true, false)
				.flatMap((keyed) -> Stream.of(true, false).map((length) -> Arguments.of(path, keyed, length))));
	}

	@ParameterizedTest(name = "{0}, with a key: {1}, with a length: {2}")
	@MethodSource("requests")
	void handlerDoesNotRunIfTheStreamIsResetBeforeItsBodyIsRead(String path, boolean keyed, boolean length)
			throws Exception {
		String key = newKey();
		assertThat(Failures.loggersThatComplain(() -> {
			try (Http2Connection connection = new Http2Connection(port())) {
				post(path, key, keyed, length, connection);
				connection.data(HALF);
				HoldingFilter.await(HoldingFilter.entered);
				connection.reset();
				HoldingFilter.proceed.release();
				HoldingFilter.await(HoldingFilter.left);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		})).isEmpty();
		assertThat(Handlers.bodies).isEmpty();
		if (keyed) {
			assertRuns(path, key);
		}
	}

	@ParameterizedTest(name = "{0}, with a key: {1}")
	@CsvSource({ "/text, true", "/text, false", "/stream, true", "/stream, false", "/form, true", "/form, false" })
	void handlerDoesNotRunIfLessArrivesThanWasAnnounced(String path, boolean keyed) throws Exception {
		assumeThat(container()).as("Jetty waits for the rest").isEqualTo(Container.TOMCAT);
		String key = newKey();
		try (Http2Connection connection = new Http2Connection(port())) {
			post(path, key, keyed, true, connection);
			HoldingFilter.await(HoldingFilter.entered);
			connection.lastData(HALF);
			HoldingFilter.proceed.release();
			HoldingFilter.await(HoldingFilter.left);
		}
		assertThat(Handlers.bodies).isEmpty();
		if (keyed) {
			assertRuns(path, key);
		}
	}

	@ParameterizedTest(name = "{0}, with a key: {1}, with a length: {2}")
	@MethodSource("requests")
	void clientIsToldIfItCanBe(String path, boolean keyed, boolean length) {
		String key = newKey();
		Exchange cut = request(path).header(keyed ? "Idempotency-Key: " + key : "X-Key: none")
			.header(length ? "Content-Length: " + WHOLE.length() : "Transfer-Encoding: chunked")
			.body(length ? HALF : "5\r\n" + HALF + "\r\n")
			.framed();
		Answer answer = answer(cut);
		assertThat(answer.body()).contains("\"malformed_request\"");
		assertThat(answer.status()).isEqualTo(400);
		assertThat(Handlers.bodies).isEmpty();
		if (keyed) {
			assertRuns(path, key);
		}
	}

	/**
	 * Filters may put any body in the place of another, and most leave its length as it
	 * was announced.
	 */
	@ParameterizedTest(name = "{0}, {2}")
	@CsvSource({ "/text, Replaced, short", "/text, Replaced, ''", "/stream, Replaced, ''", "/stream, Replaced, short",
			"/stream, Replaced, much longer than before", "/text, Zipped, tiny", "/stream, Zipped, tiny",
			"/stream, Zipped, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" })
	void bodyOfAFilterHasAnyLength(String path, String how, String body) throws IOException {
		Exchange exchange = request(path).header("Idempotency-Key: " + newKey());
		exchange = how.equals("Zipped") ? exchange.header("Content-Encoding: gzip").body(zip(body))
				: exchange.header("Replaced: " + body).body(WHOLE);
		Answer first = answer(exchange);
		assertThat(first.status()).as("%s", first).isEqualTo(200);
		assertThat(answer(exchange).header("Idempotency-Replayed")).isEqualTo("true");
		assertThat(Handlers.bodies).containsExactly(body);
	}

	private void assertRuns(String path, String key) {
		Answer repetition = answer(request(path).header("Idempotency-Key: " + key).body(WHOLE));
		assertThat(repetition.status()).as("%s", repetition).isEqualTo(200);
		assertThat(repetition.header("Idempotency-Replayed")).isNull();
		assertThat(Handlers.bodies).hasSize(1);
	}

	private static Exchange request(String path) {
		return Exchange.post(path).header("Content-Type: " + type(path));
	}

	private static String type(String path) {
		return path.equals("/form") ? "application/x-www-form-urlencoded" : "text/plain";
	}

	private static void post(String path, String key, boolean keyed, boolean length, Http2Connection connection)
			throws IOException {
		connection.post(path, "Held: yes", "Content-Type: " + type(path),
				keyed ? "Idempotency-Key: " + key : "X-Key: none",
				length ? "Content-Length: " + WHOLE.length() : "X-Length: unknown");
	}

	private static String newKey() {
		return "cut-" + keys.incrementAndGet();
	}

	private static byte[] zip(String text) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
			zip.write(text.getBytes(StandardCharsets.UTF_8));
		}
		return bytes.toByteArray();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ HoldingFilter.class, ReplacingFilter.class, Handlers.class })
	static class Application {

	}

	/** Keeps a request until its client has done what it will. */
	@Component
	@Order(-70)
	static class HoldingFilter extends OncePerRequestFilter {

		static final Semaphore entered = new Semaphore(0);

		static final Semaphore proceed = new Semaphore(0);

		static final Semaphore left = new Semaphore(0);

		static void await(Semaphore semaphore) {
			try {
				assertThat(semaphore.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
				throws IOException, ServletException {
			if (request.getHeader("Held") == null) {
				chain.doFilter(request, response);
				return;
			}
			entered.release();
			await(proceed);
			try {
				chain.doFilter(request, response);
			}
			finally {
				left.release();
			}
		}

	}

	@Component
	@Order(-60)
	static class ReplacingFilter extends OncePerRequestFilter {

		@Override
		protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
				throws IOException, ServletException {
			String body = request.getHeader("Replaced");
			if (request.getHeader("Content-Encoding") != null) {
				chain.doFilter(new Replaced(request, new GZIPInputStream(request.getInputStream())), response);
			}
			else if (body != null) {
				request.getInputStream().readAllBytes();
				chain.doFilter(new Replaced(request, new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))),
						response);
			}
			else {
				chain.doFilter(request, response);
			}
		}

	}

	private static final class Replaced extends HttpServletRequestWrapper {

		private final ServletInputStream input;

		Replaced(HttpServletRequest request, InputStream input) {
			super(request);
			this.input = new ServletInputStream() {

				@Override
				public int read() throws IOException {
					return input.read();
				}

				@Override
				public boolean isFinished() {
					return false;
				}

				@Override
				public boolean isReady() {
					return true;
				}

				@Override
				public void setReadListener(ReadListener listener) {
					throw new UnsupportedOperationException();
				}

			};
		}

		@Override
		public ServletInputStream getInputStream() {
			return this.input;
		}

	}

	@RestController
	static class Handlers {

		static final Queue<String> bodies = new ConcurrentLinkedQueue<>();

		@PostMapping("/text")
		String text(@RequestBody(required = false) String body) {
			bodies.add((body != null) ? body : "");
			return "done";
		}

		@PostMapping("/stream")
		String stream(InputStream body) throws IOException {
			bodies.add(new String(body.readAllBytes(), StandardCharsets.UTF_8));
			return "done";
		}

		@PostMapping("/form")
		String form(@RequestParam String a) {
			bodies.add(a);
			return "done";
		}

	}

}
