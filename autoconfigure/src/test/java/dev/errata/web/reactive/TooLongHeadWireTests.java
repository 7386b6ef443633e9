package dev.errata.web.reactive;

import java.util.List;

import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import dev.errata.wire.WireTests;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Row.row;

/**
 * A response with more headers than Jetty sends, which tells nobody why it does not.
 */
class TooLongHeadWireTests {

	@Test
	void isNoFaultOfTheClient() {
		try (Service service = Service.start(Container.REACTIVE_JETTY, false, List.of(Application.class),
				WireTests.ENVELOPE)) {
			row(get("/long")).is(500, "internal_error", "An unexpected error occurred.")
				.isLoggedOnce()
				.verify(service.port());
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Application {

		@GetMapping("/long")
		ResponseEntity<String> longHead() {
			return ResponseEntity.ok().header("X-Long", "x".repeat(100_000)).body("ok");
		}

	}

}
