package dev.errata.browser;

import java.util.List;
import java.util.stream.Stream;

import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static dev.errata.wire.Exchange.get;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The catalog in an application whose handlers have versions; it has none.
 */
@Tag("full")
class VersionWireTests {

	static Stream<List<String>> strategies() {
		return Stream
			.of(List.of("use.header=X-Version", "use.query-parameter=v",
					"use.media-type-parameter[application/json]=v"), List.of("use.path-segment=0"),
					List.of("use.path-segment=1"))
			.flatMap((strategy) -> Stream
				.of(List.of("required=true"), List.of("required=false"), List.of("default=1.0"),
						List.of("supported=1.0,2.0", "required=true"))
				.map((further) -> Stream.concat(strategy.stream(), further.stream()).toList()));
	}

	@ParameterizedTest
	@MethodSource("strategies")
	void catalogHasNoVersionOnSpringMvc(List<String> strategy) {
		verify(Container.TOMCAT, "spring.mvc.apiversion.", strategy);
	}

	@ParameterizedTest
	@MethodSource("strategies")
	void catalogHasNoVersionOnSpringWebFlux(List<String> strategy) {
		verify(Container.NETTY, "spring.webflux.apiversion.", strategy);
	}

	private static void verify(Container container, String prefix, List<String> strategy) {
		String[] properties = strategy.stream().map((it) -> prefix + it).toArray(String[]::new);
		try (Service service = Service.start(container, false, List.of(Application.class), properties)) {
			for (String path : List.of("/errors", "/errors.md", "/errors/default", "/errors/default.ts",
					"/errors/default/not_found", asset(service))) {
				for (String accept : List.of("*/*", "text/html", "application/json;v=7")) {
					Answer answer = service.answer(get(path).header("Accept: " + accept).header("X-Version: 7"));
					assertThat(answer.status()).as(path + answer).isEqualTo(200);
					assertThat(service.answer(get(path).header("Accept: " + accept)).body()).isEqualTo(answer.body());
				}
			}
			assertThat(service.answer(get("/errors?v=nonsense")).status()).isEqualTo(200);
			assertThat(service.answer(get("/errors/default/nothing")).status()).isEqualTo(404);
			boolean segment = strategy.get(0).startsWith("use.path");
			String versioned = !segment ? "/things" : strategy.get(0).endsWith("0") ? "/1.0/things" : "/things/1.0";
			for (String version : List.of("header", "parameter", "media type")) {
				assertThat(service.answer(versioned("/errors/own", version, "7")).body()).as(version)
					.contains("\"code\":\"api_version_invalid\"");
				assertThat(service.answer(versioned(versioned, version, "1.0")).body()).as(version).isEqualTo("things");
			}
		}
	}

	private static Exchange versioned(String path, String where, String version) {
		return switch (where) {
			case "header" -> get(path).header("X-Version: " + version);
			case "parameter" -> get(path + "?v=" + version);
			default -> get(path).header("Accept: application/json;v=" + version);
		};
	}

	private static String asset(Service service) {
		return service.answer(get("/errors").header("Accept: text/html"))
			.body()
			.replaceFirst("(?s).*<script src=\"([^\"]+)\".*", "/$1");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@RestController
		static class Things {

			@GetMapping(path = { "/things", "/{version}/things", "/things/{version}" }, version = "1.0")
			String things() {
				return "things";
			}

			@GetMapping(path = "/errors/own", version = "1.0")
			String own() {
				return "own";
			}

		}

	}

}
