package dev.errata.web.servlet;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

import dev.errata.envelope.ErrorEnvelope;
import dev.errata.error.ApiError;
import dev.errata.error.ErrorCodeException;
import dev.errata.wire.Answer;
import dev.errata.wire.Connection;
import dev.errata.wire.Exchange;
import dev.errata.wire.Failures;
import dev.errata.wire.InEachContainer;
import dev.errata.wire.Service;
import dev.errata.wire.WireTests;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

import static dev.errata.wire.Exchange.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The last event of a stream beside compression, idempotency keys, Spring Security,
 * HTTP/2, meters, other envelopes and exceptions that are hostile.
 */
@Tag("full")
@InEachContainer
class LastEventModesWireTests {

	private static final String EVENT = "data: {\"code\":\"order_shipped\",\"id\":\"r-1\"}\n\n";

	private static final String INTERNAL = "data: {\"code\":\"internal_error\",\"id\":\"r-1\"}\n\n";

	@Parameter
	Service.Container container;

	private Service start(boolean secured, Class<?> more, String... properties) {
		List<String> all = new ArrayList<>(List.of(properties));
		all.add("errata.codes.order_shipped=409");
		if (!all.contains(DISABLED)) {
			all.add("errata.envelope.last-event.enabled=true");
		}
		return Service.start(this.container, secured,
				List.of(LastEventWireTests.Application.class, HostileController.class, more),
				all.toArray(String[]::new));
	}

	private static final String DISABLED = "errata.envelope.last-event.enabled=false";

	private static final String ENVELOPE = "errata.envelope.body={\"code\":\"{code}\",\"id\":\"{request-id}\"}";

	@Test
	void filterThatCompressesFinishesItsStream() throws IOException {
		try (Service service = start(false, Zipping.class, ENVELOPE)) {
			assertThat(unzipped(service, "/sse")).startsWith("data:1\n\n").endsWith(EVENT);
			assertThat(unzipped(service, "/writer")).startsWith("data: 1\n\n").endsWith(EVENT);
		}
	}

	@Test
	void containerThatCompressesFinishesItsStream() throws IOException {
		try (Service service = start(false, Object.class, ENVELOPE, "server.compression.enabled=true",
				"server.compression.mime-types=text/event-stream", "server.compression.min-response-size=1")) {
			assertThat(unzipped(service, "/sse")).isEqualTo("data:1\n\n" + EVENT);
			// a filter may have ended what it has compressed
			assertThat(service.answer(get("/servlet").header("Accept-Encoding: gzip").persistent()).whole()).isFalse();
		}
	}

