package dev.errata.web;

import java.util.List;
import java.util.stream.Stream;

import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Service;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.json;
import static dev.errata.wire.Exchange.of;
import static dev.errata.wire.Row.row;

/**
 * Endpoints of the actuator that cannot be called, and those that fail.
 */
class EndpointWireTests extends EveryStackTests {

	private static final String INVALID = "The request is not valid.";

	@Override
	protected Service start(Service.Container container) {
		return Service.start(container, false, List.of(Application.class), ENVELOPE, Service.WITH_ENDPOINTS,
				"management.endpoints.web.exposure.include=*");
	}

	@TestFactory
	Stream<DynamicTest> endpoints() {
		return table(row("parameter", get("/actuator/shelf?number=7")).isForeign(200, "[7]"),
				row("no parameter", get("/actuator/shelf")).is(400, "bad_request", INVALID),
				row("parameter of another type", get("/actuator/shelf?number=geheim")).is(400, "bad_request", INVALID),
				row("body of another type", json("/actuator/loggers/dev.errata", "{\"configuredLevel\": \"geheim\"}"))
					.is(400, "bad_request", INVALID),
				row("endpoint that rejects", get("/actuator/shelf/invalid")).is(400, "bad_request", INVALID),
				row("endpoint that answers with a status", get("/actuator/shelf/status")).is(400, "bad_request",
						"There are no shelves."),
				row("endpoint that fails", get("/actuator/shelf/fail")).is(500, "internal_error",
						"An unexpected error occurred."),
				row("method", of("DELETE", "/actuator/shelf")).is(405, "method_not_allowed",
						"Method DELETE is not supported here; use GET."),
				row("no endpoint", get("/actuator/nowhere")).is(404, "not_found",
						"The requested resource does not exist."));
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import({ FineController.class, ShelfEndpoint.class })
	static class Application {

	}

	@Endpoint(id = "shelf")
	static class ShelfEndpoint {

		@ReadOperation
		List<Integer> shelf(int number) {
			return List.of(number);
		}

		@ReadOperation
		String fail(@Selector String how) {
			throw switch (how) {
				case "invalid" -> new InvalidEndpointRequestException(SECRET, SECRET);
				case "status" -> new ResponseStatusException(HttpStatus.BAD_REQUEST, "There are no shelves.");
				default -> new IllegalStateException(SECRET);
			};
		}

	}

}
