package dev.errata.web.reactive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import dev.errata.wire.Failures;
import dev.errata.wire.Service;
import dev.errata.wire.WireTests;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.of;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Error statuses without a body of handlers and filters that only reactive applications
 * have.
 */
class ReactiveBareStatusWireTests {

	private static final Instant MODIFIED = Instant.parse("2026-11-21T06:00:00Z");

	private static final String BEFORE = "Fri, 20 Nov 2026 06:00:00 GMT";

	private static final String REFUSED = WireTests.document(412, "client_error", "The request could not be answered.");

	@TempDir
	private static Path files;

	private static Service service;

	@BeforeAll
	static void start() throws IOException {
		Files.writeString(files.resolve("a.txt"), "0123456789");
		service = Service.start(Service.Container.NETTY, false, List.of(Application.class), WireTests.ENVELOPE);
	}

	@AfterAll
	static void stop() {
		service.close();
	}

	@TestFactory
	Stream<DynamicTest> conditionsThatDoNotHold() {
		return Stream.of(refused("unmodified", get("/checked").header("If-Unmodified-Since: " + BEFORE)),
				refused("unmodified function", get("/fn/entity").header("If-Unmodified-Since: " + BEFORE)),
				refused("match", of("PUT", "/checked").header("If-Match: \"2\"")),
				refused("none match", of("PUT", "/checked").header("If-None-Match: \"1\"")),
				refused("any", of("DELETE", "/checked").header("If-None-Match: *")));
	}

	private DynamicTest refused(String name, Exchange exchange) {
		return DynamicTest.dynamicTest(name, () -> {
			try (Failures failures = Failures.logged()) {
				Answer answer = service.answer(exchange);
				assertThat(answer.body()).isEqualTo(REFUSED);
				assertThat(answer.status()).isEqualTo(412);
				assertThat(answer.header("ETag")).isNull();
				assertThat(failures.lines()).hasSize(1);
			}
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "/checked", "/fn/entity" })
	void whatIsNotModifiedIsNoError(String path) {
		Answer answer = service.answer(get(path).header("If-None-Match: \"1\""));
		assertThat(answer.status()).isEqualTo(304);
		assertThat(answer.body()).isEmpty();
		assertThat(answer.header("ETag")).isEqualTo("\"1\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/fn/resource", "/fn/files/a.txt" })
	void rangesThatNobodyServes(String path) {
		for (String range : List.of("bytes=10-", "lines=1-2")) {
			Answer answer = service.answer(get(path).header("Range: " + range));
			assertThat(answer.body())
				.isEqualTo(WireTests.document(416, "client_error", "The request could not be answered."));
			assertThat(answer.header("Accept-Ranges")).isNull();
		}
	}

	@ParameterizedTest
	@CsvSource({ "/own/set,418", "/own/completed,418", "/own/range,416", "/own/unavailable,503", "/fn/own,404",
			"/fn/empty,404" })
	void whatTheApplicationLeavesUnsaidStaysSo(String path, int status) {
		try (Failures failures = Failures.logged()) {
			Answer answer = service.answer(get(path).header("If-Match: \"1\""));
			assertThat(answer.status()).isEqualTo(status);
			assertThat(answer.body()).isEmpty();
			assertThat(failures.lines()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/own/body", "/own/body?filter" })
	void bodyOfTheApplicationIsItsOwnForHeadAsWell(String path) {
		assertThat(service.answer(get(path)).body()).isEqualTo("theirs");
		Answer answer = service.answer(of("HEAD", path));
		assertThat(answer.status()).isEqualTo(409);
		// of what a filter writes, Spring does not know the length on Netty
		assertThat(answer.header("Content-Length")).isEqualTo(path.endsWith("filter") ? null : "6");
		assertThat(answer.header("Cache-Control")).isNull();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Application {

		@RequestMapping("/checked")
		Mono<String> checked(ServerWebExchange exchange) {
			return exchange.checkNotModified("1", MODIFIED) ? Mono.empty() : Mono.just("checked");
		}

		@GetMapping("/own/set")
		Mono<Void> set(ServerWebExchange exchange) {
			exchange.getResponse().setStatusCode(HttpStatusCode.valueOf(418));
			return Mono.empty();
		}

		@GetMapping("/own/completed")
		Mono<Void> completed(ServerWebExchange exchange) {
			exchange.getResponse().setStatusCode(HttpStatusCode.valueOf(418));
			return exchange.getResponse().setComplete();
		}

		@GetMapping("/own/body")
		ResponseEntity<String> body() {
			return ResponseEntity.status(409).body("theirs");
		}

		@GetMapping("/own/range")
		Mono<Void> range(ServerWebExchange exchange) {
			exchange.getResponse().setStatusCode(HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE);
			return exchange.getResponse().setComplete();
		}

		@GetMapping("/own/unavailable")
		void unavailable(ServerWebExchange exchange) {
			exchange.getResponse().setStatusCode(HttpStatus.SERVICE_UNAVAILABLE);
		}

		@Bean
		RouterFunction<ServerResponse> functions() {
			return RouterFunctions.route()
				.GET("/fn/entity",
						(request) -> ServerResponse.ok().eTag("1").lastModified(MODIFIED).bodyValue("entity"))
				.GET("/fn/own", (request) -> ServerResponse.notFound().build())
				.GET("/fn/empty", (request) -> ServerResponse.status(404).build(Mono.empty()))
				.GET("/fn/resource",
						(request) -> ServerResponse.ok().bodyValue(new ByteArrayResource("0123456789".getBytes())))
				.resources("/fn/files/**", new FileSystemResource(files + "/"))
				.build();
		}

		@Bean
		WebFilter writing() {
			return (exchange, chain) -> {
				if (!exchange.getRequest().getQueryParams().containsKey("filter")) {
					return chain.filter(exchange);
				}
				exchange.getResponse().setStatusCode(HttpStatus.CONFLICT);
				return exchange.getResponse()
					.writeWith(Mono.fromSupplier(
							() -> exchange.getResponse().bufferFactory().allocateBuffer(1).write("theirs".getBytes())));
			};
		}

	}

}