	private static String unzipped(Service service, String path) throws IOException {
		byte[] bytes = get(path).header("Accept-Encoding: gzip").bytesFrom(service.port());
		String text = new String(bytes, StandardCharsets.ISO_8859_1);
		int end = text.indexOf("\r\n\r\n") + 4;
		assertThat(text.substring(0, end).toLowerCase(Locale.ROOT)).contains("content-encoding: gzip");
		// Jetty sends no chunks if the connection is closed afterwards
		String content = text.substring(0, end).contains("chunked") ? joined(text.substring(end)) : text.substring(end);
		try (GZIPInputStream zipped = new GZIPInputStream(
				new ByteArrayInputStream(content.getBytes(StandardCharsets.ISO_8859_1)))) {
			return new String(zipped.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	private static String joined(String chunks) {
		StringBuilder joined = new StringBuilder();
		String rest = chunks;
		while (!rest.startsWith("0\r\n")) {
			int line = rest.indexOf("\r\n");
			int size = Integer.parseInt(rest.substring(0, line), 16);
			joined.append(rest, line + 2, line + 2 + size);
			rest = rest.substring(line + 4 + size);
		}
		assertThat(rest).isEqualTo("0\r\n\r\n");
		return joined.toString();
	}

	@ParameterizedTest
	@ValueSource(strings = { "true", "false" })
	void requestWithKeyMayRunAgain(boolean enabled) {
		try (Service service = start(false, Object.class, ENVELOPE, "errata.idempotency.enabled=true",
				"errata.idempotency.store=memory", enabled ? "errata.closed=false" : DISABLED)) {
			AtomicInteger runs = service.bean(HostileController.class).runs;
			Exchange keyed = Exchange.post("/keyed").header("Idempotency-Key: \"k-1\"");
			if (!enabled) {
				keyed.persistent();
			}
			for (int run = 1; run <= 2; run++) {
				int number = run;
				Answer answer = Awaitility.await()
					.until(() -> service.answer(keyed), (last) -> !last.body().contains("in_progress"));
				assertThat(answer.body()).isEqualTo("data:" + number + "\n\n" + (enabled ? EVENT : ""));
				assertThat(answer.whole()).isEqualTo(enabled);
				assertThat(answer.header("Idempotency-Replayed")).isNull();
				assertThat(runs).hasValue(number);
			}
		}
	}

	@Test
	void securityChangesNothing() {
		try (Service service = start(true, Permitting.class, ENVELOPE)) {
			for (String path : List.of("/sse", "/flux", "/sse/thrown")) {
				assertThat(service.answer(get(path)).body()).isEqualTo("data:1\n\n" + EVENT);
			}
			assertThat(service.answer(get("/servlet")).body()).isEqualTo("data: 1\n\n" + EVENT);
			assertThat(service.answer(get("/writer")).body()).isEqualTo("data: 1\n\n" + EVENT);
		}
	}

	@Test
	void virtualThreadsChangeNothing() {
		try (Service service = start(false, Object.class, ENVELOPE, "spring.threads.virtual.enabled=true")) {
			for (String path : List.of("/sse", "/flux", "/sse/thrown")) {
				assertThat(service.answer(get(path)).body()).isEqualTo("data:1\n\n" + EVENT);
			}
		}
	}

	@Test
	void streamOfHttp2EndsWell() throws Exception {
		assumeTrue(this.container == Service.Container.TOMCAT, "Jetty has a module of its own for HTTP/2");
		try (Service service = start(false, Object.class, ENVELOPE, "server.http2.enabled=true")) {
			HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
			for (String path : List.of("/fine", "/sse", "/sse/thrown", "/flux")) {
				HttpResponse<String> answer = client
					.send(HttpRequest.newBuilder(URI.create("http://localhost:" + service.port() + path))
						.header("X-Request-Id", "r-1")
						.build(), HttpResponse.BodyHandlers.ofString());
				assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
				assertThat(answer.body()).isEqualTo(path.equals("/fine") ? "fine" : "data:1\n\n" + EVENT);
			}
		}
	}

	@Test
	void meterNamesTheException() {
		try (Service service = start(false, Object.class, ENVELOPE)) {
			Map.of("/sse/thrown", "ErrorCodeException", "/writer", "ErrorCodeException", "/sse/unwritable",
					"IllegalStateException")
				.forEach((path, exception) -> {
					service.answer(get(path));
					String series = Awaitility.await()
						.until(() -> ObservedErrorWireTests.series(service, path), (found) -> !found.isEmpty());
					assertThat(series).isEqualTo("200 SUCCESS " + exception);
				});
		}
	}

	@Test
	void documentOfBeanIsSplitIntoLines() {
		try (Service service = start(false, Lines.class)) {
			assertThat(service.answer(get("/sse")).body())
				.isEqualTo("data:1\n\ndata: code:\ndata: order_shipped\ndata: \ndata: \n\n");
			assertThat(service.answer(get("/flux/lines").persistent()).whole()).isFalse();
		}
	}

	@Test
	void minimalDocumentIsDataIfEnvelopeFails() {
		try (Service service = start(false, Failing.class)) {
			String minimal = "{\"status\":409,\"code\":\"order_shipped\",\"request_id\":\"r-1\"}\n";
			assertThat(service.answer(get("/sse")).body()).isEqualTo("data:1\n\ndata: " + minimal + "\n");
			assertThat(service.answer(get("/flux/lines")).body()).isEqualTo("{\"a\":1}\n" + minimal);
		}
	}

	@Test
	void hostileExceptionEndsTheStream() throws IOException {
		try (Service service = start(false, Object.class, ENVELOPE)) {
			for (String how : List.of("untellable", "cyclic", "error", "memory", "io", "plain")) {
				assertEnds(service, how);
			}
		}
	}

	private static void assertEnds(Service service, String how) throws IOException {
		try (Failures failures = Failures.logged()) {
			assertThat(service.answer(get("/hostile/" + how)).body()).isEqualTo("data:1\n\n" + INTERNAL);
			assertThat(failures.lines()).hasSize(1);
			try (Connection pipelined = new Connection(service.port())) {
				String fine = "GET /fine HTTP/1.1\nHost: localhost\n\n";
				pipelined.send("GET /hostile/" + how + " HTTP/1.1\nHost: localhost\nX-Request-Id: r-1\n\n" + fine);
				assertThat(pipelined.answer(false).body()).isEqualTo("data:1\n\n" + INTERNAL);
				assertThat(pipelined.answer(false).body()).isEqualTo("fine");
			}
		}
	}

	/** Its thread is stuck in the stream when the time is up. */
	@Test
	void clientThatDoesNotReadIsCutOff() throws Exception {
		try (Service service = start(false, Object.class, ENVELOPE, "spring.mvc.async.request-timeout=500ms",
				"server.tomcat.connection-timeout=1s", "server.jetty.connection-idle-timeout=1s");
				Socket client = new Socket()) {
			client.setReceiveBufferSize(4096);
			client.connect(new InetSocketAddress("localhost", service.port()));
			client.setSoTimeout(10_000);
			client.getOutputStream()
				.write("GET /hostile/flood HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.UTF_8));
			try (Failures failures = Failures.logged()) {
				Awaitility.await()
					.untilAsserted(() -> assertThat(failures.lines()).singleElement()
						.satisfies((line) -> assertThat(line.getLoggerName()).isEqualTo("errata.failure.timeout")));
			}
			assertThat(new String(readUntilCut(client), StandardCharsets.UTF_8)).doesNotContain("error")
				.doesNotEndWith("0\r\n\r\n");
			assertThat(service.answer(get("/fine")).body()).isEqualTo("fine");
		}
	}

	private static byte[] readUntilCut(Socket client) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try {
			client.getInputStream().transferTo(bytes);
		}
		catch (IOException ex) {
			// the connection is reset
		}
		return bytes.toByteArray();
	}

	@Test
	void clientThatIsGoneGetsNothing() throws Exception {
		try (Service service = start(false, Object.class, ENVELOPE)) {
			assertThat(Failures.loggersThatComplain(() -> {
				for (int i = 0; i < 20; i++) {
					try (Socket client = new Socket("localhost", service.port())) {
						client.getOutputStream()
							.write("GET /hostile/flood HTTP/1.1\r\nHost: localhost\r\n\r\n"
								.getBytes(StandardCharsets.UTF_8));
						client.getInputStream().read();
					}
					catch (IOException ex) {
						throw new UncheckedIOException(ex);
					}
				}
				assertThat(service.answer(get("/sse")).body()).isEqualTo("data:1\n\n" + EVENT);
			})).isEmpty();
		}
	}

	@RestController
	static class HostileController {

		private final AtomicInteger runs = new AtomicInteger();

		@PostMapping("/keyed")
		SseEmitter keyed() throws IOException {
			SseEmitter emitter = new SseEmitter();
			emitter.send(this.runs.incrementAndGet());
			emitter.completeWithError(new ErrorCodeException("order_shipped"));
			return emitter;
		}

		@GetMapping("/hostile/flood")
		ResponseEntity<StreamingResponseBody> flood(HttpServletResponse response) {
			return ResponseEntity.ok().contentType(MediaType.TEXT_EVENT_STREAM).body((output) -> {
				byte[] event = ("data: " + "x".repeat(100_000) + "\n\n").getBytes(StandardCharsets.UTF_8);
				while (true) {
					output.write(event);
					response.flushBuffer();
				}
			});
		}

		@GetMapping("/hostile/{how}")
		SseEmitter hostile(@PathVariable String how) throws IOException {
			SseEmitter emitter = new SseEmitter();
			emitter.send(1);
			emitter.completeWithError(switch (how) {
				case "untellable" -> new IllegalStateException() {

					@Override
					public String getMessage() {
						throw new UnsupportedOperationException();
					}

				};
				case "cyclic" -> {
					Exception cause = new Exception();
					yield cause.initCause(new Exception(cause));
				}
				case "error" -> new AssertionError(WireTests.SECRET);
				case "memory" -> new OutOfMemoryError(WireTests.SECRET);
				case "io" -> new IOException(WireTests.SECRET);
				default -> new IllegalStateException(WireTests.SECRET);
			});
			return emitter;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Permitting {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) throws Exception {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll()).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Lines {

		@Bean
		ErrorEnvelope envelope() {
			return new Envelope("text/plain") {

				@Override
				public byte[] render(ApiError error) {
					return ("code:\r\n" + error.code() + "\n\r").getBytes(StandardCharsets.UTF_8);
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Failing {

		@Bean
		ErrorEnvelope envelope() {
			return new Envelope("text/plain") {

				@Override
				public byte[] render(ApiError error) {
					throw new IllegalStateException(WireTests.SECRET);
				}

			};
		}

	}

	private abstract static class Envelope implements ErrorEnvelope {

		private final String mediaType;

		Envelope(String mediaType) {
			this.mediaType = mediaType;
		}

		@Override
		public String mediaType() {
			return this.mediaType;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Zipping {

		/** As simple as they come: the trailer is written once the chain has returned. */
		@Bean
		FilterRegistrationBean<Filter> zip() {
			FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
				if (request.getAttribute("zip") instanceof ZippedResponse zipped) {
					chain.doFilter(request, response);
					zipped.finish();
					return;
				}
				ZippedResponse zipped = new ZippedResponse((HttpServletResponse) response);
				request.setAttribute("zip", zipped);
				chain.doFilter(request, zipped);
				if (!request.isAsyncStarted()) {
					zipped.finish();
				}
			});
			registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC);
			return registration;
		}

	}

	static class ZippedResponse extends HttpServletResponseWrapper {

		private GZIPOutputStream zip;

		ZippedResponse(HttpServletResponse response) {
			super(response);
		}

		void finish() throws IOException {
			if (this.zip != null) {
				this.zip.finish();
			}
		}

		@Override
		public PrintWriter getWriter() throws IOException {
			return new PrintWriter(new OutputStreamWriter(getOutputStream(), StandardCharsets.UTF_8), true) {

				@Override
				public void write(String text, int offset, int length) {
					super.write(text, offset, length);
					super.flush();
				}

			};
		}

		@Override
		public void flushBuffer() throws IOException {
			if (this.zip != null) {
				this.zip.flush();
			}
			super.flushBuffer();
		}

		@Override
		public ServletOutputStream getOutputStream() throws IOException {
			if (this.zip == null) {
				setHeader("Content-Encoding", "gzip");
				this.zip = new GZIPOutputStream(super.getOutputStream(), true);
			}
			GZIPOutputStream zip = this.zip;
			return new ServletOutputStream() {

				@Override
				public void write(int value) throws IOException {
					zip.write(value);
				}

				@Override
				public void write(byte[] bytes, int offset, int length) throws IOException {
					zip.write(bytes, offset, length);
				}

				@Override
				public void flush() throws IOException {
					zip.flush();
				}

				@Override
				public boolean isReady() {
					return true;
				}

				@Override
				public void setWriteListener(WriteListener listener) {
				}

			};
		}

	}

}
