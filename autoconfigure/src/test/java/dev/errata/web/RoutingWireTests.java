package dev.errata.web;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.errata.wire.Answer;
import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Exchange;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.json;
import static dev.errata.wire.Exchange.of;
import static dev.errata.wire.Exchange.post;
import static dev.errata.wire.Row.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.web.servlet.function.RouterFunctions.route;

/**
 * Requests that no handler takes.
 */
class RoutingWireTests extends EveryStackTests {

	private static final String NOT_FOUND = "The requested resource does not exist.";

	@Override
	protected Service start(Service.Container container) {
		return Service.start(container, false,
				List.of(Application.class, container.pick(Functions.class, WebFluxFunctions.class)), ENVELOPE,
				"spring.mvc.apiversion.use.header=X-Version", "spring.mvc.apiversion.supported=1.0,2.0",
				"spring.webflux.apiversion.use.header=X-Version", "spring.webflux.apiversion.supported=1.0,2.0");
	}

	@TestFactory
	Stream<DynamicTest> paths() {
		return table(row("nobody's", get("/geheim")).is(404, "not_found", NOT_FOUND),
				row("a static resource that is none", get("/js/geheim.js")).is(404, "not_found", NOT_FOUND),
				row("of a browser", get("/geheim").header("Accept: text/html,application/xhtml+xml")).is(404,
						"not_found", NOT_FOUND));
	}

	@TestFactory
	Stream<DynamicTest> methods() {
		return table(
				row("of one", post("/things"))
					.is(405, "method_not_allowed", "Method POST is not supported here; use GET.")
					.with("Allow", "GET"),
				row("nobody's", of("BREW", "/things"))
					.is(405, "method_not_allowed", "Method BREW is not supported here; use GET.")
					.with("Allow", "GET"));
	}

	@TestFactory
	Stream<DynamicTest> types() {
		return table(
				row("sent", post("/orders").header("Content-Type: text/plain").body("geheim"))
					.is(415, "unsupported_media_type",
							"Content type 'text/plain' is not supported here; send application/json.")
					.with("Accept", "application/json"),
				row("sent, and nobody says which",
						post("/untyped").header("X-Version: 1.0").header("Content-Type: application/x").body("x"))
					.is(415, "unsupported_media_type",
							"Content type 'application/x' is not supported here; "
									+ "send application/json, application/yaml, application/*+json.")
					.on(Container.NETTY, "it has other codecs",
							(row) -> row.is(415, "unsupported_media_type",
									"Content type 'application/x' is not supported here; "
											+ "send application/json, application/*+json, application/x-ndjson.")),
				row("sent unreadably", post("/orders").header("Content-Type: ge/he/im").body("{}")).is(415,
						"unsupported_media_type", "This content type is not supported here; send application/json."),
				row("not sent", post("/orders").body("{}")).is(415, "unsupported_media_type",
						"This content type is not supported here; send application/json."),
				row("wanted", get("/things").header("Accept: image/png")).is(406, "not_acceptable",
						"The answer can only be application/json."),
				row("wanted unreadably", get("/things").header("Accept: ge he im")).is(406, "not_acceptable",
						"The answer can only be application/json."));
	}

	@TestFactory
	Stream<DynamicTest> versions() {
		return table(
				row("not sent", get("/versioned")).is(400, "api_version_invalid",
						"The API version is missing or not supported."),
				row("unreadable", get("/versioned").header("X-Version: geheim")).is(400, "api_version_invalid",
						"The API version is missing or not supported."),
				row("not supported", get("/versioned").header("X-Version: 9")).is(400, "api_version_invalid",
						"The API version is missing or not supported."),
				row("not offered here", get("/versioned").header("X-Version: 2.0")).is(400, "api_version_invalid",
						"The API version is missing or not supported."));
	}

	@TestFactory
	Stream<DynamicTest> functions() {
		return table(
				row("throwing", get("/function/throw").header("X-Version: 1.0")).is(500, "internal_error",
						"An unexpected error occurred."),
				row("reading", json("/function/read", "{geheim").header("X-Version: 1.0")).is(400, "malformed_body",
						"The body is not valid JSON at line 1, column 2."),
				row("with a wrong method", post("/function/throw").header("X-Version: 1.0")).is(404, "not_found",
						NOT_FOUND));
	}

	@Test
	void headOfWhatIsNotThereHasNoBody() {
		Answer answer = answer(of("HEAD", "/geheim"));
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.body()).isEmpty();
		assertThat(answer.header("Content-Type")).isEqualTo("application/json");
		assertThat(answer.header("X-Request-Id")).isEqualTo(Exchange.ID);
	}

	@Test
	void optionsAreTold() {
		Answer answer = answer(of("OPTIONS", "/things").header("X-Version: 1.0"));
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.header("Allow")).contains("GET");
	}

	@Override
	protected void assertStillServing() {
		assertThat(answer(get("/fine").header("X-Version: 1.0")).body()).isEqualTo("fine");
	}

	@Configuration(proxyBeanMethods = false)
	static class Functions {

		@Bean
		RouterFunction<ServerResponse> functions() {
			return route().GET("/function/throw", (request) -> {
				throw new IllegalStateException(SECRET);
			}).POST("/function/read", (request) -> ServerResponse.ok().body(request.body(Map.class))).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WebFluxFunctions {

		@Bean
		org.springframework.web.reactive.function.server.RouterFunction<?> functions() {
			return RouterFunctions.route().GET("/function/throw", (request) -> {
				throw new IllegalStateException(SECRET);
			})
				.POST("/function/read",
						(request) -> org.springframework.web.reactive.function.server.ServerResponse.ok()
							.body(request.bodyToMono(Map.class), Map.class))
				.build();
		}

	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import(FineController.class)
	static class Application {

		@RestController
		static class ThingController {

			@GetMapping(path = "/things", produces = "application/json")
			Map<String, String> things() {
				return Map.of();
			}

			@PostMapping(path = "/orders", consumes = "application/json")
			String order(@RequestBody Map<String, Object> order) {
				return "taken";
			}

			@PostMapping("/untyped")
			String untyped(@RequestBody Map<String, Object> order) {
				return "taken";
			}

			@GetMapping(path = "/versioned", version = "1.0")
			String versioned() {
				return "one";
			}

		}

	}

}
