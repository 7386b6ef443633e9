package dev.errata.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import dev.errata.wire.Answer;
import dev.errata.wire.Connection;
import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.springframework.security.config.Customizer.withDefaults;

/**
 * What becomes of a connection after an answer: it says {@code Connection: close}, or the
 * next request gets an answer of its own. Each failure is sent to a contract with the
 * truthful statuses and to one that has its own.
 */
@Tag("full")
class ConnectionWireTests extends EveryStackTests {

	private static final String HOST = "Host: localhost\n";

	private static final String JSON = HOST + "Content-Type: application/json\n";

	private static final String CHUNKED = JSON + "Transfer-Encoding: chunked\n\n";

	/** More than a container reads only to throw it away. */
	private static final int LARGE = 3_000_000;

	@Override
	protected Service start(Container container) {
		return start("server.tomcat.connection-timeout=2s", "server.jetty.connection-idle-timeout=10s");
	}

	private Service start(String tomcat, String jetty) {
		return Service.start(container(), true, List.of(container().pick(OfServlets.class, OfWebFlux.class)), ENVELOPE,
				"errata.limits.body.small.paths=/*/limited", "errata.limits.body.small.max=1KB",
				"errata.contracts.own.paths=/own/**", "errata.contracts.own.closed=true",
				"errata.contracts.own.codes.wrong.status=422",
				"errata.contracts.own.codes.wrong.replaces=bad_request,payload_too_large,request_timeout,uri_too_long,headers_too_large",
				"errata.contracts.own.codes.client.status=418",
				"errata.contracts.own.codes.client.replaces=client_error",
				"errata.contracts.own.codes.failed.status=502",
				"errata.contracts.own.codes.failed.replaces=server_error,not_implemented,service_unavailable,internal_error",
				"server.tomcat.keep-alive-timeout=10s", tomcat, jetty);
	}

