package dev.errata.outbound;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.net.ssl.SSLHandshakeException;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Service;
import dev.errata.wire.WireTests;
import feign.Feign;
import feign.HeaderMap;
import feign.Request;
import feign.RequestLine;
import feign.Retryer;
import feign.Target;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.http.MediaType;
import org.springframework.http.RequestEntity;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.test.util.TestSocketUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Row.row;

/**
 * What goes wrong when a service calls another: nobody is there, the answer is late, is
 * an error, or makes no sense.
 */
class OutboundWireTests extends EveryStackTests {

	private static HttpServer upstream;

	@Override
	protected Service start(Service.Container container) {
		return Service.start(container, false, List.of(Application.class), SHORT_ENVELOPE,
				"upstream=http://localhost:" + upstream.getAddress().getPort(),
				"refused=http://localhost:" + TestSocketUtils.findAvailableTcpPort());
	}

	@BeforeAll
	static void startUpstream() throws IOException {
		upstream = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
		upstream.createContext("/404", (exchange) -> reply(exchange, 404, "text/plain", WireTests.SECRET));
		upstream.createContext("/401", (exchange) -> reply(exchange, 401, "text/plain", WireTests.SECRET));
		upstream.createContext("/500", (exchange) -> reply(exchange, 500, "text/plain", WireTests.SECRET));
		upstream.createContext("/garbage",
				(exchange) -> reply(exchange, 200, "application/json", "{" + WireTests.SECRET));
		upstream.createContext("/html", (exchange) -> reply(exchange, 200, "text/html", WireTests.SECRET));
		upstream.createContext("/slow", (exchange) -> {
			// never answered; ends with the server
		});
		upstream.createContext("/broken", (exchange) -> {
			exchange.getResponseHeaders().set("Content-Type", "application/json");
			exchange.sendResponseHeaders(200, 100);
			exchange.getResponseBody().write("{".getBytes(StandardCharsets.US_ASCII));
			exchange.getResponseBody().flush();
			throw new IOException("cut off");
		});
		upstream.start();
	}

	private static void reply(HttpExchange exchange, int status, String contentType, String body) throws IOException {
		exchange.getResponseHeaders().set("Content-Type", contentType);
		exchange.getResponseHeaders().set("X-Upstream", WireTests.SECRET);
		exchange.sendResponseHeaders(status, body.length());
		exchange.getResponseBody().write(body.getBytes(StandardCharsets.US_ASCII));
		exchange.close();
	}

	@AfterAll
	static void stop() {
		upstream.stop(0);
	}

	@TestFactory
	Stream<DynamicTest> calls() {
		return Stream.of("client", "template", "reactive", "blocking", "feign")
			.map((how) -> "/call/" + how)
			.flatMap((path) -> table(row(get(path + "/refused")).is(503, "service_unavailable"),
					row(get(path + "/slow")).is(504, "timeout"), row(get(path + "/404")).is(502, "upstream_error"),
					row(get(path + "/401")).is(502, "upstream_error"),
					row(get(path + "/500")).is(502, "upstream_error"),
					row(get(path + "/garbage")).is(502, "upstream_error"),
					row(get(path + "/html")).is(502, "upstream_error"),
					row(get(path + "/broken")).is(502, "upstream_error")));
	}

	@TestFactory
	Stream<DynamicTest> callsThatTheServiceCannotMake() {
		return Stream.of("client", "template", "reactive", "blocking", "feign")
			.map((how) -> "/impossible/" + how)
			.flatMap((path) -> table(row(get(path + "/body")).is(500, "internal_error"),
					row(get(path + "/header")).is(500, "internal_error")));
	}

