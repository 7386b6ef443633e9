package dev.errata.web.reactive;

import dev.errata.error.ErrorCodeException;
import dev.errata.wire.Exchange;
import dev.errata.wire.WireTests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.webflux.test.autoconfigure.WebFluxTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.WebFilter;

/**
 * The contract in a test slice, which names nothing of it.
 */
@WebFluxTest(properties = { WireTests.ENVELOPE, "errata.codes.order_shipped.status=409" })
class ReactiveContractSliceTests {

	@Autowired
	private WebTestClient client;

	@ParameterizedTest
	@CsvSource({ "/ship, 409, order_shipped, Conflict", "/later, 409, order_shipped, Conflict",
			"/nothing, 404, not_found, The requested resource does not exist.",
			"/fail, 500, internal_error, An unexpected error occurred.", "/refuse, 403, forbidden, Access is denied." })
	void failureIsThatOfTheContract(String path, int status, String code, String message) {
		this.client.get()
			.uri(path)
			.header("X-Request-Id", Exchange.ID)
			.exchange()
			.expectStatus()
			.isEqualTo(status)
			.expectHeader()
			.valueEquals("X-Request-Id", Exchange.ID)
			.expectHeader()
			.valueEquals("Cache-Control", "no-store")
			.expectHeader()
			.valueEquals("Content-Type", "application/json")
			.expectBody(String.class)
			.isEqualTo(WireTests.document(status, code, message));
	}

	@Test
	void catalogCanBeRead() {
		this.client.get()
			.uri("/errors/default/order_shipped")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.statuses[0].status")
			.isEqualTo(409);
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import(ShippingController.class)
	static class Application {

		@Bean
		WebFilter refusing() {
			return (exchange, chain) -> {
				if (!exchange.getRequest().getPath().value().equals("/refuse")) {
					return chain.filter(exchange);
				}
				exchange.getResponse().setStatusCode(HttpStatus.FORBIDDEN);
				return exchange.getResponse().setComplete();
			};
		}

	}

	@RestController
	static class ShippingController {

		@GetMapping("/ship")
		String ship() {
			throw new ErrorCodeException("order_shipped");
		}

		@GetMapping("/later")
		Mono<String> later() {
			return Mono.error(new ErrorCodeException("order_shipped"));
		}

		@GetMapping("/fail")
		String fail() {
			throw new IllegalStateException(WireTests.SECRET);
		}

	}

}