	@TestFactory
	Stream<DynamicTest> connectionIsKeptOrSaidToBeClosed() {
		return Stream
			.of(probe("fine", "GET PATH/fine HTTP/1.1\n" + HOST + "\n"),
					probe("nowhere", "GET PATH/nowhere HTTP/1.1\n" + HOST + "\n"),
					probe("thrown", "GET PATH/thrown HTTP/1.1\n" + HOST + "\n"),
					probe("broken", "GET PATH/broken HTTP/1.1\n" + HOST + "\n"),
					probe("sent", "GET PATH/sent HTTP/1.1\n" + HOST + "\n"),
					probe("head, nowhere", "HEAD PATH/nowhere HTTP/1.1\n" + HOST + "\n"),
					probe("unauthorized", "GET PATH/secret HTTP/1.1\n" + HOST + "\n"),
					probe("firewall", "GET PATH/a;x=1 HTTP/1.1\n" + HOST + "\n"),
					probe("garbage", "\u0001\u0002garbage\n\n"), probe("words", "this is no http at all\n\n"),
					probe("unknown version", "GET PATH/fine HTTP/9.9\n" + HOST + "\n"),
					probe("odd version", "GET PATH/fine HTTX/1.1\n" + HOST + "\n"),
					probe("illegal character", "GET PATH/fi\"ne HTTP/1.1\n" + HOST + "\n"),
					probe("bad escape", "GET PATH/fine%zz HTTP/1.1\n" + HOST + "\n"),
					probe("encoded slash", "GET PATH/a%2fb HTTP/1.1\n" + HOST + "\n"),
					probe("double dot", "GET PATH/../../../etc/passwd HTTP/1.1\n" + HOST + "\n"),
					probe("backslash", "GET PATH/a\\b HTTP/1.1\n" + HOST + "\n"),
					probe("missing host", "GET PATH/fine HTTP/1.1\n\n"),
					probe("bad host", "GET PATH/fine HTTP/1.1\nHost: a b/c\n\n"),
					probe("bad host port", "GET PATH/fine HTTP/1.1\nHost: localhost:x\n\n"),
					probe("two hosts", "GET PATH/fine HTTP/1.1\nHost: a\nHost: b\n\n"),
					probe("bad length", "POST PATH/echo HTTP/1.1\n" + JSON + "Content-Length: ten\n\n{}"),
					probe("negative length", "POST PATH/echo HTTP/1.1\n" + JSON + "Content-Length: -1\n\n{}"),
					probe("two lengths",
							"POST PATH/echo HTTP/1.1\n" + JSON + "Content-Length: 2\nContent-Length: 3\n\n{}"),
					badEncoding(),
					probe("length and encoding",
							"POST PATH/echo HTTP/1.1\n" + JSON
									+ "Content-Length: 2\nTransfer-Encoding: chunked\n\n2\n{}\n0\n\n"),
					probe("unknown expectation",
							"POST PATH/echo HTTP/1.1\n" + JSON + "Expect: magic\nContent-Length: 2\n\n{}"),
					probe("headers too large",
							"GET PATH/fine HTTP/1.1\nX-Large: " + "x".repeat(20_000) + "\n" + HOST + "\n"),
					probe("path too large", "GET PATH/" + "x".repeat(20_000) + " HTTP/1.1\n" + HOST + "\n"),
					probe("bad header name", "GET PATH/fine HTTP/1.1\nBad Name: x\n" + HOST + "\n"),
					probe("header without colon", "GET PATH/fine HTTP/1.1\nNoColon\n" + HOST + "\n"),
					probe("connect", "CONNECT example.com:443 HTTP/1.1\nHost: example.com:443\n\n"),
					probe("bad method", "G@T PATH/fine HTTP/1.1\n" + HOST + "\n"),
					probe("unknown method", "BREW PATH/fine HTTP/1.1\n" + HOST + "\n"),
					probe("trace", "TRACE PATH/fine HTTP/1.1\n" + HOST + "\n"),
					probe("target without slash", "GET fine HTTP/1.1\n" + HOST + "\n"),
					probe("broken query escape", "GET PATH/query?q=%zz HTTP/1.1\n" + HOST + "\n"),
					probe("body", "POST PATH/echo HTTP/1.1\n" + JSON + "Content-Length: 2\n\n{}"),
					probe("chunked body", "POST PATH/echo HTTP/1.1\n" + CHUNKED + "2\n{}\n0\n\n"),
					probe("malformed body", "POST PATH/echo HTTP/1.1\n" + JSON + "Content-Length: 2\n\n{x"),
					probe("malformed chunked body", "POST PATH/echo HTTP/1.1\n" + CHUNKED + "2\n{x\n0\n\n"),
					probe("parts that do not come",
							"GET PATH/fine HTTP/1.1\n" + HOST
									+ "Content-Type: multipart/form-data; boundary=\u00e4\n\n"),
					probe("bad chunk", "POST PATH/echo HTTP/1.1\n" + CHUNKED + "zz\n{}\n0\n\n"),
					probe("bad chunk, read", "POST PATH/read HTTP/1.1\n" + CHUNKED + "zz\n{}\n0\n\n"),
					probe("bad chunk, secret", "POST PATH/secret HTTP/1.1\n" + CHUNKED + "zz\n{}\n0\n\n"),
					probe("late body, unread", "POST PATH/unread HTTP/1.1\n" + JSON + "Content-Length: 100\n\n{",
							" ".repeat(99)),
					probe("late body, secret", "POST PATH/secret HTTP/1.1\n" + JSON + "Content-Length: 100\n\n{",
							" ".repeat(99)),
					probe("begun chunk, secret", "POST PATH/secret HTTP/1.1\n" + CHUNKED + "5", "\n{    \n0\n\n"),
					probe("begun chunk after its length, secret", "POST PATH/secret HTTP/1.1\n" + CHUNKED + "5\n",
							"{    \n0\n\n"),
					probe("late chunked body, secret", "POST PATH/secret HTTP/1.1\n" + CHUNKED + "9\n{",
							" ".repeat(8) + "\n0\n\n"),
					probe("small body, unread", "POST PATH/unread HTTP/1.1\n" + JSON + "Content-Length: 2\n\n{}"),
					probe("small body, secret", "POST PATH/secret HTTP/1.1\n" + JSON + "Content-Length: 2\n\n{}"),
					probe("small chunked body, unread", "POST PATH/unread HTTP/1.1\n" + CHUNKED + "2\n{}\n0\n\n"),
					probe("small chunked body, secret", "POST PATH/secret HTTP/1.1\n" + CHUNKED + "2\n{}\n0\n\n"),
					probe("large body, unread", large("unread")), probe("large body, secret", large("secret")),
					probe("large body, sent", large("sent")), probe("large body, limited", large("limited")),
					probe("large body, thrown", large("thrown")),
					probe("large chunked body, secret", largeChunked("secret")),
					probe("large chunked body, sent", largeChunked("sent")),
					probe("large chunked body, thrown", largeChunked("thrown")),
					probe("large chunked body, limited", largeChunked("limited")),
					probe("large body, in a Callable", large("call")),
					probe("large chunked body, in a Callable", largeChunked("call")),
					probe("large form, limited",
							"POST PATH/limited HTTP/1.1\n" + HOST
									+ "Content-Type: application/x-www-form-urlencoded\nContent-Length: " + LARGE
									+ "\n\nq=" + "x".repeat(LARGE - 2)),
					probe("expectation, secret",
							"POST PATH/secret HTTP/1.1\n" + JSON + "Expect: 100-continue\nContent-Length: 2\n\n", "{}"),
					probe("expectation, unread",
							"POST PATH/unread HTTP/1.1\n" + JSON + "Expect: 100-continue\nContent-Length: 2\n\n", "{}"),
					probe("expectation, limited",
							"POST PATH/limited HTTP/1.1\n" + JSON + "Expect: 100-continue\nContent-Length: 2000\n\n"),
					probe("old version", "GET PATH/fine HTTP/1.0\n" + HOST + "\n"),
					probe("old version, nowhere", "GET PATH/nowhere HTTP/1.0\n" + HOST + "\n"),
					probe("old version, kept", "GET PATH/nowhere HTTP/1.0\nConnection: keep-alive\n" + HOST + "\n"),
					probe("old version, kept, bad escape",
							"GET PATH/nowhere%zz HTTP/1.0\nConnection: keep-alive\n" + HOST + "\n"),
					probe("said by the client", "GET PATH/nowhere HTTP/1.1\nConnection: close\n" + HOST + "\n"))
			.flatMap(List::stream);
	}