	@TestFactory
	Stream<DynamicTest> callsWithoutAClientOfSpring() {
		return table(row(get("/raw/refused")).is(503, "service_unavailable").isLoggedOnce(),
				row(get("/raw/unknown")).is(503, "service_unavailable"), row(get("/raw/slow")).is(504, "timeout"),
				row(get("/raw/broken")).is(502, "upstream_error"), row(get("/raw/untrusted")).is(502, "upstream_error"),
				row(get("/raw/late")).is(504, "timeout"), row(get("/raw/socket-slow")).is(504, "timeout"),
				row(get("/raw/socket-reset")).is(502, "upstream_error"),
				row(get("/raw/socket-closed")).is(500, "internal_error"));
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import({ FineController.class, CallController.class, RawController.class })
	static class Application {

	}

	@RestController
	static class CallController {

		private final RestClient client;

		private final RestTemplate template;

		private final WebClient reactive;

		private final Items feign;

		private final Environment environment;

		CallController(Environment environment) {
			JdkClientHttpRequestFactory factory = new JdkClientHttpRequestFactory();
			factory.setReadTimeout(Duration.ofSeconds(1));
			this.client = RestClient.builder().requestFactory(factory).build();
			this.template = new RestTemplate(factory);
			JdkClientHttpConnector connector = new JdkClientHttpConnector();
			connector.setReadTimeout(Duration.ofSeconds(1));
			this.reactive = WebClient.builder().clientConnector(connector).build();
			this.feign = Feign.builder()
				.retryer(Retryer.NEVER_RETRY)
				.options(new Request.Options(Duration.ofSeconds(1), Duration.ofSeconds(1), true))
				.decoder((response, type) -> new JsonMapper().readValue(response.body().asInputStream(), Item.class))
				.target(Target.EmptyTarget.create(Items.class));
			this.environment = environment;
		}

		@GetMapping("/call/{how}/{what}")
		Object call(@PathVariable String how, @PathVariable String what) {
			String url = this.environment.getProperty(what.equals("refused") ? "refused" : "upstream") + "/" + what;
			return switch (how) {
				case "client" -> this.client.get().uri(url).retrieve().body(Item.class);
				case "template" -> this.template.getForObject(url, Item.class);
				case "feign" -> this.feign.get(URI.create(url));
				case "reactive" -> reactive(url);
				// not in the thread of an event loop
				default -> Mono.fromCallable(() -> reactive(url).block()).subscribeOn(Schedulers.boundedElastic());
			};
		}

		@GetMapping("/impossible/{how}/{what}")
		Object impossible(@PathVariable String how, @PathVariable String what) {
			String url = this.environment.getProperty("upstream") + "/404";
			String header = what.equals("header") ? "no name" : "X-Name";
			MediaType type = what.equals("body") ? MediaType.APPLICATION_PDF : MediaType.APPLICATION_JSON;
			Item item = new Item("a");
			return switch (how) {
				case "client" -> this.client.post()
					.uri(url)
					.contentType(type)
					.header(header, "a")
					.body(item)
					.retrieve()
					.toBodilessEntity();
				case "template" -> this.template
					.exchange(RequestEntity.post(url).contentType(type).header(header, "a").body(item), Void.class);
				case "feign" -> this.feign.post(URI.create(url), Map.of(header, "a"), item);
				case "reactive" -> reactive(url, type, header, item);
				default -> Mono.fromCallable(() -> reactive(url, type, header, item).block())
					.subscribeOn(Schedulers.boundedElastic());
			};
		}

		private Mono<Void> reactive(String url, MediaType type, String header, Item item) {
			return this.reactive.post()
				.uri(url)
				.contentType(type)
				.header(header, "a")
				.bodyValue(item)
				.retrieve()
				.bodyToMono(Void.class);
		}

		private Mono<Item> reactive(String url) {
			return this.reactive.get().uri(url).retrieve().bodyToMono(Item.class);
		}

	}

	@RestController
	static class RawController {

		private final Environment environment;

		RawController(Environment environment) {
			this.environment = environment;
		}

		@GetMapping("/raw/{what}")
		String call(@PathVariable String what) throws Exception {
			if (what.equals("unknown")) {
				throw new UnknownHostException(SECRET);
			}
			if (what.equals("late")) {
				throw new SocketTimeoutException(SECRET);
			}
			if (what.equals("untrusted")) {
				throw new SSLHandshakeException(SECRET);
			}
			if (what.startsWith("socket-")) {
				return read(what);
			}
			URI uri = URI
				.create(this.environment.getProperty(what.equals("refused") ? "refused" : "upstream") + "/" + what);
			HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(1)).build();
			return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
		}

		private static String read(String what) throws IOException {
			try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
					Socket socket = new Socket(server.getInetAddress(), server.getLocalPort());
					Socket accepted = server.accept()) {
				InputStream input = socket.getInputStream();
				socket.setSoTimeout(50);
				if (what.endsWith("reset")) {
					accepted.setSoLinger(true, 0);
					accepted.close();
				}
				else if (what.endsWith("closed")) {
					socket.close();
				}
				return "read " + input.read();
			}
		}

	}

	record Item(String name) {
	}

	interface Items {

		@RequestLine("GET")
		Item get(URI url);

		@RequestLine("POST")
		Item post(URI url, @HeaderMap Map<String, String> headers, Item item);

	}

}
