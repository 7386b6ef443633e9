package dev.errata.web.reactive;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.errata.wire.Exchange;
import dev.errata.wire.Row;
import dev.errata.wire.Service;
import dev.errata.wire.WireTests;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledOnJre;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpEntity;
import org.springframework.http.MediaType;
import org.springframework.http.codec.json.JacksonJsonDecoder;
import org.springframework.http.codec.multipart.FilePart;
import org.springframework.http.codec.multipart.Part;
import org.springframework.test.util.TestSocketUtils;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.http.codec.multipart.PartEvent;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.SessionAttribute;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;

import static dev.errata.wire.Exchange.form;
import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.json;
import static dev.errata.wire.Exchange.multipart;
import static dev.errata.wire.Exchange.post;
import static dev.errata.wire.Row.invalid;
import static dev.errata.wire.Row.row;

/**
 * Invalid requests that only handlers of Spring WebFlux read: by functions, as streams,
 * as parts; and what they get from other services.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(value = Service.Container.class, names = { "NETTY", "REACTIVE_JETTY", "REACTIVE_TOMCAT" })
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InvalidRequestsWireTests {

	private static final String NO_PARTS = "Content type 'application/json' is not supported here; send multipart/form-data.";

	private static final String MALFORMED = "The request could not be read.";

	private static final String MISSING_BODY = "The request needs a body.";

	private static final String TOO_LARGE = "The request body is too large.";

	private static final String UPSTREAM = "An upstream service failed.";

	private static final String META = "name=\"meta\"\nContent-Type: application/json\n\n";

	@Parameter
	private Service.Container container;

	private Service service;

	private HttpServer upstream;

	@BeforeParameterizedClassInvocation
	void start() throws IOException {
		this.upstream = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
		this.upstream.createContext("/500", (exchange) -> reply(exchange, 500, "text/plain", WireTests.SECRET));
		this.upstream.createContext("/garbage",
				(exchange) -> reply(exchange, 200, "application/json", "{" + WireTests.SECRET));
		this.upstream.createContext("/type",
				(exchange) -> reply(exchange, 200, "application/json", "{\"qty\":\"" + WireTests.SECRET + "\"}"));
		this.upstream.createContext("/html", (exchange) -> reply(exchange, 200, "text/html", WireTests.SECRET));
		this.upstream.createContext("/form",
				(exchange) -> reply(exchange, 200, "application/x-www-form-urlencoded", "a=%zz"));
		this.upstream.createContext("/parts", (exchange) -> reply(exchange, 200, "multipart/form-data; boundary=B",
				"--B\r\nContent-Disposition: form-data\r\n\r\n" + WireTests.SECRET + "\r\n--B--\r\n"));
		this.upstream.createContext("/large",
				(exchange) -> reply(exchange, 200, "application/json", "[" + " ".repeat(3000) + "]"));
		this.upstream.createContext("/any", (exchange) -> {
			exchange.getRequestBody().readAllBytes();
			reply(exchange, 200, "text/plain", "fine");
		});
		this.upstream.createContext("/slow", (exchange) -> {
			// never answered; ends with the server
		});
		this.upstream.start();
		this.service = Service.start(this.container, false, List.of(Application.class), WireTests.ENVELOPE,
				"spring.http.codecs.max-in-memory-size=2KB", "spring.webflux.multipart.max-parts=20",
				"spring.webflux.multipart.max-in-memory-size=1KB",
				"spring.webflux.multipart.max-disk-usage-per-part=2KB",
				"spring.jackson.deserialization.fail-on-unknown-properties=true",
				"upstream=http://localhost:" + this.upstream.getAddress().getPort(),
				"refused=http://localhost:" + TestSocketUtils.findAvailableTcpPort());
	}

	private static void reply(HttpExchange exchange, int status, String contentType, String body) throws IOException {
		exchange.getResponseHeaders().set("Content-Type", contentType);
		exchange.sendResponseHeaders(status, body.length());
		exchange.getResponseBody().write(body.getBytes(StandardCharsets.US_ASCII));
		exchange.close();
	}

	@AfterParameterizedClassInvocation
	void stop() {
		this.service.close();
		this.upstream.stop(0);
	}

	private Stream<DynamicTest> table(Row... rows) {
		return this.service.table(get("/fine"), rows);
	}

	@TestFactory
	Stream<DynamicTest> bodies() {
		return Stream.of("/mono", "/fn/mono", "/extract")
			.flatMap((path) -> table(
					row(path + " malformed", json(path, "{\n geheim")).is(400, "malformed_body",
							path.equals("/extract") ? "The body of the request could not be read."
									: "The body is not valid JSON at line 2, column 2."),
					row(path + " too large", json(path, "{\"title\":\"" + "x".repeat(3000) + "\"}")).is(413,
							"payload_too_large", TOO_LARGE),
					row(path + " of another type", post(path).header("Content-Type: text/plain").body("x"))
						.is(415, "unsupported_media_type",
								"Content type 'text/plain' is not supported here; send "
										+ "application/json, application/*+json, application/x-ndjson.")
						.with("Accept", "application/json, application/*+json, application/x-ndjson")));
	}

	@TestFactory
	Stream<DynamicTest> dataOfTheService() {
		return table(row(get("/own/malformed")).is(500, "internal_error", "An unexpected error occurred."),
				row(get("/own/large")).is(500, "internal_error", "An unexpected error occurred."));
	}

	@TestFactory
	Stream<DynamicTest> formInsteadOfABody() {
		return Stream.of("/mono", "/list", "/flux", "/fn/mono", "/entity")
			.flatMap((path) -> table(row(path, post(path).header("Content-Type: application/x-www-form-urlencoded"))
				.is(415, "unsupported_media_type",
						"Content type 'application/x-www-form-urlencoded' is not supported here; send "
								+ "application/json, application/*+json, application/x-ndjson.")
				.with("Accept", "application/json, application/*+json, application/x-ndjson")));
	}

	@TestFactory
	Stream<DynamicTest> fields() {
		return Stream.of("/mono", "/fn/mono", "/list", "/flux").flatMap((path) -> {
			boolean list = path.equals("/list");
			String prefix = list ? "[0]." : "";
			String body = List.of("/list", "/flux").contains(path) ? "[%s]" : "%s";
			return table(
					invalid(path + " type", json(path, body.formatted("{\"qty\":\"geheim\"}")), "field_type",
							prefix + "qty", "must be a whole number"),
					invalid(path + " unknown", json(path, body.formatted("{\"qty\":1,\"xnis\":1}")), "field_unknown",
							prefix + "xnis", "is not known"),
					invalid(path + " null", json(path, body.formatted("{\"qty\":null}")), "field_missing",
							prefix + "qty", "is missing"));
		});
	}

	@TestFactory
	Stream<DynamicTest> rules() {
		return table(
				row("mono, missing", post("/mono").header("Content-Type: application/json")).is(400, "body_missing",
						MISSING_BODY),
				row("mono, null", json("/mono", "null")).is(400, "body_missing", MISSING_BODY),
				row("mono, blank", json("/mono", " \n")).is(400, "body_missing", MISSING_BODY),
				row("flux, missing", post("/flux").header("Content-Type: application/json")).is(400, "body_missing",
						MISSING_BODY),
				invalid("mono", json("/mono", "{\"title\":\"a\",\"qty\":0}"), "field_range", "qty",
						"must be greater than or equal to 1"),
				invalid("flux", json("/flux", "[{\"title\":\"a\",\"qty\":1},{\"title\":\"a\",\"qty\":0}]"),
						"field_range", "qty", "must be greater than or equal to 1"),
				invalid("list", json("/items", "[{\"title\":\"a\",\"qty\":1},{\"title\":\"a\",\"qty\":0}]"),
						"field_range", "[1].qty", "must be greater than or equal to 1"),
				invalid("ndjson", ndjson("{\"title\":\"a\",\"qty\":1}\n{\"title\":\"a\",\"qty\":0}\n"), "field_range",
						"qty", "must be greater than or equal to 1"),
				row("ndjson, malformed", ndjson("{\"title\":\"a\",\"qty\":1}\n{geheim\n")).is(400, "malformed_body",
						"The body is not valid JSON at line 2, column 2."),
				invalid("bind", get("/fn/bind?pages=geheim"), "field_type", "pages", "must be a whole number"));
	}

	private static Exchange ndjson(String body) {
		return post("/flux").header("Content-Type: application/x-ndjson").body(body);
	}

	@TestFactory
	Stream<DynamicTest> parts() {
		return Stream.of("/part", "/file", "/parts", "/bean", "/fn/parts", "/events")
			.flatMap((path) -> table(
					row(path + " no boundary",
							post(path).header("Content-Type: multipart/form-data").body("--B\r\n\r\nx"))
						.is(400, "malformed_request", MALFORMED),
					row(path + " garbage",
							post(path).header("Content-Type: multipart/form-data; boundary=B").body("geheim"))
						.is(400, "malformed_request", MALFORMED),
					row(path + " empty", post(path).header("Content-Type: multipart/form-data; boundary=B")).is(400,
							"malformed_request", MALFORMED),
					row(path + " truncated",
							post(path).header("Content-Type: multipart/form-data; boundary=B")
								.body("--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\ngeheim"))
						.is(400, "malformed_request", MALFORMED),
					row(path + " truncated head",
							post(path).header("Content-Type: multipart/form-data; boundary=B")
								.body("--B\r\nContent-Disposition: form-da"))
						.is(400, "malformed_request", MALFORMED),
					row(path + " too large a file",
							multipart(path, "name=\"a\"; filename=\"b\"\n\n" + "x".repeat(9000)))
						.is(413, "payload_too_large", TOO_LARGE),
					row(path + " too large", multipart(path, "name=\"a\"\n\n" + "x".repeat(3000))).is(413,
							"payload_too_large", TOO_LARGE),
					row(path + " too large a head", multipart(path, "name=\"" + "x".repeat(20000) + "\"\n\nx")).is(413,
							"payload_too_large", TOO_LARGE),
					row(path + " too many", multipart(path,
							IntStream.range(0, 30).mapToObj((i) -> "name=\"p" + i + "\"\n\nx").toArray(String[]::new)))
						.is(413, "payload_too_large", TOO_LARGE)));
	}

	@TestFactory
	Stream<DynamicTest> partsWithoutName() {
		return Stream.of("/part", "/file", "/parts", "/bean", "/fn/parts")
			.flatMap((path) -> Stream.of("", "form-data; name=\"")
				.flatMap((disposition) -> table(row(path + " " + disposition,
						post(path).header("Content-Type: multipart/form-data; boundary=B")
							.body("--B\r\nContent-Disposition: " + disposition + "\r\n\r\nx\r\n--B--\r\n"))
					.is(400, "malformed_request", MALFORMED))));
	}

	@TestFactory
	Stream<DynamicTest> contentOfParts() {
		return table(missing("part", multipart("/part", "name=\"a\"\n\nx"), "Part", "meta"),
				missing("file", multipart("/file", "name=\"a\"\n\nx"), "Part", "file"),
				row("no part at all", post("/part").header("Content-Type: text/plain").body("x")).is(415,
						"unsupported_media_type",
						"Content type 'text/plain' is not supported here; send multipart/form-data."),
				row("JSON in place of parts", json("/events", "{}")).is(415, "unsupported_media_type", NO_PARTS),
				row("JSON in place of parts by name", json("/named", "{}")).is(415, "unsupported_media_type", NO_PARTS),
				invalid("type", multipart("/part", META + "{\"qty\":\"geheim\"}"), "field_type", "qty",
						"must be a whole number"),
				row("malformed", multipart("/part", META + "{geheim")).is(400, "malformed_body",
						"The body is not valid JSON at line 1, column 2."),
				row("empty", multipart("/part", META)).is(400, "body_missing", MISSING_BODY),
				invalid("rule", multipart("/part", META + "{\"title\":\"a\",\"qty\":0}"), "field_range", "qty",
						"must be greater than or equal to 1"));
	}

	private static Row missing(String name, Exchange exchange, String kind, String field) {
		return row(name, exchange).is(400, "parameter_missing", kind + " '" + field + "' is missing.")
			.violation(field, "parameter_missing", "is missing");
	}

	@TestFactory
	Stream<DynamicTest> forms() {
		return Stream.of("/bean", "/fn/form", "/fn/bind")
			.flatMap((path) -> table(
					row(path + " broken escape", form(path, "pages=%zz")).is(400, "malformed_request", MALFORMED),
					row(path + " half an escape", form(path, "pages=1%2")).is(400, "malformed_request", MALFORMED),
					row(path + " too large", form(path, "pages=" + "1".repeat(3000))).is(413, "payload_too_large",
							TOO_LARGE)));
	}

	@TestFactory
	Stream<DynamicTest> values() {
		return table(row("attribute", get("/attribute")).is(400, "bad_request", "The request is not valid."),
				row("attribute of the session", get("/session")).is(400, "bad_request", "The request is not valid."),
				row("list", get("/numbers?ids=1&ids=geheim"))
					.is(400, "parameter_type", "Parameter 'ids' must be a whole number.")
					.violation("ids", "parameter_type", "must be a whole number"));
	}

	@TestFactory
	@EnabledOnJre(value = JRE.JAVA_17, disabledReason = "later releases throw what Spring ignores")
	Stream<DynamicTest> languageThatTheJdkFailsOn() {
		return table(row("language", form("/bean", "pages=1").header("Accept-Language: -")).is(400, "malformed_request",
				MALFORMED));
	}

	@TestFactory
	Stream<DynamicTest> routing() {
		return table(
				row("method", get("/mono")).is(405, "method_not_allowed", "Method GET is not supported here; use POST.")
					.with("Allow", "POST"),
				row("parameter of a path", get("/fine;a=|")).is(400, "malformed_request", MALFORMED)
					.except(Service.Container.REACTIVE_TOMCAT, "rejects the line before it reads the id"),
				row("method of a resource", post("/nowhere")).is(404, "not_found",
						"The requested resource does not exist."),
				row("type of a mapping", post("/consuming").header("Content-Type: text/plain").body("x"))
					.is(415, "unsupported_media_type",
							"Content type 'text/plain' is not supported here; send application/json.")
					.with("Accept", "application/json"),
				row("type of a patch", Exchange.of("PATCH", "/patch").header("Content-Type: text/plain").body("x"))
					.is(415, "unsupported_media_type",
							"Content type 'text/plain' is not supported here; send application/json.")
					.with("Accept", "application/json")
					.with("Accept-Patch", "application/json"),
				row("type of a patched body",
						Exchange.of("PATCH", "/patched").header("Content-Type: text/plain").body("x"))
					.is(415, "unsupported_media_type",
							"Content type 'text/plain' is not supported here; send "
									+ "application/json, application/*+json, application/x-ndjson.")
					.with("Accept", "application/json, application/*+json, application/x-ndjson")
					.with("Accept-Patch", "application/json, application/*+json, application/x-ndjson"),
				row("accepted", get("/json").header("Accept: text/csv"))
					.is(406, "not_acceptable", "The answer can only be application/json.")
					.with("Accept", "application/json"),
				row("nowhere", get("/nowhere")).is(404, "not_found", "The requested resource does not exist."));
	}

	@TestFactory
	Stream<DynamicTest> ranges() {
		return Stream.of("bytes=100-", "bytes=5-1", "nope")
			.flatMap((range) -> table(row(range, get("/resource").header("Range: " + range))
				.is(416, "client_error", "The request could not be answered.")
				.with("Accept-Ranges", null)));
	}

	@TestFactory
	Stream<DynamicTest> otherServices() {
		return Stream.of("retrieve", "exchange", "block")
			.flatMap((how) -> table(
					row(get("/call/" + how + "/refused")).is(503, "service_unavailable",
							"The service is temporarily unavailable."),
					row(get("/call/" + how + "/slow")).is(504, "timeout", "The request took too long."),
					row(get("/call/" + how + "/500")).is(502, "upstream_error", UPSTREAM),
					row(get("/call/" + how + "/garbage")).is(502, "upstream_error", UPSTREAM),
					row(get("/call/" + how + "/type")).is(502, "upstream_error", UPSTREAM),
					row(get("/call/" + how + "/html")).is(502, "upstream_error", UPSTREAM),
					row(get("/call/" + how + "/large")).is(502, "upstream_error", UPSTREAM)));
	}

	@TestFactory
	Stream<DynamicTest> passedOn() {
		return table(row("form of another service", get("/call/form")).is(502, "upstream_error", UPSTREAM),
				row("parts of another service", get("/call/parts")).is(502, "upstream_error", UPSTREAM),
				row("parts of another service, for a request with a body",
						post("/call/parts").header("Content-Type: multipart/form-data; boundary=B").body("--B--\r\n"))
					.is(502, "upstream_error", UPSTREAM),
				row("parts",
						post("/forward/parts").header("Content-Type: multipart/form-data; boundary=B")
							.body("--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\ngeheim"))
					.is(400, "malformed_request", MALFORMED),
				row("body", json("/forward", "{\"title\":\"a\",\"qty\":\"geheim\"}"))
					.is(400, "validation_failed", "qty must be a whole number")
					.violation("qty", "field_type", "must be a whole number"));
	}

	@TestFactory
	Stream<DynamicTest> namedLikeTheClient() {
		// Tomcat refuses brackets
		return (this.container == Service.Container.REACTIVE_TOMCAT) ? Stream.of()
				: table(row("target", json("/extract?x=[DefaultClientResponse]", "{geheim")).is(400, "malformed_body",
						"The body of the request could not be read."));
	}

	@TestFactory
	Stream<DynamicTest> operators() {
		return table(row("timeout", get("/operator/timeout")).is(504, "timeout", "The request took too long."),
				row("propagated", get("/operator/propagated")).is(504, "timeout", "The request took too long."),
				row("retries", get("/operator/retries")).is(504, "timeout", "The request took too long."),
				row("several", get("/operator/several")).is(504, "timeout", "The request took too long."),
				row("blocked", get("/operator/blocked")).is(504, "timeout", "The request took too long."));
	}

	record Item(@NotBlank String title, @JsonProperty("qty") @Min(1) int quantity) {
	}

	static class Book {

		@Max(1000)
		private int pages;

		public int getPages() {
			return this.pages;
		}

		public void setPages(int pages) {
			this.pages = pages;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(WireTests.FineController.class)
	@RestController
	static class Application {

		private final WebClient client;

		private final Environment environment;

		Application(Environment environment) {
			this.client = WebClient.builder().codecs((codecs) -> codecs.defaultCodecs().maxInMemorySize(2048)).build();
			this.environment = environment;
		}

		@Bean
		RouterFunction<ServerResponse> functions() {
			return RouterFunctions.route()
				.POST("/fn/mono", (request) -> taken(request.bodyToMono(Item.class)))
				.POST("/fn/parts", (request) -> taken(request.multipartData()))
				.POST("/fn/form", (request) -> taken(request.formData()))
				.GET("/fn/bind", (request) -> taken(request.bind(Book.class)))
				.POST("/fn/bind", (request) -> taken(request.bind(Book.class)))
				.POST("/extract", (request) -> taken(request.body(BodyExtractors.toMono(Item.class))))
				.build();
		}

		private static Mono<ServerResponse> taken(Mono<?> input) {
			return input.then(ServerResponse.ok().bodyValue("taken"));
		}

		@GetMapping("/own/{what}")
		Mono<?> own(@PathVariable String what) {
			Flux<DataBuffer> data = Flux
				.just(DefaultDataBufferFactory.sharedInstance.wrap("{".getBytes(StandardCharsets.US_ASCII)));
			return what.equals("large") ? DataBufferUtils.join(data, 0)
					: new JacksonJsonDecoder().decodeToMono(data, ResolvableType.forClass(Item.class), null, null);
		}

		@PostMapping("/mono")
		Mono<String> mono(@Valid @RequestBody Mono<Item> item) {
			return item.thenReturn("taken");
		}

		@PostMapping("/entity")
		String entity(HttpEntity<Item> item) {
			return "taken";
		}

		@PostMapping("/list")
		String list(@RequestBody List<Item> items) {
			return "taken";
		}

		@PostMapping("/items")
		String items(@RequestBody List<@Valid Item> items) {
			return "taken";
		}

		@PostMapping("/flux")
		Mono<String> flux(@Valid @RequestBody Flux<Item> items) {
			return items.then(Mono.just("taken"));
		}

		@PostMapping("/named")
		Mono<String> named(@RequestBody Mono<MultiValueMap<String, Part>> parts) {
			return parts.thenReturn("taken");
		}

		@PostMapping("/part")
		String part(@Valid @RequestPart("meta") Item item) {
			return "taken";
		}

		@PostMapping("/file")
		String file(FilePart file) {
			return "taken";
		}

		@PostMapping("/parts")
		Mono<String> parts(ServerWebExchange exchange) {
			return exchange.getMultipartData().thenReturn("taken");
		}

		@PostMapping("/events")
		Mono<String> events(@RequestBody Flux<Part> parts) {
			return parts.flatMap((part) -> part.content().then()).then(Mono.just("taken"));
		}

		@RequestMapping("/call/parts")
		Mono<String> otherParts() {
			return this.client.get()
				.uri(url("parts"))
				.exchangeToMono((response) -> response
					.bodyToMono(new ParameterizedTypeReference<MultiValueMap<String, Part>>() {
					}))
				.thenReturn("taken");
		}

		@PostMapping("/forward/parts")
		Mono<String> forwardParts(@RequestBody Flux<PartEvent> events) {
			return this.client.post().uri(url("any")).body(events, PartEvent.class).retrieve().bodyToMono(String.class);
		}

		@PostMapping("/bean")
		String bean(@Valid @ModelAttribute Book book) {
			return "taken";
		}

		@GetMapping("/attribute")
		String attribute(@RequestAttribute String attribute) {
			return "taken";
		}

		@GetMapping("/session")
		String session(@SessionAttribute String attribute) {
			return "taken";
		}

		@GetMapping("/numbers")
		String numbers(@RequestParam int[] ids) {
			return "taken";
		}

		@PostMapping(path = "/consuming", consumes = "application/json")
		String consuming() {
			return "taken";
		}

		@PatchMapping(path = "/patch", consumes = "application/json")
		String patch() {
			return "taken";
		}

		@GetMapping("/resource")
		Resource resource() {
			return new ByteArrayResource("0123456789".getBytes(StandardCharsets.US_ASCII));
		}

		@PatchMapping("/patched")
		String patched(@RequestBody Item item) {
			return "taken";
		}

		@GetMapping(path = "/json", produces = "application/json")
		Map<String, Object> json() {
			return Map.of();
		}

		@GetMapping("/call/{how}/{what}")
		Mono<Item> call(@PathVariable String how, @PathVariable String what) {
			WebClient.RequestHeadersSpec<?> request = this.client.get().uri(url(what));
			Duration patience = Duration.ofMillis(what.equals("slow") ? 500 : 8000);
			return switch (how) {
				case "retrieve" -> request.retrieve().bodyToMono(Item.class).timeout(patience);
				case "exchange" -> request.exchangeToMono((response) -> response.statusCode().isError()
						? response.createError() : response.bodyToMono(Item.class))
					.timeout(patience);
				default -> Mono.fromCallable(() -> request.retrieve().bodyToMono(Item.class).block(patience))
					.subscribeOn(Schedulers.boundedElastic());
			};
		}

		@GetMapping("/call/form")
		Mono<?> callForm() {
			return this.client.get()
				.uri(url("form"))
				.exchangeToMono((response) -> response.body(BodyExtractors.toFormData()));
		}

		@PostMapping("/forward")
		Mono<String> forward(@RequestBody Flux<Item> items) {
			return this.client.post()
				.uri(url("any"))
				.contentType(MediaType.APPLICATION_NDJSON)
				.body(items, Item.class)
				.retrieve()
				.bodyToMono(String.class);
		}

		private String url(String what) {
			return this.environment.getProperty(what.equals("refused") ? "refused" : "upstream") + "/" + what;
		}

		@GetMapping("/operator/{what}")
		Mono<String> operator(@PathVariable String what) {
			Mono<String> late = Mono.<String>never().timeout(Duration.ofMillis(10));
			return switch (what) {
				case "timeout" -> late;
				case "propagated" -> late.onErrorMap(Exceptions::propagate);
				case "retries" -> late.retryWhen(Retry.max(2));
				case "several" -> Mono.whenDelayError(late, late).thenReturn("");
				default -> Mono.fromCallable(late::block).subscribeOn(Schedulers.boundedElastic());
			};
		}

	}

}