	@Test
	void bodyThatDoesNotComeInTime() throws IOException {
		assumeThat(container()).as("Reactor Netty waits as long as the request may take").isNotEqualTo(Container.NETTY);
		try (Service impatient = start("server.tomcat.connection-timeout=200ms",
				"server.jetty.connection-idle-timeout=200ms")) {
			for (String path : List.of("/true/echo", "/own/echo", "/true/read", "/own/read")) {
				try (Connection connection = new Connection(impatient.port())) {
					connection.send("POST " + path + " HTTP/1.1\n" + JSON + "Content-Length: 100\n\n{");
					Answer answer = connection.answer(false);
					assertThat(answer.header("Connection")).as("%s after %s", path, answer).isEqualTo("close");
					assertThat(connection.isClosed()).isTrue();
				}
			}
		}
	}

	/**
	 * Where a success has left before its body was read, Tomcat cannot take it back.
	 */
	@TestFactory
	Stream<DynamicTest> chunkedBodyThatSuccessLeavesUnread() {
		return (container() == Container.TOMCAT) ? Stream.empty()
				: Stream
					.of(probe("bad chunk", "POST PATH/unread HTTP/1.1\n" + CHUNKED + "zz\n{}\n0\n\n"),
							probe("large chunked body", largeChunked("unread")))
					.flatMap(List::stream);
	}

	@TestFactory
	Stream<DynamicTest> connectionIsKept() {
		return Stream
			.of(kept("nowhere", "GET PATH/nowhere HTTP/1.1\n" + HOST + "\n"),
					kept("unauthorized", "GET PATH/secret HTTP/1.1\n" + HOST + "\n"),
					kept("sent", "GET PATH/sent HTTP/1.1\n" + HOST + "\n"),
					kept("body, unread", "POST PATH/unread HTTP/1.1\n" + JSON + "Content-Length: 2\n\n{}"),
					kept("body, secret", "POST PATH/secret HTTP/1.1\n" + JSON + "Content-Length: 2\n\n{}"),
					kept("chunked body", "POST PATH/echo HTTP/1.1\n" + CHUNKED + "2\n{}\n0\n\n"),
					kept("chunked body, unread", "POST PATH/unread HTTP/1.1\n" + CHUNKED + "2\n{}\n0\n\n"),
					kept("chunked body, secret", "POST PATH/secret HTTP/1.1\n" + CHUNKED + "2\n{}\n0\n\n"),
					kept("chunked body, thrown", "POST PATH/thrown HTTP/1.1\n" + CHUNKED + "2\n{}\n0\n\n"),
					kept("chunked body, in a Callable", "POST PATH/call HTTP/1.1\n" + CHUNKED + "2\n{}\n0\n\n"))
			.flatMap(List::stream);
	}

	/**
	 * Reactor Netty takes what comes after the head for the next request.
	 */
	private List<DynamicTest> badEncoding() {
		return (container() == Container.NETTY) ? List.of()
				: probe("bad encoding", "POST PATH/echo HTTP/1.1\n" + JSON + "Transfer-Encoding: nope\n\n{}");
	}

	private static String large(String path) {
		return "POST PATH/" + path + " HTTP/1.1\n" + JSON + "Content-Length: " + LARGE + "\n\n" + "x".repeat(LARGE);
	}

	private static String largeChunked(String path) {
		return "POST PATH/" + path + " HTTP/1.1\n" + CHUNKED + Integer.toHexString(LARGE) + "\n" + "x".repeat(LARGE)
				+ "\n0\n\n";
	}

	private List<DynamicTest> kept(String name, String request) {
		return tests(name, request, (connection, answer) -> {
			assertThat(answer.headers()).doesNotContainKey("Connection");
			verifyNext(connection, answer, "");
		});
	}

	private List<DynamicTest> probe(String name, String request) {
		return probe(name, request, "");
	}

