package dev.errata.integration;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import dev.errata.wire.Failures;
import dev.errata.wire.Row;
import dev.errata.wire.Service;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

import org.springframework.test.util.TestSocketUtils;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.of;
import static dev.errata.wire.Exchange.post;
import static dev.errata.wire.Row.row;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A gateway answers in the contract what fails in itself or on the way to a service, and
 * passes on what a service answers, whatever it is.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class GatewayTests {

	private static final String ENVELOPE = "errata.envelope.body={\"code\":\"{code}\",\"request_id\":\"{request-id}\"}";

	private static final Exchange FINE = get("/up/fine");

	private final Service.Container container;

	private final String routes;

	private final List<String> properties = new ArrayList<>(List.of(ENVELOPE));

	private final List<Socket> waiting = new ArrayList<>();

	private int routeCount;

	private ServerSocket full;

	Upstream upstream;

	Service service;

	GatewayTests(Service.Container container, String routes) {
		this.container = container;
		this.routes = routes;
	}

	/**
	 * Return the application, and add its routes and other properties.
	 */
	abstract Class<?> application();

	@BeforeAll
	void start() throws IOException {
		this.upstream = new Upstream();
		answers();
		this.full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
		for (int i = 0; i < 4; i++) {
			// connections that nobody accepts: the next one has to wait
			Socket socket = new Socket();
			this.waiting.add(socket);
			try {
				socket.connect(this.full.getLocalSocketAddress(), 200);
			}
			catch (IOException ex) {
				break;
			}
		}
		String up = "http://localhost:" + this.upstream.port();
		route("up", up, "StripPrefix=1");
		route("refused", "http://localhost:" + TestSocketUtils.findAvailableTcpPort(), "StripPrefix=1");
		route("unknown", "http://unknown.invalid", "StripPrefix=1");
		route("full", "http://127.0.0.1:" + this.full.getLocalPort(), "StripPrefix=1");
		route("size", up, "StripPrefix=1");
		filter(1, "RequestSize", "maxSize=10B");
		route("status", up, "StripPrefix=1", "SetStatus=409");
		route("retry", up, "StripPrefix=1", "Retry=2");
		route("retry-refused", "http://localhost:" + TestSocketUtils.findAvailableTcpPort(), "StripPrefix=1",
				"Retry=2");
		Class<?> application = application();
		this.service = Service.start(this.container, false, List.of(application),
				this.properties.toArray(String[]::new));
		// the first call takes longer than a time-out should
		this.service.answer(FINE);
		this.service.answer(FINE);
	}

	private void answers() {
		this.upstream.on("/fine", "HTTP/1.1 200 OK\nContent-Length: 4\n\nfine")
			.on("/404", "HTTP/1.1 404 Not Found\nContent-Type: text/plain\nContent-Length: 2\nETag: \"1\"\n\nno")
			.on("/404-empty", "HTTP/1.1 404 Not Found\nContent-Length: 0\n\n")
			.on("/500-empty", "HTTP/1.1 500 Oops\nContent-Length: 0\n\n")
			.on("/500-chunked",
					"HTTP/1.1 500 Oops\nContent-Type: text/plain\nTransfer-Encoding: chunked\n\n2\nno\n3\npe.\n0\n\n")
			.on("/401", "HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Basic realm=\"up\"\nContent-Length: 0\n\n")
			.on("/499", "HTTP/1.1 499 Client Closed\nContent-Length: 3\n\nown")
			.on("/304", "HTTP/1.1 304 Not Modified\nETag: \"1\"\n\n")
			.on("/id", "HTTP/1.1 409 Conflict\nX-Request-Id: u-1\nContent-Length: 2\n\nno")
			.on("/id-echo", "HTTP/1.1 200 OK\nX-Request-Id: r-1\nContent-Length: 4\n\nfine")
			.on("/trailers",
					"HTTP/1.1 200 OK\nContent-Type: application/grpc\nTransfer-Encoding: chunked\n"
							+ "Trailer: grpc-status\n\n2\nok\n0\ngrpc-status: 5\n\n")
			.on("/close", Upstream.cut(""))
			.on("/reset", Upstream.reset(""))
			.on("/half-head", Upstream.cut("HTTP/1.1 200 OK\nContent-"))
			.on("/garbage", "HTTP\n\n")
			.on("/half", Upstream.cut("HTTP/1.1 200 OK\nContent-Length: 100\n\nhalf"))
			.on("/half-chunked", Upstream.cut("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n4\nhalf\n"))
			.on("/long", Upstream.cut("HTTP/1.1 200 OK\nContent-Length: 200000\n\n" + "x".repeat(100_000)))
			.on("/half-reset", Upstream.reset("HTTP/1.1 200 OK\nContent-Length: 100\n\nhalf"))
			.on("/silent", Upstream.silent(""))
			.on("/flaky", "HTTP/1.1 503 Busy\nContent-Length: 4\n\nbusy",
					"HTTP/1.1 503 Busy\nContent-Length: 4\n\nbusy", "HTTP/1.1 200 OK\nContent-Length: 4\n\nfine")
			.on("/busy", "HTTP/1.1 503 Busy\nRetry-After: 7\nContent-Length: 4\n\nbusy");
	}

	/**
	 * Add a route for the paths below its name.
	 */
	final void route(String name, String uri, String... filters) {
		String route = this.routes + ".routes[" + this.routeCount++ + "]";
		property(route + ".id", name);
		property(route + ".uri", uri);
		property(route + ".predicates[0]", "Path=/" + name + "/**");
		for (int i = 0; i < filters.length; i++) {
			property(route + ".filters[" + i + "]", filters[i]);
		}
	}

	/**
	 * Add a filter with arguments to the last route.
	 */
	final void filter(int index, String name, String... arguments) {
		String filter = this.routes + ".routes[" + (this.routeCount - 1) + "].filters[" + index + "]";
		property(filter + ".name", name);
		for (String argument : arguments) {
			int end = argument.indexOf('=');
			property(filter + ".args." + argument.substring(0, end), argument.substring(end + 1));
		}
	}

	final void property(String name, String value) {
		this.properties.add(name + "=" + value);
	}

	final Stream<DynamicTest> table(Row... rows) {
		return this.service.table(FINE, rows);
	}

	@AfterAll
	void stop() throws IOException {
		this.service.close();
		this.upstream.close();
		for (Socket socket : this.waiting) {
			socket.close();
		}
		this.full.close();
	}

	@TestFactory
	Stream<DynamicTest> failuresOfTheGateway() {
		return table(row(get("/nowhere")).is(404, "not_found").isLoggedOnce(),
				row(get("/refused/x")).is(503, "service_unavailable").isLoggedOnce(),
				row(post("/refused/x").body("text")).is(503, "service_unavailable").isLoggedOnce(),
				row(get("/unknown/x")).is(503, "service_unavailable").isLoggedOnce(),
				row(get("/full/x")).is(504, "timeout").isLoggedOnce(),
				row(get("/up/silent")).is(504, "timeout").isLoggedOnce(),
				row(get("/up/close")).is(502, "upstream_error").isLoggedOnce(),
				row(get("/up/reset")).is(502, "upstream_error").isLoggedOnce(),
				row(get("/up/half-head")).is(502, "upstream_error").isLoggedOnce(),
				row(get("/up/garbage")).is(502, "upstream_error").isLoggedOnce(),
				row(post("/size/fine").body("more than ten bytes")).is(413, "payload_too_large")
					.mayHave("errorMessage")
					.isLoggedOnce(),
				row(get("/retry-refused/x")).is(503, "service_unavailable").isLoggedOnce());
	}

	@TestFactory
	Stream<DynamicTest> answersOfServices() {
		return table(row(get("/up/404")).isForeign(404, "no").with("Content-Type", "text/plain").with("ETag", "\"1\""),
				row(get("/up/404-empty")).isForeign(404, ""), row(get("/up/500-empty")).isForeign(500, ""),
				row(get("/up/500-chunked")).isForeign(500, "nope."),
				row(get("/up/401")).isForeign(401, "").with("WWW-Authenticate", "Basic realm=\"up\""),
				row(get("/up/499")).isForeign(499, "own"), row(get("/up/304")).isForeign(304, "").with("ETag", "\"1\""),
				row(of("HEAD", "/up/404")).isForeign(404, "").with("Content-Type", "text/plain"),
				row(get("/status/fine")).isForeign(409, "fine"), row(get("/status/500-empty")).isForeign(409, ""),
				row(post("/size/fine").body("ten bytes.")).isForeign(200, "fine"),
				row(get("/up/id-echo")).isForeign(200, "fine"), row(get("/retry/flaky")).isForeign(200, "fine"));
	}

	@Test
	void answerThatIsCutOffIsCutOff() {
		try (Failures failures = Failures.logged()) {
			Answer answer = this.service.answer(get("/up/long"));
			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.body()).startsWith("xxx").doesNotContain("{");
			assertThat(answer.whole()).isFalse();
			assertThat(failures.lines()).hasSize(1);
			assertThat(failures.lines().get(0).getLoggerName()).isEqualTo("errata.failure.upstream_error");
		}
	}

	@Test
	void answerThatFailsIsCountedOnce() {
		double before = errors();
		this.service.answer(get("/refused/x"));
		assertThat(errors()).isEqualTo(before + 1);
		this.service.answer(get("/up/404"));
		this.service.answer(get("/up/500-empty"));
		assertThat(errors()).isEqualTo(before + 1);
	}

	private double errors() {
		return this.service.bean(MeterRegistry.class)
			.find("errata.errors")
			.counters()
			.stream()
			.mapToDouble(Counter::count)
			.sum();
	}

	@Test
	void requestIdOfServiceIsPassedOn() {
		Answer answer = this.service.answer(get("/up/id"));
		assertThat(answer.header("X-Request-Id")).isEqualTo("u-1");
		assertThat(answer.body()).isEqualTo("no");
	}

	@Test
	void requestIdOfClientIsPassedOn() {
		this.service.answer(get("/up/busy"));
		assertThat(this.upstream.requestsFor("/busy")).last().asString().containsIgnoringCase("X-Request-Id: r-1");
	}

	@Test
	void trailersArePassedOn() {
		Answer answer = this.service.answer(get("/up/trailers").header("TE: trailers"));
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).isEqualTo("ok");
		assertThat(answer.header("Content-Type")).isEqualTo("application/grpc");
	}

}
