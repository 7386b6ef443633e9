package dev.errata.web.reactive;

import java.util.List;
import java.util.Map;

import dev.errata.wire.Row;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import dev.errata.wire.WireTests;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Row.row;

/**
 * Responses with more headers than Tomcat and Jetty send: Tomcat closes the connection,
 * and Jetty tells nobody why it does not send them.
 */
class TooLongHeadWireTests {

	@ParameterizedTest
	@EnumSource(value = Container.class, names = { "REACTIVE_TOMCAT", "REACTIVE_JETTY" })
	void isNoFaultOfTheClient(Container container) {
		try (Service service = Service.start(container, false, List.of(Application.class), WireTests.ENVELOPE)) {
			tooLong("/text").verify(service.port());
			tooLong("/stream").verify(service.port());
			if (container == Container.REACTIVE_TOMCAT) {
				// Jetty closes the connection
				tooLong("/empty").verify(service.port());
			}
			row(get("/short")).isForeign(200, "ok").verify(service.port());
		}
	}

	private static Row tooLong(String path) {
		return row(get(path)).is(500, "internal_error", "An unexpected error occurred.").isLoggedOnce();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Application {

		@GetMapping("/text")
		ResponseEntity<String> text() {
			return longHead().body("ok");
		}

		@GetMapping("/stream")
		ResponseEntity<Flux<Map<String, String>>> stream() {
			return longHead().header("Content-Type", "application/x-ndjson").body(Flux.just(Map.of("a", "b")));
		}

		@GetMapping("/empty")
		ResponseEntity<Void> empty() {
			return longHead().build();
		}

		@GetMapping("/short")
		String shortHead() {
			return "ok";
		}

		private static ResponseEntity.BodyBuilder longHead() {
			return ResponseEntity.ok().header("X-Long", "x".repeat(100_000));
		}

	}

}