	/**
	 * Probe with a request whose rest the client owes the server unless the connection is
	 * closed.
	 */
	private List<DynamicTest> probe(String name, String request, String rest) {
		return tests(name, request, (connection, answer) -> {
			String said = answer.headers().getOrDefault("Connection", List.of()).toString();
			if (said.contains("close") || (request.contains(" HTTP/1.0\n") && !said.contains("keep-alive"))) {
				assertThat(connection.isClosed()).as("closed after %s", answer).isTrue();
			}
			else {
				verifyNext(connection, answer, rest);
			}
		});
	}

	private static void verifyNext(Connection connection, Answer answer, String rest) throws IOException {
		connection.send(rest + "GET /true/fine HTTP/1.1\n" + HOST + "\n");
		assertThat(connection.answer(false).body()).as("next to %s", answer).isEqualTo("fine");
	}

	private List<DynamicTest> tests(String name, String request, Verification verification) {
		List<String> paths = request.contains("PATH") ? List.of("/true", "/own") : List.of("");
		return paths.stream().map((path) -> DynamicTest.dynamicTest(name + ", " + container() + ", " + path, () -> {
			try (Connection connection = new Connection(port())) {
				connection.send(request.replace("PATH", path));
				Answer answer = connection.answer(request.startsWith("HEAD"));
				assertThat(answer.whole()).as(answer.toString()).isTrue();
				verification.verify(connection, answer);
			}
		})).toList();
	}

	private interface Verification {

		void verify(Connection connection, Answer answer) throws IOException;

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Paths.class, ServletPaths.class })
	static class OfServlets {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return http
				.authorizeHttpRequests(
						(requests) -> requests.requestMatchers("/*/secret").authenticated().anyRequest().permitAll())
				.httpBasic(withDefaults())
				.csrf(AbstractHttpConfigurer::disable)
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableWebFluxSecurity
	@Import({ Paths.class, WebFluxPaths.class })
	static class OfWebFlux {

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
			return http
				.authorizeExchange(
						(exchanges) -> exchanges.pathMatchers("/*/secret").authenticated().anyExchange().permitAll())
				.httpBasic((basic) -> basic.authenticationManager((authentication) -> Mono.empty()))
				.csrf(ServerHttpSecurity.CsrfSpec::disable)
				.build();
		}

	}

	@RestController
	@RequestMapping("/{contract}")
	static class Paths {

		@RequestMapping("/fine")
		String fine() {
			return "fine";
		}

		@PostMapping("/echo")
		Map<String, Object> echo(@RequestBody Map<String, Object> body) {
			return body;
		}

		@PostMapping({ "/unread", "/secret" })
		String unread() {
			return "unread";
		}

		@RequestMapping("/query")
		String query(@RequestParam String q) {
			return q;
		}

		@RequestMapping("/thrown")
		String thrown() {
			throw new ResponseStatusException(HttpStatus.CONFLICT);
		}

		@RequestMapping("/broken")
		String broken() {
			throw new IllegalStateException("planted");
		}

	}

	@RestController
	@RequestMapping("/{contract}")
	static class ServletPaths {

		@PostMapping("/limited")
		String limited(InputStream input) throws IOException {
			return "read " + input.readAllBytes().length;
		}

		@PostMapping("/read")
		String read(InputStream input) {
			try {
				return "read " + input.readAllBytes().length;
			}
			catch (IOException ex) {
				return "failed";
			}
		}

		@RequestMapping("/call")
		Callable<String> call() {
			return () -> {
				throw new ResponseStatusException(HttpStatus.CONFLICT);
			};
		}

		@RequestMapping("/sent")
		void sent(HttpServletResponse response) throws IOException {
			response.sendError(409);
		}

	}

	@RestController
	@RequestMapping("/{contract}")
	static class WebFluxPaths {

		@PostMapping("/limited")
		Mono<String> limited(ServerHttpRequest request) {
			return request.getBody().map(WebFluxPaths::size).reduce(0, Integer::sum).map((size) -> "read " + size);
		}

		@PostMapping("/read")
		Mono<String> read(ServerHttpRequest request) {
			return limited(request).onErrorReturn("failed");
		}

		private static int size(DataBuffer buffer) {
			int size = buffer.readableByteCount();
			DataBufferUtils.release(buffer);
			return size;
		}

		@RequestMapping("/call")
		Mono<String> call() {
			return Mono.<String>error(() -> new ResponseStatusException(HttpStatus.CONFLICT))
				.subscribeOn(Schedulers.boundedElastic());
		}

		@RequestMapping("/sent")
		Mono<Void> sent(ServerHttpResponse response) {
			response.setStatusCode(HttpStatus.CONFLICT);
			return response.setComplete();
		}

	}

}
